package service

import (
	"context"
	"slices"

	"portico/portal"
	"portico/store"
)

// EstimateEdit is an estimate as it was written: a new one without an id, else over a version of the record.
type EstimateEdit struct {
	ID      portal.EstimateID
	Version portal.Version
	Offer   portal.Offer
	SendTo  []string
}

// SaveEstimate saves what was written, and sends it where asked to: all of it or nothing. What was sent before stays
// as it is: the edit waits beside it as the next version.
func (s *Service) SaveEstimate(ctx context.Context, sc Scope, in EstimateEdit, send bool) (out portal.Estimate, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if out, err = writeEstimate(tx, sc, in); err != nil || !send {
			return err
		}
		return s.sendEstimate(tx, sc, &out, Sending{To: out.SendTo})
	})
	return out, err
}

func writeEstimate(tx *store.Tx, sc Scope, in EstimateEdit) (e portal.Estimate, err error) {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return e, err
	}
	e = portal.Estimate{Client: client.ID, Currency: client.Currency, Created: tx.Now}
	if in.ID != 0 {
		if e, err = tx.Estimate(sc.sight, in.ID); err != nil {
			return e, err
		}
		if e.Version != in.Version {
			return e, portal.Conflict()
		}
	}
	was := e.Version
	var v portal.Check
	offer := in.Offer
	prepareOffer(tx, sc, &offer, e.Currency, &v)
	e.SendTo, err = addresses(in.SendTo)
	v.Err("to", err)
	if err := v.Done(); err != nil {
		return e, err
	}
	if err := e.Write(offer); err != nil {
		return e, err
	}
	return e, tx.PutEstimate(&e, was)
}

// prepareOffer resolves every id of an offer through the scope, works it out and checks it.
func prepareOffer(tx *store.Tx, sc Scope, o *portal.Offer, c portal.Currency, v *portal.Check) {
	if o.Property != 0 {
		_, err := tx.Property(sc.sight, o.Property)
		v.That(err == nil, "property", "Choose a property from the list.")
	}
	if o.Contractor != 0 {
		v.That(tx.ContractorName(o.Contractor) != "", "contractor", "Choose a contractor from the list.")
	}
	taxOffer(tx, o, c, v)
	v.Err("lines", o.Work(c))
	v.Err("", o.Validate())
}

// taxOffer gives every line the rate that it names, as the settings have it now.
func taxOffer(tx *store.Tx, o *portal.Offer, c portal.Currency, v *portal.Check) {
	o.Lines = slices.Clone(o.Lines)
	i := portal.Invoice{Lines: o.Bare(), Currency: c}
	taxed(tx, &i, v)
	o.Inclusive, o.PerLine = i.Inclusive, i.PerLine
	for n := range i.Lines {
		o.Lines[n].Line = i.Lines[n]
	}
}

// WorkOutOffer fills in an offer’s amounts, taxes and totals without saving anything.
func (s *Service) WorkOutOffer(ctx context.Context, sc Scope, in portal.Offer) (out portal.Offer, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		out = in
		var v portal.Check
		taxOffer(tx, &out, client.Currency, &v)
		return out.Work(client.Currency)
	})
	return out, err
}

// DeleteEstimate throws a draft away that nobody has seen.
func (s *Service) DeleteEstimate(ctx context.Context, sc Scope, id portal.EstimateID, was portal.Version) error {
	return s.changeEstimate(ctx, sc, id, func(tx *store.Tx, e *portal.Estimate) error {
		if e.Version != was {
			return portal.Conflict()
		}
		return tx.DeleteEstimate(e)
	})
}

// DropEstimate throws the version away that was not sent.
func (s *Service) DropEstimate(ctx context.Context, sc Scope, id portal.EstimateID, was portal.Version) error {
	return s.changeEstimate(ctx, sc, id, func(tx *store.Tx, e *portal.Estimate) error {
		if e.Version != was {
			return portal.Conflict()
		}
		if err := e.Drop(); err != nil {
			return err
		}
		return tx.PutEstimate(e, was)
	})
}

