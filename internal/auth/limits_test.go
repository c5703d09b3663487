package auth

import (
	"net/netip"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestWindow: no stretch of the period ever holds more than the limit; after the wait it says, one fits; and a
// hit is refused only if the limit was used up within 13/12 of the period.
func TestWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(0, 8).Draw(t, "limit")
		per := time.Duration(rapid.SampledFrom([]int64{1, 12, 60, 3600, 86400}).Draw(t, "per")) * time.Second
		var w Window
		var hits []time.Time
		now := noon
		for range rapid.IntRange(1, 80).Draw(t, "n") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(per)/2).Draw(t, "gap")))
			within := func(d time.Duration) (n int) {
				for _, h := range hits {
					if now.Sub(h) < d {
						n++
					}
				}
				return n
			}
			ok, wait := w.Hit(now, limit, per)
			if ok {
				hits = append(hits, now)
				if wait != 0 || within(per) > limit {
					t.Fatalf("%d in %v", within(per), per)
				}
				continue
			}
			if wait <= 0 || wait > per+per/12+1 || within(per+per/12+1) < limit {
				t.Fatalf("refused with %d of %d, wait %v", within(per+per/12), limit, wait)
			}
			if after := w; limit > 0 {
				if ok, more := after.Peek(now.Add(wait), limit, per); !ok {
					t.Fatalf("still refused after waiting %v: %v more", wait, more)
				}
			}
		}
	})
}

func TestWindowWhenTheClockIsWrong(t *testing.T) {
	var w Window
	for range 5 {
		w.Hit(noon.AddDate(1, 0, 0), 5, time.Hour) // the clock was a year ahead
	}
	if ok, _ := w.Hit(noon, 5, time.Hour); !ok {
		t.Error("locked out until a date that never was")
	}
	for range 4 {
		w.Hit(noon, 5, time.Hour)
	}
	if ok, _ := w.Hit(noon.Add(-20*time.Minute), 5, time.Hour); ok {
		t.Error("setting the clock back a little refills the budget")
	}
}

func TestSendsWaitGrows(t *testing.T) {
	var s Sends
	now := noon
	for i, want := range []time.Duration{0, 30 * time.Second, 60 * time.Second, 120 * time.Second, 240 * time.Second} {
		if want > 0 {
			if ok, wait := s.Hit(now.Add(want - time.Second)); ok || wait != time.Second {
				t.Errorf("send %d a second early: %v, wait %v", i+1, ok, wait)
			}
			if wait := s.Wait(now); wait != want {
				t.Errorf("send %d waits %v", i+1, wait)
			}
		}
		now = now.Add(want)
		if ok, wait := s.Hit(now); !ok {
			t.Errorf("send %d refused for %v", i+1, wait)
		}
	}
	ok, wait := s.Hit(now.Add(20 * time.Minute))
	if ok || wait < 20*time.Minute {
		t.Errorf("a sixth within the hour: %v, wait %v", ok, wait)
	}
	quiet := now.Add(2 * time.Hour)
	if ok, _ := s.Hit(quiet); !ok || s.Wait(quiet) != sendWait {
		t.Error("a quiet hour does not start anew")
	}
	s.SignedIn()
	if ok, _ := s.Hit(quiet.Add(time.Second)); !ok {
		t.Error("signing in does not end the wait")
	}
}

func TestSendsNeverTooMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Sends
		var sent []time.Time
		now := noon
		for range rapid.IntRange(1, 60).Draw(t, "n") {
			now = now.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "gap")) * time.Second)
			if rapid.Bool().Draw(t, "signed in") {
				s.SignedIn()
			}
			if ok, _ := s.Hit(now); ok {
				sent = append(sent, now)
			}
			if n := len(sent); n > LimitSends.N && sent[n-1].Sub(sent[n-1-LimitSends.N]) < LimitSends.Per {
				t.Fatal("six within an hour")
			}
		}
	})
}

func TestGuard(t *testing.T) {
	var g Guard
	for i := range LimitWrong.N {
		if ok, _ := g.CodesOpen(noon); !ok {
			t.Fatalf("closed after %d", i)
		}
		g.Missed(noon.Add(time.Duration(i) * time.Minute))
	}
	ok, wait := g.CodesOpen(noon.Add(time.Hour))
	if ok || wait < 20*time.Hour {
		t.Error(ok, wait)
	}
	if ok, _ := g.CodesOpen(noon.Add(time.Hour + wait)); !ok {
		t.Error("still closed after the wait")
	}
}

func TestMeter(t *testing.T) {
	m := NewMeter(Limit{2, time.Minute}, 16)
	for i, want := range []bool{true, true, false} {
		if ok, _ := m.Hit("a", noon); ok != want {
			t.Errorf("hit %d: %v", i+1, ok)
		}
	}
	if ok, _ := m.Hit("b", noon); !ok {
		t.Error("one key's limit holds for another")
	}
	for i := range 1000 {
		m.Hit(strconv.Itoa(i), noon)
	}
	if len(m.wins) > 16 {
		t.Errorf("holds %d", len(m.wins))
	}
	m.Hit("x", noon.Add(time.Hour))
	m.Hit("y", noon.Add(time.Hour))
	if len(m.wins) > 16 {
		t.Errorf("holds %d", len(m.wins))
	}
}

func TestIPKey(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1",
		"2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := IPKey(netip.MustParseAddr(in)); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	if IPKey(netip.Addr{}) != "unknown" {
		t.Error("the zero address")
	}
}
