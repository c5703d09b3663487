package client

import (
	"net/http"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/client"
	"portico/views/layout"
)

// follow enters the document link in the path. What doesn’t work any more is answered here, in words.
func follow(c *web.Ctx, then func(service.LinkVisit) error) error {
	c.Header("Cache-Control", "no-store")
	c.Header("Referrer-Policy", "no-referrer")
	c.Header("X-Robots-Tag", "noindex, nofollow")
	v, err := c.S.EnterLink(c.Std(), c.Param("token"), c.From())
	if err != nil {
		return err
	}
	if v.State != portal.DocLinkLive {
		return deadLink(c, v)
	}
	return then(v)
}

// DocLink shows the document behind a link. Opening it counts for nothing: mail scanners do so too.
func DocLink(c *web.Ctx) error {
	return follow(c, func(v service.LinkVisit) error {
		switch v.Doc.Kind {
		case portal.KindInvoice:
			return linkedInvoice(c, v)
		case portal.KindBatch:
			return linkedBatch(c, v)
		case portal.KindEstimate:
			return linkedEstimate(c, v)
		case portal.KindCreditNote:
			return linkedCreditNote(c, v)
		case portal.KindPayment:
			return linkedPayment(c, v)
		}
		return portal.NotFound()
	})
}

// DocLinkPDF is that document as a PDF.
func DocLinkPDF(c *web.Ctx) error {
	return follow(c, func(v service.LinkVisit) error {
		switch v.Doc.Kind {
		case portal.KindInvoice:
			doc, file, err := c.S.InvoicePDF(c.Std(), v.Scope, portal.InvoiceID(v.Doc.ID), c.L.Lang())
			if err != nil {
				return err
			}
			return c.PDF(doc.Number, file)
		case portal.KindBatch:
			return linkedBatchPDF(c, v)
		case portal.KindEstimate:
			doc, file, err := c.S.EstimatePDF(c.Std(), v.Scope, portal.EstimateID(v.Doc.ID), 0, c.L.Lang())
			if err != nil {
				return err
			}
			return c.PDF(doc.Shown.Number, file)
		case portal.KindCreditNote:
			doc, file, err := c.S.CreditNotePDF(c.Std(), v.Scope, portal.CreditNoteID(v.Doc.ID), c.L.Lang())
			if err != nil {
				return err
			}
			return c.PDF(doc.Number, file)
		case portal.KindPayment:
			doc, file, err := c.S.ReceiptPDF(c.Std(), v.Scope, portal.PaymentID(v.Doc.ID), c.L.Lang())
			if err != nil {
				return err
			}
			return c.PDF(doc.Number, file)
		}
		return portal.NotFound()
	})
}

// DocLinkViewed is what the shown page reports: somebody looked. Staff who follow a link are not its receiver.
func DocLinkViewed(c *web.Ctx) error {
	return follow(c, func(v service.LinkVisit) error {
		if !staffLooks(c) {
			if err := c.S.ViewLink(c.Std(), v); err != nil {
				return err
			}
		}
		c.Status(http.StatusNoContent)
		c.Writer.WriteHeaderNow()
		return nil
	})
}

func staffLooks(c *web.Ctx) bool { return c.V.Person.Staff != 0 }

func linkedInvoice(c *web.Ctx, v service.LinkVisit) error {
	doc, err := c.S.Invoice(c.Std(), v.Scope, portal.InvoiceID(v.Doc.ID))
	if err != nil {
		return err
	}
	body := views.Invoice(views.InvoicePage{
		InvoiceDoc: doc, Token: c.Param("token"), Report: !staffLooks(c), Pay: payButton(c, v.Scope, doc, paths.DocLinkPay(c.Param("token"))),
	})
	return showLinked(c, v, web.Page{Title: doc.Number, Body: body})
}

