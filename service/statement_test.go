package service_test

import (
	"context"
	"math/rand"
	"testing"
	"time"

	"pgregory.net/rapid"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// TestStatementAgrees does random things to an account: its statement ends with the balance, which is what is open
// less what is on account, over any period, on one page or on many.
func TestStatementAgrees(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := open(t)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(rt, "seed")))
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			if err := b.step(r); err != nil && portal.CodeOf(err) == portal.CodeInternal {
				rt.Fatalf("%v", err)
			}
		}
		all := b.statement(rt, portal.Period{To: 21_000})
		var balance, due, credit portal.Money
		b.app.View(func(tx *store.Tx) error {
			sight := portal.Sight{Client: b.client.ID}
			f := recount(tx, sight)
			balance, due = tx.Balance(b.client), f.Due
			credit = creditOf(tx, sight)
			return nil
		})
		if all.Opening.Amount != 0 || all.Closing != balance || all.Closing != due.Sub(credit) {
			rt.Fatalf("closing %v, balance %v, open %v less credit %v", all.Closing, balance, due, credit)
		}
		if all.Ageing.Total() != due || all.Ageing.Credit != credit {
			rt.Fatalf("ageing %+v, open %v, credit %v", all.Ageing, due, credit)
		}
		b.addsUp(rt, all)
		cut := portal.Day(rapid.IntRange(19_990, 20_700).Draw(rt, "cut"))
		first, second := b.statement(rt, portal.Period{To: cut}), b.statement(rt, portal.Period{From: cut + 1, To: 21_000})
		if first.Closing != second.Opening || second.Closing != all.Closing || len(first.Rows)+len(second.Rows) != len(all.Rows) {
			rt.Fatalf("cut on %s: %v %v, %d and %d of %d lines", cut.ISO(), first.Closing, second.Opening, len(first.Rows), len(second.Rows), len(all.Rows))
		}
	})
}

func creditOf(tx *store.Tx, s portal.Sight) portal.Money { return credit(tx, s) }

