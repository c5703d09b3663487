package portal

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestNamedPeriods(t *testing.T) {
	today := DateOf(2026, time.May, 17)
	for key, want := range map[string]string{
		"90-days": "2026-02-17 2026-05-17", "this-month": "2026-05-01 2026-05-17", "last-month": "2026-04-01 2026-04-30",
		"this-quarter": "2026-04-01 2026-05-17", "this-year": "2026-01-01 2026-05-17", "last-year": "2025-01-01 2025-12-31",
		"all": " 2026-05-17",
	} {
		p, ok := NamedPeriod(key, today)
		if got := p.From.ISO() + " " + p.To.ISO(); !ok || got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	for _, key := range Periods {
		if _, ok := NamedPeriod(key, today); !ok {
			t.Errorf("there is no period %s", key)
		}
	}
}

func TestPeriodOf(t *testing.T) {
	today := DateOf(2026, time.May, 17)
	for _, c := range []struct {
		key      string
		from, to Day
		want     Period
	}{
		{"", 0, 0, Period{"90-days", today - 89, today}},
		{"nonsense", 0, 0, Period{"90-days", today - 89, today}},
		{"all", 5, 6, Period{"all", 0, today}},
		{"", 100, 200, Period{From: 100, To: 200}},
		{"", 200, 100, Period{From: 100, To: 200}},
		{"", 0, 100, Period{To: 100}},
		{"", today + 5, 0, Period{From: today + 5, To: today + 5}},
	} {
		if got := PeriodOf(c.key, c.from, c.to, today); got != c.want {
			t.Errorf("%q %d–%d: %+v, want %+v", c.key, c.from, c.to, got, c.want)
		}
	}
}

func TestAgeingCountsDaysLate(t *testing.T) {
	on := DateOf(2026, time.May, 17)
	open := map[Day]int64{on + 30: 1, on: 2, on - 1: 4, on - 30: 8, on - 31: 16, on - 60: 32, on - 61: 64, on - 90: 128, on - 91: 256}
	a := NewAgeing(on, "USD", open, Of(500, "USD"))
	got := fmt.Sprint(a.Current.Amount, a.Late30.Amount, a.Late60.Amount, a.Late90.Amount, a.Over90.Amount, a.Credit.Amount, a.Late().Amount)
	if want := "3 12 48 192 256 11 508"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestMonthsThatAreStillToGoOut(t *testing.T) {
	month := func(m time.Month) Month { return MonthOf(2026, m) }
	on := StatementSettings{Monthly: true, Day: 5}
	for _, c := range []struct {
		set   StatementSettings
		done  Month
		today Day
		want  []Month
	}{
		{StatementSettings{}, 0, DateOf(2026, time.May, 17), nil},
		{on, month(time.March), DateOf(2026, time.May, 4), nil},
		{on, month(time.March), DateOf(2026, time.May, 5), []Month{month(time.April)}},
		{on, month(time.April), DateOf(2026, time.May, 31), nil},
		{on, month(time.February), DateOf(2026, time.May, 5), []Month{month(time.March), month(time.April)}},
		{on, 0, DateOf(2026, time.May, 5), []Month{month(time.February), month(time.March), month(time.April)}},
		{on, month(time.July), DateOf(2026, time.May, 5), nil}, // the clock was wrong once
	} {
		if got := c.set.Missed(c.done, c.today); !slices.Equal(got, c.want) {
			t.Errorf("%+v, done %d, on %s: %v, want %v", c.set, c.done, c.today.ISO(), got, c.want)
		}
	}
}

func TestPlaceOfALine(t *testing.T) {
	r := StatementRow{On: 20_000, Seq: 77}
	if on, seq, ok := ParsePlace(r.Place()); !ok || on != r.On || seq != r.Seq {
		t.Errorf("%d %d %v", on, seq, ok)
	}
	if _, _, ok := ParsePlace([]byte("short")); ok {
		t.Error("anything is a place")
	}
}
