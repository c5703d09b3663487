package service

import (
	"context"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/portal"
	"portico/store"
)

// SendStatement mails the account over a period. The period is fixed now; its lines are read when the mail is
// written.
func (s *Service) SendStatement(ctx context.Context, sc Scope, p portal.Period, d Sending) (to []string, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if to, err = receivers(d); err != nil {
			return err
		}
		return s.mailStatement(tx, sc, p, to, d.Message)
	})
	return to, err
}

// receivers checks to whom something goes, and the words that go with it.
func receivers(d Sending) ([]string, error) {
	to, err := addresses(d.To)
	var v portal.Check
	v.Err("to", err)
	v.That(err != nil || len(to) > 0, "to", "Choose at least one address to send to.")
	v.That(len(to) <= 20, "to", "It can go to %d addresses at most.", 20)
	v.That(len(d.Message) <= 2000, "message", "Keep the message under 2,000 letters.")
	return to, v.Done()
}

// mailStatement writes one mail to each address, and the line in the audit log.
func (s *Service) mailStatement(tx *store.Tx, sc Scope, p portal.Period, addresses []string, message string) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	contacts, err := reachable(tx, client.ID)
	if err != nil {
		return err
	}
	f := portal.LetterFacts{By: signer(tx, sc), Client: client.Name, Message: message, From: p.From, To: p.To}
	for _, address := range addresses {
		m := addressed(portal.Mail{Kind: portal.MailStatement, Client: client.ID}, address, contacts)
		if err := s.post(tx, m, f); err != nil {
			return err
		}
	}
	e := sc.event(portal.EventStatementSent)
	e.Subject = portal.Ref{Kind: portal.KindClient, ID: uint64(client.ID)}
	e.Detail = strings.TrimSpace(p.From.ISO()+" – "+p.To.ISO()) + " → " + strings.Join(addresses, ", ")
	return tx.AddEvent(e)
}

// monthlyState is how far the monthly statements are. It moves in the transaction that writes the mails, so that
// each client's month is mailed once, whatever happens in between.
type monthlyState struct {
	Done    portal.Month    `cbor:"1,keyasint"` // all of it is out
	Working portal.Month    `cbor:"2,keyasint,omitempty"`
	After   portal.ClientID `cbor:"3,keyasint,omitempty"` // of Working, out up to this client
}

const monthlyName = "monthly statements"

func readMonthly(tx *store.Tx) (m monthlyState, err error) {
	return m, cbor.Unmarshal(tx.State(monthlyName), &m)
}

func putMonthly(tx *store.Tx, m monthlyState) error {
	v, err := cbor.Marshal(m)
	if err != nil {
		return err
	}
	return tx.PutState(monthlyName, v)
}

// beginMonthly starts with the next month that ends: what lies behind is not mailed.
func beginMonthly(tx *store.Tx, set portal.StatementSettings) error {
	return putMonthly(tx, monthlyState{Done: set.Last(tx.Today)})
}

// One transaction of the monthly statements looks at so many clients, and stops early at so many mails: each is a
// few records.
const (
	monthlyClients = 200
	monthlyMails   = 40
	monthlyEvery   = 10 * time.Minute
)

// MailMonthly mails the statements of the months that have ended since the last time, to every client that
// wants them.
func (s *Service) MailMonthly(ctx context.Context) error {
	for more := true; more && ctx.Err() == nil; {
		err := s.change(ctx, System(), staffOf(portal.Office), func(tx *store.Tx) (err error) {
			more, err = s.monthlyChunk(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *Service) monthlyChunk(tx *store.Tx) (more bool, err error) {
	set := tx.Business().Terms.Statements
	if !set.Monthly {
		return false, nil
	}
	if tx.State(monthlyName) == nil {
		return false, beginMonthly(tx, set) // nobody has switched it on by hand: a new file starts with the next month
	}
	at, err := readMonthly(tx)
	if err != nil {
		return false, err
	}
	months := set.Missed(at.Done, tx.Today)
	if len(months) == 0 {
		return false, nil
	}
	if at.Working != months[0] {
		at.Working, at.After = months[0], 0
	}
	all, err := s.monthlyRun(tx, set, &at)
	if err != nil {
		return false, err
	}
	if all {
		at = monthlyState{Done: at.Working}
	}
	return true, putMonthly(tx, at)
}

// monthlyRun mails the next few clients of a month, and says whether those were the last.
func (s *Service) monthlyRun(tx *store.Tx, set portal.StatementSettings, at *monthlyState) (all bool, err error) {
	var next []portal.Client
	_, n, err := tx.EachClient(at.After, monthlyClients, func(c portal.Client) error {
		next = append(next, c)
		return nil
	})
	if err != nil {
		return false, err
	}
	mails := 0
	for _, c := range next {
		if mails >= monthlyMails {
			return false, nil
		}
		sent, err := s.monthlyStatement(tx, set, c, at.Working)
		if err != nil {
			return false, err
		}
		mails, at.After = mails+sent, c.ID
	}
	return n < monthlyClients, nil
}

// monthlyStatement mails one client's month, when it wants it and there is something to say.
func (s *Service) monthlyStatement(tx *store.Tx, set portal.StatementSettings, c portal.Client, month portal.Month) (mails int, err error) {
	if c.Archived || c.NoStatements {
		return 0, nil
	}
	p, sight := portal.MonthPeriod(month), portal.Sight{Client: c.ID}
	closing, err := tx.OpeningBalance(sight, p.To+1)
	if err != nil {
		return 0, err
	}
	moved := false
	err = tx.Entries(sight, p.From, func(e portal.Entry) (bool, error) {
		moved = e.On <= p.To
		return false, nil
	})
	if err != nil || !set.Wants(portal.Of(closing, c.Currency), moved) {
		return 0, err
	}
	to, err := monthlyReaders(tx, c)
	if err != nil || len(to) == 0 {
		return 0, err
	}
	sc, err := narrow(tx, System().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(c.ID)})
	if err != nil {
		return 0, err
	}
	return len(to), s.mailStatement(tx, sc, p, to, "")
}

// monthlyReaders are the addresses that a client's statement goes to: who sees it in the portal, else the
// client's own.
func monthlyReaders(tx *store.Tx, client portal.Client) (to []string, err error) {
	contacts, err := reachable(tx, client.ID)
	if err != nil {
		return nil, err
	}
	b := tx.Business()
	access := func(c portal.Contact) portal.Permissions { return accessOf(b, client, c).Effective() }
	for _, c := range portal.Readers(access, contacts) {
		to = append(to, c.EmailNorm)
	}
	if len(to) == 0 && client.Email != "" {
		if to, err = addresses([]string{client.Email}); err != nil {
			return nil, nil // not one that a mail can go to: the others still get theirs
		}
	}
	return to, nil
}
