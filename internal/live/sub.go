package live

import (
	"slices"
	"sync/atomic"
)

// End says why a stream is over.
type End uint8

// The ends of a stream.
const (
	Open     End = iota // not over
	Left                // its reader closed it
	Replaced            // the session opened too many newer ones
	Revoked             // the session may no longer look
	Shutdown            // the server stops
)

func (e End) String() string {
	return [...]string{"open", "left", "replaced", "revoked", "shutdown"}[e]
}

// Sub is one stream: a set of dirty topics and a bell. However much happens
// while the reader is busy, it holds one ring and one word.
type Sub struct {
	hub     *Hub
	session string
	topics  []Topic
	dirty   atomic.Uint64 // bit i: topics[i]
	end     atomic.Uint32
	c       chan struct{}
}

// C rings when there is something to Take; it is closed when the stream is over.
func (s *Sub) C() <-chan struct{} { return s.c }

// Take returns the topics that changed since the last Take, each once.
func (s *Sub) Take() []Topic {
	dirty := s.dirty.Swap(0)
	if dirty == 0 {
		return nil
	}
	var changed []Topic
	for i, t := range s.topics {
		if dirty&(1<<i) != 0 {
			changed = append(changed, t)
		}
	}
	return changed
}

// Ended says why the stream is over, or Open.
func (s *Sub) Ended() End { return End(s.end.Load()) }

// Close ends the stream from the reader's side. It may be called twice.
func (s *Sub) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.end(s, Left)
}

// mark must set the bit before it rings: a reader that is woken finds it.
func (s *Sub) mark(bit uint64) {
	s.dirty.Or(bit)
	select {
	case s.c <- struct{}{}:
	default:
	}
}

// end takes the stream out of the hub; the caller holds the write lock.
func (h *Hub) end(s *Sub, why End) {
	if s.Ended() != Open {
		return
	}
	s.end.Store(uint32(why))
	for _, t := range s.topics {
		delete(h.topics[t], s)
		if len(h.topics[t]) == 0 {
			delete(h.topics, t)
		}
	}
	rest := slices.DeleteFunc(h.sessions[s.session], func(o *Sub) bool { return o == s })
	if len(rest) == 0 {
		delete(h.sessions, s.session)
	} else {
		h.sessions[s.session] = rest
	}
	h.streams--
	close(s.c)
}
