package staff

import (
	"context"
	"slices"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PaymentMove is a form over one payment: approve, decline, refund.
type PaymentMove struct {
	service.PaymentPage
	service.PaymentDesk // of an approval
	Form                ui.Form
	Net                 int64 // of a refund, as far as it was typed
}

func (p PaymentMove) approval(ctx context.Context) Editor {
	receipt := PaymentForm{PaymentDesk: p.PaymentDesk, Form: p.Form}
	e := Editor{
		Do: paths.OfficePaymentApprove(p.ID), Cancel: paths.OfficePayment(p.ID), Button: words.T(ctx, "Approve"), Form: p.Form, Version: p.Version,
		Parts: []Part{
			{ID: "money", Title: words.T(ctx, "What really came"), Controls: []Control{
				{Half: true, Input: ui.Input{Name: "amount", Label: words.T(ctx, "Amount in %s", string(p.Currency)), Mode: "decimal", Dir: "ltr", Autocomplete: "off", Required: true, Max: 20}},
				{Half: true, Input: ui.Input{Name: "on", Label: words.T(ctx, "Day it came"), Type: "date", Required: true}},
			}},
			{ID: "pays", Title: words.T(ctx, "What it pays"), Text: words.T(ctx, "What they don’t need becomes credit on account."), Body: meantFor(p.PaymentPage)},
			{ID: "receipt-part", Title: words.T(ctx, "Receipt"), Text: receipt.receiptText(ctx), Body: recipients(receiptForm(p.Form), p.Contacts)},
		},
	}
	if len(p.Proof) > 0 {
		e.Parts = slices.Insert(e.Parts, 0, Part{ID: "proof-part", Title: words.T(ctx, "Proof"), Body: proofFiles(p.PaymentPage)})
	}
	return e
}

// reported says what the client said.
func reported(ctx context.Context, p service.PaymentPage) string {
	l := words.From(ctx)
	if p.Payer == "" {
		return l.T("%s was reported by %s on %s.", p.Sum(), l.Name(p.Method), p.On)
	}
	return l.T("%s says: %s by %s on %s.", p.Payer, p.Sum(), l.Name(p.Method), p.On)
}

func (p PaymentMove) decline(ctx context.Context) ui.Question {
	return ui.Question{
		ID: "decline", Title: words.T(ctx, "Decline %s?", p.Number), Text: words.T(ctx, "%s did not come. The invoices stay open, and whoever reported it gets a mail with your reason.", p.Sum()),
		Do: paths.OfficePaymentDecline(p.ID), Button: words.T(ctx, "Decline"), Danger: true, Cancel: paths.OfficePayment(p.ID), Version: versionText(p.Version),
	}
}

func (p PaymentMove) refund(ctx context.Context) ui.Question {
	q := ui.Question{
		ID: "refund", Title: words.T(ctx, "Refund %s?", p.Number), Do: paths.OfficePaymentRefund(p.ID), Button: words.T(ctx, "Refund"), Danger: true,
		Cancel: paths.OfficePayment(p.ID), Version: versionText(p.Version),
		Text: words.T(ctx, "This writes down that you give money back; give it the way it came. It can’t be taken back."),
	}
	if p.Provider != "" {
		q.Text = words.T(ctx, "Stripe gives the money back to where it came from. It can’t be taken back.")
	}
	return q
}

// feeNote says what becomes of the fee.
func (p PaymentMove) feeNote(ctx context.Context) string {
	if p.FeeRefunded() >= p.Fee {
		return ""
	}
	if !p.GiveBack {
		return words.T(ctx, "The fee of %s stays with you: Settings → Payments says so.", p.FeeSum())
	}
	return ""
}

func releaseQuestion(ctx context.Context, p service.PaymentPage, x service.PaidInvoice) ui.Question {
	return ui.Question{
		ID: "release", Title: words.T(ctx, "Take %s off %s?", p.Number, x.Number), Do: paths.OfficePaymentRelease(p.ID), Button: words.T(ctx, "Take apart"),
		Text:   words.T(ctx, "%s that it paid becomes credit on account, and %s is open again by as much. The balance stays as it is.", x.Part, x.Number),
		Cancel: paths.OfficePayment(p.ID), Version: versionText(p.Version),
	}
}

// refundsSum is what went back, below what came.
func refundsSum(p service.PaymentPage) portal.Money { return portal.Of(-p.Refunded(), p.Currency) }

func approvable(p service.PaymentPage) bool { return p.State == portal.PaymentToApproval }

// booked reports whether the money is there.
func booked(p service.PaymentPage) bool { return p.State == portal.PaymentCompleted }

// received names the payment's amount: it came, or it is still to come.
func received(ctx context.Context, p service.PaymentPage) string {
	if booked(p) {
		return words.T(ctx, "Received")
	}
	return words.T(ctx, "Amount")
}
