package auth

import "time"

// Limit is so many in any stretch of time that long.
type Limit struct {
	N   int
	Per time.Duration
}

// The limits of signing in, and of paying by document link. Those per IP address leave room for an office behind one address.
var (
	LimitSends        = Limit{5, time.Hour}         // codes mailed, per person or address
	LimitWrong        = Limit{25, 24 * time.Hour}   // wrong codes per account over all challenges; then only the link works
	LimitAsksIP       = Limit{30, 10 * time.Minute} // codes asked for
	LimitTriesIP      = Limit{60, 10 * time.Minute} // codes, passwords, recovery codes and links tried
	LimitLinksIP      = Limit{60, 10 * time.Minute} // document links that led nowhere
	LimitPaysLink     = Limit{10, 10 * time.Minute} // payments begun or reported through one document link
	LimitPaysIP       = Limit{30, 10 * time.Minute} // the same over all document links
	LimitAsksOverall  = Limit{600, 10 * time.Minute}
	LimitTriesOverall = Limit{3000, 10 * time.Minute}
)

const (
	sendWait    = 30 * time.Second // before the first resend; doubles each time
	sendWaitMax = 15 * time.Minute
	slots       = 12 // slices of a window
)

// Window counts what happened lately, in twelve slices of the period and the one running. It errs on the
// strict side only: no stretch of the period's length ever holds more than the limit, and what was counted is
// forgotten after at most 13/12 of it. The zero Window is empty.
type Window struct {
	Slot   int64             `cbor:"1,keyasint,omitempty"` // number of the running slice since 1970
	Counts [slots + 1]uint32 `cbor:"2,keyasint,omitempty"` // the running slice first
}

// Hit counts one more unless that would be over the limit; then it counts nothing and says how long to wait.
func (w *Window) Hit(now time.Time, limit int, per time.Duration) (ok bool, retryAfter time.Duration) {
	if ok, retryAfter = w.Peek(now, limit, per); ok {
		w.Counts[0]++
	}
	return ok, retryAfter
}

// Peek answers as Hit would and counts nothing.
func (w *Window) Peek(now time.Time, limit int, per time.Duration) (ok bool, retryAfter time.Duration) {
	width := max(int64(per)/slots, 1)
	w.turn(now.UnixNano() / width)
	sum := 0
	for _, c := range w.Counts {
		sum += int(c)
	}
	if sum < limit {
		return true, 0
	}
	for i := slots; i >= 0; i-- { // the oldest slices leave first
		if sum -= int(w.Counts[i]); sum < limit {
			leaves := (w.Slot - int64(i) + slots + 1) * width
			return false, max(time.Duration(leaves-now.UnixNano()), 1)
		}
	}
	return false, per // a limit of nothing
}

// turn moves on to the slice. A clock that was set back a little stays in the newest slice; one that was wrong
// by more than the window starts anew, so that nobody is locked out until a date that was never true.
func (w *Window) turn(slot int64) {
	by := slot - w.Slot
	switch {
	case by > slots || by < -slots:
		*w = Window{Slot: slot}
	case by > 0:
		copy(w.Counts[by:], w.Counts[:])
		clear(w.Counts[:by])
		w.Slot = slot
	}
}

// Sends limits the codes mailed to one person or address: at most LimitSends, and between two a wait that
// grows: 30 s, 60 s, 120 s…
type Sends struct {
	Window Window    `cbor:"1,keyasint,omitempty"`
	Last   time.Time `cbor:"2,keyasint,omitempty"`
	Run    uint8     `cbor:"3,keyasint,omitempty"` // sends since the last quiet hour or sign-in
}

// Hit counts a send, or says how long to wait.
func (s *Sends) Hit(now time.Time) (ok bool, wait time.Duration) {
	if now.Sub(s.Last).Abs() >= LimitSends.Per {
		s.Run = 0
	}
	if wait = s.Wait(now); wait > 0 {
		return false, wait
	}
	if ok, wait = s.Window.Hit(now, LimitSends.N, LimitSends.Per); ok {
		s.Last = now
		s.Run = min(s.Run+1, 200)
	}
	return ok, wait
}

// Wait is how long after the last send the next may follow, for the count-down on the page; the hourly limit
// may ask for more.
func (s *Sends) Wait(now time.Time) time.Duration {
	gap := now.Sub(s.Last)
	if s.Run == 0 || gap.Abs() >= LimitSends.Per {
		return 0
	}
	need := sendWait << min(s.Run-1, 10)
	return max(min(need, sendWaitMax)-max(gap, 0), 0)
}

// SignedIn ends the growing of the wait; the hourly limit stays.
func (s *Sends) SignedIn() { s.Run = 0 }

// Guard is what is remembered against guessing, per person, or per address hash where there is no person.
type Guard struct {
	Sends Sends  `cbor:"1,keyasint,omitempty"`
	Wrong Window `cbor:"2,keyasint,omitempty"` // never cleared by a sign-in: that would refill the budget
}

// CodesOpen reports whether codes are compared at all for this account now; if not, only the link in the mail
// works, and after how long codes do again.
func (g *Guard) CodesOpen(now time.Time) (bool, time.Duration) {
	return g.Wrong.Peek(now, LimitWrong.N, LimitWrong.Per)
}

// Missed counts a wrong code, in the transaction of the try.
func (g *Guard) Missed(now time.Time) { g.Wrong.Hit(now, LimitWrong.N, LimitWrong.Per) }