func linkedEstimate(c *web.Ctx, v service.LinkVisit) error {
	doc, err := c.S.Estimate(c.Std(), v.Scope, portal.EstimateID(v.Doc.ID))
	if err != nil {
		return err
	}
	p := views.EstimatePage{EstimateDoc: doc, Token: c.Param("token"), Report: !staffLooks(c)}
	if canDeposit(c, v.Scope, doc.Currency) {
		p.Pay = paths.DocLinkPay(p.Token)
	}
	body := views.Estimate(p)
	return showLinked(c, v, web.Page{Title: doc.Number, Body: body})
}

func linkedCreditNote(c *web.Ctx, v service.LinkVisit) error {
	doc, err := c.S.CreditNote(c.Std(), v.Scope, portal.CreditNoteID(v.Doc.ID))
	if err != nil {
		return err
	}
	body := views.CreditNote(views.CreditNotePage{CreditNoteDoc: doc, Token: c.Param("token"), Report: !staffLooks(c)})
	return showLinked(c, v, web.Page{Title: doc.Number, Body: body})
}

func linkedPayment(c *web.Ctx, v service.LinkVisit) error {
	doc, err := c.S.Receipt(c.Std(), v.Scope, portal.PaymentID(v.Doc.ID))
	if err != nil {
		return err
	}
	body := views.Payment(views.PaymentPage{PaymentDoc: doc, Token: c.Param("token"), Report: !staffLooks(c)})
	return showLinked(c, v, web.Page{Title: doc.Number, Body: body})
}

// showLinked shows a document in the bare layout, with the way to everything else below.
func showLinked(c *web.Ctx, v service.LinkVisit, p web.Page) error {
	in := c.V.Place == service.InPortal && c.Scope().Client() == v.Client
	p.Bare, p.Body = true, web.Within(views.Linked(views.LinkedPage{Page: v.Page, In: in}), p.Body)
	return c.Show(p)
}

// deadLink says why a link shows nothing, and what to do instead.
func deadLink(c *web.Ctx, v service.LinkVisit) error {
	status, p := deadProblem(c, v.State)
	if p.Label != "" {
		p.Go = paths.SignInFor(v.Page)
	}
	return c.Show(web.Page{Title: p.Title, Bare: true, Status: status, Body: layout.Trouble(p)})
}

func deadProblem(c *web.Ctx, state portal.DocLinkState) (int, layout.Problem) {
	name := c.V.Business.Profile.Name
	switch state {
	case portal.DocLinkExpired:
		return http.StatusGone, layout.Problem{
			Icon: "hourglass", Title: c.L.T("This link has expired"), Label: c.L.T("Sign in"),
			Text: c.L.T("Links in mails work for a while only. The document is still in your account: sign in with a code to your e-mail."),
		}
	case portal.DocLinkRevoked:
		return http.StatusGone, layout.Problem{
			Icon: "ban", Title: c.L.T("This link was withdrawn"), Label: c.L.T("Sign in"),
			Text: c.L.T("%s has ended it. Sign in to see your documents, or ask them to send it again.", name),
		}
	case portal.DocLinkSignIn:
		return http.StatusForbidden, layout.Problem{
			Icon: "lock", Title: c.L.T("Sign in to see this document"), Label: c.L.T("Sign in"),
			Text: c.L.T("%s shows documents to people who are signed in. A code to your e-mail is all it takes.", name),
		}
	case portal.DocLinkClosed:
		return http.StatusForbidden, layout.Problem{
			Icon: "lock", Title: c.L.T("The client portal is closed for now"), Text: c.L.T("Ask %s for a copy of the document.", name),
		}
	case portal.DocLinkArchived:
		return http.StatusForbidden, layout.Problem{
			Icon: "lock", Title: c.L.T("This account is closed"), Text: c.L.T("Ask %s for a copy of the document.", name),
		}
	}
	return http.StatusNotFound, layout.Problem{
		Title: c.L.T("This link leads nowhere"), Label: c.L.T("Sign in"),
		Text: c.L.T("Perhaps a part of the address is missing: open the mail again and press its button. Or sign in: everything that was sent to you is there."),
	}
}
