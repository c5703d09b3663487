package store

// A day lies in spans of 1, 32 and 1,024 days. "Before a day" is a handful of them, where a list of days would be
// as long as the business is old: whatever the filter, no row is looked at that doesn't match.

// spanBits are the lengths of the spans, as powers of two, the longest first.
var spanBits = [...]uint{10, 5, 0}

// span is the one of a length that a day lies in, as a facet's value.
func span(bits uint, day uint64) uint64 { return uint64(bits)<<32 | day>>bits }

// spansOf are the spans that a day lies in. Day 0 stands for never, and lies in none.
func spansOf(day uint64) (out []uint64) {
	if day == 0 {
		return nil
	}
	for _, bits := range spanBits {
		out = append(out, span(bits, day))
	}
	return out
}

// spansBefore are the fewest spans that hold every day before one, and no other.
func spansBefore(end uint64) (out []uint64) {
	at := uint64(0)
	for _, bits := range spanBits {
		for ; at+1<<bits <= end; at += 1 << bits {
			out = append(out, span(bits, at))
		}
	}
	return out
}
