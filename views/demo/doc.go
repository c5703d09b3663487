// Package demo holds the pages that only the demo has.
package demo