func (b *books) statement(t interface{ Fatalf(string, ...any) }, p portal.Period) portal.StatementDoc {
	d, err := b.app.Service.Statement(context.Background(), b.sc, p)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// addsUp checks the running balance, that every line names its document, and that reading it page by page gives the same.
func (b *books) addsUp(t interface{ Fatalf(string, ...any) }, d portal.StatementDoc) {
	balance := d.Opening
	for _, r := range d.Rows {
		if balance = balance.Add(r.Amount); balance != r.Balance || r.Number == "" {
			t.Fatalf("line %+v, balance %v", r, balance)
		}
	}
	if balance != d.Closing || d.Opening.Add(d.Charged()).Sub(d.Paid()) != d.Closing {
		t.Fatalf("lines make %v, closing %v", balance, d.Closing)
	}
	p, err := b.app.Service.StatementPage(context.Background(), b.sc, portal.Period{From: d.From, To: d.To}, nil)
	if err != nil || p.Lines != len(d.Rows) || p.Closing != d.Closing || p.Added != d.Charged() || p.Taken != d.Paid().Neg() {
		t.Fatalf("page: %v, %d of %d lines", err, p.Lines, len(d.Rows))
	}
}

// TestLongStatementPageByPage reads an account of several pages: the pages follow each other, balances included.
func TestLongStatementPageByPage(t *testing.T) {
	b := open(t)
	for range 230 {
		b.app.Invoice(b.client, "Work", 100, 10)
	}
	var after []byte
	var rows []portal.StatementRow
	for {
		p, err := b.app.Service.StatementPage(context.Background(), b.sc, portal.Period{To: 21_000}, after)
		if err != nil {
			t.Fatal(err)
		}
		if p.Lines != 230 || p.Closing.Amount != 23_000 {
			t.Fatalf("%d lines, closing %v", p.Lines, p.Closing)
		}
		rows = append(rows, p.Rows...)
		if !p.Part.More {
			break
		}
		after = p.Part.Next
	}
	whole := b.statement(t, portal.Period{To: 21_000})
	if len(rows) != len(whole.Rows) {
		t.Fatalf("%d rows page by page, %d at once", len(rows), len(whole.Rows))
	}
	for i := range rows {
		if rows[i] != whole.Rows[i] {
			t.Fatalf("row %d: %+v, %+v", i, rows[i], whole.Rows[i])
		}
	}
}

// monthly is a business that mails statements on the third.
func monthly(t *testing.T, set portal.StatementSettings) *testkit.App {
	app := testkit.Start(t)
	terms := portal.TermsSettings{Days: 14, Statements: set}
	if err := app.Service.SaveTerms(context.Background(), service.System(), terms, 0); err != nil {
		t.Fatal(err)
	}
	return app
}

// statementsTo are the months whose statements are in the outbox, per address.
func statementsTo(app *testkit.App) map[string]int {
	to := map[string]int{}
	app.View(func(tx *store.Tx) error {
		p, err := tx.Mails(store.MailQuery{Query: store.Query{Limit: 10_000}, Kinds: []portal.MailKind{portal.MailStatement}})
		for _, m := range p.Rows {
			to[m.To]++
		}
		return err
	})
	return to
}

// TestMonthlyStatements mails each client's month once, to those who may see it, however often the work is done.
func TestMonthlyStatements(t *testing.T) {
	app := monthly(t, portal.StatementSettings{Monthly: true, Day: 3})
	owes, quiet, never := app.Client("Owes"), app.Client("Quiet"), app.Client("Never")
	app.Contact(owes, "Ann", "ann@owes.test", portal.AllPermissions)
	app.Contact(owes, "Site", "site@owes.test", portal.PresetSite.Permissions())
	app.Contact(quiet, "Bob", "bob@quiet.test", portal.AllPermissions)
	app.Contact(never, "Eve", "eve@never.test", portal.AllPermissions)
	app.Invoice(owes, "Work", 5_000, 5)
	app.Invoice(never, "Work", 5_000, 5)
	sc, err := app.Service.ForRecord(context.Background(), service.System().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(never.ID)})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Service.SetMonthlyStatement(context.Background(), sc, false); err != nil {
		t.Fatal(err)
	}
	work := func(days int, want int) {
		t.Helper()
		app.Pass(time.Duration(days) * 24 * time.Hour)
		for range 3 {
			if err := app.Service.MailMonthly(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		if got := statementsTo(app); got["ann@owes.test"] != want || len(got) > 1 || want == 0 && len(got) > 0 {
			t.Errorf("%s: %v", app.Now().Format(time.DateOnly), got)
		}
	}
	work(0, 0)  // 10 March: what lies behind when it is switched on is not mailed
	work(23, 0) // 2 April
	work(1, 1)  // 3 April: March
	work(10, 1)
	work(60, 3) // down until 12 June: April and May
	app.Invoice(quiet, "Work", 100, 5)
	if err := app.DB.Check(context.Background(), func(s string) { t.Error(s) }); err != nil {
		t.Fatal(err)
	}
}

// TestMonthlyStatementsInChunks mails more clients than one transaction takes, each once.
func TestMonthlyStatementsInChunks(t *testing.T) {
	app := monthly(t, portal.StatementSettings{Monthly: true, Day: 1, Owing: true})
	const n = 95
	for i := range n {
		c := app.Client("Client " + string(rune('A'+i%26)))
		app.Update(func(tx *store.Tx) error {
			got, err := tx.Client(portal.Sight{Client: c.ID})
			if err != nil {
				return err
			}
			got.Email = c.Number + "@client.test"
			return tx.PutClient(&got, got.Version)
		})
		app.Invoice(c, "Work", 100, 5)
	}
	app.Pass(30 * 24 * time.Hour)
	if err := app.Service.MailMonthly(context.Background()); err != nil {
		t.Fatal(err)
	}
	got := statementsTo(app)
	if len(got) != n {
		t.Errorf("%d of %d clients got one", len(got), n)
	}
	for to, times := range got {
		if times != 1 {
			t.Errorf("%s got %d", to, times)
		}
	}
}
