package service

import (
	"crypto/rand"
	"encoding/binary"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// asked is a challenge as it is kept, with what the browser that asked wants. Its first keys are the
// challenge's own, so that whoever sends the mail reads it as one.
type asked struct {
	auth.Challenge
	Who     string `cbor:"20,keyasint,omitempty"` // as it was typed, for the page
	Account []byte `cbor:"21,keyasint,omitempty"` // key of the account's limits
	Typed   []byte `cbor:"22,keyasint,omitempty"` // key of the limits of what was typed
	Keep    bool   `cbor:"23,keyasint,omitempty"`
	Next    string `cbor:"24,keyasint,omitempty"`
	Email   string `cbor:"25,keyasint,omitempty"` // a new address, as it was typed
	Form    []byte `cbor:"26,keyasint,omitempty"` // a registration on its way
}

// askedKey is where it stands which challenge a browser waits for: one per purpose.
func askedKey(browser string, p auth.Purpose) [32]byte {
	if p == auth.PurposeNewDevice {
		p = auth.PurposeSignIn // the same page asks for both
	}
	return auth.HashToken(browser + "/" + string('0'+rune(p)))
}

// waiting is the challenge that a browser waits for.
func waiting(tx *store.Tx, browser string, p auth.Purpose) (a asked, err error) {
	slip, err := tx.Slip(store.SlipAsked, askedKey(browser, p))
	if err != nil || browser == "" || len(slip.Data) != len(a.Link) {
		return a, portal.NotFound()
	}
	return challenge(tx, [32]byte(slip.Data))
}

// challenge finds a challenge by the hash of its link. A mail names its challenge so too: by the browser it
// could be handed the code that the same browser asked for after it, for somebody else.
func challenge(tx *store.Tx, link [32]byte) (a asked, err error) {
	slip, err := tx.Slip(store.SlipChallenge, link)
	if err != nil {
		return a, err
	}
	return a, cbor.Unmarshal(slip.Data, &a)
}

func challengeOwner(c auth.Challenge) uint64 { return binary.BigEndian.Uint64(c.Address[:]) }

func putChallenge(tx *store.Tx, a asked) error {
	data, err := cbor.Marshal(a)
	if err != nil {
		return err
	}
	// Kept a while longer than it is good, to be able to say that it expired.
	return tx.PutSlip(store.Slip{
		Kind: store.SlipChallenge, Hash: a.Link, Owner: challengeOwner(a.Challenge), Expires: a.Expires.Add(time.Hour), Data: data,
	})
}

// send is what is asked for with a code.
type send struct {
	asked
	purpose auth.Purpose
	person  portal.Person // zero: nobody has the address
	to      string        // where the code goes; "" = nowhere
	address string        // in normal form
	from    From
}

// sendCode makes a challenge, keeps it under the browser and under its link, and posts the mail. For an
// address that nobody has it writes as much, and sends nothing.
func (s *Service) sendCode(tx *store.Tx, d send) error {
	a := d.asked
	a.Challenge = auth.NewChallenge(s.keys, auth.ChallengeFor{
		ID: randomID(), Person: uint64(d.person.ID), Address: d.address, Purpose: d.purpose, Browser: d.from.Browser,
	}, tx.Now)
	account, err := s.guard(tx, a.Account)
	if err != nil {
		return err
	}
	allowed, _ := account.Sends.Hit(tx.Now) // silently: what the page says depends on what was typed alone
	if err := putGuard(tx, a.Account, account); err != nil {
		return err
	}
	if allowed {
		if err := s.killOlder(tx, a.Challenge); err != nil {
			return err
		}
	}
	if err := putChallenge(tx, a); err != nil {
		return err
	}
	pointer := store.Slip{
		Kind: store.SlipAsked, Hash: askedKey(d.from.Browser, d.purpose), Owner: challengeOwner(a.Challenge),
		Expires: a.Expires.Add(time.Hour), Data: a.Link[:],
	}
	if err := tx.PutSlip(pointer); err != nil {
		return err
	}
	if d.to == "" || !allowed {
		return s.pretend(tx, d)
	}
	e := d.from.event(portal.EventCodeSent, d.person)
	if err := tx.AddEvent(e); err != nil {
		return err
	}
	return s.post(tx, portal.Mail{
		Kind: portal.MailCode, To: d.to, ToName: d.person.Name, Person: d.person.ID, Expires: a.Expires,
	}, portal.LetterFacts{Challenge: a.Link, Ends: a.Expires, IP: d.from.ip(), Device: auth.DeviceLabel(d.from.UserAgent), At: tx.Now})
}

// killOlder ends the challenges that a newer one for the same address replaces.
func (s *Service) killOlder(tx *store.Tx, c auth.Challenge) error {
	slips, err := tx.SlipsOf(store.SlipChallenge, challengeOwner(c))
	if err != nil {
		return err
	}
	for _, slip := range slips {
		var old asked
		if err := cbor.Unmarshal(slip.Data, &old); err != nil {
			return err
		}
		if old.Dead || !c.Replaces(old.Challenge) {
			continue
		}
		old.Dead = true
		if err := putChallenge(tx, old); err != nil {
			return err
		}
	}
	return nil
}

// pretend writes about as much as a mail does, so that an address that nobody has costs what a known one
// does. The log says what was typed.
func (s *Service) pretend(tx *store.Tx, d send) error {
	e := d.from.event(portal.EventSignInFailed, d.person)
	e.Failed, e.Detail = true, "No code was sent to “"+clip(d.Who, 80)+"”"
	if err := tx.AddEvent(e); err != nil {
		return err
	}
	for range 2 {
		var hash [32]byte
		_, _ = rand.Read(hash[:])
		blank := store.Slip{Kind: store.SlipLimit, Hash: hash, Owner: 0, Expires: tx.Now.Add(time.Minute), Data: make([]byte, 200)}
		if err := tx.PutSlip(blank); err != nil {
			return err
		}
	}
	return nil
}

func randomID() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return binary.BigEndian.Uint64(b[:]) | 1
}

