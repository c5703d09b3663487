// Package store is the schema: which trees, facets and aggregates exist, and how domain records are
// loaded and saved. It holds no rules; those are in portal.
package store
