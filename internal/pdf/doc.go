// Package pdf draws documents: a bill, a receipt, a statement. A document is a pure function of its record and
// the locale, so the same record gives the same bytes.
//
// Drawing is in two steps. A sheet collects what stands on each page (layout); when the number of pages is
// known, they are written with gopdf. Text goes through type.go on its way: composed, Arabic joined, put into
// visual order, and every letter given a face that has it. A letter that no face has is drawn as a box with its
// code in it and listed in File.Missing: nothing disappears silently.
package pdf
