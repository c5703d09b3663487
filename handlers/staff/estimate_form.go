package staff

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// OfferForm is an estimate’s form as it is posted, but for its lines: those are lists of equal length.
type OfferForm struct {
	Client      portal.ClientID     `form:"client"`
	Property    portal.PropertyID   `form:"property"`
	Contractor  portal.ContractorID `form:"contractor"`
	Description string              `form:"description"`
	Order       string              `form:"order"`
	Expires     string              `form:"expires"`
	Deposit     string              `form:"deposit"`
	Terms       string              `form:"terms"`
	To          []string            `form:"to"`
	Other       string              `form:"other"`
	Version     portal.Version      `form:"version"`
	Do          string              `form:"do"`
}

// typedOffer is a posted estimate: what could be read of it, and what is wrong with the rest.
type typedOffer struct {
	OfferForm
	in    service.EstimateEdit
	wrong portal.Check
}

// readEstimate turns the posted form into an estimate. Lines left wholly empty are dropped, from the form too.
func readEstimate(c *web.Ctx) (t typedOffer, err error) {
	if err := c.Bind(&t.OfferForm); err != nil {
		return t, err
	}
	v := c.Request.PostForm
	if t.Do == "" || t.Do == "save" || t.Do == "send" {
		dropEmpty(v)
	}
	o := portal.Offer{
		Property: t.Property, Contractor: t.Contractor, Description: strings.TrimSpace(t.Description), Order: strings.TrimSpace(t.Order),
		Terms: strings.TrimSpace(strings.ReplaceAll(t.Terms, "\r\n", "\n")),
	}
	o.Expires, err = portal.ParseDay(t.Expires)
	t.wrong.Err("expires", err)
	o.Lines = readOfferLines(c, v, &t.wrong)
	t.in = service.EstimateEdit{Version: t.Version, Offer: o, SendTo: append(t.To, splitAddresses(t.Other)...)}
	return t, nil
}

func readOfferLines(c *web.Ctx, v url.Values, wrong *portal.Check) (ls []portal.EstimateLine) {
	sign := c.V.Business.Profile.NumberFormat.DecimalSign()
	for n := range v["line"] {
		x := portal.EstimateLine{Line: readLine(v, n, sign, wrong)}
		switch at(v, "optional", n) {
		case views.LineChosen:
			x.Optional, x.Chosen = true, true
		case views.LineOffered:
			x.Optional = true
		}
		ls = append(ls, x)
	}
	return ls
}

// readDepositOf reads a deposit: a percent of the total, or an amount of the client’s currency.
func (t *typedOffer) readDepositOf(c *web.Ctx, cur portal.Currency) {
	typed := strings.TrimSpace(t.Deposit)
	if typed == "" {
		return
	}
	sign := c.V.Business.Profile.NumberFormat.DecimalSign()
	if p, ok := strings.CutSuffix(typed, "%"); ok {
		t.in.Offer.Percent = readNumber(strings.TrimSpace(p), decimal.Zero, sign, "deposit", &t.wrong)
		return
	}
	m, err := portal.ParseMoney(typed, cur, sign)
	t.wrong.Err("deposit", err)
	t.in.Offer.Deposit = m.Amount
}

// EstimateNew begins an estimate: first for whom, then what.
func EstimateNew(c *web.Ctx) error {
	if c.Query("client") == "" {
		return chooseClient(c, c.L.T("New %s", c.L.Word("estimate")), layout.Estimates, paths.OfficeEstimateNew())
	}
	sc, err := c.S.ForClient(c.Std(), c.Scope().Actor, c.Query("client"))
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	p := views.EstimateForm{DraftPage: views.DraftPage{
		DraftDesk: desk, Form: ui.Form{Values: views.NewEstimateValues(desk, c.V.Business.Estimates)}, Optional: true,
	}}
	return showOffer(c, p, nil)
}

// EstimateCreate keeps a new draft, and sends it where asked to.
func EstimateCreate(c *web.Ctx) error {
	t, err := readEstimate(c)
	if err != nil {
		return err
	}
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(t.Client)})
	if err != nil {
		return err
	}
	t.in.Version = 0
	return keepOffer(c, sc, t)
}

// EstimateEdit is the form to edit a draft, or to write the next version.
func EstimateEdit(c *web.Ctx) error {
	sc, doc, err := estimate(c)
	if err != nil {
		return err
	}
	if err := doc.Editable(); err != nil {
		return showEstimate(c, sc, doc, err)
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	o := doc.Estimate.Draft()
	return showOffer(c, views.EstimateForm{Estimate: doc.Estimate, DraftPage: views.DraftPage{
		DraftDesk: desk, Form: ui.Form{Values: views.EstimateValues(c.L, doc.Estimate, desk)}, Version: doc.Version, Worked: asBill(o, doc.Currency),
		Optional: true,
	}}, nil)
}

// asBill is an offer as the form of a bill shows it.
func asBill(o portal.Offer, cur portal.Currency) portal.Invoice {
	return portal.Invoice{Currency: cur, Lines: o.Bare(), Totals: o.Totals, Inclusive: o.Inclusive}
}

// EstimateSave keeps what was edited, and sends it where asked to.
func EstimateSave(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindEstimate, "estimate")
	if err != nil {
		return err
	}
	t, err := readEstimate(c)
	if err != nil {
		return err
	}
	t.in.ID = portal.EstimateID(id)
	return keepOffer(c, sc, t)
}

