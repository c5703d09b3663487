// Package words turns keys, amounts and days into what a person reads. The English text of a message is
// its key; a language is a catalog of keys, never a change of templates. Amounts, days and numbers are
// written by hand in the business's formats: they are in the hot path of every page.
//
// A Locale is made once per language and business settings, is immutable and safe for all goroutines.
// A request takes a copy of it that knows the time (At) and carries it in its context (With).
package words
