package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"portico/internal/words"
	"portico/portal"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// extract is what a person who copies the document's text gets.
func extract(t testing.TB, data []byte, args ...string) string {
	t.Helper()
	cmd := exec.Command("pdftotext", append(args, "-", "-")...)
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}

// squeeze leaves the letters of a text: where lines end is the layout's business.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

func contains(t *testing.T, data []byte, wants ...string) {
	t.Helper()
	text := squeeze(extract(t, data, "-raw"))
	for _, w := range wants {
		if !strings.Contains(text, squeeze(w)) {
			t.Errorf("%q is not in the document", w)
		}
	}
}

func TestGolden(t *testing.T) {
	l, head := locale(), sampleHead()
	head.Logo = picture(60, 60)
	a, err := Invoice(sampleInvoice(), head, l)
	invoice := must(t, a, err)
	b, err := Receipt(sampleReceipt(), head, l)
	receipt := must(t, b, err)
	c, err := Statement(sampleStatement(6), head, l)
	statement := must(t, c, err)
	e, err := Invoice(reducedInvoice(), head, l)
	reduced := must(t, e, err)
	n, err := CreditNote(sampleCreditNote(), head, l)
	note := must(t, n, err)
	x, err := Batch(sampleBatch(), head, l)
	batch := must(t, x, err)
	for name, f := range map[string]File{
		"credit_note": note, "invoice": invoice, "batch": batch, "invoice-reduced": reduced, "receipt": receipt, "statement": statement,
	} {
		path := filepath.Join("testdata", name+".txt")
		got := extract(t, f.Bytes, "-layout")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s changed; look at it and run with -update:\n%s", name, got)
		}
	}
}

func TestSameRecordSameBytes(t *testing.T) {
	l, head := locale(), sampleHead()
	head.Logo = picture(60, 60)
	a, err := Invoice(longInvoice(60), head, l)
	first := must(t, a, err)
	for range 3 {
		b, err := Invoice(longInvoice(60), head, l)
		if again := must(t, b, err); !bytes.Equal(first.Bytes, again.Bytes) {
			t.Fatal("the same invoice gave other bytes")
		}
	}
}

func TestInvoiceSaysEverything(t *testing.T) {
	l := locale()
	for _, d := range []portal.InvoiceDoc{sampleInvoice(), longInvoice(3), longInvoice(12)} {
		f, err := Invoice(d, sampleHead(), l)
		must(t, f, err)
		contains(t, f.Bytes, stringsOf(d, l)...)
	}
}

// stringsOf are the texts and figures that an invoice must show.
func stringsOf(d portal.InvoiceDoc, l *words.Locale) []string {
	money := func(n int64) string { return l.Money(portal.Of(n, d.Currency)) }
	all := []string{
		d.Number, d.Description, d.Order, d.Issuer.Name, d.Issuer.TaxID, d.Receiver.Name, d.Receiver.Address.City, d.At.Name, d.At.UPRN,
		d.By, l.Day(d.Issued), l.Day(d.Due), money(d.Totals.Net), money(d.Totals.Total), l.Money(d.Open()), d.Terms,
	}
	for _, x := range d.Lines {
		all = append(all, x.Description, x.Detail, quantity(l, x), l.Price(x.Price, d.Currency), money(x.Amount))
	}
	for _, t := range d.Totals.Taxes {
		all = append(all, t.Name, l.Percent(t.Percent), money(t.Tax))
	}
	for _, p := range d.Payments {
		all = append(all, l.Money(p.Sum.Neg()), l.Day(p.On))
	}
	return all
}