// CopyEstimate starts a new draft with the lines of another estimate.
func (s *Service) CopyEstimate(ctx context.Context, sc Scope, id portal.EstimateID) (out portal.Estimate, err error) {
	err = s.changeEstimate(ctx, sc, id, func(tx *store.Tx, e *portal.Estimate) error {
		b := tx.Business()
		out = e.Copy(tx.Now, expiry(b.Estimates, tx.Today))
		for n := range out.Offer.Lines { // a rate that is gone from the settings is chosen anew
			l := &out.Offer.Lines[n]
			if !hasRate(b.Taxes.Rates, l.Tax) {
				l.Tax = 0
			}
		}
		var v portal.Check
		prepareOffer(tx, sc, &out.Offer, out.Currency, &v)
		if err := v.Done(); err != nil {
			return err
		}
		return tx.PutEstimate(&out, 0)
	})
	return out, err
}

// expiry is the last day of an estimate that is begun today.
func expiry(s portal.EstimateSettings, today portal.Day) portal.Day {
	if s.Days == 0 {
		return 0
	}
	return today + portal.Day(s.Days)
}

// WithdrawEstimate takes an estimate back that is not accepted.
func (s *Service) WithdrawEstimate(ctx context.Context, sc Scope, id portal.EstimateID, reason string) error {
	return s.changeEstimate(ctx, sc, id, func(tx *store.Tx, e *portal.Estimate) error {
		was := e.Version
		if err := e.Withdraw(reason, tx.Today); err != nil {
			return err
		}
		if err := tx.PutEstimate(e, was); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutEstimate(portal.EventEstimateWithdrawn, *e))
	})
}

// BillEstimate makes the draft of an invoice of what was accepted: the same lines, to the cent.
func (s *Service) BillEstimate(ctx context.Context, sc Scope, id portal.EstimateID) (i portal.Invoice, err error) {
	err = s.changeEstimate(ctx, sc, id, func(tx *store.Tx, e *portal.Estimate) error {
		was := e.Version
		if i, err = e.Bill(tx.Now); err != nil {
			return err
		}
		i.Terms = tx.Business().Terms.Text
		if err := i.Validate(); err != nil {
			return err
		}
		if err := tx.PutInvoice(&i, 0); err != nil {
			return err
		}
		if err := e.Billed(i.ID); err != nil {
			return err
		}
		if err := tx.PutEstimate(e, was); err != nil {
			return err
		}
		return tx.AddEvent(sc.aboutEstimate(portal.EventEstimateInvoiced, *e))
	})
	return i, err
}

// unbill lets an estimate be invoiced anew when its invoice is gone: deleted as a draft, or void.
func unbill(tx *store.Tx, i portal.Invoice) error {
	if i.Estimate == 0 {
		return nil
	}
	e, err := tx.Estimate(portal.Sight{Client: i.Client}, i.Estimate)
	if portal.CodeOf(err) == portal.CodeNotFound || err == nil && e.Invoice != i.ID {
		return nil
	}
	if err != nil {
		return err
	}
	e.Unbilled(i.ID)
	return tx.PutEstimate(&e, e.Version)
}

// changeEstimate runs a change of one estimate by the office.
func (s *Service) changeEstimate(ctx context.Context, sc Scope, id portal.EstimateID, do func(*store.Tx, *portal.Estimate) error) error {
	return s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		e, err := tx.Estimate(sc.sight, id)
		if err != nil {
			return err
		}
		return do(tx, &e)
	})
}

// SaveEstimateSettings saves what new estimates start from, and what accepting one takes.
func (s *Service) SaveEstimateSettings(ctx context.Context, sc Scope, n portal.EstimateSettings, was portal.Version) error {
	if err := n.Validate(); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Estimates", func(_ *store.Tx, b *portal.Business) error {
		n := n
		n.Version = b.Estimates.Version
		b.Estimates = n
		return over(&b.Estimates.Version, was)
	})
}
