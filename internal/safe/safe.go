// Package safe starts goroutines. A panic in one of them is logged with its
// stack and ends that goroutine alone, so one bad mail doesn't stop the server.
package safe

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
)

var panics atomic.Uint64

// Go runs fn in a goroutine of its own. The name says in the log which one fell.
func Go(name string, fn func()) {
	go func() { _ = Call(name, func() error { fn(); return nil }) }()
}

// Call runs fn in this goroutine and turns a panic into a *Panic.
func Call(name string, fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			panics.Add(1)
			slog.Error("recovered from a panic", "in", name, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			err = &Panic{Name: name, Value: v}
		}
	}()
	return fn()
}

// Panics counts what was recovered since the program started, for metrics.
func Panics() uint64 { return panics.Load() }

// Panic is the error that a recovered panic becomes.
type Panic struct {
	Name  string
	Value any
}

func (p *Panic) Error() string { return fmt.Sprintf("%s: panic: %v", p.Name, p.Value) }

// Unwrap gives the panic's value where it was an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}