func TestReceiptAndStatementSayEverything(t *testing.T) {
	l, d := locale(), sampleReceipt()
	f, err := Receipt(d, sampleHead(), l)
	must(t, f, err)
	wants := []string{d.Number, d.Reference, d.Receiver.Name, l.Money(d.Sum()), l.Money(d.Credit()), l.Name(d.Method)}
	for _, p := range d.Paid {
		wants = append(wants, p.Number, p.Description, l.Money(p.Total), l.Money(p.Part), l.Money(p.Rest), l.Day(p.Issued))
	}
	contains(t, f.Bytes, wants...)

	st := sampleStatement(120)
	f, err = Statement(st, sampleHead(), l)
	must(t, f, err)
	wants = []string{st.Account, l.Money(st.Opening), l.Money(st.Closing), l.Money(st.Charged()), l.Money(st.Paid().Neg())}
	for _, m := range []portal.Money{st.Ageing.Current, st.Ageing.Late30, st.Ageing.Late60, st.Ageing.Late90, st.Ageing.Over90} {
		wants = append(wants, l.Money(m))
	}
	for _, r := range st.Rows {
		wants = append(wants, l.Day(r.On)+r.Number+l.Name(r.Kind)+": "+r.Text+l.Money(r.Amount)+l.Money(r.Balance))
	}
	contains(t, f.Bytes, wants...)
}

func TestPagesAreNumberedAndHeadsRepeated(t *testing.T) {
	f, err := Invoice(longInvoice(200), sampleHead(), locale())
	must(t, f, err)
	pages := strings.Split(strings.TrimSuffix(extract(t, f.Bytes, "-layout"), "\f"), "\f")
	if len(pages) != f.Pages || f.Pages < 5 {
		t.Fatalf("%d pages, the file says %d", len(pages), f.Pages)
	}
	for i, p := range pages {
		if !strings.Contains(p, fmt.Sprintf("Page %d of %d", i+1, f.Pages)) {
			t.Errorf("page %d has no number", i+1)
		}
		if strings.Contains(p, "Position") && !strings.Contains(p, "Quantity") {
			t.Errorf("page %d has lines without a head", i+1)
		}
	}
	last := pages[len(pages)-1]
	if !strings.Contains(last, "Position 200") || !strings.Contains(last, "Still to pay") {
		t.Errorf("the totals stand without a line of the bill:\n%s", last)
	}
}

// TestTotalsNeverAlone moves the end of the table over the page's end, line by line.
func TestTotalsNeverAlone(t *testing.T) {
	for n := 1; n < 45; n++ {
		d := longInvoice(n)
		d.Terms = ""
		d.Lines[n-1].Detail = strings.Repeat("A detail. ", n%9*12)
		s := layInvoice(d, sampleHead(), locale())
		on := map[string]int{}
		for i, p := range s.pages {
			for _, m := range p.marks {
				for _, r := range m.line.runs {
					if strings.HasPrefix(r.text, "Position ") || strings.Contains(r.text, "detail.") {
						on["line"] = i
					}
					if strings.HasPrefix(r.text, "Subtotal") || strings.HasPrefix(r.text, "Still to pay") {
						on[r.text] = i
					}
				}
			}
		}
		if on["Subtotal"] != on["line"] || on["Still to pay"] != on["line"] {
			t.Errorf("%d lines: the last line is on page %d, the subtotal on %d, the sum on %d", n, on["line"], on["Subtotal"], on["Still to pay"])
		}
	}
}

func TestLongDescriptionIsSplit(t *testing.T) {
	d := sampleInvoice()
	var all []string
	for i := range 130 {
		all = append(all, fmt.Sprintf("Line %d of a description that somebody wrote at length.", i+1))
	}
	d.Lines[1].Detail = strings.Join(all, "\n")
	f, err := Invoice(d, sampleHead(), locale())
	must(t, f, err)
	contains(t, f.Bytes, all...)
	if f.Pages < 3 {
		t.Errorf("%d pages", f.Pages)
	}
	inside(t, layInvoice(d, sampleHead(), locale()))
}

// inside holds that nothing is drawn over a page's margins, and nothing into the footer.
func inside(t interface{ Errorf(string, ...any) }, s *sheet) {
	for i, p := range s.pages {
		for _, m := range p.marks {
			end := m.x + m.style.points(m.line.width)
			if m.x < marginSide-0.5 || end > s.w-marginSide+0.5 || m.y < 20 || m.y > s.h-marginBottom && m.style != label {
				t.Errorf("page %d: %v at %.1f–%.1f, %.1f is outside the page", i+1, m.line.runs, m.x, end, m.y)
			}
		}
	}
}

