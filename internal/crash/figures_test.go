package crash

import (
	"encoding/csv"
	"fmt"
	"html"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"portico/internal/testkit"
	"portico/portal"
)

// compareClient holds all that shows a client's money against its documents.
func compareClient(t *testing.T, a *testkit.App, office *testkit.Browser, c portal.Client, f account) {
	t.Helper()
	if f.all()-f.credit != f.balance() {
		t.Errorf("%s: the documents make %d open less %d on account, but change the balance by %d", c.Name, f.all(), f.credit, f.balance())
	}
	own := a.As(a.Contact(c, "Zoe", "zoe-"+strings.ToLower(c.Name)+"@client.test", portal.AllPermissions))
	at := fmt.Sprintf("/office/clients/%d/statement", c.ID)
	f.tiles(t, own.Get("/portal").Want(t, 200).Body)
	for _, s := range []struct {
		who  *testkit.Browser
		page string
	}{{own, "/portal/statement"}, {office, at}} {
		f.statement(t, says(s.who.Get(s.page+"?period=all").Want(t, 200).Body))
		f.statement(t, paper(t, s.who.Get(s.page+"/pdf?period=all").Want(t, 200).Body))
		f.sheet(t, s.who.Get(s.page+".csv?period=all").Want(t, 200).Body)
	}
	for n, i := range f.invoices {
		if n%max(1, len(f.invoices)/8) == 0 {
			f.bill(t, i, says(own.Get(fmt.Sprintf("/portal/invoices/%d", i.ID)).Want(t, 200).Body))
			f.bill(t, i, paper(t, own.Get(fmt.Sprintf("/portal/invoices/%d/pdf", i.ID)).Want(t, 200).Body))
		}
	}
}

// says is what a page says, without its markup.
func says(page string) string {
	text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "))
	return strings.Join(strings.Fields(text), " ")
}

// paper is what a PDF says, in the order it is drawn.
func paper(t *testing.T, pdf string) string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = strings.NewReader(pdf)
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (make setup)", err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

var sum = regexp.MustCompile(`−?\$[\d,]+\.\d\d`)

// cents reads an amount as it is written.
func cents(s string) int64 {
	n, _ := strconv.ParseInt(strings.NewReplacer("−", "-", "$", "", ",", "", ".", "").Replace(s), 10, 64)
	return n
}

// want holds the amount right behind some words against a sum, every time they stand there.
func want(t *testing.T, text, words string, amount int64) {
	t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(words)+` (−?\$[\d,]+\.\d\d)`).FindAllStringSubmatch(text, -1)
	if len(found) == 0 {
		t.Errorf("nothing says “%s”: %.600s", words, text)
	}
	for _, m := range found {
		if cents(m[1]) != amount {
			t.Errorf("“%s” is %s, the documents make %d", words, m[1], amount)
		}
	}
}

// tiles are the figures of a client's home, and its chart.
func (a *account) tiles(t *testing.T, page string) {
	t.Helper()
	text := says(page)
	end := (a.today.Month() + 1).First()
	want(t, text, "Amount due", a.all())
	want(t, text, "Receivable", a.all())
	want(t, text, "Overdue", a.overdue())
	want(t, text, "Total invoiced", a.billed)
	want(t, text, "Bad debt", a.bad)
	want(t, text, "Credit on account", a.credit)
	if soon := a.due(a.today, end-1); soon > 0 {
		want(t, text, "Due this month", soon)
	}
	if later := a.due(end, always); later > 0 {
		want(t, text, "Later", later)
	}
	a.chart(t, text)
}

// chart is the table behind the bars.
func (a *account) chart(t *testing.T, text string) {
	t.Helper()
	_, table, _ := strings.Cut(text, "Month Billed ")
	months := sum.FindAllString(table, 12)
	if len(months) != 12 {
		t.Errorf("the chart has %d months", len(months))
		return
	}
	for n, s := range months {
		if m := a.today.Month() - 11 + portal.Month(n); cents(s) != a.months[m] {
			t.Errorf("billed in %s: %s, the documents make %d", m.First().ISO(), s, a.months[m])
		}
	}
}

// home are the office's figures over all clients.
func (a *account) home(t *testing.T, page string) {
	t.Helper()
	text, _, _ := strings.Cut(says(page), "Overdue longest") // below are single invoices
	want(t, text, "To pay", a.all())
	want(t, text, "Overdue", a.overdue())
	want(t, text, "Billed this month", a.months[a.today.Month()])
	year := int64(0)
	for m := a.today.Month() - 11; m <= a.today.Month(); m++ {
		year += a.months[m]
	}
	want(t, text, "Billed in 12 months", year)
}

// statement is a whole account, on screen or on paper.
func (a *account) statement(t *testing.T, text string) {
	t.Helper()
	want(t, text, "Closing balance", a.balance())
	for _, age := range []struct {
		words    string
		from, to portal.Day
	}{
		{"Not yet due", a.today, always},
		{"1–30 days", a.today - 30, a.today - 1},
		{"31–60 days", a.today - 60, a.today - 31},
		{"61–90 days", a.today - 90, a.today - 61},
		{"Over 90 days", 0, a.today - 91},
	} {
		want(t, text, age.words, a.due(age.from, age.to))
	}
}

// sheet is a whole account in a spreadsheet: every day changes the balance by what its documents make.
func (a *account) sheet(t *testing.T, file string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != a.changes+3 { // the head, and both balances
		t.Errorf("%d rows for %d changes: %v", len(rows), a.changes, err)
		return
	}
	days, balance := map[string]int64{}, int64(0)
	for _, r := range rows[2 : len(rows)-1] {
		days[r[0]] += cents(r[6])
		if balance += cents(r[6]); balance != cents(r[7]) {
			t.Errorf("%v: the rows before come to %d", r, balance)
		}
	}
	for d, n := range a.lines {
		if days[d.ISO()] != n {
			t.Errorf("%s changes the balance by %d, the documents make %d", d.ISO(), days[d.ISO()], n)
		}
	}
	if last := rows[len(rows)-1]; cents(last[7]) != a.balance() {
		t.Errorf("it ends with %s, the documents make %d", last[7], a.balance())
	}
}

// bill is one invoice, on screen or on paper.
func (a *account) bill(t *testing.T, i portal.Invoice, text string) {
	t.Helper()
	want(t, text, " Total", i.Totals.Total)
	if i.State == portal.Issued && i.Totals.Total != 0 {
		if left := i.Totals.Total - a.settled[i.ID]; left > 0 {
			want(t, text, "Still to pay", left)
		}
	}
}
