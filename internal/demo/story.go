package demo

import (
	"cmp"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// story collects what happened around accounts, to be written in the order of time.
type story struct {
	events []portal.Event
	mails  []*portal.Mail
}

var browsers = []string{
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 Firefox/150.0",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 19_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.4 Mobile/15E148 Safari/604.1",
	"Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Mobile Safari/537.36",
}

var addresses = []string{"198.51.100.24", "203.0.113.77", "192.0.2.145", "198.51.100.201", "203.0.113.9"}

// tell adds a line to the audit log.
func (b *builder) tell(at time.Time, e portal.Event) {
	e.At = at
	if e.IP == "" {
		e.IP, e.Device = pick(b, addresses), auth.DeviceLabel(pick(b, browsers))
	}
	b.events = append(b.events, e)
}

// bySam begins a line about what Sam of the office did.
func (b *builder) bySam(kind portal.EventKind, a *account) portal.Event {
	return portal.Event{
		Kind: kind, Person: b.office, Name: "Sam Reyes", Staff: true, Client: a.ID, IP: "192.0.2.18", Device: auth.DeviceLabel(browsers[1]),
	}
}

// remember tells what happened lately around an account: access, sign-ins, bills. It follows save, which
// gives everything its id.
func (b *builder) remember(a *account) error {
	for _, m := range a.people {
		if err := b.rememberMember(a, m); err != nil {
			return err
		}
	}
	for _, i := range a.bills {
		if b.today-i.Issued <= lately && i.Number != "" && i.State == portal.Issued {
			b.rememberBill(a, i)
		}
	}
	for _, r := range a.money {
		if b.today-r.On <= lately {
			e := b.bySam(portal.EventPaymentRecorded, a)
			e.Subject, e.Detail = portal.Ref{Kind: portal.KindPayment, ID: uint64(r.ID)}, r.Number
			b.tell(r.Created, e)
		}
	}
	return nil
}

// lately is how many days back the audit log and the outbox reach.
const lately = 21

func (b *builder) rememberMember(a *account, m *member) error {
	about := func(e portal.Event) portal.Event {
		e.Contact, e.Subject, e.Detail = m.ID, portal.Ref{Kind: portal.KindContact, ID: uint64(m.ID)}, m.Name
		return e
	}
	if !m.Invited.IsZero() && b.now.Sub(m.Invited) < 60*24*time.Hour {
		b.tell(m.Invited, about(b.bySam(portal.EventInvited, a)))
		b.post(&portal.Mail{
			Kind: portal.MailInvitation, To: m.Email, ToName: m.Name, Client: a.ID, Contact: m.ID, Person: m.Person, Created: m.Invited,
			Subject: "Sam Reyes invited you to Larkfield’s client portal", Secret: true, Expires: m.InviteEnds, Why: m.Delivery,
		}, portal.LetterFacts{By: "Sam Reyes", Client: a.Name, Ends: m.InviteEnds})
	}
	if !m.seen {
		return nil
	}
	own := portal.Event{Person: m.Person, Name: m.Name, Client: a.ID, Contact: m.ID}
	if b.now.Sub(m.Accepted) < 60*24*time.Hour {
		own.Kind = portal.EventAccepted
		b.tell(m.Accepted, about(own))
	}
	if b.now.Sub(m.LastSeen) > 30*24*time.Hour {
		return nil
	}
	own.Kind, own.Detail = portal.EventSignedIn, "Code"
	b.tell(m.LastSeen, own)
	code := portal.Mail{
		Kind: portal.MailCode, To: m.Email, ToName: m.Name, Person: m.Person, Created: m.LastSeen.Add(-time.Minute), Secret: true,
		Subject: "Your sign-in code for Larkfield Heating & Air", Expires: m.LastSeen.Add(9 * time.Minute),
	}
	if b.now.Sub(m.LastSeen) < lately*24*time.Hour {
		b.tell(code.Created, portal.Event{Kind: portal.EventCodeSent, Person: m.Person, Name: m.Name})
		b.post(&code, portal.LetterFacts{Ends: code.Expires})
	}
	if b.chance(15) {
		b.tell(m.LastSeen.Add(-20*time.Second), portal.Event{Kind: portal.EventSignInFailed, Person: m.Person, Name: m.Name, Failed: true, Detail: "Wrong code"})
	}
	return b.devices(m)
}

// devices signs somebody in where they last were.
func (b *builder) devices(m *member) error {
	for n := range b.between(1, 3) {
		seen := m.LastSeen.Add(-time.Duration(n*b.between(1, 40)) * time.Hour)
		if b.now.Sub(seen) > 25*24*time.Hour {
			return nil
		}
		s, _ := auth.Begin(auth.Session{
			Person: uint64(m.Person), Contact: uint64(m.ID), Keep: true, UserAgent: browsers[(n+int(m.ID))%len(browsers)], IP: pick(b, addresses),
		}, seen)
		data, err := cbor.Marshal(s)
		if err != nil {
			return err
		}
		slip := store.Slip{Kind: store.SlipSession, Hash: s.Hash, Owner: s.Person, Expires: s.Expires, Data: data}
		if err := b.write(1, func(tx *store.Tx) error { return tx.PutSlip(slip) }); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) rememberBill(a *account, i *bill) {
	about := func(kind portal.EventKind) portal.Event {
		e := b.bySam(kind, a)
		e.Subject, e.Detail = portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, i.Number
		return e
	}
	b.tell(i.Created, about(portal.EventInvoiceIssued))
	if i.Sent.IsZero() || len(i.SentTo) == 0 {
		return
	}
	e := about(portal.EventInvoiceSent)
	e.Detail += " → " + i.SentTo[0]
	b.tell(i.Sent, e)
	m := &portal.Mail{
		Kind: portal.MailInvoice, To: i.SentTo[0], ToName: a.Name, Client: a.ID, Created: i.Sent,
		Subject: "Invoice " + i.Number + " from Larkfield Heating & Air",
	}
	f := portal.LetterFacts{By: "Sam Reyes", Client: a.Name, Invoice: i.ID}
	b.link(a, i, m, &f)
	b.post(m, f)
}

// look has Sam look at a client's account through a contact, as the client can read afterwards.
func (b *builder) look(a *account, daysAgo int, act bool) {
	at := b.at(b.today-portal.Day(daysAgo), b.between(9, 15), b.IntN(60)).Truncate(time.Second)
	e := b.bySam(portal.EventPreview, a)
	e.Contact, e.Until = a.people[0].ID, at.Add(auth.PreviewLife)
	b.tell(at, e)
	if act {
		e.Kind = portal.EventPreviewAct
		b.tell(at.Add(3*time.Minute), e)
	}
	e.Kind = portal.EventPreviewEnd
	b.tell(at.Add(9*time.Minute), e)
}

// write it down in the order of time: newest first in every list means highest id last.
func (b *builder) saveStory() error {
	slices.SortStableFunc(b.events, func(x, y portal.Event) int { return x.At.Compare(y.At) })
	slices.SortStableFunc(b.mails, func(x, y *portal.Mail) int { return cmp.Compare(x.Created.Unix(), y.Created.Unix()) })
	for _, e := range b.events {
		if err := b.write(1, func(tx *store.Tx) error { return tx.AddEvent(e) }); err != nil {
			return err
		}
	}
	for n, m := range b.mails {
		if err := b.write(3, func(tx *store.Tx) error { return b.saveMail(tx, m, len(b.mails)-n) }); err != nil {
			return err
		}
	}
	return nil
}
