package portal

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func theDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestNextDay(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Rhythm
		want []string
	}{
		{"the 31st, monthly", Rhythm{Monthly, 1, 0, theDay("2027-01-31"), 0, 0}, []string{"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"}},
		{"leap year", Rhythm{Monthly, 1, 31, theDay("2028-01-31"), 0, 0}, []string{"2028-01-31", "2028-02-29", "2028-03-31"}},
		{"29 February, yearly", Rhythm{Yearly, 1, 0, theDay("2028-02-29"), 0, 0}, []string{"2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
		{"a chosen day later in the month", Rhythm{Monthly, 1, 15, theDay("2027-03-03"), 0, 0}, []string{"2027-03-15", "2027-04-15"}},
		{"a chosen day that is over", Rhythm{Monthly, 2, 1, theDay("2027-03-03"), 0, 0}, []string{"2027-04-01", "2027-06-01"}},
		{"quarters", Rhythm{Quarterly, 1, 31, theDay("2027-11-30"), 0, 0}, []string{"2027-11-30", "2028-02-29", "2028-05-31"}},
		{"fortnights", Rhythm{Weekly, 2, 9, theDay("2027-12-27"), 0, 0}, []string{"2027-12-27", "2028-01-10"}},
		{"until", Rhythm{Monthly, 1, 0, theDay("2027-01-31"), theDay("2027-03-30"), 0}, []string{"2027-01-31", "2027-02-28"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := c.r.From - 1
			for n, want := range c.want {
				next, before := c.r.NextDay(at)
				if next.ISO() != want || before != n {
					t.Fatalf("%d: %s after %d, want %s", n, next.ISO(), before, want)
				}
				at = next
			}
			if next, _ := c.r.NextDay(at); c.r.Until != 0 && next != 0 {
				t.Errorf("it goes on to %s", next.ISO())
			}
		})
	}
}

// TestRhythmNeverDrifts holds every rhythm to its day of the month, or the month's last, in every period once.
func TestRhythmNeverDrifts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Rhythm{
			Every: rapid.SampledFrom(AllEvery).Draw(t, "every"), Interval: rapid.IntRange(1, 24).Draw(t, "interval"),
			On: rapid.IntRange(0, 31).Draw(t, "on"), From: Day(rapid.IntRange(10_000, 40_000).Draw(t, "from")),
		}
		on := r.On
		if on == 0 {
			on = r.From.Time().Day()
		}
		at := Day(rapid.IntRange(9_000, 60_000).Draw(t, "after"))
		next, before := r.NextDay(at)
		if next <= at || next < r.From || next != r.Nth(before) || before > 0 && r.Nth(before-1) > at {
			t.Fatalf("%d after %d", next, at)
		}
		last, _ := r.NextDay(next)
		if r.Every == Weekly {
			if next.Time().Weekday() != r.Weekday() || last-next != Day(7*r.Interval) {
				t.Fatalf("%s, then %s", next.ISO(), last.ISO())
			}
			return
		}
		if d := next.Time().Day(); d != on && (d > on || next+1 != (next.Month()+1).First()) {
			t.Fatalf("day %d, not %d", d, on)
		}
		if got := int(last.Month() - next.Month()); got != r.Interval*r.Every.months() {
			t.Fatalf("%d months on", got)
		}
	})
}

func TestASchedule(t *testing.T) {
	now := time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC)
	r := Recurring{ID: 7, Client: 3, Bill: Invoice{Client: 3, Description: "Plan"}, Days: 10, Rhythm: Rhythm{Monthly, 1, 31, theDay("2027-01-05"), 0, 3}}
	r.Plan(r.Rhythm.From)
	if days := r.Upcoming(9); len(days) != 3 || r.Made != 0 {
		t.Fatalf("upcoming %v", days)
	}
	if r.Due(theDay("2027-01-30")) || !r.Due(theDay("2027-01-31")) {
		t.Error("it is due on another day than its own")
	}
	var made []string
	for r.Due(theDay("2030-01-01")) {
		i := r.Make(now)
		if i.Recurring != 7 || i.State != Draft || i.Due != i.Issued+10 {
			t.Fatalf("%+v", i)
		}
		made = append(made, i.Issued.ISO())
	}
	if want := []string{"2027-01-31", "2027-02-28", "2027-03-31"}; !slices.Equal(made, want) || r.State() != RecurringOver {
		t.Errorf("made %v, then %s", made, r.State().Name())
	}
}

func TestWhatWasMissed(t *testing.T) {
	r := Recurring{Rhythm: Rhythm{Weekly, 1, 0, theDay("2027-01-04"), 0, 0}}
	r.Plan(0)
	if r.CatchUp(r.Next+7*11) != 0 || r.Next != r.Rhythm.From {
		t.Error("twelve missed bills are made, all of them")
	}
	if n := r.CatchUp(r.Next + 7*20); n != 9 || r.Next != r.Rhythm.From+7*9 {
		t.Errorf("%d left out, on to %s", n, r.Next.ISO())
	}
	r.LastDay, r.Paused = theDay("2027-03-01"), true
	if r.Due(theDay("2028-01-01")) {
		t.Error("paused, and due")
	}
	r.Paused = false
	r.Plan(theDay("2027-06-02"))
	if r.Next.ISO() != "2027-06-07" {
		t.Errorf("after the pause on %s", r.Next.ISO())
	}
}
