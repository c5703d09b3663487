package service

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// DraftDesk is what whoever writes a bill chooses from.
type DraftDesk struct {
	Client      portal.Client
	Taxes       portal.TaxSettings
	Terms       portal.TermsSettings
	Properties  []portal.Property
	Contractors []portal.Contractor
	Contacts    []portal.Contact   // not archived, with an e-mail address
	Prices      []portal.PriceItem // the first of those that the bill can take
	Today       portal.Day
}

// DraftDesk reads what a bill to the scope's client is made of.
func (s *Service) DraftDesk(ctx context.Context, sc Scope) (d DraftDesk, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = DraftDesk{Taxes: tx.Business().Taxes, Terms: tx.Business().Terms, Today: tx.Today}
		if d.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		places, err := tx.Properties(sc.sight, store.Query{Limit: 500})
		if err != nil {
			return err
		}
		d.Properties = places.Rows
		if d.Prices, err = offeredPrices(tx, d.Client.Currency, ""); err != nil {
			return err
		}
		if d.Contractors, err = tx.Contractors(); err != nil {
			return err
		}
		d.Contacts, err = reachable(tx, sc.sight.Client)
		return err
	})
	return d, err
}

// Currency is the currency of the scope's client.
func (s *Service) Currency(ctx context.Context, sc Scope) (cur portal.Currency, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		cur = client.Currency
		return err
	})
	return cur, err
}

// reachable are a client's contacts with an e-mail address.
func reachable(tx *store.Tx, client portal.ClientID) (cs []portal.Contact, err error) {
	err = tx.ContactsOf(client, func(c portal.Contact) error {
		if !c.Archived && c.Email != "" {
			cs = append(cs, c)
		}
		return nil
	})
	return cs, err
}

// WorkOut fills in a draft's amounts, taxes and totals without saving anything.
func (s *Service) WorkOut(ctx context.Context, sc Scope, in portal.Invoice) (out portal.Invoice, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		out = in
		out.Lines, out.Currency = slices.Clone(in.Lines), client.Currency
		var v portal.Check
		taxed(tx, &out, &v)
		return out.Work()
	})
	return out, err
}

// Then says what follows the saving of a draft.
type Then uint8

// What can follow.
const (
	ThenNothing Then = iota
	ThenIssue
	ThenSend // issue and send to the chosen addresses
)

// SaveInvoice saves a draft, new or edited, and issues and sends it where asked to: all of it or nothing.
func (s *Service) SaveInvoice(ctx context.Context, sc Scope, in portal.Invoice, then Then) (out portal.Invoice, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		out = in
		if err := saveDraft(tx, sc, &out); err != nil || then == ThenNothing {
			return err
		}
		if err := issue(tx, sc, &out); err != nil || then == ThenIssue {
			return err
		}
		return s.sendInvoice(tx, sc, &out, Sending{To: out.SendTo})
	})
	return out, err
}

func saveDraft(tx *store.Tx, sc Scope, i *portal.Invoice) error {
	was := i.Version
	if i.ID == 0 {
		was, i.Created = 0, tx.Now
	} else {
		old, err := tx.Invoice(sc.sight, i.ID)
		if err != nil {
			return err
		}
		if old.State != portal.Draft {
			return &portal.Error{
				Code: portal.CodeConflict, Msg: portal.T("This invoice is issued already: it can’t be edited any more."), Cause: portal.ErrNotDraft,
			}
		}
		i.Created, i.Estimate, i.Recurring = old.Created, old.Estimate, old.Recurring
	}
	if err := prepare(tx, sc, i); err != nil {
		return err
	}
	return tx.PutInvoice(i, was)
}

// prepare resolves every id and address of a draft through the scope, works it out and checks it.
func prepare(tx *store.Tx, sc Scope, i *portal.Invoice) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	i.Client, i.Currency, i.Lines = client.ID, client.Currency, slices.Clone(i.Lines)
	var v portal.Check
	if i.Property != 0 {
		_, err := tx.Property(sc.sight, i.Property)
		v.That(err == nil, "property", "Choose a property from the list.")
	}
	if i.Contractor != 0 {
		v.That(tx.ContractorName(i.Contractor) != "", "contractor", "Choose a contractor from the list.")
	}
	taxed(tx, i, &v)
	i.SendTo, err = addresses(i.SendTo)
	v.Err("to", err)
	v.Err("lines", i.Work())
	v.Err("", i.Validate())
	return v.Done()
}

// taxed gives every line the rate that it names, as the settings have it now.
func taxed(tx *store.Tx, i *portal.Invoice, v *portal.Check) {
	t := tx.Business().Taxes
	i.Inclusive, i.PerLine = t.Inclusive, t.PerLine
	for n := range i.Lines {
		l := &i.Lines[n]
		l.TaxName, l.TaxPercent = "", portal.Of(0, i.Currency).Decimal()
		if l.Tax == 0 {
			continue
		}
		at := slices.IndexFunc(t.Rates, func(r portal.TaxRate) bool { return r.ID == l.Tax })
		v.That(at >= 0, "tax-"+strconv.Itoa(n), "Choose a tax rate from the list.")
		if at >= 0 {
			l.TaxName, l.TaxPercent = t.Rates[at].Name, t.Rates[at].Percent
		}
	}
}

// addresses brings typed addresses into their normal form, each once.
func addresses(typed []string) (out []string, err error) {
	for _, a := range typed {
		if a = strings.TrimSpace(a); a == "" {
			continue
		}
		normal, err := auth.NormalAddress(a)
		if err != nil {
			return typed, portal.Invalid("“%s” isn’t an e-mail address.", a)
		}
		if !slices.Contains(out, normal) {
			out = append(out, normal)
		}
	}
	return out, nil
}

// DeleteDraft throws a draft away.
func (s *Service) DeleteDraft(ctx context.Context, sc Scope, id portal.InvoiceID, was portal.Version) error {
	return s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		if i.Version != was {
			return portal.Conflict()
		}
		if err := unbill(tx, *i); err != nil {
			return err
		}
		return tx.DeleteDraft(i)
	})
}

// CopyInvoice starts a new draft with the lines of another invoice.
func (s *Service) CopyInvoice(ctx context.Context, sc Scope, id portal.InvoiceID) (out portal.Invoice, err error) {
	err = s.changeInvoice(ctx, sc, id, func(tx *store.Tx, i *portal.Invoice) error {
		out = i.Copy(tx.Now)
		for n := range out.Lines { // a rate that is gone from the settings is chosen anew
			if !slices.ContainsFunc(tx.Business().Taxes.Rates, func(r portal.TaxRate) bool { return r.ID == out.Lines[n].Tax }) {
				out.Lines[n].Tax = 0
			}
		}
		if err := prepare(tx, sc, &out); err != nil {
			return err
		}
		return tx.PutInvoice(&out, 0)
	})
	return out, err
}

// changeInvoice runs a change of one invoice by the office.
func (s *Service) changeInvoice(ctx context.Context, sc Scope, id portal.InvoiceID, do func(*store.Tx, *portal.Invoice) error) error {
	return s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		i, err := tx.Invoice(sc.sight, id)
		if err != nil {
			return err
		}
		return do(tx, &i)
	})
}
