package staff

import (
	"slices"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// linked is a document that mails carry links to.
type linked struct {
	sc     service.Scope // narrowed into it
	doc    portal.Ref
	number string
	at     paths.URL               // its page
	frame  func(ui.Crumb) web.Page // title and crumbs of a page of it
}

// Find narrows into the document that a path names.
type Find func(*web.Ctx) (linked, error)

// linkCard is the card of a document’s links on its own page.
func linkCard(c *web.Ctx, doc portal.Ref, at paths.URL) (views.DocLinks, error) {
	ls, err := c.S.DocLinks(c.Std(), c.Scope(), doc)
	return views.DocLinks{
		Links: ls, All: paths.OfficeLinksRevoke(at),
		Revoke: func(l portal.LinkID) paths.URL { return paths.OfficeLinkRevoke(at, l) },
	}, err
}

// LinkRevokeAsk asks before one link to a document ends.
func LinkRevokeAsk(find Find) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		d, err := find(c)
		if err != nil {
			return err
		}
		link, err := c.ID("link")
		if err != nil {
			return err
		}
		ls, err := c.S.DocLinks(c.Std(), c.Scope(), d.doc)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(ls, func(l portal.DocLink) bool { return l.ID == portal.LinkID(link) })
		if at < 0 {
			return portal.NotFound()
		}
		p := d.frame(ui.Crumb{Label: c.L.T("Revoke link")})
		p.Body = ui.AskPage(views.RevokeLinkQuestion(c.Std(), ls[at], d.number, paths.OfficeLinkRevoke(d.at, ls[at].ID), d.at))
		return c.Show(p)
	}
}

// LinkRevoke ends one link to a document.
func LinkRevoke(find Find) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		d, err := find(c)
		if err != nil {
			return err
		}
		link, err := c.ID("link")
		if err != nil {
			return err
		}
		l, err := c.S.RevokeLink(c.Std(), d.sc, d.doc, portal.LinkID(link))
		if err != nil {
			return err
		}
		return c.To(d.at, c.Said("The link of %s no longer works.", l.Receiver()))
	}
}

// LinksRevokeAsk asks before all links to a document end.
func LinksRevokeAsk(find Find) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		d, err := find(c)
		if err != nil {
			return err
		}
		p := d.frame(ui.Crumb{Label: c.L.T("Revoke links")})
		p.Body = ui.AskPage(views.RevokeLinksQuestion(c.Std(), d.number, paths.OfficeLinksRevoke(d.at), d.at))
		return c.Show(p)
	}
}

// LinksRevoke ends all links to a document.
func LinksRevoke(find Find) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		d, err := find(c)
		if err != nil {
			return err
		}
		n, err := c.S.RevokeLinks(c.Std(), d.sc, d.doc)
		if err != nil {
			return err
		}
		return c.To(d.at, &web.Flash{Variant: ui.Success, Text: c.L.N(n, "One link no longer works.", "%d links no longer work.")})
	}
}

func refOf[ID ~uint64](kind portal.Kind, id ID) portal.Ref {
	return portal.Ref{Kind: kind, ID: uint64(id)}
}

// LinkedInvoice finds the invoice in the path, with what mails link to.
func LinkedInvoice(c *web.Ctx) (linked, error) {
	sc, doc, err := invoice(c)
	return linked{
		sc: sc, doc: refOf(portal.KindInvoice, doc.ID), number: doc.Number, at: paths.OfficeInvoice(doc.ID),
		frame: func(here ui.Crumb) web.Page { return invoicePage(c, doc, here) },
	}, err
}

// LinkedBatch does so for a batch invoice.
func LinkedBatch(c *web.Ctx) (linked, error) {
	sc, doc, err := batch(c)
	return linked{
		sc: sc, doc: refOf(portal.KindBatch, doc.ID), number: doc.Number, at: paths.OfficeBatch(doc.ID),
		frame: func(here ui.Crumb) web.Page { return batchPage(c, doc, here) },
	}, err
}

// LinkedEstimate does so for an estimate.
func LinkedEstimate(c *web.Ctx) (linked, error) {
	sc, doc, err := estimate(c)
	return linked{
		sc: sc, doc: refOf(portal.KindEstimate, doc.ID), number: doc.Number, at: paths.OfficeEstimate(doc.ID),
		frame: func(here ui.Crumb) web.Page { return estimatePage(c, doc, here) },
	}, err
}

// LinkedCreditNote does so for a credit note.
func LinkedCreditNote(c *web.Ctx) (linked, error) {
	sc, p, err := creditNote(c)
	return linked{
		sc: sc, doc: refOf(portal.KindCreditNote, p.ID), number: p.Number, at: paths.OfficeCreditNote(p.ID),
		frame: func(here ui.Crumb) web.Page { return creditNotePage(c, p, nil, here) },
	}, err
}

// LinkedPayment does so for a payment.
func LinkedPayment(c *web.Ctx) (linked, error) {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return linked{}, err
	}
	p, err := c.S.Payment(c.Std(), sc, portal.PaymentID(id))
	return linked{
		sc: sc, doc: refOf(portal.KindPayment, p.ID), number: p.Number, at: paths.OfficePayment(p.ID),
		frame: func(here ui.Crumb) web.Page { return paymentPage(c, p, nil, here) },
	}, err
}
