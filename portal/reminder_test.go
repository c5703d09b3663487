package portal

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func openInvoice(issued, due Day) Invoice {
	return Invoice{State: Issued, Currency: "USD", Issued: issued, Due: due, Totals: Totals{Total: 1000}}
}

func TestRemind(t *testing.T) {
	r := UsualReminders()
	for n := range r.Steps {
		r.Steps[n].On = true
	}
	i := openInvoice(1000, 1014)
	for _, c := range []struct {
		name         string
		change       func(*Invoice)
		since, today Day
		want         int // days of the step; 99 = none
	}{
		{"three days before", nil, 1010, 1011, -3},
		{"not a day earlier", nil, 1009, 1010, 99},
		{"a week late", nil, 1020, 1021, 7},
		{"days missed bring the latest alone", nil, 1009, 1030, 7},
		{"all of them missed", nil, 1009, 1100, 21},
		{"between two steps", nil, 1021, 1022, 99},
		{"paid", func(i *Invoice) { i.Paid = 1000 }, 1020, 1021, 99},
		{"credited", func(i *Invoice) { i.Credited = 1000 }, 1020, 1021, 99},
		{"partly paid", func(i *Invoice) { i.Paid = 1 }, 1020, 1021, 7},
		{"void", func(i *Invoice) { i.State = Void }, 1020, 1021, 99},
		{"bad debt", func(i *Invoice) { i.State = BadDebt }, 1020, 1021, 99},
		{"draft", func(i *Invoice) { i.State = Draft }, 1020, 1021, 99},
		{"switched off", func(i *Invoice) { i.NoReminders = true }, 1020, 1021, 99},
		{"sent already", func(i *Invoice) { i.Reminded = []Reminded{{Step: 3, Days: 7}} }, 1020, 1021, 99},
		{"a later one was sent", func(i *Invoice) { i.Reminded = []Reminded{{Step: 9, Days: 8}} }, 1020, 1021, 99},
		{"by hand doesn’t count", func(i *Invoice) { i.Reminded = []Reminded{{Days: 6}} }, 1020, 1021, 7},
		{"due on the day of issue", func(i *Invoice) { i.Due = 1002 }, 990, 1000, 99},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := i
			if c.change != nil {
				c.change(&i)
			}
			step, ok := r.Remind(i, c.since, c.today)
			if ok != (c.want != 99) || ok && step.Days != c.want {
				t.Errorf("%v, %v", step, ok)
			}
		})
	}
	if on, step, ok := r.NextReminder(i, 1011); !ok || on != 1015 || step.Days != 1 {
		t.Errorf("next on %d: %v", on, step)
	}
	if _, _, ok := r.NextReminder(i, 1035); ok {
		t.Error("there is a next one after the last")
	}
}

// TestRemindersGoOutOnceEach runs days, some of them missed, and holds every step to one mail, in order.
func TestRemindersGoOutOnceEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := ReminderSettings{}
		for n, days := range rapid.SliceOfNDistinct(rapid.IntRange(-20, 60), 1, 6, rapid.ID[int]).Draw(t, "steps") {
			r.Steps = append(r.Steps, ReminderStep{ID: uint64(n + 1), Days: days, On: rapid.Bool().Draw(t, "on")})
		}
		i := openInvoice(1000, 1000+Day(rapid.IntRange(0, 40).Draw(t, "terms")))
		done := Day(990)
		for done < 1130 {
			today := done + Day(rapid.IntRange(1, 9).Draw(t, "gap"))
			for range 2 { // the second run of a day finds nothing
				step, ok := r.Remind(i, done, today)
				if !ok {
					continue
				}
				if err := i.MarkReminded(step.ID, nil, today, time.Time{}); err != nil {
					t.Fatal(err)
				}
				i.Reminded[len(i.Reminded)-1].Days = step.Days
			}
			done = today
		}
		for n, a := range i.Reminded {
			if n > 0 && a.Days <= i.Reminded[n-1].Days {
				t.Fatalf("out of order: %v", i.Reminded)
			}
		}
		for _, s := range r.Steps {
			if !s.On {
				for _, a := range i.Reminded {
					if a.Step == s.ID {
						t.Fatal("a step that is off went out")
					}
				}
			}
		}
	})
}
