// Package web is what all handlers share: the request's context, rendering, htmx headers, forms, flash,
// paging, policies and the error map.
package web
