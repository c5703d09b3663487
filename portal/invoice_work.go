package portal

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Work fills in line amounts and totals from quantities, prices and rates. Tax is rounded once, half
// away from zero, per rate on the document's taxable sum (EN 16931 BR-CO-17) or per line.
func (i *Invoice) Work() error {
	type sum struct {
		TaxSum
		gross, exact decimal.Decimal
	}
	var sums []*sum
	find := func(l *Line) *sum {
		for _, s := range sums {
			if s.Name == l.TaxName && s.Percent.Equal(l.TaxPercent) {
				return s
			}
		}
		s := &sum{TaxSum: TaxSum{Name: l.TaxName, Percent: l.TaxPercent}}
		sums = append(sums, s)
		return s
	}
	for n := range i.Lines {
		l := &i.Lines[n]
		amount, err := Round(l.Quantity.Mul(l.Price), i.Currency)
		if err != nil {
			return err
		}
		l.Amount = amount.Amount
		s := find(l)
		s.gross = s.gross.Add(decimal.NewFromInt(amount.Amount))
		if i.PerLine {
			s.exact = s.exact.Add(taxOf(decimal.NewFromInt(amount.Amount), l.TaxPercent, i.Inclusive).Round(0))
		}
	}
	t := Totals{}
	for _, s := range sums {
		if !i.PerLine {
			s.exact = taxOf(s.gross, s.Percent, i.Inclusive).Round(0)
		}
		s.Tax = s.exact.IntPart()
		s.Net = s.gross.IntPart()
		if i.Inclusive {
			s.Net -= s.Tax
		}
		t.Net += s.Net
		t.Tax += s.Tax
		if !s.Percent.IsZero() || s.Name != "" {
			t.Taxes = append(t.Taxes, s.TaxSum)
		}
	}
	t.Total = t.Net + t.Tax
	if _, err := Round(decimal.New(t.Total, -i.Currency.Digits()), i.Currency); err != nil {
		return err
	}
	i.Totals = t
	return nil
}

// taxOf is the exact tax in minor units on an amount that does or doesn't include it.
func taxOf(amount, percent decimal.Decimal, inclusive bool) decimal.Decimal {
	if inclusive {
		return amount.Mul(percent).DivRound(percent.Add(decimal.NewFromInt(100)), 12)
	}
	return amount.Mul(percent).Shift(-2)
}

// Limits of a bill.
const (
	maxLines      = 500
	maxRecipients = 20
)

// Validate checks a draft before it is saved. Lines count from 0 in the names of fields: price-2.
func (i Invoice) Validate() error {
	var v Check
	v.That(i.Client != 0, "client", "Choose a client.")
	v.That(strings.TrimSpace(i.Description) != "", "description", "Say in a few words what the bill is for.")
	v.That(len(i.Description) <= 500, "description", "Keep the description under 500 letters.")
	v.That(len(i.Order) <= 100, "order", "Keep the purchase-order number under 100 letters.")
	v.That(len(i.Terms) <= 5000, "terms", "Keep the terms under 5,000 letters.")
	v.That(len(i.Lines) > 0, "lines", "Add at least one line.")
	v.That(len(i.Lines) <= maxLines, "lines", "A bill can have %d lines at most.", maxLines)
	v.That(i.Due == 0 || i.Issued == 0 || i.Due >= i.Issued, "due", "The due day can’t be before the day of issue.")
	v.That(len(i.SendTo) <= maxRecipients, "to", "A bill can go to %d addresses at most.", maxRecipients)
	for n, l := range i.Lines {
		l.validate(&v, strconv.Itoa(n))
	}
	return v.Done()
}

func (l Line) validate(v *Check, n string) {
	v.That(strings.TrimSpace(l.Description) != "", "line-"+n, "Every line needs a description.")
	v.That(len(l.Description) <= 500, "line-"+n, "Keep the description under 500 letters.")
	v.That(len(l.Detail) <= 2000, "detail-"+n, "Keep the details under 2,000 letters.")
	v.That(len(l.Unit) <= 20, "unit-"+n, "Keep the unit under 20 letters.")
}