func keepOffer(c *web.Ctx, sc service.Scope, t typedOffer) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	t.readDepositOf(c, desk.Client.Currency)
	if picked, err := pickPrice(c, sc, c.Request.PostForm, t.Do); picked {
		t.in.Offer.Lines = nil
		return retypeOffer(c, sc, desk, t, err)
	}
	if changeLines(c.Request.PostForm, t.Do) {
		return retypeOffer(c, sc, desk, t, nil)
	}
	if refused := t.wrong.Done(); refused != nil {
		return retypeOffer(c, sc, desk, t, refused)
	}
	out, err := c.S.SaveEstimate(c.Std(), sc, t.in, t.Do == "send")
	if web.Faulty(err) {
		return retypeOffer(c, sc, desk, t, err)
	}
	if err != nil {
		return err
	}
	said := c.Said("Saved. Nobody has got it yet.")
	if t.Do == "send" {
		said = estimateSent(c, out)
	}
	return c.To(paths.OfficeEstimate(out.ID), said)
}

// retypeOffer shows the form again as it was typed, worked out as far as it can be.
func retypeOffer(c *web.Ctx, sc service.Scope, desk service.DraftDesk, t typedOffer, refused error) error {
	p := views.EstimateForm{DraftPage: views.DraftPage{DraftDesk: desk, Form: c.Typed(refused), Version: t.in.Version, Optional: true}}
	p.Form.Values.Set("lines_text", views.EstimateLinesText(p.Form.Values))
	p.Worked = workedOffer(c, sc, desk, t)
	if t.in.ID != 0 {
		doc, err := c.S.Estimate(c.Std(), sc, t.in.ID)
		if err != nil {
			return err
		}
		if err := doc.Editable(); err != nil {
			return showEstimate(c, sc, doc, err)
		}
		p.Estimate = doc.Estimate
		if p.Theirs = theirs(refused, &p.Form, views.EstimateValues(c.L, doc.Estimate, desk)); p.Theirs != nil {
			p.Version = doc.Version
		}
	}
	return showOffer(c, p, refused)
}

// workedOffer is the offer as it is typed now with its totals; what can’t be worked out yet stays nothing.
func workedOffer(c *web.Ctx, sc service.Scope, desk service.DraftDesk, t typedOffer) portal.Invoice {
	o := t.in.Offer
	if v := c.Request.PostForm; len(v["line"]) != len(o.Lines) { // a line came or went
		var ignored portal.Check
		o.Lines = readOfferLines(c, v, &ignored)
	}
	out, err := c.S.WorkOutOffer(c.Std(), sc, o)
	if err != nil {
		return portal.Invoice{Currency: desk.Client.Currency, Lines: o.Bare()}
	}
	return asBill(out, desk.Client.Currency)
}

func showOffer(c *web.Ctx, p views.EstimateForm, refused error) error {
	if p.Worked.Currency == "" {
		p.Worked.Currency = p.Client.Currency
	}
	title := c.L.T("New %s", c.L.Word("estimate"))
	crumbs := []ui.Crumb{{Label: c.L.Words("Estimates"), URL: paths.OfficeEstimates()}, {Label: c.L.T("New")}}
	if e := p.Estimate; e.ID != 0 {
		title = c.L.T("Edit")
		crumbs = []ui.Crumb{crumbs[0], {Label: ui.EstimateTitle(c.L, portal.EstimateDoc{Estimate: e}), URL: paths.OfficeEstimate(e.ID)}, {Label: title}}
	}
	page := web.Page{Title: title, Nav: layout.Estimates, Crumbs: crumbs, Body: views.EditEstimate(p)}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// EstimateWork works an estimate out while it is typed: the lines after one came or went, else the amounts alone.
// It saves nothing.
func EstimateWork(c *web.Ctx) error {
	t, err := readEstimate(c) // a fault is told when the form is saved
	if err != nil {
		return err
	}
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(t.Client)})
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	changed := changeLines(c.Request.PostForm, t.Do)
	p := views.DraftPage{DraftDesk: desk, Form: ui.Form{Values: c.Request.PostForm}, Added: t.Do == "add", Optional: true}
	if picked, err := pickPrice(c, sc, c.Request.PostForm, t.Do); picked {
		t.in.Offer.Lines, changed, p.Form = nil, true, p.Form.Refused(err)
	}
	p.Worked = workedOffer(c, sc, desk, t)
	if changed {
		return c.Fragment(views.DraftLines(p), nil)
	}
	return c.Fragment(views.DraftAmounts(p), nil)
}

// estimateSent is what is said after an estimate went out.
func estimateSent(c *web.Ctx, e portal.Estimate) *web.Flash {
	name := e.Number
	if e.Revision > 1 {
		name = c.L.T("%s, version %s", e.Number, strconv.Itoa(e.Revision))
	}
	return &web.Flash{Variant: ui.Success, Text: c.L.N(len(e.SentTo), "%[2]s is on its way to one address.", "%[2]s is on its way to %[1]d addresses.", name)}
}
