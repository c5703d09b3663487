package service

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"time"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// Device is one signed-in browser of a person.
type Device struct {
	ID       portal.SessionID
	Label    string // "Firefox on Mac", "" = unknown
	IP       string
	Created  time.Time
	LastSeen time.Time
	Place    string // what is open there
	Current  bool
}

// deviceID names a session in a URL without giving its id away.
func deviceID(hash [32]byte) portal.SessionID {
	return portal.SessionID(binary.BigEndian.Uint64(hash[:8]) | 1)
}

// Devices lists where the scope's person is signed in, this one first, then the last used.
func (s *Service) Devices(ctx context.Context, sc Scope) (out []Device, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		out = nil
		if _, _, err := s.own(tx, sc); err != nil {
			return err
		}
		all, err := sessionsOf(tx, sc.person)
		for _, sess := range all {
			out = append(out, Device{
				ID: deviceID(sess.Hash), Label: sess.Device, IP: sess.IP, Created: sess.Created, LastSeen: sess.LastSeen,
				Place: placeName(tx, sess), Current: sess.Hash == sc.session,
			})
		}
		return err
	})
	slices.SortStableFunc(out, func(a, b Device) int {
		if a.Current != b.Current {
			if a.Current {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.LastSeen.Unix(), a.LastSeen.Unix())
	})
	return out, err
}

func placeName(tx *store.Tx, sess auth.Session) string {
	if sess.Staff {
		return tx.Business().Profile.Name
	}
	owner, err := tx.ContactOwner(portal.ContactID(sess.Contact))
	if err != nil {
		return ""
	}
	c, err := tx.Client(portal.Sight{Client: owner})
	if err != nil {
		return ""
	}
	return c.Name
}

const endedElsewhere = "You were signed out here from another device."

// EndDevice signs one of the person's other devices out.
func (s *Service) EndDevice(ctx context.Context, sc Scope, id portal.SessionID) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		if _, _, err := s.own(tx, sc); err != nil {
			return err
		}
		all, err := sessionsOf(tx, sc.person)
		if err != nil {
			return err
		}
		for _, sess := range all {
			if deviceID(sess.Hash) != id {
				continue
			}
			if err := endSession(tx, sess, endedElsewhere); err != nil {
				return err
			}
			e := sc.Actor.event(portal.EventDeviceEnded)
			e.Detail = sess.Device
			return tx.AddEvent(e)
		}
		return portal.NotFound()
	})
}

// EndOtherDevices signs the person out everywhere but here.
func (s *Service) EndOtherDevices(ctx context.Context, sc Scope) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		if _, _, err := s.own(tx, sc); err != nil {
			return err
		}
		if err := endOthers(tx, sc, endedElsewhere); err != nil {
			return err
		}
		e := sc.Actor.event(portal.EventDeviceEnded)
		e.Detail = "all other devices"
		return tx.AddEvent(e)
	})
}
