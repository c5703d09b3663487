package ubl

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/shopspring/decimal"

	"portico/portal"
)

const (
	invoiceNS    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	creditNoteNS = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
	cac          = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	cbc          = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
)

// Invoice writes an invoice as it was issued, with the account that it is paid to.
func Invoice(d portal.InvoiceDoc, p portal.Payee) ([]byte, error) {
	w := writer{currency: d.Currency, digits: d.Currency.Digits(), inclusive: d.Inclusive}
	doc := w.document(d)
	doc.XMLName.Local, doc.NS, doc.Invoice = "Invoice", invoiceNS, "380"
	doc.Due = d.Term().ISO()
	if d.Terms != "" {
		doc.Terms = &terms{d.Terms}
	}
	if d.Order != "" {
		doc.Order = &reference{d.Order}
	}
	doc.Means = payee(p, d.Number)
	if a := d.At.Address; d.Property != 0 && a.Country != "" {
		doc.Delivery = &delivery{deliveryPlace{place(a, "")}}
	}
	return doc.bytes()
}

// CreditNote writes a credit note of an invoice.
func CreditNote(d portal.CreditNoteDoc) ([]byte, error) {
	w := writer{currency: d.Currency, digits: d.Currency.Digits(), inclusive: d.Inclusive, credit: true}
	doc := w.document(d.Bill)
	doc.XMLName.Local, doc.NS, doc.Credit = "CreditNote", creditNoteNS, "381"
	doc.Note = d.Reason
	doc.Of = &billing{reference{d.Of}}
	return doc.bytes()
}

// writer knows how a document writes its amounts.
type writer struct {
	currency          portal.Currency
	digits            int32
	inclusive, credit bool
}

func (w writer) money(minor int64) amount { return w.exact(decimal.New(minor, -w.digits)) }

func (w writer) exact(d decimal.Decimal) amount {
	places := max(w.digits, -d.Exponent())
	s := d.StringFixed(places)
	for places > w.digits && strings.HasSuffix(s, "0") {
		s, places = s[:len(s)-1], places-1
	}
	return amount{string(w.currency), s}
}

func (w writer) minor(d decimal.Decimal) int64 { return d.Shift(w.digits).Round(0).IntPart() }

func (w writer) document(d portal.InvoiceDoc) document {
	gs := groups(d.Invoice)
	net, t := nets(d.Invoice, gs), d.Totals
	doc := document{
		CAC: cac, CBC: cbc, Custom: "urn:cen.eu:en16931:2017", ID: d.Number, Issued: d.Issued.ISO(), Note: d.Description,
		Currency: string(d.Currency),
		Seller:   side{w.party(d.Issuer, d.Issuer.Address.Country, gs)}, Buyer: side{w.party(d.Receiver, d.Issuer.Address.Country, gs)},
		Tax: taxTotal{Amount: w.money(t.Tax)},
		Sum: sums{w.money(t.Net), w.money(t.Net), w.money(t.Total), w.money(t.Total)},
	}
	if d.Phone != "" || d.Email != "" {
		doc.Seller.Party.Contact = &contact{d.Phone, d.Email}
	}
	lines := make([]line, len(d.Lines))
	for _, g := range gs {
		doc.Tax.Parts = append(doc.Tax.Parts, taxSum{w.money(g.net), w.money(g.tax), g.category})
		for _, n := range g.lines {
			lines[n] = w.line(n, d.Lines[n], net[n], g.category)
		}
	}
	if w.credit {
		doc.Credited = lines
	} else {
		doc.Billed = lines
	}
	return doc
}

// party is one side. Where nothing is subject to VAT nobody has a VAT number (BR-O-02).
func (w writer) party(p portal.Party, home string, gs []*group) party {
	out := party{Address: place(p.Address, home), Legal: legal{p.Name}}
	if p.TaxID != "" && !(len(gs) == 1 && gs[0].category.ID == "O") {
		out.Tax = &taxScheme{p.TaxID, vat}
	}
	return out
}

func place(a portal.Address, home string) address {
	street, more, _ := strings.Cut(strings.TrimSpace(a.Street), "\n")
	if a.Country == "" {
		a.Country = home
	}
	return address{
		Street: strings.TrimSpace(street), More: strings.Join(strings.FieldsFunc(more, func(r rune) bool { return r == '\n' || r == '\r' }), ", "),
		City: a.City, Code: a.Code, Region: a.Region, Country: country{a.Country},
	}
}

// payee is the account to pay to: a SEPA transfer where there is an IBAN, else a plain one.
func payee(p portal.Payee, number string) *means {
	m := &means{Code: "58", For: number, Account: account{ID: portal.PlainIBAN(p.IBAN), Name: p.Name}}
	switch {
	case p.IBAN != "" && p.BIC != "":
		m.Account.Branch = &reference{p.BIC}
	case p.IBAN != "":
	case p.Account != "":
		m.Code, m.Account.ID = "30", p.Account
		if p.Routing != "" {
			m.Account.Branch = &reference{p.Routing}
		}
	default:
		return nil
	}
	return m
}

func (d document) bytes() ([]byte, error) {
	b := bytes.NewBufferString(xml.Header)
	e := xml.NewEncoder(b)
	e.Indent("", "  ")
	if err := e.Encode(d); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
