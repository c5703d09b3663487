package handlers

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"time"

	"portico/handlers/web"
	"portico/internal/live"
	"portico/internal/paths"
	"portico/service"
	"portico/store"
)

// Notify publishes what a transaction changed to the open pages.
func Notify(hub *live.Hub) func(map[store.Topic]struct{}) {
	return func(changed map[store.Topic]struct{}) {
		topics := make([]live.Topic, 0, len(changed)+1)
		office := false
		for t := range changed {
			if t.Kind == 'q' {
				continue
			}
			topics = append(topics, live.Topic{Kind: t.Kind, ID: t.ID})
			office = office || t.Kind == 'c'
		}
		if office {
			topics = append(topics, live.Topic{Kind: 'o'})
		}
		hub.Publish(topics...)
	}
}

const (
	recheck   = 5 * time.Second  // how often an open stream's access is looked up again
	heartbeat = 20 * time.Second // how long a stream is silent at most: proxies cut silent ones
	writeTime = 15 * time.Second // how long a reader may take for a few bytes
)

// PortalLive is the stream of "something changed" of a client's portal.
func PortalLive(c *web.Ctx) error { return stream(c, service.InPortal) }

// OfficeLive is the office's.
func OfficeLive(c *web.Ctx) error { return stream(c, service.InOffice) }

// stream tells a page that something changed, and nothing else. It ends with the right that opened it. A
// session that is over is answered with 200 and the end, since hx-sse asks again after a refusal.
func stream(c *web.Ctx, place service.Place) error {
	s := &sse{c: c, out: http.NewResponseController(c.Writer)}
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	c.Status(http.StatusOK)
	if c.V.Place != place {
		s.end(&c.V)
		return nil
	}
	sub := c.Live.Subscribe(hex.EncodeToString(c.V.Session.Hash[:]), topics(&c.V)...)
	defer sub.Close()
	if s.send(": open\n\n") {
		s.run(sub)
	}
	return nil
}

func topics(v *service.Visit) []live.Topic {
	person := live.Topic{Kind: 'p', ID: uint64(v.Person.ID)}
	if v.Place == service.InOffice {
		return []live.Topic{person, {Kind: 'o'}}
	}
	return []live.Topic{person, {Kind: 'c', ID: uint64(v.Scope.Client())}}
}

// sse is one open stream.
type sse struct {
	c    *web.Ctx
	out  *http.ResponseController
	last time.Time
}

func (s *sse) run(sub *live.Sub) {
	every := s.c.Recheck
	if every == 0 {
		every = recheck
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		changed := false
		select {
		case <-s.c.Request.Context().Done():
			return
		case <-tick.C:
		case _, open := <-sub.C():
			if !open {
				return // replaced by a newer stream, or the server stops: the page asks again
			}
			changed = len(sub.Take()) > 0
		}
		now, ok := s.still()
		switch {
		case now.Renewed:
			return // a preview began, or the like: the browser asks again with the cookie it has now
		case !ok:
			s.end(now)
			return
		case changed:
			ok = s.send("event: changed\ndata: .\n\n")
		case time.Since(s.last) > heartbeat:
			ok = s.send(": here\n\n")
		}
		if !ok {
			return
		}
	}
}

// still looks the visitor's access up again: the same person in the same place in the same way.
func (s *sse) still() (*service.Visit, bool) {
	token, _ := s.c.Cookies().Session(s.c.Request)
	was := &s.c.V
	now, err := s.c.S.Look(s.c.Request.Context(), token, s.c.From())
	if err != nil {
		return was, false
	}
	a, b := was.Scope, now.Scope
	return &now, now.Place == was.Place && a.Person() == b.Person() && a.Contact() == b.Contact() && a.Client() == b.Client() && a.Mode() == b.Mode()
}

// end says where to go now: to where it says why, or to where the person belongs.
func (s *sse) end(v *service.Visit) {
	to := paths.Root()
	switch {
	case v.Place == service.Door:
		to = web.StepPath(v.Next)
	case v.Place == service.Nowhere:
		to = paths.SignIn()
	}
	s.send("event: ended\ndata: " + string(to) + "\n\n")
}

func (s *sse) send(text string) bool {
	s.last = time.Now()
	_ = s.out.SetWriteDeadline(s.last.Add(writeTime)) // a recorder in tests has none
	if _, err := bytes.NewBufferString(text).WriteTo(s.c.Writer); err != nil {
		return false
	}
	return s.out.Flush() == nil
}
