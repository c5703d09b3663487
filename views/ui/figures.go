package ui

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/words"
	"portico/portal"
)

// sumLine is a name and its amount: a page has many.
type sumLine struct {
	label string
	sum   portal.Money
	total bool
}

func (s sumLine) Render(ctx context.Context, w io.Writer) error {
	o := begin()
	if s.total {
		o.markup(`<div class="total"><dt>`)
	} else {
		o.markup(`<div><dt>`)
	}
	o.text(s.label)
	o.markup(`</dt><dd>`)
	o.money(words.From(ctx), s.sum, false)
	o.markup(`</dd></div>`)
	return o.end(w)
}

// SumLine is an amount in Sums.
func SumLine(label string, m portal.Money) templ.Component { return sumLine{label, m, false} }

// TotalLine is the amount that the lines above add up to.
func TotalLine(label string, m portal.Money) templ.Component { return sumLine{label, m, true} }

// Split shows how a sum divides, as a bar and in words.
func Split(parts []Part) templ.Component {
	return Rows(func(o Out) {
		o.Markup(`<div class="stack"><svg class="split" width="100%" height="8" aria-hidden="true">`)
		drawShares(o, parts)
		o.Markup(`</svg><ul class="legend" role="list">`)
		for _, p := range parts {
			o.Markup(`<li`)
			if p.Variant != Plain {
				o.attr(` data-variant="`, string(p.Variant))
			}
			o.Markup(`>`)
			o.attr(`<span class="key" data-variant="`, p.Key)
			o.Markup(`></span> <span>`)
			o.Text(p.Label)
			o.Markup(`</span> `)
			o.Money(p.Sum)
			o.Markup(`</li>`)
		}
		o.Markup(`</ul></div>`)
	})
}

// drawShares places the parts of a sum that are more than nothing along 100 %, with a small gap between them.
func drawShares(o Out, parts []Part) {
	const gap = 0.4
	var total int64
	room := 100 + gap
	for _, p := range parts {
		if p.Sum.Amount > 0 {
			total += p.Sum.Amount
			room -= gap
		}
	}
	x := 0.0
	for _, p := range parts {
		if p.Sum.Amount <= 0 {
			continue
		}
		width := room * float64(p.Sum.Amount) / float64(total)
		o.attr(`<rect data-variant="`, p.Key)
		o.Markup(` x="`)
		o.percent(x)
		o.Markup(`" width="`)
		o.percent(width)
		o.Markup(`" height="8"></rect>`)
		x += width + gap
	}
}

func (o Out) percent(f float64) { o.b = append(strconv.AppendFloat(o.b, f, 'f', 2, 64), '%') }

func (o Out) px(f float64) { o.b = strconv.AppendFloat(o.b, f, 'f', 1, 64) }

// The chart's geometry, in px down and in percent across, so that text never scales.
const (
	floor  = 208.0 // y of zero
	height = 178.0 // of the highest bar
	gutter = 9.0   // percent for the axis's labels
)

// Chart is what was billed per month, as bars with a table behind them.
func Chart(id, title string, months []portal.MonthSum) templ.Component {
	c := plot(months)
	return Rows(func(o Out) {
		o.attr(`<svg class="chart" width="100%" height="236" role="img" aria-labelledby="`, id+"-t "+id+"-d")
		o.attr(`><title id="`, id+"-t")
		o.Markup(`>`)
		o.Text(c.Title(o.Words, title))
		o.attr(`</title><desc id="`, id+"-d")
		o.Markup(`>`)
		o.Text(c.Describe(o.Words))
		o.Markup(`</desc><line class="axis" x1="0" x2="100%" y1="208" y2="208"></line>`)
		c.draw(o)
		o.Markup(`</svg><details class="reveal"><summary>`)
		o.Say("Show as a table")
		o.Markup(`</summary><table><caption class="visually-hidden">`)
		o.Text(title)
		o.Markup(`</caption><thead><tr><th scope="col">`)
		o.Say("Month")
		o.Markup(`</th><th scope="col" class="end">`)
		o.Say("Billed")
		o.Markup(`</th></tr></thead><tbody>`)
		c.table(o)
		o.Markup(`</tbody></table></details>`)
	})
}

