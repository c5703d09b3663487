package service

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// passkeys is the portal as browsers know it; auth.ErrPasskeyHost when they allow no passkeys at its address.
func (s *Service) passkeys(b *portal.Business) (*auth.Passkeys, error) {
	return auth.NewPasskeys(s.Link(b, ""), b.Profile.Name)
}

// PasskeysWork reports whether browsers allow passkeys at the portal's address.
func (s *Service) PasskeysWork(b *portal.Business) bool {
	_, err := s.passkeys(b)
	return err == nil
}

// Passkey is one of a person's passkeys, with its name in URLs.
type Passkey struct {
	auth.Passkey
	Key string
}

func passkeysOf(p portal.Person) (out []auth.Passkey, err error) {
	for _, data := range p.Passkeys {
		var k auth.Passkey
		if err := cbor.Unmarshal(data, &k); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

func setPasskeys(p *portal.Person, keys []auth.Passkey) error {
	p.Passkeys, p.PasskeyIDs = nil, nil
	for _, k := range keys {
		data, err := cbor.Marshal(k)
		if err != nil {
			return err
		}
		p.Passkeys, p.PasskeyIDs = append(p.Passkeys, data), append(p.PasskeyIDs, k.ID)
	}
	return nil
}

func passkeyUser(p portal.Person) (auth.PasskeyUser, error) {
	keys, err := passkeysOf(p)
	return auth.PasskeyUser{Handle: p.Handle, Name: p.Email, Display: p.Name, Passkeys: keys}, err
}

func keyName(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// Passkeys lists the person's own passkeys.
func (s *Service) Passkeys(ctx context.Context, sc Scope) (out []Passkey, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, _, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		keys, err := passkeysOf(p)
		out = nil
		for _, k := range keys {
			out = append(out, Passkey{k, keyName(k.ID)})
		}
		return err
	})
	return out, err
}

func passkeyFailed() error { return portal.Invalid("The passkey wasn’t accepted. Try again.") }

func passkeyError(err error) error {
	switch {
	case errors.Is(err, auth.ErrPasskeyHost):
		return portal.Invalid("Passkeys don’t work at this address: browsers want https and a host name.")
	case errors.Is(err, auth.ErrPasskeyExpired):
		return portal.Invalid("That took too long. Try again.")
	case errors.Is(err, auth.ErrPasskey):
		slog.Info("a passkey was refused", "error", err)
		return passkeyFailed()
	}
	return err
}

// BeginPasskey answers what the browser needs to make a passkey, as JSON.
func (s *Service) BeginPasskey(ctx context.Context, sc Scope) (options []byte, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		p, sess, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		if !sess.Fresh(tx.Now) {
			return errFresh
		}
		if len(p.Handle) == 0 {
			p.Handle = auth.NewPasskeyHandle()
			if err := tx.PutPerson(&p, p.Version); err != nil {
				return err
			}
		}
		party, err := s.passkeys(tx.Business())
		if err != nil {
			return passkeyError(err)
		}
		u, err := passkeyUser(p)
		if err != nil {
			return err
		}
		var c auth.Ceremony
		if options, c, err = party.BeginAdd(u, tx.Now); err != nil {
			return err
		}
		return putCeremony(tx, sess.Hash, c)
	})
	return options, err
}

func putCeremony(tx *store.Tx, key [32]byte, c auth.Ceremony) error {
	data, err := cbor.Marshal(c)
	if err != nil {
		return err
	}
	return tx.PutSlip(store.Slip{Kind: store.SlipPasskey, Hash: key, Expires: c.Expires, Data: data})
}

// takeCeremony answers what was begun and forgets it, whatever comes of it.
func (s *Service) takeCeremony(ctx context.Context, key [32]byte) (c auth.Ceremony, err error) {
	found := false
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		slip, err := tx.Slip(store.SlipPasskey, key)
		if found = err == nil; !found {
			return nil
		}
		if err := cbor.Unmarshal(slip.Data, &c); err != nil {
			return err
		}
		return tx.DeleteSlip(store.SlipPasskey, key)
	})
	if err == nil && !found {
		err = passkeyError(auth.ErrPasskeyExpired)
	}
	return c, err
}

// FinishPasskey keeps the passkey that the browser made.
func (s *Service) FinishPasskey(ctx context.Context, sc Scope, answer []byte) error {
	c, err := s.takeCeremony(ctx, sc.session)
	if err != nil {
		return err
	}
	d := delicate{kind: portal.EventPasskey, detail: "passkey added", tell: "A passkey was added to your account"}
	return s.changeOwn(ctx, sc, d, func(tx *store.Tx, p *portal.Person) error {
		party, err := s.passkeys(tx.Business())
		if err != nil {
			return passkeyError(err)
		}
		u, err := passkeyUser(*p)
		if err != nil {
			return err
		}
		name := auth.DeviceLabel(sc.from.UserAgent)
		if name == "" {
			name = "Passkey"
		}
		k, err := party.FinishAdd(u, c, answer, name, tx.Now)
		if err != nil {
			return passkeyError(err)
		}
		if _, taken := tx.PersonByPasskey(k.ID); taken {
			return portal.Invalid("This passkey is known here already.")
		}
		return setPasskeys(p, append(u.Passkeys, k))
	})
}

