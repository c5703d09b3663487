// Package demo makes a believable business to try the program with, and serves it.
package demo

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// builder makes the sample business: first all of it in memory, from a fixed seed, then into the store in
// chunks. Days are relative to today.
type builder struct {
	*rand.Rand
	ctx   context.Context
	db    *store.DB
	now   time.Time
	zone  *time.Location
	today portal.Day
	steps []step
	cost  int
	cast  Cast

	taken    map[string]bool // e-mail addresses
	accounts []*account
	story
	office                   portal.PersonID // Sam, who does the paperwork
	held                     int             // mails that wait
	lastInvoice, lastPayment int
	lastEstimate             int // how many were sent

	keys    *auth.Keys
	links   map[*portal.Mail]portal.DocLink
	shown   Role // the link that the cast shows
	shownOn portal.Day
}

// step is a piece of one transaction and how many records it writes.
type step func(*store.Tx) error

// chunk is how many records a transaction writes: bbolt splits nodes only at commit, so that larger ones are
// quadratic.
const chunk = 400

// Build makes the sample business in a new data file and says whom to sign in as.
func Build(ctx context.Context, path string, now time.Time) (Cast, error) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return nil, err
	}
	db, err := store.Open(path, store.Options{NoSync: true, Clock: func() time.Time { return now }})
	if err != nil {
		return nil, err
	}
	b := &builder{
		Rand: rand.New(rand.NewPCG(2200, 41)), ctx: ctx, db: db, now: now, zone: zone, today: portal.DayOf(now, zone),
		taken: map[string]bool{}, links: map[*portal.Mail]portal.DocLink{},
	}
	if err := b.openKeys(path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	err = errors.Join(b.all(), db.Close())
	return append(b.cast, b.shown), err
}

// strangers are how many accounts are made out of the hat, beside those with a part to play.
const strangers = 320

func (b *builder) all() error {
	if err := b.business(); err != nil {
		return err
	}
	for _, s := range stars {
		b.accounts = append(b.accounts, b.star(s))
	}
	for range strangers {
		b.accounts = append(b.accounts, b.stranger())
	}
	for _, a := range b.accounts {
		if err := b.charge(a); err != nil {
			return err
		}
		b.dun(a)
	}
	b.number()
	for _, a := range b.accounts {
		if err := b.save(a); err != nil {
			return err
		}
	}
	if err := b.flush(); err != nil {
		return err
	}
	for _, a := range b.accounts { // now that they have ids
		if err := b.remember(a); err != nil {
			return err
		}
	}
	if err := errors.Join(b.documents(), b.offer()); err != nil {
		return err
	}
	if err := b.batches(); err != nil {
		return err
	}
	return b.finish()
}

func (b *builder) find(name string) *account {
	for _, a := range b.accounts {
		if a.Name == name {
			return a
		}
	}
	panic("demo: no account " + name)
}

// finish writes what is about all accounts: the story of the last weeks, and the last numbers.
func (b *builder) finish() error {
	b.look(b.find("Halvorsen-Whitcombe Property Management LLC"), 2, false)
	b.look(b.find("Casco Bay Cottage Rentals, Inc."), 9, true)
	b.look(b.find("Okonkwo Family Trust"), 16, false)
	if err := b.plead(); err != nil {
		return err
	}
	b.statements("Halvorsen-Whitcombe Property Management LLC", "Casco Bay Cottage Rentals, Inc.")
	b.rememberReminders()
	if err := errors.Join(b.savePrices(), b.saveSchedules(), b.saveStory()); err != nil {
		return err
	}
	err := b.write(4, func(tx *store.Tx) error {
		return errors.Join(tx.SetLastNumber(portal.KindEstimate, int64(firstEstimate+b.lastEstimate-1)), tx.SetLastNumber(portal.KindInvoice, int64(b.lastInvoice)), tx.SetLastNumber(portal.KindPayment, int64(b.lastPayment)),
			tx.SetLastNumber(portal.KindClient, int64(firstClient+len(b.accounts))))
	})
	if err != nil {
		return err
	}
	if err := b.flush(); err != nil {
		return err
	}
	return b.oddities()
}

// write adds a step that writes n records; full chunks go to the store.
func (b *builder) write(n int, s step) error {
	b.steps = append(b.steps, s)
	b.cost += n
	if b.cost < chunk {
		return nil
	}
	return b.flush()
}

func (b *builder) flush() error {
	steps := b.steps
	b.steps, b.cost = nil, 0
	return b.db.Update(b.ctx, func(tx *store.Tx) error {
		for _, s := range steps {
			if err := s(tx); err != nil {
				return err
			}
		}
		return nil
	})
}
