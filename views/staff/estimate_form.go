package staff

import (
	"context"
	"net/url"
	"strconv"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// EstimateForm is the form of an estimate: the form of a bill’s draft, whose lines can be optional.
type EstimateForm struct {
	DraftPage
	Estimate portal.Estimate // as it is saved; without an id it is new
}

// NewEstimateValues are what a new estimate starts from.
func NewEstimateValues(d service.DraftDesk, s portal.EstimateSettings) url.Values {
	v := NewDraftValues(d)
	v.Set("optional", "")
	v.Set("terms", s.Terms)
	if s.Days > 0 {
		v.Set("expires", (d.Today + portal.Day(s.Days)).ISO())
	}
	return v
}

// EstimateValues are an estimate’s fields as the form holds them.
func EstimateValues(l *words.Locale, e portal.Estimate, d service.DraftDesk) url.Values {
	o := e.Draft()
	v := DraftValues(l, portal.Invoice{
		Property: o.Property, Contractor: o.Contractor, Description: o.Description, Order: o.Order, Lines: o.Bare(), Terms: o.Terms,
		SendTo: e.SendTo, Currency: e.Currency,
	}, d)
	for _, x := range o.Lines {
		v.Add("optional", optionalKey(x))
	}
	v.Set("expires", o.Expires.ISO())
	switch {
	case !o.Percent.IsZero():
		v.Set("deposit", l.DecimalInput(o.Percent)+"%")
	case o.Deposit != 0:
		v.Set("deposit", l.DecimalInput(portal.Of(o.Deposit, e.Currency).Decimal()))
	}
	v.Set("lines_text", EstimateLinesText(v))
	return v
}

// EstimateLinesText is all lines as text, with which of them are optional.
func EstimateLinesText(v url.Values) string {
	text := LinesText(v)
	for _, o := range v["optional"] {
		text += " " + o
	}
	return text
}

// Whether a line is in the total, as the form has it.
const (
	LineOffered = "offered" // optional
	LineChosen  = "chosen"  // optional, ticked
)

func optionalKey(x portal.EstimateLine) string {
	switch {
	case x.Optional && x.Chosen:
		return LineChosen
	case x.Optional:
		return LineOffered
	}
	return ""
}

func optionalChoices(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Label: words.T(ctx, "Always")},
		{Value: LineOffered, Label: words.T(ctx, "Optional")},
		{Value: LineChosen, Label: words.T(ctx, "Optional, ticked")},
	}
}

func (p EstimateForm) title(ctx context.Context) string {
	switch {
	case p.Estimate.ID == 0:
		return words.T(ctx, "New %s", words.Word(ctx, "estimate"))
	case p.Estimate.Revision == 0:
		return words.T(ctx, "Edit draft")
	}
	return words.T(ctx, "Version %d of %s", p.Estimate.Revision+1, p.Estimate.Number)
}

func (p EstimateForm) text(ctx context.Context) string {
	switch {
	case p.Estimate.Revision == 0:
		return words.T(ctx, "A draft until you send it: then it gets its number.")
	case p.Estimate.State == portal.EstimateAccepted:
		return words.T(ctx, "What was accepted stays as it is. When you send this version, the client has to accept it anew.")
	}
	return words.T(ctx, "The client sees version %d until you send this one.", p.Estimate.Revision)
}

func (p EstimateForm) editor(ctx context.Context) Editor {
	e := Editor{
		Do: paths.OfficeEstimateNew(), Cancel: paths.OfficeEstimates(), Button: words.T(ctx, "Save"), Form: p.Form, Theirs: p.Theirs,
		Version: p.Version, Parts: []Part{p.what(ctx), p.body(ctx), p.terms(ctx), p.whom(ctx)}, More: estimateButtons(),
	}
	if id := p.Estimate.ID; id != 0 {
		e.Do, e.Cancel = paths.OfficeEstimateEdit(id), paths.OfficeEstimate(id)
	}
	return e
}

func (p EstimateForm) terms(ctx context.Context) Part {
	return Part{ID: "terms-part", Title: words.T(ctx, "Until when, and on which terms"), Controls: []Control{
		{Half: true, Input: ui.Input{Name: "expires", Label: words.T(ctx, "Valid until"), Type: "date", Hint: words.T(ctx, "The last day to accept it. Empty: no end date.")}},
		{Half: true, Input: ui.Input{Name: "deposit", Label: words.T(ctx, "Deposit on acceptance"), Hint: words.T(ctx, "A percent of the total, like 25%%, or an amount. Empty: none."), Dir: "ltr", Max: 20}},
		{As: Lines, Input: ui.Input{Name: "terms", Label: words.T(ctx, "Terms"), Hint: words.T(ctx, "They stand under the estimate."), Rows: 2, Max: 5000}},
	}}
}

// EstimateSettingsValues are the settings’ fields as the form holds them.
func EstimateSettingsValues(s portal.EstimateSettings) url.Values {
	return url.Values{"days": {strconv.Itoa(s.Days)}, "code": {yes(s.Code)}, "order": {yes(s.Order)}, "terms": {s.Terms}}
}

// EstimateSettingsEditor is the form of the settings.
func EstimateSettingsEditor(ctx context.Context, f ui.Form) Editor {
	return Editor{
		Do: paths.OfficeSettingsEstimates(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{
			{
				ID: "offers", Title: words.T(ctx, "New %s", words.Word(ctx, "estimates")), Text: words.T(ctx, "Those that exist keep theirs."),
				Controls: []Control{
					{Half: true, Input: ui.Input{Name: "days", Label: words.T(ctx, "Valid for how many days"), Hint: words.T(ctx, "0: no end date."), Mode: "numeric", Dir: "ltr", Max: 3, Required: true}},
					{As: Lines, Input: ui.Input{Name: "terms", Label: words.T(ctx, "Terms"), Hint: words.T(ctx, "They stand at the foot of every new one."), Rows: 5, Max: 5_000}},
				},
			},
			{
				ID: "accepting", Title: words.T(ctx, "Accepting"), Text: words.T(ctx, "A typed name signs; a drawn signature can go with it."),
				Controls: []Control{
					{As: Box, Input: ui.Input{Name: "code", Label: words.T(ctx, "Ask for a fresh code by e-mail"), Hint: words.T(ctx, "Whoever accepts proves once more that the mailbox is theirs.")}},
					{As: Box, Input: ui.Input{Name: "order", Label: words.T(ctx, "Ask for a purchase-order number"), Hint: words.T(ctx, "Nobody can accept without one.")}},
				},
			},
		},
	}
}