// RenamePasskey gives a passkey another name.
func (s *Service) RenamePasskey(ctx context.Context, sc Scope, key, name string) error {
	if name = strings.TrimSpace(name); name == "" || len(name) > 80 {
		return fault("name", "Give the passkey a name of at most 80 letters.")
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		p, _, err := s.own(tx, sc)
		if err != nil {
			return err
		}
		keys, i, err := findPasskey(p, key)
		if err != nil {
			return err
		}
		keys[i].Name = name
		if err := setPasskeys(&p, keys); err != nil {
			return err
		}
		return tx.PutPerson(&p, p.Version)
	})
}

func findPasskey(p portal.Person, key string) ([]auth.Passkey, int, error) {
	keys, err := passkeysOf(p)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(keys, func(k auth.Passkey) bool { return keyName(k.ID) == key })
	if i < 0 {
		return nil, 0, portal.NotFound()
	}
	return keys, i, nil
}

// RemovePasskey takes a passkey away.
func (s *Service) RemovePasskey(ctx context.Context, sc Scope, key string) error {
	err := s.db.View(ctx, func(tx *store.Tx) error { // whether it is there comes before what it takes
		p, _, err := s.own(tx, sc)
		if err == nil {
			_, _, err = findPasskey(p, key)
		}
		return err
	})
	if err != nil {
		return err
	}
	d := delicate{kind: portal.EventPasskey, detail: "passkey removed", tell: "A passkey was removed from your account"}
	return s.changeOwn(ctx, sc, d, func(_ *store.Tx, p *portal.Person) error {
		keys, i, err := findPasskey(*p, key)
		if err != nil {
			return err
		}
		return setPasskeys(p, slices.Delete(keys, i, i+1))
	})
}

// BeginPasskeySignIn answers what the browser needs to offer its passkeys, as JSON.
func (s *Service) BeginPasskeySignIn(ctx context.Context, from From) (options []byte, err error) {
	if err := s.mayTry(from); err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		party, err := s.passkeys(tx.Business())
		if err != nil {
			return passkeyError(err)
		}
		var c auth.Ceremony
		if options, c, err = party.BeginSignIn(tx.Now); err != nil {
			return err
		}
		return putCeremony(tx, auth.HashToken(from.Browser), c)
	})
	return options, err
}

// FinishPasskeySignIn signs in with the passkey that the browser chose: two factors in one.
func (s *Service) FinishPasskeySignIn(ctx context.Context, from From, answer []byte, was auth.Session) (e Entry, err error) {
	if err := s.mayTry(from); err != nil {
		return e, err
	}
	c, err := s.takeCeremony(ctx, auth.HashToken(from.Browser))
	if err != nil {
		return e, err
	}
	person, used, failed := s.checkPasskey(ctx, c, answer)
	if person == 0 {
		return e, s.passkeyRefused(ctx, from, failed)
	}
	var refused error
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		p, err := keepPasskey(tx, person, used)
		if err != nil {
			return err
		}
		if refused = passkeyError(failed); refused != nil {
			ev := from.event(portal.EventSignInFailed, p)
			ev.Failed, ev.Detail = true, "Passkey “"+used.Name+"” may have been copied"
			return tx.AddEvent(ev)
		}
		e, refused, err = s.signIn(tx, p, arrival{from: from, was: was, how: "passkey", second: true})
		return err
	})
	if err == nil {
		err = refused
	}
	return e, err
}

// checkPasskey checks the browser's answer. A person comes back with an error only for a copied passkey.
func (s *Service) checkPasskey(ctx context.Context, c auth.Ceremony, answer []byte) (id portal.PersonID, k auth.Passkey, err error) {
	b, err := s.Business(ctx)
	if err != nil {
		return 0, k, err
	}
	party, err := s.passkeys(&b)
	if err != nil {
		return 0, k, err
	}
	_, k, err = party.FinishSignIn(c, answer, func(handle []byte) (u auth.PasskeyUser, err error) {
		err = s.db.View(ctx, func(tx *store.Tx) error {
			found, ok := tx.PersonByHandle(handle)
			if !ok {
				return portal.NotFound()
			}
			p, err := tx.Person(found)
			if err != nil {
				return err
			}
			id = p.ID
			u, err = passkeyUser(p)
			return err
		})
		return u, err
	}, s.now())
	if err != nil && !errors.Is(err, auth.ErrPasskeyCloned) {
		id = 0
	}
	return id, k, err
}

func (s *Service) passkeyRefused(ctx context.Context, from From, why error) error {
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		e := from.event(portal.EventSignInFailed, portal.Person{})
		e.Failed, e.Detail = true, "Passkey not accepted"
		return tx.AddEvent(e)
	})
	if err != nil {
		return err
	}
	return passkeyError(why)
}

// keepPasskey saves a passkey after its use: its counter, or that it was copied.
func keepPasskey(tx *store.Tx, id portal.PersonID, used auth.Passkey) (portal.Person, error) {
	p, err := tx.Person(id)
	if err != nil {
		return p, err
	}
	keys, err := passkeysOf(p)
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(keys, func(k auth.Passkey) bool { return bytes.Equal(k.ID, used.ID) })
	if i < 0 {
		return p, passkeyFailed() // removed meanwhile
	}
	used.Name = keys[i].Name
	keys[i] = used
	if err := setPasskeys(&p, keys); err != nil {
		return p, err
	}
	return p, tx.PutPerson(&p, p.Version)
}
