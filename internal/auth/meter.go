package auth

import (
	"net/netip"
	"sync"
	"time"
)

// Meter holds the windows of one limit in memory, one per key; for limits by IP address, and overall with a
// single key. It is safe for many goroutines and never holds more than its size.
type Meter struct {
	limit Limit
	size  int
	mu    sync.Mutex
	wins  map[string]*Window
}

// NewMeter makes a meter for at most size keys at a time (about 150 bytes each).
func NewMeter(limit Limit, size int) *Meter {
	return &Meter{limit: limit, size: max(size, 1), wins: map[string]*Window{}}
}

// Hit counts one for the key, or says how long to wait.
func (m *Meter) Hit(key string, now time.Time) (ok bool, retryAfter time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.wins[key]
	if w == nil {
		if len(m.wins) >= m.size {
			m.evict(now)
		}
		w = new(Window)
		m.wins[key] = w
	}
	return w.Hit(now, m.limit.N, m.limit.Per)
}

// Peek answers as Hit would and counts nothing.
func (m *Meter) Peek(key string, now time.Time) (ok bool, retryAfter time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if w := m.wins[key]; w != nil {
		return w.Peek(now, m.limit.N, m.limit.Per)
	}
	return true, 0
}

// evict drops the windows that are over. When nearly all are live, a flood from very many addresses is on:
// an eighth of them is dropped, and the overall limit is what holds.
func (m *Meter) evict(now time.Time) {
	oldest := now.UnixNano()/max(int64(m.limit.Per)/slots, 1) - slots
	for key, w := range m.wins {
		if w.Slot < oldest {
			delete(m.wins, key)
		}
	}
	for key := range m.wins {
		if len(m.wins) <= m.size*7/8 {
			return
		}
		delete(m.wins, key)
	}
}

// IPKey is the key of an address in a Meter: IPv4 as it is, IPv6 by its /64, which one customer has to himself.
func IPKey(ip netip.Addr) string {
	ip = ip.Unmap().WithZone("")
	switch {
	case !ip.IsValid():
		return "unknown"
	case ip.Is4():
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}
