package pdf

import (
	"testing"

	"portico/portal"
)

// sampleCreditNote takes two lines of the sample invoice back.
func sampleCreditNote() portal.CreditNoteDoc {
	i := sampleInvoice()
	n := portal.CreditOf(i.Invoice)
	n.ID, n.Number, n.Issued, n.Reason = 4, "CN-31", day(2026, 1, 30), "The filter was not fitted, and a metre of pipe less."
	n.Lines = n.Lines[2:4]
	n.Lines[1].Quantity = dec("1")
	if err := n.Work(); err != nil {
		panic(err)
	}
	d := portal.NewCreditNoteDoc(n, portal.Profile{}, portal.Client{}, i.Today)
	d.Bill.Issuer, d.Bill.Receiver, d.Bill.At = i.Issuer, i.Receiver, i.At
	return d
}

func TestCreditNoteSaysEverything(t *testing.T) {
	l, d := locale(), sampleCreditNote()
	f, err := CreditNote(d, sampleHead(), l)
	must(t, f, err)
	wants := []string{d.Number, d.Of, d.Reason, l.Day(d.Issued), d.Bill.Receiver.Name, d.Bill.At.Name, l.Money(d.Total().Neg()), l.Money(d.Rest())}
	for _, x := range d.Lines {
		wants = append(wants, x.Description, quantity(l, x), l.Money(portal.Of(x.Amount, d.Currency)))
	}
	contains(t, f.Bytes, wants...)
}
