package service

import (
	"context"

	"portico/portal"
	"portico/store"
)

// Statement is the account of the scope's client over a period, whole: for a file. It is read in one transaction.
func (s *Service) Statement(ctx context.Context, sc Scope, p portal.Period) (d portal.StatementDoc, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d, err = statement(tx, sc.sight, p)
		return err
	})
	return d, err
}

// StatementPage is as much of an account as one page shows, with the sums of the whole period.
type StatementPage struct {
	portal.StatementDoc
	Period       portal.Period
	Added, Taken portal.Money // what the period added to the balance and took off it
	Lines        int          // in the whole period
	Part         store.Page[portal.StatementRow]
	Client       portal.Client
	Head         ClientHead // in the office
	Monthly      bool       // statements go out by themselves
}

// perStatement is how many lines a page of a statement shows at once.
const perStatement = 100

// StatementPage reads one page of the account of the scope's client, from a line on.
func (s *Service) StatementPage(ctx context.Context, sc Scope, p portal.Period, after []byte) (out StatementPage, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		out = StatementPage{Period: p, Monthly: tx.Business().Terms.Statements.Monthly}
		if sc.office {
			if out.Head, err = clientHead(tx, sc); err != nil {
				return err
			}
		}
		if out.Client, err = tx.Client(sc.sight); err != nil {
			return err
		}
		return out.read(tx, sc.sight, after)
	})
	return out, err
}

func (p *StatementPage) read(tx *store.Tx, sight portal.Sight, after []byte) error {
	day, seq, _ := portal.ParsePlace(after)
	skipped := func(e portal.Entry) bool { return e.On < day || e.On == day && e.Seq <= seq }
	w := window{skip: skipped, most: perStatement}
	var err error
	if p.StatementDoc, err = readStatement(tx, sight, p.Period, &w); err != nil {
		return err
	}
	p.Added, p.Taken, p.Lines = portal.Of(w.added, p.Currency), portal.Of(w.taken, p.Currency), w.lines
	p.Part = store.Page[portal.StatementRow]{Rows: p.Rows, More: w.more}
	if w.more {
		p.Part.Next = p.Rows[len(p.Rows)-1].Place()
	}
	return nil
}

// window is which lines of a period are wanted, and what all of them come to.
type window struct {
	skip         func(portal.Entry) bool // nil = none
	most         int                     // 0 = all
	lines        int
	added, taken int64
	more         bool
}

func (w *window) wants(e portal.Entry, have int) bool {
	w.lines++
	if e.Amount > 0 {
		w.added += e.Amount
	} else {
		w.taken += e.Amount
	}
	if w.skip != nil && w.skip(e) {
		return false
	}
	if w.most > 0 && have == w.most {
		w.more = true
		return false
	}
	return true
}

func statement(tx *store.Tx, sight portal.Sight, p portal.Period) (portal.StatementDoc, error) {
	return readStatement(tx, sight, p, &window{})
}

// readStatement reads an account: the balance before the period, every entry in it with what its document says,
// and what is open today by age. Its cost grows with the entries of the period, not with those before.
func readStatement(tx *store.Tx, sight portal.Sight, p portal.Period, w *window) (d portal.StatementDoc, err error) {
	if d, err = beginStatement(tx, sight, p); err != nil {
		return d, err
	}
	balance := d.Opening
	err = tx.Entries(sight, p.From, func(e portal.Entry) (bool, error) {
		if e.On > d.To {
			return false, nil
		}
		if d.From == 0 {
			d.From = e.On // since the beginning
		}
		balance.Amount += e.Amount
		if !w.wants(e, len(d.Rows)) {
			return true, nil
		}
		row, err := statementRow(tx, sight, e, balance)
		d.Rows = append(d.Rows, row)
		return true, err
	})
	if d.From == 0 {
		d.From = d.To
	}
	d.Closing = balance
	return d, err
}

// beginStatement is everything of a statement but its lines.
func beginStatement(tx *store.Tx, sight portal.Sight, p portal.Period) (d portal.StatementDoc, err error) {
	client, err := tx.Client(sight)
	if err != nil {
		return d, err
	}
	d = portal.StatementDoc{
		Issuer: tx.Business().Profile.Party(), Receiver: client.Party(), Account: client.Number, Currency: client.Currency,
		From: p.From, To: p.To, Today: tx.Today,
	}
	opening, err := tx.OpeningBalance(sight, p.From)
	if err != nil {
		return d, err
	}
	d.Opening = portal.Of(opening, client.Currency)
	open, err := tx.OpenByDay(sight)
	if err != nil {
		return d, err
	}
	d.Ageing = portal.NewAgeing(tx.Today, client.Currency, open, tx.Balance(client))
	return d, nil
}

func statementRow(tx *store.Tx, sight portal.Sight, e portal.Entry, balance portal.Money) (portal.StatementRow, error) {
	b, err := tx.Brief(sight, e.Doc)
	r := portal.StatementRow{
		On: e.On, Seq: e.Seq, Kind: e.Kind, Doc: e.Doc, Method: b.Method, Number: b.Number, Text: b.Text,
		Amount: portal.Of(e.Amount, e.Currency), Balance: balance,
	}
	switch e.Kind {
	case portal.EntryInvoice:
		r.Due = b.Due
	case portal.EntryRefund:
		r.Text = refundReason(b.Refunds, e)
	case portal.EntryFee:
		r.Text = ""
	}
	return r, err
}

// refundReason is why the money of an entry went back.
func refundReason(rs []portal.Refund, e portal.Entry) string {
	for _, r := range rs {
		if r.On == e.On && r.Amount == e.Amount {
			return r.Reason
		}
	}
	return ""
}

// StatementPDF draws the account over a period. It is read in one transaction and drawn outside of it.
func (s *Service) StatementPDF(ctx context.Context, sc Scope, p portal.Period, language string) (portal.StatementDoc, portal.PDF, error) {
	var d portal.StatementDoc
	how := portal.Print{Language: language}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		how.Business = *tx.Business()
		d, err = statement(tx, sc.sight, p)
		return err
	})
	if err != nil {
		return d, portal.PDF{}, err
	}
	if len(d.Rows) > portal.MostPrinted {
		return d, portal.PDF{}, portal.Invalid("A PDF holds %d lines at most. Choose a shorter period, or take the CSV.", portal.MostPrinted)
	}
	f, err := s.print(ctx, how, "statement of "+d.Account, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Statement(d, how) })
	return d, f, err
}

// SetMonthlyStatement says whether the scope's client gets a statement by mail every month, where the business
// sends them.
func (s *Service) SetMonthlyStatement(ctx context.Context, sc Scope, on bool) error {
	return s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		c, err := tx.Client(sc.sight)
		if err != nil || c.NoStatements != on {
			return err
		}
		c.NoStatements = !on
		if err := tx.PutClient(&c, c.Version); err != nil {
			return err
		}
		detail := "Monthly statement off"
		if on {
			detail = "Monthly statement on"
		}
		return tx.AddEvent(sc.clientEvent(c, detail))
	})
}
