package staff

import (
	"slices"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

func invoiceRef(id portal.InvoiceID) portal.Ref {
	return portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)}
}

// invoiceLinks is the card of an invoice’s document links.
func invoiceLinks(c *web.Ctx, id portal.InvoiceID) (views.DocLinks, error) {
	ls, err := c.S.DocLinks(c.Std(), c.Scope(), invoiceRef(id))
	return views.DocLinks{
		Links: ls, All: paths.OfficeInvoiceLinksRevoke(id),
		Revoke: func(l portal.LinkID) paths.URL { return paths.OfficeInvoiceLinkRevoke(id, l) },
	}, err
}

// InvoiceLinkRevokeAsk asks before one link to an invoice ends.
func InvoiceLinkRevokeAsk(c *web.Ctx) error {
	_, doc, err := invoice(c)
	if err != nil {
		return err
	}
	link, err := c.ID("link")
	if err != nil {
		return err
	}
	ls, err := c.S.DocLinks(c.Std(), c.Scope(), invoiceRef(doc.ID))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(ls, func(l portal.DocLink) bool { return l.ID == portal.LinkID(link) })
	if at < 0 {
		return portal.NotFound()
	}
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Revoke link")})
	p.Body = ui.AskPage(views.RevokeLinkQuestion(
		c.Std(), ls[at], doc.Number, paths.OfficeInvoiceLinkRevoke(doc.ID, ls[at].ID), paths.OfficeInvoice(doc.ID)))
	return c.Show(p)
}

// InvoiceLinkRevoke ends one link to an invoice.
func InvoiceLinkRevoke(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	link, err := c.ID("link")
	if err != nil {
		return err
	}
	l, err := c.S.RevokeLink(c.Std(), sc, invoiceRef(doc.ID), portal.LinkID(link))
	if err != nil {
		return err
	}
	return c.To(paths.OfficeInvoice(doc.ID), c.Said("The link of %s no longer works.", l.Receiver()))
}

// InvoiceLinksRevokeAsk asks before all links to an invoice end.
func InvoiceLinksRevokeAsk(c *web.Ctx) error {
	_, doc, err := invoice(c)
	if err != nil {
		return err
	}
	p := invoicePage(c, doc, ui.Crumb{Label: c.L.T("Revoke links")})
	p.Body = ui.AskPage(views.RevokeLinksQuestion(c.Std(), doc.Number, paths.OfficeInvoiceLinksRevoke(doc.ID), paths.OfficeInvoice(doc.ID)))
	return c.Show(p)
}

// InvoiceLinksRevoke ends all links to an invoice.
func InvoiceLinksRevoke(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	n, err := c.S.RevokeLinks(c.Std(), sc, invoiceRef(doc.ID))
	if err != nil {
		return err
	}
	said := &web.Flash{Variant: ui.Success, Text: c.L.N(n, "One link no longer works.", "%d links no longer work.")}
	return c.To(paths.OfficeInvoice(doc.ID), said)
}
