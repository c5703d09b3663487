package pdf

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"portico/internal/words"
	"portico/portal"
)

// TestLook writes documents and pictures of them into the directory that PORTICO_SHOTS names.
func TestLook(t *testing.T) {
	dir := os.Getenv("PORTICO_SHOTS")
	if dir == "" {
		t.Skip("PORTICO_SHOTS names no directory")
	}
	l, head := locale(), sampleHead()
	withLogo, dark, yellow := head, head, head
	withLogo.Logo = picture(240, 240)
	dark.Colour, dark.Logo = "#101828", picture(900, 200)
	yellow.Colour = "#ffd400"
	f, err := Invoice(sampleInvoice(), withLogo, l)
	files := map[string]File{"invoice-logo": must(t, f, err)}
	f, err = Invoice(sampleInvoice(), head, l)
	files["invoice"] = must(t, f, err)
	f, err = Invoice(longInvoice(50), dark, l)
	files["invoice-long"] = must(t, f, err)
	many := sampleInvoice()
	for i, name := range []string{"Hebrew", "Arabic", "Greek", "Armenian", "Signs"} {
		many.Lines[i].Description, many.Lines[i].Detail = scripts[name], nasty[14+i]
	}
	many.Receiver.Name, many.State, many.PaidOn, many.Invoice.Paid = "شركة الخليج للتكييف (دبي) 2026", portal.Issued, many.Issued, many.Totals.Total
	f, err = Invoice(many, withLogo, words.New("en-XB", portal.NewBusiness("", "EUR", "UTC")))
	files["mirrored"] = must(t, f, err)
	f, err = Receipt(sampleReceipt(), yellow, l)
	files["receipt"] = must(t, f, err)
	f, err = Statement(sampleStatement(40), yellow, l)
	files["statement"] = must(t, f, err)
	f, err = CreditNote(sampleCreditNote(), withLogo, l)
	files["credit-note"] = must(t, f, err)
	f, err = Batch(sampleBatch(), withLogo, l)
	files["batch"] = must(t, f, err)
	f, err = Invoice(reducedInvoice(), withLogo, l)
	files["invoice-reduced"] = must(t, f, err)
	for name, f := range files {
		path := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(path, f.Bytes, 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("pdftoppm", "-r", "80", "-png", path, filepath.Join(dir, name)).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v %s", err, out)
		}
	}
}
