package client

import (
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	views "portico/views/client"
	"portico/views/layout"
)

// Payments lists the client's payments.
func Payments(c *web.Ctx) error {
	q, err := paymentQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Payments(c.Std(), c.Scope(), q, views.NamedInvoices)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Payments"), Nav: layout.Payments,
		Body: views.Payments(views.PaymentsPage{
			PaymentList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.PortalPayments()),
			Name: c.V.Business.Profile.Name, Whole: c.Scope().Whole(), Bills: c.Scope().May(portal.ViewInvoices),
		}),
	})
}

func paymentQuery(c *web.Ctx) (q store.PaymentQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	if m, ok := portal.ParseMethod(c.Query("method")); ok {
		q.Methods = []uint64{uint64(m)}
	}
	for _, x := range portal.PaymentStatuses() {
		if x.Key() == c.Query("status") {
			q.Statuses = []uint64{uint64(x)}
		}
	}
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	return q, nil
}

// PaymentsCSV is every row of the list that matches.
func PaymentsCSV(c *web.Ctx) error {
	q, err := paymentQuery(c)
	if err != nil {
		return err
	}
	const everyInvoice = 1 << 20
	var list service.PaymentList
	page := func(at store.Query) (store.Page[portal.PaymentRow], error) {
		q.Query = at
		list, err = c.S.Payments(c.Std(), c.Scope(), q, everyInvoice)
		return list.Page, err
	}
	head := []string{"Number", "Date", "Method", "Reference", "Status", "Invoices", "Currency", "Amount", "Credit on account"}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	return web.CSV(c, "payments", head, q.Query, page, func(r portal.PaymentRow) []string {
		var paid []string
		for _, id := range r.Invoices {
			paid = append(paid, list.Numbers[id])
		}
		return []string{
			r.Number, r.On.ISO(), c.L.Name(r.Method), r.Reference, c.L.Name(r.Status()), strings.Join(paid, ", "), string(r.Currency),
			r.Sum().Decimal().StringFixed(r.Currency.Digits()), r.Rest().Decimal().StringFixed(r.Currency.Digits()),
		}
	})
}

// Payment is one payment.
func Payment(c *web.Ctx) error {
	id, err := c.ID("payment")
	if err != nil {
		return err
	}
	doc, err := c.S.Receipt(c.Std(), c.Scope(), portal.PaymentID(id))
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: doc.Number, Nav: layout.Payments,
		Body: views.Payment(views.PaymentPage{PaymentDoc: doc, May: c.Scope().Permissions()}),
	})
}

// PaymentPDF is one payment's receipt.
func PaymentPDF(c *web.Ctx) error {
	id, err := c.ID("payment")
	if err != nil {
		return err
	}
	doc, file, err := c.S.ReceiptPDF(c.Std(), c.Scope(), portal.PaymentID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}

// PaymentProof sends a file that shows for a payment.
func PaymentProof(c *web.Ctx) error { return sendProof(c, false) }

// PaymentProofThumb sends the small picture of it.
func PaymentProofThumb(c *web.Ctx) error { return sendProof(c, true) }

func sendProof(c *web.Ctx, small bool) error {
	payment, err := c.ID("payment")
	if err != nil {
		return err
	}
	id, err := c.ID("proof")
	if err != nil {
		return err
	}
	f, err := c.S.OpenProof(c.Std(), c.Scope(), portal.PaymentID(payment), portal.DocumentID(id), small)
	if err != nil {
		return err
	}
	return c.File(f)
}
