package ui

import (
	"strconv"

	"portico/internal/words"
	"portico/portal"
)

type share struct{ Key, X, Width string }

// shares places the parts of a sum that are more than nothing along 100 %, with a small gap between them.
func shares(parts []Part) []share {
	const gap = 0.4
	var total int64
	shown := parts[:0:0]
	for _, p := range parts {
		if p.Sum.Amount > 0 {
			total += p.Sum.Amount
			shown = append(shown, p)
		}
	}
	var out []share
	x, room := 0.0, 100-gap*float64(len(shown)-1)
	for _, p := range shown {
		w := room * float64(p.Sum.Amount) / float64(total)
		out = append(out, share{p.Key, percent(x), percent(w)})
		x += w + gap
	}
	return out
}

func percent(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) + "%" }

func (o Out) percent(f float64) { o.b = append(strconv.AppendFloat(o.b, f, 'f', 2, 64), '%') }

func (o Out) px(f float64) { o.b = strconv.AppendFloat(o.b, f, 'f', 1, 64) }

// The chart's geometry, in px down and in percent across, so that text never scales.
const (
	floor  = 208.0 // y of zero
	height = 178.0 // of the highest bar
	gutter = 9.0   // percent for the axis's labels
)

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

// draw writes the ticks and the bars: by hand, they are a quarter of the home page.
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
		o.Text(o.Words.Month(m.Month))
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
