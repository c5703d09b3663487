package service

import (
	"context"
	"fmt"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// Claim is what a client says that they have paid.
type Claim struct {
	Key       string
	Parts     []portal.Allocation // what it is for
	On        portal.Day
	Method    portal.Method
	Amount    int64 // minor units
	Reference string
	Note      string
	Proof     *Intake // nil = no files came with it
	Batch     portal.BatchID
	Estimate  portal.EstimateID // its deposit was paid, and no invoice
}

// ReportPayment keeps what a client says that they have paid, until staff have looked. The same key counts once: again
// gives back what was reported the first time.
func (s *Service) ReportPayment(ctx context.Context, sc Scope, c Claim) (p portal.Payment, again bool, err error) {
	err = s.change(ctx, sc, may(portal.Pay), func(tx *store.Tx) error {
		again = false
		if id, ok := tx.PaymentByKey(c.key(sc)); ok {
			again = true
			p, err = tx.Payment(portal.Sight{Client: sc.sight.Client}, id) // the same form: it was theirs, whatever they see
			return err
		}
		p, err = s.claim(tx, sc, c)
		return err
	})
	return p, again, err
}

// key keeps the keys of reports apart from those of the provider’s payments, and one client’s from another’s: a key
// that somebody made up can’t stand in the way of a payment that is not theirs.
func (c Claim) key(sc Scope) string {
	return fmt.Sprintf("report %d %d %s", sc.sight.Client, sc.contact, c.Key)
}

func (s *Service) claim(tx *store.Tx, sc Scope, c Claim) (p portal.Payment, err error) {
	client, err := tx.Client(portal.Sight{Client: sc.sight.Client})
	if err != nil {
		return p, err
	}
	p = portal.Payment{
		Client: client.ID, Currency: client.Currency, On: c.On, Amount: c.Amount, Method: c.Method, Reference: c.Reference,
		Note: c.Note, Wanted: c.Parts, Key: c.key(sc), State: portal.PaymentToApproval, Batch: c.Batch,
		Estimate: c.Estimate, Contact: sc.contact, By: sc.name, Created: tx.Now,
	}
	var v portal.Check
	v.Err("", p.Validate(tx.Today))
	v.Err("files", c.Proof.Fault())
	v.That(p.Method != portal.ByCard && p.Method != portal.ByACH, "method", "Choose how you paid.")
	v.That(c.Key != "" && len(c.Key) <= 100, "key", "Load the page again, please.")
	v.That(c.Estimate != 0 || len(c.Parts) > 0 && len(c.Parts) <= maxAllocations, "invoice", "Say which invoices you paid.")
	if c.Estimate != 0 {
		e, err := seenEstimate(tx, sc, c.Estimate)
		if err != nil {
			return p, err
		}
		v.That(!e.DepositDue().IsZero(), "", "There is nothing to pay any more.")
	}
	for _, a := range c.Parts {
		i, err := tx.Invoice(sc.sight, a.Invoice)
		if err != nil {
			return p, err // foreign or absent: not this client's
		}
		v.That(i.State == portal.Issued, "invoice", "%s can’t be paid any more.", i.Number)
	}
	if err := v.Done(); err != nil {
		return p, err
	}
	if p.Proof, err = s.keepProof(tx, sc, c.Proof); err != nil {
		return p, err
	}
	if err := numbered(tx, &p); err != nil {
		return p, err
	}
	if err := tx.PutPayment(&p, 0); err != nil {
		return p, err
	}
	return p, s.tellClaimed(tx, sc, p, client)
}

// tellClaimed tells staff of a reported payment.
func (s *Service) tellClaimed(tx *store.Tx, sc Scope, p portal.Payment, client portal.Client) error {
	tx.Notify(office)
	f := portal.LetterFacts{By: sc.name, Client: client.Name, Payment: p.ID, Amount: p.Sum(), Path: paths.OfficePayment(p.ID).String()}
	proof, err := proofOf(tx, portal.Sight{Client: client.ID}, p) // of the whole account: the reporter may see less
	if err != nil {
		return err
	}
	for _, r := range proof {
		f.Files = append(f.Files, r.Name)
	}
	if err := s.postStaff(tx, portal.Mail{Kind: portal.MailClaimed, Client: client.ID}, f); err != nil {
		return err
	}
	return tx.AddEvent(sc.aboutPayment(portal.EventPaymentClaimed, p))
}

// Approval is what staff found when they looked for a reported payment.
type Approval struct {
	On      portal.Day // the day the money came
	Amount  int64      // that came, minor units
	Receipt []string   // addresses that get a receipt
}

// ApprovePayment books a reported payment, with the sum that really came.
func (s *Service) ApprovePayment(ctx context.Context, sc Scope, id portal.PaymentID, was portal.Version, a Approval) (p portal.Payment, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if p, err = reported(tx, sc, id, was); err != nil {
			return err
		}
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		p.On, p.Amount = a.On, a.Amount
		to, err := addresses(a.Receipt)
		var v portal.Check
		v.Err("receipt", err)
		v.Err("", p.Validate(tx.Today))
		if err := v.Done(); err != nil {
			return err
		}
		parts, err := meant(tx, sc, p, p.Wanted)
		if err != nil {
			return err
		}
		if err := complete(tx, sc, &p, asFarAsItGoes(parts)); err != nil {
			return err
		}
		if err := s.mailReceipt(tx, sc, p, client, to); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutPayment(portal.EventPaymentApproved, p))
	})
	return p, err
}

// DeclinePayment says that a reported payment did not come, and why, to whoever reported it.
func (s *Service) DeclinePayment(ctx context.Context, sc Scope, id portal.PaymentID, was portal.Version, reason string) (p portal.Payment, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if p, err = reported(tx, sc, id, was); err != nil {
			return err
		}
		if err := p.Decline(reason); err != nil {
			return err
		}
		if err := tx.PutPayment(&p, was); err != nil {
			return err
		}
		if err := s.tellPayer(tx, sc, p, portal.MailPaymentDeclined); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutPayment(portal.EventPaymentDeclined, p))
	})
	return p, err
}

func reported(tx *store.Tx, sc Scope, id portal.PaymentID, was portal.Version) (portal.Payment, error) {
	p, err := tx.Payment(sc.sight, id)
	switch {
	case err != nil:
		return p, err
	case p.Version != was:
		return p, portal.Conflict()
	case p.State != portal.PaymentToApproval:
		return p, portal.Invalid("This payment is decided already.")
	}
	return p, nil
}

// tellPayer mails whoever paid or reported a payment what became of it.
func (s *Service) tellPayer(tx *store.Tx, sc Scope, p portal.Payment, kind portal.MailKind) error {
	client, err := tx.Client(portal.Sight{Client: p.Client})
	if err != nil {
		return err
	}
	m := portal.Mail{Kind: kind, Client: p.Client}
	c, err := tx.Contact(portal.Sight{Client: p.Client}, p.Contact)
	switch {
	case err == nil && !c.Archived && c.Email != "":
		m.To, m.ToName, m.Contact, m.Person = c.Email, c.Name, c.ID, c.Person
	case client.Email != "":
		m.To, m.ToName = client.Email, client.Name
	default:
		return nil
	}
	f := portal.LetterFacts{By: sc.name, Client: client.Name, Payment: p.ID, Amount: p.Sum(), Reason: p.Reason}
	if err := s.docLink(tx, &m, &f, paymentRef(p.ID)); err != nil {
		return err
	}
	return s.post(tx, m, f)
}
