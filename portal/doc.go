// Package portal is the domain: the records, and the rules about money, states, permissions and time.
// It is pure: no I/O, no clock, no database, no HTTP. Amounts are integers in the currency's minor
// unit, days are civil days in the business's zone, moments are UTC.
package portal
