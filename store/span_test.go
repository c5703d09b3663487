package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSpansHoldWhatLiesBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		end, day := rapid.Uint64Range(0, 40_000).Draw(t, "end"), rapid.Uint64Range(0, 40_000).Draw(t, "day")
		spans := spansBefore(end)
		in := 0
		for _, s := range spansOf(day) {
			if slices.Contains(spans, s) {
				in++
			}
		}
		if want := day != 0 && day < end; (in == 1) != want || in > 1 {
			t.Fatalf("day %d before %d: in %d spans", day, end, in)
		}
		if len(spans) > 40+31+31 {
			t.Fatalf("%d spans before %d", len(spans), end)
		}
	})
}
