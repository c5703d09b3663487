package service

import (
	"log/slog"
	"sync"

	"portico/portal"
)

// How many uploads of one person may be under way at a time, and what of the disk is for everything else.
const (
	maxIntakes = 2
	diskRest   = 200 << 20
)

// turns counts the uploads under way.
type turns struct {
	mu    sync.Mutex
	taken map[sender]int
}

// sender is who sends files: a person, or a contact by a document link.
type sender struct {
	person  portal.PersonID
	contact portal.ContactID
}

func (in *Intake) sender() sender { return sender{in.sc.person, in.sc.contact} }

func (t *turns) take(who sender) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[who] == maxIntakes {
		return false
	}
	if t.taken == nil {
		t.taken = map[sender]int{}
	}
	t.taken[who]++
	return true
}

func (t *turns) leave(who sender) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[who]--; t.taken[who] == 0 {
		delete(t.taken, who)
	}
}

// begin takes a turn for what may come, and looks whether the disk has room for it.
func (in *Intake) begin() error {
	left, known := in.s.db.Room()
	if known && left < diskRest+portal.MaxFiles*uint64(in.mb)<<20 {
		slog.Warn("an upload was refused: the disk is nearly full", "left", left)
		return &portal.Error{Code: portal.CodeFull, Msg: portal.T("There is no room for files at the moment. Nothing was saved.")}
	}
	if !in.s.turns.take(in.sender()) {
		msg := portal.T("You are sending other files right now. Wait until they have arrived, then send these.")
		in.check.Err("files", &portal.Error{Code: portal.CodeLimited, Msg: msg})
		return &portal.Error{Code: portal.CodeLimited, Msg: portal.T("Something needs fixing"), Faults: []portal.Fault{{Field: "files", Msg: msg}}}
	}
	in.open = true
	return nil
}
