package service

import (
	"context"
	"slices"
	"strings"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// CreditNote is one credit note of the scope's client as it is shown: page, PDF and mail are made of it.
func (s *Service) CreditNote(ctx context.Context, sc Scope, id portal.CreditNoteID) (d portal.CreditNoteDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d, err = creditNoteDoc(tx, sc.on(creditNoteRef(id)).sight, id)
		return err
	})
	return d, err
}

func creditNoteDoc(tx *store.Tx, sight portal.Sight, id portal.CreditNoteID) (d portal.CreditNoteDoc, err error) {
	n, err := tx.CreditNote(sight, id)
	if err != nil {
		return d, err
	}
	client, err := tx.Client(sight)
	if err != nil {
		return d, err
	}
	d = portal.NewCreditNoteDoc(n, tx.Business().Profile, client, tx.Today)
	if n.Property != 0 {
		if d.Bill.At, err = tx.Property(sight, n.Property); err != nil {
			return d, err
		}
	}
	for _, a := range portal.PerInvoice(n.Allocations) {
		i, err := tx.Invoice(sight, a.Invoice)
		if portal.CodeOf(err) == portal.CodeNotFound {
			continue // of a property that whoever looks doesn't see
		}
		if err != nil {
			return d, err
		}
		d.Applied = append(d.Applied, portal.AppliedPart{
			Invoice: i.ID, Number: i.Number, Description: i.Description, Sum: portal.Of(a.Amount, n.Currency), Status: i.Status(tx.Today),
		})
	}
	return d, nil
}

// creditsOf are the credit notes that take off an invoice, as its page shows them.
func creditsOf(tx *store.Tx, sc Scope, id portal.InvoiceID) (cs []portal.CreditPart, err error) {
	notes, err := tx.CreditNotesOf(sc.sight, id)
	for _, n := range notes {
		for _, a := range n.Allocations {
			if a.Invoice != id {
				continue
			}
			c := portal.CreditPart{Number: n.Number, On: n.Issued, Applied: a.On, Sum: portal.Of(a.Amount, n.Currency)}
			if _, err := tx.CreditNote(sc.sight, n.ID); err == nil {
				c.Note = n.ID
			}
			cs = append(cs, c)
		}
	}
	return cs, err
}

// CreditNotePDF draws the credit note as its page shows it. It is read in one transaction and drawn outside of it.
func (s *Service) CreditNotePDF(ctx context.Context, sc Scope, id portal.CreditNoteID, language string) (portal.CreditNoteDoc, portal.PDF, error) {
	var d portal.CreditNoteDoc
	how := portal.Print{Language: language}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		how.Business = *tx.Business()
		d, err = creditNoteDoc(tx, sc.on(creditNoteRef(id)).sight, id)
		return err
	})
	if err != nil {
		return d, portal.PDF{}, err
	}
	f, err := s.print(ctx, how, "credit note "+d.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.CreditNote(d, how) })
	return d, f, err
}

// CreditNotePage is one credit note as the office sees it, with what its rest could take off and who could get it.
type CreditNotePage struct {
	portal.CreditNoteDoc
	Open     []portal.InvoiceRow // soonest due first; only when it has a rest
	Contacts []portal.Contact
	Client   portal.Client
	Today    portal.Day
}

// CreditNotePage reads a credit note for the office.
func (s *Service) CreditNotePage(ctx context.Context, sc Scope, id portal.CreditNoteID) (p CreditNotePage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p = CreditNotePage{Today: tx.Today}
		if p.CreditNoteDoc, err = creditNoteDoc(tx, sc.sight, id); err != nil {
			return err
		}
		if p.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		if p.Contacts, err = reachable(tx, sc.sight.Client); err != nil {
			return err
		}
		if p.Unallocated() > 0 {
			p.Open, err = openInvoices(tx, sc.sight)
		}
		return err
	})
	return p, err
}

// Oldest shares what is left of the note over the invoices that are due longest.
func (p CreditNotePage) Oldest() (parts []portal.Allocation) {
	rest := p.Unallocated()
	for _, r := range p.Open {
		part := min(rest, r.Open().Amount)
		if part <= 0 {
			break
		}
		parts = append(parts, portal.Allocation{Invoice: r.ID, Amount: part})
		rest -= part
	}
	return parts
}

