package mail

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"portico/portal"
)

var noon = time.Date(2026, 3, 10, 17, 12, 0, 0, time.UTC)

// nasty is a name of the kind that breaks mails.
const nasty = "Zoë “<script>alert(1)</script>” O’Brien & Söhne,\r\nBcc: evil@example.com \u202egnp.exe"

func larkfield() portal.Business {
	b := portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York")
	b.Profile.LegalName, b.Profile.Phone = "Larkfield Heating & Air, Inc.", "(207) 555-0142"
	b.Profile.Email, b.Profile.DateFormat = "office@larkfield.example", portal.DateDMY
	b.Profile.Address = portal.Address{Street: "2200 Foundry Street", City: "Portland", Region: "ME", Code: "04101"}
	return b
}

// logo is a PNG of a size.
func logo(w, h int) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if (x-w/2)*(x-w/2)+(y-h/2)*(y-h/2) < h*h/5 || (w > h && y > h/3 && y < 2*h/3 && x%20 < 14) {
				m.Set(x, y, color.NRGBA{0x0f, 0x5c, 0x70, 0xff})
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}

const client = "Halvorsen-Whitcombe Property Management LLC"

// samples has one letter of every kind, and more where a kind has several faces.
func samples() map[string]portal.Letter {
	token := strings.Repeat("7Qm2kV9x84Lpw0Zt", 3)[:43]
	site := "https://portal.larkfield.example"
	base := portal.Letter{
		Business: larkfield(), To: "marguerite@halvorsen.example", Name: "Marguerite Okonkwo-Delacroix", Home: site + "/",
		Facts: portal.LetterFacts{
			By: "Sam Reyes", Client: client, Ends: noon.Add(7 * 24 * time.Hour), At: noon, IP: "203.0.113.94",
			Device: "Safari on iPhone", Does: []string{portal.ViewInvoices.Does(), portal.Pay.Does(), portal.ViewJobs.Does(), portal.BookAppointments.Does()},
		},
	}
	of := func(kind portal.MailKind, edit func(*portal.Letter)) portal.Letter {
		l := base
		l.Kind = kind
		edit(&l)
		return l
	}
	bill, long := sampleInvoice(3), sampleInvoice(40)
	long.Paid = 1_000_00
	dispute := portal.Request{
		ID: 5, Number: "REQ-5", Kind: portal.Dispute, Subject: "INV-1042 · Boiler service and heat pump survey",
		Messages: []portal.Message{{Name: "Marguerite Okonkwo-Delacroix", Text: "The pipe was 12 m, not 18."}},
	}
	payment := portal.Payment{
		Number: "PAY-2031", On: portal.DateOf(2026, 3, 9), Amount: 150_000, Currency: "USD", Method: portal.ByTransfer, Reference: "ACH 88213",
		Allocations: []portal.Allocation{{Invoice: 1, Amount: 124_000}, {Invoice: 2, Amount: 20_000}},
	}
	return map[string]portal.Letter{
		"code": of(portal.MailCode, func(l *portal.Letter) {
			l.Code, l.Link, l.Once, l.Facts.Ends = "482915", site+"/sign-in/link/"+token, true, noon.Add(10*time.Minute)
		}),
		"code-confirm": of(portal.MailCode, func(l *portal.Letter) { l.Code, l.Facts.Ends = "007310", noon.Add(10*time.Minute) }),
		"invitation": of(portal.MailInvitation, func(l *portal.Letter) {
			l.Link, l.Once, l.Logo = site+"/invitation/"+token, true, logo(96, 96)
			l.Facts.Message = "Hi Marguerite,\nhere is where you see every job at Foundry Street from now on. Call me if anything is unclear!"
		}),
		"invitation-password": of(portal.MailInvitation, func(l *portal.Letter) {
			l.Link, l.Password, l.Facts.Username = site+"/sign-in", "K7QD-2MHX-9RTB", "marguerite.od"
		}),
		"invitation-staff": of(portal.MailInvitation, func(l *portal.Letter) {
			l.Facts.Client, l.Facts.Does, l.Link, l.Once = "", nil, site+"/invitation/"+token, true
		}),
		"register": of(portal.MailRegister, func(l *portal.Letter) { l.Link, l.Once = site+"/register/"+token, true }),
		"registered": of(portal.MailRegistered, func(l *portal.Letter) {
			l.Facts.Person, l.Link = "Tobias Lindqvist (tobias@halvorsen.example)", site+"/portal"
		}),
		"access": of(portal.MailAccessChanged, func(l *portal.Letter) {
			l.Facts.What, l.Facts.Reason, l.Link = "What you may see and do has changed.", "You asked for estimates last week.", site+"/portal"
		}),
		"device":  of(portal.MailNewDevice, func(l *portal.Letter) { l.Link = site + "/portal/profile/devices" }),
		"invoice": of(portal.MailInvoice, func(l *portal.Letter) { l.Invoice, l.Link, l.Logo = &bill, site+"/portal/invoices/41", logo(320, 80) }),
		"invoice-long": of(portal.MailInvoice, func(l *portal.Letter) {
			l.Invoice, l.Link = &long, site+"/portal/invoices/42"
			l.Facts.Message = "Thanks again for your patience with the boiler."
		}),
		"changed": of(portal.MailChanged, func(l *portal.Letter) {
			l.Facts.What, l.Facts.By = "Your password was changed", l.Name
			l.Link = site + "/portal/profile"
		}),
		"accepted": of(portal.MailAccepted, func(l *portal.Letter) {
			l.Facts.Person, l.Link = "Tobias Lindqvist (tobias@halvorsen.example)", site+"/office/contacts/4"
		}),
		"reminder": of(portal.MailReminder, func(l *portal.Letter) {
			i := sampleInvoice(3)
			l.Invoice, l.Late, l.Link = &i, 7, site+"/portal/invoices/41"
			l.Facts.Message = "Please call us if something is wrong."
		}),
		"reminder-before": of(portal.MailReminder, func(l *portal.Letter) {
			i := sampleInvoice(3)
			i.Paid = 10_000
			l.Invoice, l.Late, l.Link = &i, -3, site+"/portal/invoices/41"
		}),
		"payee": of(portal.MailPayee, func(l *portal.Letter) {
			l.Facts.What, l.Link = "Bank details", site+"/office/settings/payments"
			l.Facts.Does = []string{"IBAN: DE…3000 → GB…9268", "Account name: La…Inc. → Ev…Ltd."}
		}),
		"test": of(portal.MailTest, func(l *portal.Letter) { l.Facts.Client, l.Facts.Device, l.Facts.IP = "", "", "" }),
		"estimate": of(portal.MailEstimate, func(l *portal.Letter) {
			o := sampleEstimate()
			l.Estimate, l.Link, l.Facts.Message = &o, site+"/portal/estimates/5", "The pump is worth its money."
		}),
		"estimate-answered": of(portal.MailEstimateAnswered, func(l *portal.Letter) {
			o := sampleEstimate()
			l.Estimate, l.Link = &o, site+"/office/estimates/5"
			l.Facts.Person, l.Facts.Reason, l.Facts.What = "Marguerite Okonkwo-Delacroix", "Could you do it in March?", portal.EventEstimateChanges.Name()
		}),
		"estimate-signed": of(portal.MailSigned, func(l *portal.Letter) {
			o := sampleEstimate()
			o.Signed = &portal.Acceptance{Name: "Marguerite Okonkwo-Delacroix", Order: "PO-7", Hash: o.Hash()}
			l.Estimate, l.Link, l.Facts.Person = &o, site+"/portal/estimates/5", o.Signed.Name
		}),
		"request": of(portal.MailRequestRaised, func(l *portal.Letter) {
			l.Request, l.Link = &dispute, site+"/office/requests/5"
			l.Facts.By, l.Facts.Message = "Marguerite Okonkwo-Delacroix", "The pipe was 12 m, not 18.\nPlease look at your own notes."
			l.Facts.Files = []string{"The pipe.jpg", "Measured.pdf"}
		}),
		"request-answered": of(portal.MailRequestAnswered, func(l *portal.Letter) {
			l.Request, l.Link = &dispute, site+"/portal/requests/5"
			l.Facts.Message = "You are right, we measured again. A credit note follows today."
		}),
		"upload": of(portal.MailUpload, func(l *portal.Letter) {
			l.Facts.By, l.Link, l.Facts.Files = "Tobias Lindqvist", site+"/office/clients/7/documents", []string{"Boiler room.jpg", "Meter readings.csv"}
			l.Facts.Message = "The gauge stands in the red."
		}),
		"shared": of(portal.MailShared, func(l *portal.Letter) {
			l.Link, l.Facts.Files = site+"/portal/documents", []string{"Account statement 2025.pdf"}
		}),
		"receipt": of(portal.MailReceipt, func(l *portal.Letter) {
			l.Payment, l.Paid, l.Link, l.Facts.By = &payment, []string{"INV-1042", "INV-1043"}, site+"/portal/invoices", ""
		}),
		"credit-note": of(portal.MailCreditNote, func(l *portal.Letter) {
			note := portal.CreditOf(bill)
			note.Number, note.Issued, note.Reason = "CN-12", portal.DateOf(2026, 3, 9), "One radiator less"
			l.CreditNote, l.Link, l.Attached = &note, site+"/portal/credit-notes/12", true
		}),
		"batch": of(portal.MailBatch, func(l *portal.Letter) {
			second := sampleInvoice(2)
			second.Number, second.Paid = "INV-1043", 5_000
			l.Batch = &portal.BatchDoc{
				Batch: portal.Batch{Number: "B-7", Currency: "USD", From: portal.DateOf(2026, 2, 1), To: portal.DateOf(2026, 2, 28)},
				Bills: []portal.BatchBill{{Invoice: bill}, {Invoice: second}}, Today: portal.DateOf(2026, 3, 10),
			}
			l.Link = site + "/d/" + token
		}),
		"claimed": of(portal.MailClaimed, about(&payment, "", site+"/office/payments/31")),
		"alert": of(portal.MailAlert, about(
			&payment, "Another sum came than was asked for. What no invoice needs is credit on account.", site+"/office/payments/31",
		)),
		"stopped": of(portal.MailAlert, func(l *portal.Letter) {
			l.Facts.What, l.Facts.Reason, l.Link = "Boiler service", "Choose a tax rate from the list.", site+"/office/recurring/4"
		}),
		"declined": of(portal.MailPaymentDeclined, about(&payment, "No transfer with that reference came.", site+"/portal/payments/31")),
		"bounced":  of(portal.MailPaymentFailed, about(&payment, "", site+"/portal/payments/31")),
		"refunded": of(portal.MailRefund, about(&payment, "One radiator less", site+"/portal/payments/31")),
	}
}

