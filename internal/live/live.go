// Package live tells open pages that something changed. A message carries no
// data: the page fetches again through its normal route, so permission is
// always fresh and order doesn't matter.
package live

import (
	"sync"
	"sync/atomic"
)

// Topic is one thing that may change: a kind (client, person, office…) and the
// id within it.
type Topic struct {
	Kind byte
	ID   uint64
}

// MaxTopics is how many topics one stream can follow: its dirty set is one word.
const MaxTopics = 64

// DefaultPerSession is the number of streams that one session may hold open.
const DefaultPerSession = 6

// Hub connects those who change something with those who look at it.
// The zero value is not usable; call New.
type Hub struct {
	perSession int
	published  atomic.Uint64
	replaced   atomic.Uint64

	// A stream's channel is sent to under the read lock and closed under the
	// write lock, so a send on a closed channel cannot happen.
	mu       sync.RWMutex
	topics   map[Topic]map[*Sub]uint64 // to the topic's bit in the stream's dirty set
	sessions map[string][]*Sub         // oldest first
	streams  int
	closed   bool
}

// New makes a hub that lets each session hold perSession streams; 0 means
// DefaultPerSession.
func New(perSession int) *Hub {
	if perSession <= 0 {
		perSession = DefaultPerSession
	}
	return &Hub{perSession: perSession, topics: map[Topic]map[*Sub]uint64{}, sessions: map[string][]*Sub{}}
}

// Publish marks the topics as changed for everyone who follows them. It never
// waits for a reader, so it may be called right after a commit.
func (h *Hub) Publish(topics ...Topic) {
	h.published.Add(uint64(len(topics)))
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, t := range topics {
		for s, bit := range h.topics[t] {
			s.mark(bit)
		}
	}
}

// Subscribe opens a stream for a session. Where the session has too many, its
// oldest ends as Replaced: that is the tab nobody looks at, or one that a
// phone left behind. After Close the stream comes back already ended.
// More than MaxTopics topics are a programming error and panic.
func (h *Hub) Subscribe(session string, topics ...Topic) *Sub {
	if len(topics) > MaxTopics {
		panic("live: too many topics for one stream")
	}
	s := &Sub{hub: h, session: session, topics: topics, c: make(chan struct{}, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.streams++
	h.sessions[session] = append(h.sessions[session], s)
	for i, t := range topics {
		if h.topics[t] == nil {
			h.topics[t] = map[*Sub]uint64{}
		}
		h.topics[t][s] |= 1 << i
	}
	switch open := h.sessions[session]; {
	case h.closed:
		h.end(s, Shutdown)
	case len(open) > h.perSession:
		h.replaced.Add(1)
		h.end(open[0], Replaced)
	}
	return s
}

// EndSession ends every stream of a session at once, as Revoked.
func (h *Hub) EndSession(session string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.sessions[session]) > 0 {
		h.end(h.sessions[session][0], Revoked)
	}
}

// Close ends every stream, and every later one at birth.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for session := range h.sessions {
		for len(h.sessions[session]) > 0 {
			h.end(h.sessions[session][0], Shutdown)
		}
	}
}

// Stats are the hub's figures for metrics.
type Stats struct {
	Streams, Sessions, Topics int
	Published, Replaced       uint64
}

// Stats counts what is open now and what happened since the start.
func (h *Hub) Stats() Stats {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return Stats{h.streams, len(h.sessions), len(h.topics), h.published.Load(), h.replaced.Load()}
}