func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// event begins a line of the audit log about somebody who isn't in yet.
func (f From) event(kind portal.EventKind, p portal.Person) portal.Event {
	return portal.Event{
		Kind: kind, Person: p.ID, Name: p.Name, Staff: p.Staff != 0, IP: f.ip(), Device: auth.DeviceLabel(f.UserAgent),
	}
}

// limitKey names an account in the limits.
func (s *Service) limitKey(kind, normal string) []byte {
	h := s.keys.MAC(auth.UseCode, []byte("limit"), []byte(kind), []byte(normal))
	return h[:]
}

func (s *Service) guard(tx *store.Tx, key []byte) (g auth.Guard, err error) {
	slip, err := tx.Slip(store.SlipLimit, [32]byte(key))
	if err != nil {
		return g, nil // nothing counted yet
	}
	return g, cbor.Unmarshal(slip.Data, &g)
}

func putGuard(tx *store.Tx, key []byte, g auth.Guard) error {
	data, err := cbor.Marshal(g)
	if err != nil {
		return err
	}
	return tx.PutSlip(store.Slip{Kind: store.SlipLimit, Hash: [32]byte(key), Expires: tx.Now.Add(auth.LimitWrong.Per + time.Hour), Data: data})
}

// limited is a refusal that says when to come back.
func limited(wait time.Duration, key string) error {
	return &portal.Error{Code: portal.CodeLimited, Msg: portal.T(key, Wait(wait))}
}

// tooManyCodes says when the next code can be asked for: within a minute of the last, or after too many in an hour.
func tooManyCodes(wait time.Duration) error {
	if wait <= time.Minute {
		return limited(wait, "A code was asked for a moment ago. You can ask for another in %s.")
	}
	return limited(wait, "Too many codes were asked for. You can ask for another in %s.")
}

// Wait is a length of time as people say it.
func Wait(d time.Duration) portal.Text {
	if d <= 90*time.Second {
		return portal.T("%d seconds", max(int((d+time.Second-1)/time.Second), 1))
	}
	if d <= 90*time.Minute {
		return portal.T("%d minutes", int((d+time.Minute-1)/time.Minute))
	}
	return portal.T("%d hours", int((d+time.Hour-1)/time.Hour))
}
