package ubl

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"portico/portal"
)

// group is what one category and rate of tax is worked out on: two rates of ours that the standard can't tell apart are one.
type group struct {
	category category
	net, tax int64
	lines    []int
}

// groups sorts the lines by tax. Where nothing is taxed at all the document is not subject to VAT (O); a line without
// tax beside taxed ones is zero-rated (Z), since O may not stand beside others (BR-O-11).
func groups(i portal.Invoice) []*group {
	taxed := false
	for _, t := range i.Totals.Taxes {
		taxed = taxed || !t.Percent.IsZero()
	}
	var gs []*group
	at := map[string]*group{}
	find := func(percent decimal.Decimal) *group {
		c := categoryOf(percent, taxed)
		key := c.ID + c.Percent
		if at[key] == nil {
			at[key] = &group{category: c}
			gs = append(gs, at[key])
		}
		return at[key]
	}
	for n, l := range i.Lines {
		g := find(l.TaxPercent)
		g.net += l.Amount
		g.lines = append(g.lines, n)
	}
	for _, t := range i.Totals.Taxes {
		g := find(t.Percent)
		g.tax += t.Tax
		if i.Inclusive {
			g.net -= t.Tax
		}
	}
	return gs
}

var vat = reference{"VAT"}

func categoryOf(percent decimal.Decimal, taxed bool) category {
	switch {
	case !percent.IsZero():
		return category{ID: "S", Percent: percent.String(), Scheme: vat}
	case taxed:
		return category{ID: "Z", Percent: "0", Scheme: vat}
	}
	return category{ID: "O", Reason: "Not subject to VAT", Scheme: vat}
}

// nets are the lines' amounts without tax. Where prices include it, what rounding leaves over goes to the first lines of
// the rate, so that they add up to the document's own sum (BR-CO-10).
func nets(i portal.Invoice, gs []*group) []int64 {
	out := make([]int64, len(i.Lines))
	for _, g := range gs {
		rest := g.net
		for _, n := range g.lines {
			out[n] = i.Lines[n].Amount
			if i.Inclusive {
				out[n] = without(decimal.NewFromInt(out[n]), i.Lines[n].TaxPercent).Round(0).IntPart()
			}
			rest -= out[n]
		}
		for k := 0; rest != 0 && len(g.lines) > 0; k++ {
			step := int64(1)
			if rest < 0 {
				step = -1
			}
			out[g.lines[k%len(g.lines)]] += step
			rest -= step
		}
	}
	return out
}

var hundred = decimal.NewFromInt(100)

func without(gross, percent decimal.Decimal) decimal.Decimal {
	return gross.Mul(hundred).DivRound(hundred.Add(percent), 12)
}

// line makes one line. A negative price is a negative quantity of a positive one (BR-27).
func (w writer) line(n int, l portal.Line, net int64, tax category) line {
	unit := l.Price
	if w.inclusive {
		unit = without(unit, l.TaxPercent)
	}
	count := l.Quantity
	before := net
	if !l.Discount.IsZero() {
		before = w.minor(count.Mul(unit))
	}
	if w.inclusive && !count.IsZero() { // the price that makes the line's amount
		unit = decimal.New(before, -w.digits).DivRound(count, 8)
	}
	if unit.IsNegative() {
		unit, count = unit.Neg(), count.Neg()
	}
	tax.Reason = ""
	out := line{
		ID: strconv.Itoa(n + 1), Net: w.money(net), Price: price{w.exact(unit)},
		Item: item{Name: strings.TrimSpace(l.Description), Detail: strings.TrimSpace(l.Detail), Tax: tax},
	}
	if before != net {
		out.Discount = &allowance{Code: "95", Amount: w.money(before - net)}
		if out.Discount.Charge = before < net; out.Discount.Charge { // a discount on what is given back
			out.Discount.Code, out.Discount.Amount = "ZZZ", w.money(net-before)
		}
	}
	q := &quantity{Unit: unitCode(l.Unit), Value: count.String()}
	if w.credit {
		out.Credited = q
	} else {
		out.Billed = q
	}
	return out
}

// units are codes of UN/ECE Recommendation 20 for what people write.
var units = map[string]string{
	"h": "HUR", "hr": "HUR", "hrs": "HUR", "hour": "HUR", "hours": "HUR", "min": "MIN", "day": "DAY", "days": "DAY", "month": "MON",
	"m": "MTR", "m2": "MTK", "m²": "MTK", "m3": "MTQ", "m³": "MTQ", "km": "KMT", "mi": "SMI", "ft": "FOT", "kg": "KGM", "l": "LTR",
	"gal": "GLL", "pc": "H87", "pcs": "H87", "piece": "H87", "pieces": "H87",
}

func unitCode(unit string) string {
	if c, ok := units[strings.ToLower(strings.TrimSpace(unit))]; ok {
		return c
	}
	return "C62" // one
}
