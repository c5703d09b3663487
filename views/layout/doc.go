// Package layout is what stands around every page: head, bars, navigation, flash and preview banner. Which
// rooms exist and who sees them is the table in nav.go; a new room is a new line there.
//
// A page is rendered in Client, Staff or Door, with itself as their children; a partial answer in Part.
package layout
