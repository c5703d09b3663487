package ui

import "github.com/a-h/templ"

var currentPage = templ.Attributes{"aria-current": "page"}

// current marks the link to the page that is shown.
func current(is bool) templ.Attributes {
	if is {
		return currentPage
	}
	return nil
}
