package pdf

import (
	"strings"

	"portico/internal/words"
	"portico/portal"
)

// Estimate draws an offer; a signed one with its signature.
func Estimate(d portal.EstimateDoc, head portal.Letterhead, l *words.Locale) (File, error) {
	return layEstimate(d, head, l).finish()
}

func layEstimate(d portal.EstimateDoc, head portal.Letterhead, l *words.Locale) *sheet {
	s := newSheet(head, l)
	o := d.Shown
	what := estimateTitle(l, o)
	s.running(what, o.For.Name)
	s.letterhead(o.From, o.For)
	state, tone := s.estimateState(d)
	s.titleLine(what, state, tone)
	if o.Offer.Description != "" {
		s.y++
		s.flow(s.lines(o.Offer.Description, body.in(grey), s.width()-110), body.in(grey), s.width()-110)
	}
	s.y += 16
	s.estimateParties(o)
	s.estimatePanel(d)
	s.y += 14
	sums := s.estimateSums(o)
	counted, extras := estimateLines(l, o)
	s.bill(counted, s.sumsHeight(sums))
	s.closing(sums, l.T("Terms"), o.Offer.Terms)
	s.extras(extras)
	if o.Signed != nil {
		s.signature(o)
	}
	return s.done(what, o.From)
}

func estimateTitle(l *words.Locale, o portal.Offered) string {
	switch {
	case o.Number == "":
		return l.T("Draft estimate")
	case o.Revision > 1:
		return l.T("Estimate %s, version %d", o.Number, o.Revision)
	}
	return l.T("Estimate %s", o.Number)
}

// estimateState is the word beside the title; an offer that is open needs none.
func (s *sheet) estimateState(d portal.EstimateDoc) (string, ink) {
	switch st := d.Status(); st {
	case portal.StatusEstimateAccepted, portal.StatusEstimateInvoiced:
		return s.l.T("Accepted"), green
	case portal.StatusEstimateDeclined, portal.StatusEstimateExpired:
		return s.l.Name(st), red
	case portal.StatusEstimateDraft, portal.StatusEstimateSuperseded:
		return s.l.Name(st), grey
	}
	return "", grey
}

// estimateParties draws who it is for, where the work would be, and the dates.
func (s *sheet) estimateParties(o portal.Offered) {
	who, where, when := s.thirds()
	who.party(s.l.T("For"), o.For)
	where.place(o.Bill().At)
	where.fact(s.l.T("Carried out by"), o.By)
	when.fact(s.l.T("Date"), s.l.Day(o.Dated))
	when.fact(s.l.T("Valid until"), s.l.Day(o.Offer.Expires))
	when.fact(s.l.T("Your reference"), o.Offer.Order)
	s.three(who, where, when)
}

// estimatePanel says what it comes to, and until when.
func (s *sheet) estimatePanel(d portal.EstimateDoc) {
	l, o := s.l, d.Shown
	note, tone := l.T("No end date"), black
	if o.Offer.Expires != 0 {
		note = l.T("Valid until %s", o.Offer.Expires)
	}
	switch d.Status() {
	case portal.StatusEstimateDraft:
		note, tone = l.T("A draft: not an offer yet"), grey
	case portal.StatusEstimateDeclined:
		note, tone = l.T("Declined"), red
	case portal.StatusEstimateExpired:
		note, tone = l.T("Expired: it was valid until %s", o.Offer.Expires), red
	case portal.StatusEstimateSuperseded:
		note, tone = l.T("No longer valid"), grey
	}
	if o.Signed != nil {
		note, tone = l.T("Accepted by %s on %s", o.Signed.Name, o.Signed.At), green
	}
	s.panel(l.T("Total"), l.Money(o.Total()), note, tone)
}

