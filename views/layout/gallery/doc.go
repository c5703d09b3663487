// Package gallery shows every piece of views/ui in the layouts, with made-up data: for tests, benchmarks and
// for looking (PORTICO_GALLERY=dir go test ./views/layout/gallery writes the pages as files). No program imports it.
package gallery