// WorkOutCreditNote fills in the amounts and totals of a note that is being written, without saving anything.
func (s *Service) WorkOutCreditNote(i portal.Invoice, lines []portal.Line) (portal.CreditNote, error) {
	n := portal.CreditOf(i)
	n.Lines = taxedAs(lines, i)
	err := n.Work()
	return n, err
}

// CreditNoteList is one page of credit notes with the names of whose they are.
type CreditNoteList struct {
	store.Page[portal.CreditNoteRow]
	Clients map[portal.ClientID]string
	Client  portal.Client // the one that the list is narrowed to
	Lost    bool          // a client was asked for that nobody is called
}

// OfficeCreditNoteQuery are the filters of the office's list.
type OfficeCreditNoteQuery struct {
	store.CreditNoteQuery
	Client string // a client's number or name, as it was typed
}

// OfficeCreditNotes lists credit notes over all clients, newest first.
func (s *Service) OfficeCreditNotes(ctx context.Context, sc Scope, q OfficeCreditNoteQuery) (l CreditNoteList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	q.Budget = store.OfficeBudget
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = CreditNoteList{Clients: map[portal.ClientID]string{}}
		one, err := findClient(tx, q.Client)
		if err != nil {
			return err
		}
		switch {
		case q.Client == "":
			l.Page, err = tx.OfficeCreditNotes(q.CreditNoteQuery)
		case one.ID == 0:
			l.Lost = true
		default:
			l.Client = one
			l.Page, err = tx.CreditNotes(portal.Sight{Client: one.ID}, q.CreditNoteQuery)
		}
		for _, r := range l.Rows {
			if err := nameClient(tx, l.Clients, r.Client); err != nil {
				return err
			}
		}
		return err
	})
	return l, err
}

// ClientCreditNotes are the newest credit notes of the scope's client.
func (s *Service) ClientCreditNotes(ctx context.Context, sc Scope) (rows []portal.CreditNoteRow, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, err := tx.CreditNotes(sc.sight, store.CreditNoteQuery{Query: store.Query{Limit: homeRows}})
		rows = p.Rows
		return err
	})
	return rows, err
}

// SendCreditNote mails a credit note, or mails it again.
func (s *Service) SendCreditNote(ctx context.Context, sc Scope, id portal.CreditNoteID, d Sending) (n portal.CreditNote, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if n, err = tx.CreditNote(sc.sight, id); err != nil {
			return err
		}
		to, err := addresses(d.To)
		var v portal.Check
		v.Err("to", err)
		v.That(err != nil || len(to) > 0, "to", "Choose at least one address to send to.")
		v.That(len(to) <= 20, "to", "A credit note can go to %d addresses at most.", 20)
		v.That(len(d.Message) <= 2000, "message", "Keep the message under 2,000 letters.")
		if err := v.Done(); err != nil {
			return err
		}
		n.Sent, n.SentTo = tx.Now, slices.Clone(to)
		if err := tx.PutCreditNote(&n, n.Version); err != nil {
			return err
		}
		if err := s.mailCreditNote(tx, sc, n, d.Message); err != nil {
			return err
		}
		e := sc.aboutCreditNote(portal.EventCreditNoteSent, n)
		e.Detail += " → " + strings.Join(to, ", ")
		return tx.AddEvent(e)
	})
	return n, err
}

func (s *Service) mailCreditNote(tx *store.Tx, sc Scope, n portal.CreditNote, message string) error {
	client, err := tx.Client(sc.sight)
	if err != nil {
		return err
	}
	f := portal.LetterFacts{By: sc.name, Client: client.Name, Message: message, CreditNote: n.ID}
	return s.postDoc(tx, portal.Mail{Kind: portal.MailCreditNote, Client: n.Client}, n.SentTo, f, creditNoteRef(n.ID))
}

// fillCreditNote adds the credit note that a letter is about; its PDF comes with it.
func (s *Service) fillCreditNote(tx *store.Tx, d *draft) error {
	doc, err := creditNoteDoc(tx, portal.Sight{Client: d.mail.Client}, d.facts.CreditNote)
	if err != nil {
		return err
	}
	if d.letter.CreditNote = &doc.CreditNote; d.facts.Path == "" {
		d.facts.Path = paths.PortalCreditNote(doc.ID).String()
	}
	if err := s.fillLink(tx, d); err != nil {
		return err
	}
	if s.opt.Printer != nil {
		d.papers = append(d.papers, paper{doc.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.CreditNote(doc, how) }})
	}
	return nil
}