// about fills a letter about a payment.
func about(p *portal.Payment, reason, link string) func(*portal.Letter) {
	return func(l *portal.Letter) {
		l.Payment, l.Paid, l.Link, l.Facts.Amount, l.Facts.Reason = p, []string{"INV-1042"}, link, p.Sum(), reason
	}
}

func sampleInvoice(lines int) portal.Invoice {
	i := portal.Invoice{
		ID: 41, Number: "INV-1042", State: portal.Issued, Currency: "USD", Issued: portal.DateOf(2026, 3, 3), Due: portal.DateOf(2026, 3, 17),
		Description: "Boiler service and heat pump survey, 14 Foundry Street", Order: "PO-88213-B",
	}
	work := []string{
		"Annual boiler service, including flue gas analysis and a new expansion vessel", "Heat pump survey", "Call-out",
		"Copper pipe 22 mm", "Thermostatic radiator valve", "Labour",
	}
	for n := range lines {
		amount := int64(18_500 + 4_310*n)
		i.Lines = append(i.Lines, portal.Line{Description: work[n%len(work)], Amount: amount})
		i.Totals.Net += amount
	}
	i.Totals.Tax = i.Totals.Net * 55 / 1000
	i.Totals.Taxes = []portal.TaxSum{{Name: "Maine sales tax", Percent: decimal.RequireFromString("5.5"), Net: i.Totals.Net, Tax: i.Totals.Tax}}
	i.Totals.Total = i.Totals.Net + i.Totals.Tax
	return i
}

// sampleEstimate is the second version of an offer with something to choose.
func sampleEstimate() portal.Offered {
	i := sampleInvoice(3)
	o := portal.Offered{
		Estimate: 5, Number: "EST-204", Revision: 2, Currency: "USD", Dated: portal.DateOf(2026, 3, 3),
		Offer: portal.Offer{Description: "Heat pump for 14 Foundry Street", Expires: portal.DateOf(2026, 4, 2), Percent: decimal.NewFromInt(25), Totals: i.Totals},
	}
	for _, l := range i.Lines {
		o.Offer.Lines = append(o.Offer.Lines, portal.EstimateLine{Line: l})
	}
	o.Offer.Lines[2].Optional, o.Offer.Lines[2].Chosen = true, true
	return o
}
