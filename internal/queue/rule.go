package queue

import "time"

// Rule says how a kind of task is run. The zero value stands for the defaults.
type Rule struct {
	Tries   int           // attempts before it is given up; 20, which with the waits below is about two days
	Base    time.Duration // wait after the first failure, doubled after each more; 30 s
	Cap     time.Duration // longest wait; 6 h
	AtOnce  int           // how many run at the same time; 1
	Timeout time.Duration // of one attempt; 5 min
}

func (r Rule) withDefaults() Rule {
	if r.Tries <= 0 {
		r.Tries = 20
	}
	if r.Base <= 0 {
		r.Base = 30 * time.Second
	}
	if r.Cap <= 0 {
		r.Cap = 6 * time.Hour
	}
	if r.AtOnce <= 0 {
		r.AtOnce = 1
	}
	if r.Timeout <= 0 {
		r.Timeout = 5 * time.Minute
	}
	return r
}

// delay is the wait after so many failures, somewhere in the upper half of the
// doubled base, so that what failed together doesn't come back together.
func (r Rule) delay(tries int, random float64) time.Duration {
	d := r.Base
	for i := 1; i < tries && d < r.Cap; i++ {
		d *= 2
	}
	d = min(d, r.Cap)
	return d/2 + time.Duration(random*float64(d/2))
}
