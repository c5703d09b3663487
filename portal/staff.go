package portal

import "strings"

// LastOwner reports whether taking a staff member from `was` to `will` leaves the business without an Owner.
// owners counts the Owners, this one included, that are not switched off.
func LastOwner(was, will Role, on bool, owners int) bool {
	return was == Owner && (will != Owner || !on) && owners <= 1
}

// SameText compares what two people typed into a form: the end of lines is the browser's business.
func SameText(a, b string) bool {
	plain := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
	return plain(a) == plain(b)
}
