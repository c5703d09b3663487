package handlers_test

import (
	"fmt"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// TestEInvoice downloads a bill and a credit note as e-invoices, on both sides.
func TestEInvoice(t *testing.T) {
	w := testkit.NewWorld(testkit.Start(t))
	id := portal.InvoiceID(number(w.OwnThings["invoice"]))
	i := w.InvoiceNow(w.Own, id)
	ann, office := w.As(w.Ann), w.AsStaff(w.Office)
	ann.Get(paths.PortalInvoice(id).String()).Want(t, 200, paths.PortalInvoiceXML(id).String(), "E-invoice")
	office.Get(paths.OfficeInvoice(id).String()).Want(t, 200, paths.OfficeInvoiceXML(id).String())
	total := i.Total().Decimal().StringFixed(2)
	for _, got := range []testkit.Answer{
		ann.Get(paths.PortalInvoiceXML(id).String()), office.Get(paths.OfficeInvoiceXML(id).String()),
	} {
		got.Want(t, 200, "<cbc:ID>"+i.Number+"</cbc:ID>", fmt.Sprintf(`<cbc:PayableAmount currencyID="USD">%s<`, total), "Larkfield", testkit.Marker("own"))
		if kind, as := got.Header.Get("Content-Type"), got.Header.Get("Content-Disposition"); kind != "application/xml" || as != `attachment; filename="`+i.Number+`.xml"` {
			t.Errorf("it comes as %s, %s", kind, as)
		}
	}
	note := portal.CreditNoteID(number(w.OwnThings["credit_note"]))
	for _, got := range []testkit.Answer{
		ann.Get(paths.PortalCreditNoteXML(note).String()), office.Get(paths.OfficeCreditNoteXML(note).String()),
	} {
		got.Want(t, 200, "<cbc:CreditNoteTypeCode>381<", "<cbc:ID>"+i.Number+"</cbc:ID>")
	}
	w.As(w.Bob).Get(paths.PortalInvoiceXML(id).String()).Want(t, 404)
}

// TestNoEInvoice: a draft is none, and a business that does not say where it is can’t write one.
func TestNoEInvoice(t *testing.T) {
	o := newOffice(t)
	draft := o.post("/office/invoices/new", o.draft("do", "save")...)
	o.staff.Get(draft+"/xml").Want(t, 404)
	o.staff.Get(draft).Want(t, 200, "!E-invoice")
	o.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Profile.Address.Country = ""
		return tx.PutBusiness(b)
	})
	issued := o.post("/office/invoices/new", o.draft("to", "ann@acme.test", "do", "send")...)
	o.staff.Get(issued+"/xml").Want(t, 404)
	o.staff.Get(issued).Want(t, 200, "!E-invoice")
}
