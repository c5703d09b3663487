package live

import (
	"fmt"
	"slices"
	"sync"
	"testing"
)

var (
	acme  = Topic{'c', 1}
	other = Topic{'c', 2}
	mara  = Topic{'p', 1}
)

// rings reports whether the bell has rung, and whether the stream is open.
func rings(s *Sub) (rung, open bool) {
	select {
	case _, open := <-s.C():
		return open, open
	default:
		return false, true
	}
}

func TestPublishCoalesces(t *testing.T) {
	h := New(0)
	s := h.Subscribe("s", acme, mara)
	if rung, _ := rings(s); rung {
		t.Fatal("a new stream rings")
	}
	for range 1000 { // nobody reads: this must not block
		h.Publish(acme, mara, acme)
	}
	h.Publish(other)
	if rung, _ := rings(s); !rung {
		t.Fatal("no ring")
	}
	if rung, _ := rings(s); rung {
		t.Fatal("the bell holds more than one ring")
	}
	if got := s.Take(); !slices.Equal(got, []Topic{acme, mara}) {
		t.Fatalf("took %v", got)
	}
	if got := s.Take(); got != nil {
		t.Fatalf("took %v twice", got)
	}
	h.Publish(mara)
	if got := s.Take(); !slices.Equal(got, []Topic{mara}) {
		t.Fatalf("took %v", got)
	}
}

func TestTopicsAreApart(t *testing.T) {
	h := New(0)
	a, b := h.Subscribe("a", acme), h.Subscribe("b", other, Topic{'p', 1})
	h.Publish(acme)
	if rung, _ := rings(b); rung || b.Take() != nil {
		t.Fatal("another client's topic arrived")
	}
	if rung, _ := rings(a); !rung {
		t.Fatal("no ring")
	}
}

func TestNewestWins(t *testing.T) {
	h := New(2)
	first, second := h.Subscribe("s", acme), h.Subscribe("s", acme)
	foreign := h.Subscribe("t", acme)
	third := h.Subscribe("s", acme)
	if _, open := rings(first); open || first.Ended() != Replaced {
		t.Fatalf("the oldest is %v", first.Ended())
	}
	for _, s := range []*Sub{second, third, foreign} {
		if s.Ended() != Open {
			t.Fatalf("a stream is %v", s.Ended())
		}
	}
	if got, want := h.Stats(), (Stats{3, 2, 1, 0, 1}); got != want {
		t.Fatalf("stats %+v, want %+v", got, want)
	}
	first.Close() // what its handler does last
	if first.Ended() != Replaced || h.Stats().Streams != 3 {
		t.Fatal("closing an ended stream changed something")
	}
}

func TestEndsLeaveNothingBehind(t *testing.T) {
	h := New(0)
	left, revoked, shut := h.Subscribe("a", acme, acme), h.Subscribe("b", acme, mara), h.Subscribe("c", other)
	left.Close()
	h.EndSession("b")
	h.EndSession("b")
	h.Close()
	late := h.Subscribe("d", acme)
	for want, s := range map[End]*Sub{Left: left, Revoked: revoked, Shutdown: shut} {
		if _, open := rings(s); open || s.Ended() != want {
			t.Errorf("%v, want %v", s.Ended(), want)
		}
	}
	if _, open := rings(late); open || late.Ended() != Shutdown {
		t.Errorf("a stream after the end is %v", late.Ended())
	}
	h.Publish(acme, other)
	if got, want := h.Stats(), (Stats{Published: 2}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
}

func TestPendingChangeSurvivesTheEnd(t *testing.T) {
	h := New(0)
	s := h.Subscribe("s", acme)
	h.Publish(acme)
	h.Close()
	if rung, _ := rings(s); !rung || len(s.Take()) != 1 {
		t.Fatal("the last change was lost")
	}
	if _, open := rings(s); open {
		t.Fatal("still open")
	}
}

func TestTooManyTopics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("65 topics were taken")
		}
	}()
	New(0).Subscribe("s", make([]Topic, MaxTopics+1)...)
}

// The race detector and the closed-channel panic are what this test is for.
func TestConcurrently(t *testing.T) {
	h := New(2)
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for range 500 {
				h.Publish(acme, mara, other)
			}
		})
	}
	for i := range 50 {
		all.Go(func() {
			for j := range 20 {
				s := h.Subscribe(fmt.Sprint(i%10), acme, mara)
				select {
				case <-s.C():
					s.Take()
				default:
				}
				if j%7 == 0 {
					h.EndSession(fmt.Sprint(i % 10))
				}
				s.Close()
			}
		})
	}
	all.Wait()
	if st := h.Stats(); st.Streams != 0 || st.Topics != 0 || st.Sessions != 0 {
		t.Fatalf("left behind: %+v", st)
	}
}

// A publish that is seen as a ring is never lost between Take and the next wait.
func TestNoLostWakeUp(t *testing.T) {
	h := New(0)
	s := h.Subscribe("s", acme)
	var reader sync.WaitGroup
	ack := make(chan struct{})
	reader.Go(func() {
		for range s.C() {
			if len(s.Take()) > 0 {
				ack <- struct{}{}
			}
		}
	})
	for range 500 {
		h.Publish(acme)
		<-ack
	}
	h.Close()
	reader.Wait()
}
