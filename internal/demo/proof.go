package demo

import (
	"bytes"
	"fmt"
	"strings"

	"portico/portal"
	"portico/store"
)

// slip is what an account's bank shows for a transfer, with its bytes in the store.
func (b *builder) slip(a *account, i *bill) (f portal.File, err error) {
	content := onePage([]string{
		"Casco Savings Bank", "Confirmation of transfer", "", "To: Larkfield Heating & Air, Inc.",
		"Amount: " + i.Open().Decimal().StringFixed(a.Currency.Digits()) + " " + string(a.Currency), "Reference: " + i.Number, "Sent on: " + (b.today - 1).ISO(),
	})
	f = portal.File{
		Client: a.ID, Name: "Transfer confirmation.pdf", Kind: "application/pdf", Size: int64(len(content)), From: portal.FileProof,
		By: a.Name, Created: b.at(b.today-1, 10, 12),
	}
	if len(a.people) > 0 {
		f.By, f.ByContact = a.people[0].Name, a.people[0].ID
	}
	f.Blob, _, err = b.db.PutBlob(b.ctx, bytes.NewReader(content))
	return f, err
}

// show gives a reported payment what shows for it.
func (b *builder) show(tx *store.Tx, p *portal.Payment, f portal.File) error {
	if err := tx.PutDocument(&f, 0); err != nil {
		return err
	}
	p.Proof = append(p.Proof, f.ID)
	return tx.PutPayment(p, p.Version)
}

// onePage is a PDF as a bank's computer makes it: lines of text, and nothing else.
func onePage(lines []string) []byte {
	var text strings.Builder
	text.WriteString("BT /F 14 Tf 72 720 Td 24 TL\n")
	for _, l := range lines {
		fmt.Fprintf(&text, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(l))
	}
	text.WriteString("ET")
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for n, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", text.Len(), text.String()),
	} {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj%s\nendobj\n", n+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}
