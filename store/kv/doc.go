// Package kv is bbolt and nothing of the business: transactions with group commit, rows under ranks with
// key-only facets, word search, sums, blobs, backup and check.
package kv
