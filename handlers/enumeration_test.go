package handlers_test

import (
	"flag"
	"slices"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

var timing = flag.Bool("timing", false, "measure that sign-in takes the same time for known and unknown addresses")

// askers are a known address, one whose access is off, and two that nobody has.
var askers = []string{"ann@acme.test", "off@acme.test", "not@acme.test", "nobody"}

func askWorld(t *testing.T) *testkit.App {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	off := app.Contact(acme, "Off", "off@acme.test", portal.AllPermissions)
	app.Update(func(tx *store.Tx) error {
		off.On = false
		return tx.PutContact(&off, off.Version)
	})
	return app
}

// TestAskingWritesTheSame counts what is written when a code is asked for and when a wrong one is entered: an
// address that costs less than a known one is told apart.
func TestAskingWritesTheSame(t *testing.T) {
	app := askWorld(t)
	asked, tried := map[string]int{}, map[string]int{}
	for range 2 { // the second time, everybody's limits exist
		for _, who := range askers {
			b := app.Anonymous()
			asked[who] = app.Writes(func() { b.Post("/sign-in", "who", who).Want(t, 303) })
			tried[who] = app.Writes(func() { b.Post("/sign-in/code", "code", "000000").Want(t, 422) })
		}
		app.Pass(2 * time.Hour)
	}
	for _, who := range askers[1:] {
		if !alike(asked[who], asked[askers[0]]) {
			t.Errorf("asking for %s writes %d keys, for a known address %d", who, asked[who], asked[askers[0]])
		}
		if !alike(tried[who], tried[askers[0]]) {
			t.Errorf("a wrong code for %s writes %d keys, for a known address %d", who, tried[who], tried[askers[0]])
		}
	}
	t.Log("asking:", asked, "trying:", tried)
}

// alike allows what the words in what was typed add to the search of the log.
func alike(n, known int) bool { return n >= known*4/5 && n <= known*5/4 }

// TestAskingTakesTheSameTime compares the medians of 200 tries (-timing).
func TestAskingTakesTheSameTime(t *testing.T) {
	if !*timing {
		t.Skip("-timing asks for it")
	}
	app := askWorld(t)
	took := map[string][]time.Duration{}
	for range 200 {
		for _, who := range askers {
			b := app.Anonymous()
			began := time.Now()
			b.Post("/sign-in", "who", who).Want(t, 303)
			b.Post("/sign-in/code", "code", "000000").Want(t, 422)
			took[who] = append(took[who], time.Since(began))
		}
		app.Pass(25 * time.Hour)
	}
	known := median(took[askers[0]])
	for _, who := range askers {
		m := median(took[who])
		t.Logf("%-14s %v", who, m)
		if d := (m - known).Abs(); d > 5*time.Millisecond {
			t.Errorf("%s is told apart by %v", who, d)
		}
	}
}

func median(ds []time.Duration) time.Duration {
	slices.Sort(ds)
	return ds[len(ds)/2]
}