var nasty = []string{
	"", " ", "\n\n\n", "\x00\x01\x1b[31m", "\xff\xfe broken", strings.Repeat("W", 400), strings.Repeat("wide word ", 60), "a\tb\r\nc",
	"\u202eevil\u202c \u200bzero", "e\u0301\u0302\u0323 n\u0303", "中文字符和日本語テキスト", "😀 🏳️‍🌈", "ไทย หนึ่ง", "हिन्दी", "(שלום) 12,5% של abc", "مرحبا بالعالم 2026",
	"ﷺ ﬁne Ａ１ ㎡ ½", strings.Repeat("م", 300), strings.Repeat("\u0301", 50), "−$1.00 %s %d %%", "<b>&amp;</b> \\ ( ) /Type", "\U0010ffff\ue000",
	strings.Repeat("http://example.com/a/", 20),
}

func TestNothingLeavesThePage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		str := rapid.OneOf(rapid.SampledFrom(nasty), rapid.String(), rapid.StringN(0, 300, -1))
		d := sampleInvoice()
		d.Number, d.Description, d.Order, d.Terms, d.By = str.Draw(t, "number"), str.Draw(t, "what"), str.Draw(t, "order"), str.Draw(t, "terms"), str.Draw(t, "by")
		d.Issuer.Name, d.Receiver.Name, d.At.Name = str.Draw(t, "issuer"), str.Draw(t, "receiver"), str.Draw(t, "at")
		d.Issuer.Address.Street, d.Receiver.TaxID = str.Draw(t, "street"), str.Draw(t, "tax")
		for i := range d.Lines {
			x := &d.Lines[i]
			x.Description, x.Detail, x.Unit, x.TaxName = str.Draw(t, "line"), str.Draw(t, "detail"), str.Draw(t, "unit"), str.Draw(t, "rate")
			x.Amount = rapid.Int64Range(-9e15, 9e15).Draw(t, "amount")
		}
		work(&d.Invoice)
		d.State = portal.InvoiceState(rapid.IntRange(0, 3).Draw(t, "state"))
		head := sampleHead()
		head.Name, head.Colour = str.Draw(t, "name"), rapid.SampledFrom([]string{"#ffffff", "#000000", "#ffd400", "x", ""}).Draw(t, "colour")
		d.VoidReason = d.Terms
		s := layInvoice(d, head, words.New(rapid.SampledFrom([]string{"en", "en-XA", "en-XB"}).Draw(t, "lang"), portal.NewBusiness("", "EUR", "UTC")))
		inside(t, s)
		if _, err := s.finish(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestWidths holds our measure against gopdf's: what is aligned by one is drawn by the other.
func TestWidths(t *testing.T) {
	var p gopdf.GoPdf
	p.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	set := fonts()
	for w := range weight(faceCount) {
		family := set.faces[w].family
		if err := p.AddTTFFontFromFontContainer(family, set.container); err != nil {
			t.Fatal(err)
		}
		if err := p.SetFont(family, "", 10); err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"$1,240.00", "−$46.07", "AVATAR To. Ware", "Wiśniewski", "Ελληνικά", "Кириллица", "1 240,50 ₽"} {
			want, err := p.MeasureTextWidth(s)
			if err != nil {
				t.Fatal(err)
			}
			gs, _ := set.paragraph(s, w, 0)
			if got := float64(setLine(gs).width) / 100; got < want-0.05 || got > want+0.05 {
				t.Errorf("%q: we measure %v, gopdf %v", s, got, want)
			}
		}
	}
	for _, f := range set.faces {
		for r := '0'; r <= '9'; r++ {
			if f.advance(r) != f.advance('0') {
				t.Errorf("%s: figures are not all as wide", f.family)
			}
		}
	}
}

func setLine(gs []glyph) text { return set(gs, false) }
