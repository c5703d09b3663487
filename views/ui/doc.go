// Package ui holds one component per piece of UI.md, used on every page: what a badge, an amount, a table, a
// field or the cloud looks like is said here and nowhere else. Markup follows mock/NOTES.md; words come from
// the context's Locale, addresses from package paths.
//
// The smallest pieces (Icon, Money, Day, Badge…), which a list shows by the hundred, are written in Go in
// pieces.go; all others are templ.
package ui
