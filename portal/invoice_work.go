package portal

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Work fills in the amounts of the lines and the totals.
func (i *Invoice) Work() (err error) {
	i.Totals, err = WorkLines(i.Lines, i.Currency, i.Inclusive, i.PerLine)
	return err
}

// WorkLines fills in line amounts from quantities, prices and discounts, and sums them up. Tax is rounded once, half
// away from zero, per rate on the document's taxable sum (EN 16931 BR-CO-17) or per line.
func WorkLines(lines []Line, c Currency, inclusive, perLine bool) (t Totals, err error) {
	var sums []*taxable
	for n := range lines {
		l := &lines[n]
		if err := l.work(c); err != nil {
			return t, err
		}
		var s *taxable
		s, sums = sumOf(sums, l)
		amount := decimal.NewFromInt(l.Amount)
		s.gross = s.gross.Add(amount)
		if perLine {
			s.exact = s.exact.Add(taxOf(amount, l.TaxPercent, inclusive).Round(0))
		}
	}
	for _, s := range sums {
		if !perLine {
			s.exact = taxOf(s.gross, s.Percent, inclusive).Round(0)
		}
		s.Tax = s.exact.IntPart()
		s.Net = s.gross.IntPart()
		if inclusive {
			s.Net -= s.Tax
		}
		t.Net += s.Net
		t.Tax += s.Tax
		if !s.Percent.IsZero() || s.Name != "" {
			t.Taxes = append(t.Taxes, s.TaxSum)
		}
	}
	t.Total = t.Net + t.Tax
	_, err = Round(decimal.New(t.Total, -c.Digits()), c)
	return t, err
}

// work fills in the line's amount: quantity × price less the discount, rounded once.
func (l *Line) work(c Currency) error {
	exact := l.Quantity.Mul(l.Price)
	if !l.Discount.IsZero() {
		exact = exact.Mul(hundred.Sub(l.Discount)).Shift(-2)
	}
	amount, err := Round(exact, c)
	l.Amount = amount.Amount
	return err
}

// taxable is what one rate is worked out on.
type taxable struct {
	TaxSum
	gross, exact decimal.Decimal
}

// sumOf finds the sum of a line's rate, or begins it.
func sumOf(sums []*taxable, l *Line) (*taxable, []*taxable) {
	for _, s := range sums {
		if s.Name == l.TaxName && s.Percent.Equal(l.TaxPercent) {
			return s, sums
		}
	}
	s := &taxable{TaxSum: TaxSum{Name: l.TaxName, Percent: l.TaxPercent}}
	return s, append(sums, s)
}

var hundred = decimal.NewFromInt(100)

// taxOf is the exact tax in minor units on an amount that does or doesn't include it.
func taxOf(amount, percent decimal.Decimal, inclusive bool) decimal.Decimal {
	if inclusive {
		return amount.Mul(percent).DivRound(percent.Add(hundred), 12)
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
	v.That(i.Due == 0 || i.Issued == 0 || i.Due >= i.Issued, "due", "The due day can’t be before the day of issue.")
	v.That(len(i.SendTo) <= maxRecipients, "to", "A bill can go to %d addresses at most.", maxRecipients)
	v.That(i.Deposit >= 0 && i.Deposit <= max(0, i.Totals.Total), "deposit", "The deposit can’t be more than the total.")
	v.Err("", CheckLines(i.Lines))
	return v.Done()
}

// CheckLines checks the lines of a bill or an estimate. They count from 0 in the names of fields: price-2.
func CheckLines(lines []Line) error {
	var v Check
	v.That(len(lines) > 0, "lines", "Add at least one line.")
	v.That(len(lines) <= maxLines, "lines", "There can be %d lines at most.", maxLines)
	for n, l := range lines {
		l.validate(&v, strconv.Itoa(n))
	}
	return v.Done()
}

func (l Line) validate(v *Check, n string) {
	v.That(strings.TrimSpace(l.Description) != "", "line-"+n, "Every line needs a description.")
	v.That(len(l.Description) <= 500, "line-"+n, "Keep the description under 500 letters.")
	v.That(len(l.Detail) <= 2000, "detail-"+n, "Keep the details under 2,000 letters.")
	v.That(!l.Discount.IsNegative() && !l.Discount.GreaterThan(hundred), "discount-"+n, "A discount lies between 0 and 100 percent.")
	v.That(len(l.Unit) <= 20, "unit-"+n, "Keep the unit under 20 letters.")
}
