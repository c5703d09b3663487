package service

import (
	"context"
	"log/slog"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// paper is a document that goes with a mail: read with the mail's facts, drawn after the transaction.
type paper struct {
	name string // of the file, without its ending
	draw func(Printer, portal.Print) (portal.PDF, error)
}

// mostAttached bounds what a mail carries: a heavier document is left to the link, and the mail doesn't mention it.
const mostAttached = 4 << 20

// attach draws the papers of a mail. A mail without them is better than none: its link leads to the same.
func (s *Service) attach(ctx context.Context, d *draft) (files []portal.Enclosure) {
	how := portal.Print{Business: d.business, Language: d.letter.Language}
	for _, p := range d.papers {
		f, err := s.print(ctx, how, p.name, p.draw)
		if err != nil {
			slog.Error("a mail goes without its document", "mail", d.mail.ID, "document", p.name, "err", err)
			continue
		}
		if len(f.Bytes) <= mostAttached {
			files = append(files, portal.Enclosure{Name: p.name + ".pdf", Type: "application/pdf", Data: f.Bytes})
		}
	}
	return files
}

// attachReceipt adds a payment's receipt to a mail about it.
func (s *Service) attachReceipt(tx *store.Tx, d *draft, id portal.PaymentID) error {
	doc, err := receipt(tx, portal.Sight{Client: d.mail.Client}, id)
	if err != nil || s.opt.Printer == nil || !doc.HasReceipt() {
		return err
	}
	d.papers = append(d.papers, paper{doc.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Receipt(doc, how) }})
	return nil
}

// fillStatement reads the account as it is when the mail is written.
func (s *Service) fillStatement(tx *store.Tx, d *draft) error {
	period := portal.Period{From: d.facts.From, To: d.facts.To}
	doc, err := statement(tx, portal.Sight{Client: d.mail.Client}, period)
	if err != nil {
		return err
	}
	d.letter.Account = &doc
	d.letter.Link = s.Link(&d.business, paths.PortalStatement().With("from", doc.From.ISO(), "to", doc.To.ISO()).String())
	if s.opt.Printer == nil || len(doc.Rows) > portal.MostPrinted {
		return nil
	}
	name := doc.Account + " " + doc.From.ISO() + " " + doc.To.ISO()
	d.papers = append(d.papers, paper{name, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Statement(doc, how) }})
	return nil
}