type plotted struct {
	months    []portal.MonthSum
	high, low portal.MonthSum
}

func plot(months []portal.MonthSum) plotted {
	c := plotted{months: months}
	if len(months) == 0 {
		return c
	}
	c.high, c.low = months[0], months[0]
	for _, m := range months {
		if m.Sum.Amount > c.high.Sum.Amount {
			c.high = m
		}
		if m.Sum.Amount < c.low.Sum.Amount {
			c.low = m
		}
	}
	return c
}

// draw writes the ticks and the bars.
func (c plotted) draw(o Out) {
	scale := 0.0
	if top := c.high.Sum.Amount; top > 0 {
		scale = height / float64(top)
		step := niceStep(top)
		for v := step; v <= top; v += step {
			drawTick(o, floor-float64(v)*scale, portal.Of(v, c.high.Sum.Currency))
		}
	}
	slot := (100 - gutter) / float64(len(c.months))
	for i, m := range c.months {
		b := bar{slot: slot, x: gutter + slot*float64(i), height: max(0, float64(m.Sum.Amount)*scale), class: "bar", label: "thin"}
		switch {
		case i == len(c.months)-1:
			b.class, b.label = "bar now", "now"
		case i%2 == len(c.months)%2^1:
			b.label = ""
		}
		b.draw(o, m.Month)
	}
}

func drawTick(o Out, y float64, m portal.Money) {
	o.Markup(`<line class="axis" x1="0" x2="100%" y1="`)
	o.px(y)
	o.Markup(`" y2="`)
	o.px(y)
	o.Markup(`"></line><text x="0" y="`)
	o.px(y - 5)
	o.Markup(`">`)
	o.Text(o.Words.Short(m))
	o.Markup(`</text>`)
}

// bar is a month in its slot; slot and x in percent, the height in px.
type bar struct {
	slot, x, height float64
	class, label    literal
}

func (b bar) draw(o Out, m portal.Month) {
	width := b.slot * 0.64
	x := b.x + (b.slot-width)/2
	o.Markup(`<rect class="`)
	o.Markup(b.class)
	o.Markup(`" x="`)
	o.percent(x)
	o.Markup(`" y="`)
	o.px(floor - b.height)
	o.Markup(`" width="`)
	o.percent(width)
	o.Markup(`" height="`)
	o.px(b.height)
	o.Markup(`" rx="3"></rect><text class="`)
	o.Markup(b.label)
	o.Markup(`" x="`)
	o.percent(x + width/2)
	o.Markup(`" y="229" text-anchor="middle">`)
	o.Text(o.Words.MonthShort(m))
	o.Markup(`</text>`)
}

// table writes the months behind the bars.
func (c plotted) table(o Out) {
	for _, m := range c.months {
		o.Markup(`<tr><th scope="row">`)
		o.Text(o.Words.MonthShort(m.Month))
		o.Markup(` `)
		o.b = strconv.AppendInt(o.b, int64(m.Month)/12, 10)
		o.Markup(`</th><td class="end">`)
		o.Money(m.Sum)
		o.Markup(`</td></tr>`)
	}
}

// niceStep divides an amount into two to five steps of 1, 2 or 5 times a power of ten.
func niceStep(top int64) int64 {
	for step := int64(1); ; step *= 10 {
		for _, m := range [...]int64{1, 2, 5} {
			if top/(step*m) <= 4 {
				return step * m
			}
		}
	}
}

// Title names the chart and its months.
func (c plotted) Title(l *words.Locale, title string) string {
	if len(c.months) == 0 {
		return title
	}
	return l.T("%s, %s to %s", title, l.MonthLong(c.months[0].Month), l.MonthLong(c.months[len(c.months)-1].Month))
}

// Describe says what the bars show to whoever cannot see them.
func (c plotted) Describe(l *words.Locale) string {
	if c.high.Sum.Amount <= 0 {
		return l.T("Nothing was billed in these months.")
	}
	return l.T("Highest in %s with %s; lowest in %s with %s. The table below has every month.",
		l.MonthLong(c.high.Month), c.high.Sum, l.MonthLong(c.low.Month), c.low.Sum)
}