// estimateSums are the lines under the offer, with the deposit.
func (s *sheet) estimateSums(o portal.Offered) []sumLine {
	ls := s.invoiceSums(o.Bill())
	if m := o.Deposit(); !m.IsZero() {
		ls = append(ls, sumLine{label: s.l.T("Deposit due on acceptance"), figure: s.l.Money(m), style: body})
	}
	return ls
}

// estimateLines parts what counts from what could be had besides.
func estimateLines(l *words.Locale, o portal.Offered) (counted, extras portal.InvoiceDoc) {
	counted, extras = o.Bill(), o.Bill()
	counted.Lines, extras.Lines = nil, nil
	for _, x := range o.Offer.Lines {
		switch {
		case !x.Counts():
			extras.Lines = append(extras.Lines, x.Line)
		case x.Optional:
			x.Detail = strings.TrimSpace(l.T("Optional, included") + "\n" + x.Detail)
			fallthrough
		default:
			counted.Lines = append(counted.Lines, x.Line)
		}
	}
	return counted, extras
}

// extras draws the optional lines that are not part of the total.
func (s *sheet) extras(d portal.InvoiceDoc) {
	if len(d.Lines) == 0 {
		return
	}
	s.need(90)
	s.y += 22
	s.y = s.write(s.l.T("Optional, not included in the total"), strong, s.left(), s.y, s.width()) + 4
	s.bill(d, 0)
}

// The drawn signature’s box, in points.
const (
	signWide = 210.0
	signHigh = signWide * portal.DrawingHigh / portal.DrawingWide
)

// signature draws who signed, when, from where, and what exactly.
func (s *sheet) signature(o portal.Offered) {
	a, l := o.Signed, s.l
	s.need(signHigh + 120)
	s.y += 26
	s.y = s.write(l.T("Signature"), strong, s.left(), s.y, s.width()) + 6
	if len(a.Drawing) > 0 {
		s.drawing(a.Drawing)
	}
	s.y = s.write(a.Name, big.in(s.deep), s.left(), s.y, s.width())
	s.rule(s.left(), signWide, line)
	s.y += 8
	left, right := s.stack((s.width()-gutter)/2), s.stack((s.width()-gutter)/2)
	left.fact(l.T("Accepted"), l.Time(a.At)+" "+a.At.In(l.Zone()).Format("MST"))
	left.fact(l.T("Signed in as"), a.Signer)
	left.fact(l.T("Purchase order"), a.Order)
	right.fact(l.T("Internet address"), a.IP)
	right.fact(l.T("Device"), a.Device)
	if a.Coded {
		right.fact(l.T("Confirmed"), l.T("with a code that was sent by e-mail"))
	}
	s.side([]column{{width: left.width}, {width: right.width}}, left.cell, right.cell)
	s.notes(l.T("SHA-256 of what was accepted: %s", estimateTitle(l, o)), a.Hash)
}

// drawing puts a drawn signature on the page.
func (s *sheet) drawing(d portal.Drawing) {
	s.page().strokes = append(s.page().strokes, strokes{x: s.left(), y: s.y, drawing: d, ink: s.deep})
	s.y += signHigh + 4
}

// strokes is a drawing on a page.
type strokes struct {
	x, y    float64
	drawing portal.Drawing
	ink     ink
}

// draw writes the lines of a drawing. Its place follows the direction of the document, its shape doesn’t.
func (w *writer) strokes(d strokes) {
	const scale = signWide / portal.DrawingWide
	x := w.turn(d.x, signWide)
	w.SetStrokeColor(d.ink.r, d.ink.g, d.ink.b)
	w.SetLineWidth(1.2)
	for _, stroke := range d.drawing {
		for n := range stroke {
			from, to := stroke[max(0, n-1)], stroke[n]
			if len(stroke) == 1 {
				to.X++ // a dot
			} else if n == 0 {
				continue
			}
			w.Line(x+float64(from.X)*scale, d.y+float64(from.Y)*scale, x+float64(to.X)*scale, d.y+float64(to.Y)*scale)
		}
	}
}
