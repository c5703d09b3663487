package staff

import (
	"net/url"
	"slices"
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

// DraftForm is a bill's form as it is posted, but for its lines: those are lists of equal length.
type DraftForm struct {
	Client      portal.ClientID     `form:"client"`
	Property    portal.PropertyID   `form:"property"`
	Contractor  portal.ContractorID `form:"contractor"`
	Description string              `form:"description"`
	Order       string              `form:"order"`
	Issued      string              `form:"issued"`
	Due         string              `form:"due"`
	Terms       string              `form:"terms"`
	To          []string            `form:"to"`
	Other       string              `form:"other"`
	Deposit     string              `form:"deposit"`
	Version     portal.Version      `form:"version"`
	Do          string              `form:"do"`
}

// lineNames are the fields of a line.
var lineNames = []string{"line", "detail", "quantity", "unit", "price", "discount", "tax", "optional"}

// readDraft turns the posted form into a draft. Lines left wholly empty are dropped, from the form too, so that
// faults and fields count alike.
func readDraft(c *web.Ctx) (in portal.Invoice, f DraftForm, err error) {
	if err := c.Bind(&f); err != nil {
		return in, f, err
	}
	v := c.Request.PostForm
	if f.Do == "" && v.Get("item") != "" {
		f.Do = "item" // Enter in the field of the price list
	}
	if f.Do == "" || f.Do == "save" || f.Do == "issue" || f.Do == "send" {
		dropEmpty(v)
	}
	var check portal.Check
	in = portal.Invoice{
		Version: f.Version, Property: f.Property, Contractor: f.Contractor, Description: strings.TrimSpace(f.Description),
		Order: strings.TrimSpace(f.Order), Terms: strings.TrimSpace(strings.ReplaceAll(f.Terms, "\r\n", "\n")),
		SendTo: append(f.To, splitAddresses(f.Other)...),
	}
	in.Issued, err = portal.ParseDay(f.Issued)
	check.Err("issued", err)
	in.Due, err = portal.ParseDay(f.Due)
	check.Err("due", err)
	sign := c.V.Business.Profile.NumberFormat.DecimalSign()
	for n := range v["line"] {
		in.Lines = append(in.Lines, readLine(v, n, sign, &check))
	}
	return in, f, check.Done()
}

// readDeposit reads the deposit, in the client's currency.
func readDeposit(c *web.Ctx, sc service.Scope, f DraftForm, in *portal.Invoice, refused error) error {
	if strings.TrimSpace(f.Deposit) == "" {
		return refused
	}
	var check portal.Check
	check.Err("", refused)
	currency, err := c.S.Currency(c.Std(), sc)
	if err != nil {
		return err
	}
	m, err := portal.ParseMoney(f.Deposit, currency, c.V.Business.Profile.NumberFormat.DecimalSign())
	check.Err("deposit", err)
	in.Deposit = m.Amount
	return check.Done()
}

func dropEmpty(v url.Values) {
	for n := len(v["line"]) - 1; n >= 0; n-- {
		if at(v, "line", n) == "" && at(v, "detail", n) == "" && at(v, "price", n) == "" {
			removeLine(v, n)
		}
	}
}

func removeLine(v url.Values, n int) {
	for _, name := range lineNames {
		if n < len(v[name]) {
			v[name] = slices.Delete(v[name], n, n+1)
		}
	}
}

// at is the nth value of a list, "" where the list is shorter.
func at(v url.Values, name string, n int) string {
	if n < 0 || n >= len(v[name]) {
		return ""
	}
	return strings.TrimSpace(v[name][n])
}

func readLine(v url.Values, n int, sign rune, check *portal.Check) portal.Line {
	field := strconv.Itoa(n)
	l := portal.Line{Description: at(v, "line", n), Detail: strings.ReplaceAll(at(v, "detail", n), "\r\n", "\n"), Unit: at(v, "unit", n)}
	l.Quantity = readNumber(at(v, "quantity", n), decimal.NewFromInt(1), sign, "quantity-"+field, check)
	l.Price = readNumber(at(v, "price", n), decimal.Zero, sign, "price-"+field, check)
	l.Discount = readNumber(strings.TrimSuffix(at(v, "discount", n), "%"), decimal.Zero, sign, "discount-"+field, check)
	if t := at(v, "tax", n); t != "" {
		id, err := strconv.ParseUint(t, 10, 64)
		check.That(err == nil, "tax-"+field, "Choose a tax rate from the list.")
		l.Tax = id
	}
	return l
}

// maxPlaces is how exact a quantity or a price can be.
const maxPlaces = 6

func readNumber(typed string, empty decimal.Decimal, sign rune, field string, check *portal.Check) decimal.Decimal {
	if typed == "" {
		return empty
	}
	d, err := portal.ParseDecimal(typed, sign)
	check.Err(field, err)
	check.That(err != nil || d.Exponent() >= -maxPlaces, field, "Keep to %d decimal places.", maxPlaces)
	return d
}

// InvoiceNew begins a bill: first for whom, then what.
func InvoiceNew(c *web.Ctx) error {
	if c.Query("client") == "" {
		return chooseClient(c, c.L.T("New invoice"), layout.Invoices, paths.OfficeInvoiceNew())
	}
	sc, err := c.S.ForClient(c.Std(), c.Scope().Actor, c.Query("client"))
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	return showDraft(c, views.DraftPage{DraftDesk: desk, Form: ui.Form{Values: views.NewDraftValues(desk)}}, nil)
}

// chooseClient asks for whom something new is.
func chooseClient(c *web.Ctx, title string, nav layout.Key, to paths.URL) error {
	list, err := c.S.ChooseClient(c.Std(), c.Scope(), short(c.Query("q")))
	if err != nil {
		return err
	}
	return c.Show(web.Page{Title: title, Nav: nav, Body: views.ChooseClient(views.ChoosePage{ClientChoice: list, Title: title, To: to, Values: c.Request.URL.Query()})})
}

// InvoiceCreate keeps a new draft, and issues and sends it where asked to.
func InvoiceCreate(c *web.Ctx) error {
	in, f, refused := readDraft(c)
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(f.Client)})
	if err != nil {
		return err
	}
	in.Version = 0
	refused = readDeposit(c, sc, f, &in, refused)
	return keepDraft(c, sc, in, f, refused)
}

// InvoiceEdit is the form to edit a draft.
func InvoiceEdit(c *web.Ctx) error {
	sc, doc, err := invoice(c)
	if err != nil {
		return err
	}
	if doc.State != portal.Draft {
		return c.To(paths.OfficeInvoice(doc.ID), &web.Flash{Variant: ui.Warning, Text: c.L.T("This invoice is issued: it can’t be edited any more.")})
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	return showDraft(c, views.DraftPage{
		DraftDesk: desk, Draft: doc.Invoice, Form: ui.Form{Values: views.DraftValues(c.L, doc.Invoice, desk)}, Version: doc.Version,
	}, nil)
}

// InvoiceSave keeps an edited draft, and issues and sends it where asked to.
func InvoiceSave(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindInvoice, "invoice")
	if err != nil {
		return err
	}
	in, f, refused := readDraft(c)
	in.ID = portal.InvoiceID(id)
	refused = readDeposit(c, sc, f, &in, refused)
	return keepDraft(c, sc, in, f, refused)
}

func keepDraft(c *web.Ctx, sc service.Scope, in portal.Invoice, f DraftForm, refused error) error {
	if picked, err := pickPrice(c, sc, c.Request.PostForm, f.Do); picked {
		in.Lines = nil
		return retypeDraft(c, sc, in, err)
	}
	if changeLines(c.Request.PostForm, f.Do) {
		return retypeDraft(c, sc, in, nil)
	}
	if refused != nil {
		return retypeDraft(c, sc, in, refused)
	}
	out, err := c.S.SaveInvoice(c.Std(), sc, in, map[string]service.Then{"issue": service.ThenIssue, "send": service.ThenSend}[f.Do])
	if web.Faulty(err) {
		return retypeDraft(c, sc, in, err)
	}
	if err != nil {
		return err
	}
	said := c.Said("The draft is saved.")
	switch {
	case f.Do == "send":
		said = sentFlash(c, out)
	case f.Do == "issue":
		said = c.Said("%s is issued. The client sees it in the portal; nothing was sent yet.", out.Number)
	}
	return c.To(paths.OfficeInvoice(out.ID), said)
}

// changeLines adds or removes a line of the form, when that is what was pressed.
func changeLines(v url.Values, do string) bool {
	if do == "add" {
		addLine(v, map[string]string{"quantity": "1", "tax": at(v, "tax", len(v["line"])-1)})
		return true
	}
	if which, ok := strings.CutPrefix(do, "remove:"); ok {
		if n, err := strconv.Atoi(which); err == nil && n >= 0 && n < len(v["line"]) {
			removeLine(v, n)
		}
		return true
	}
	return false
}

// addLine puts a line under the others.
func addLine(v url.Values, values map[string]string) {
	n := len(v["line"])
	for _, name := range lineNames {
		for len(v[name]) < n {
			v.Add(name, "")
		}
		v.Add(name, values[name])
	}
}

// retypeDraft shows the form again as it was typed, worked out as far as it can be.
func retypeDraft(c *web.Ctx, sc service.Scope, in portal.Invoice, refused error) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	p := views.DraftPage{DraftDesk: desk, Form: c.Typed(refused), Version: in.Version}
	p.Form.Values.Set("lines_text", views.LinesText(p.Form.Values))
	p.Worked = workedOut(c, sc, in)
	if p.Draft = in; in.ID != 0 {
		doc, err := c.S.Invoice(c.Std(), sc, in.ID)
		if err != nil {
			return err
		}
		if p.Draft = doc.Invoice; doc.State != portal.Draft {
			return showInvoice(c, doc, refused)
		}
		p.Theirs = theirs(refused, &p.Form, views.DraftValues(c.L, doc.Invoice, desk))
		if p.Theirs != nil {
			p.Version = doc.Version
		}
	}
	return showDraft(c, p, refused)
}

// workedOut is the draft with its totals; what can't be worked out yet stays nothing.
func workedOut(c *web.Ctx, sc service.Scope, in portal.Invoice) portal.Invoice {
	if v := c.Request.PostForm; len(v["line"]) != len(in.Lines) { // a line came or went
		var ignored portal.Check
		in.Lines = nil
		for n := range v["line"] {
			in.Lines = append(in.Lines, readLine(v, n, c.V.Business.Profile.NumberFormat.DecimalSign(), &ignored))
		}
	}
	out, err := c.S.WorkOut(c.Std(), sc, in)
	if err != nil {
		return portal.Invoice{Currency: out.Currency, Lines: in.Lines}
	}
	return out
}

func showDraft(c *web.Ctx, p views.DraftPage, refused error) error {
	if p.Worked.Currency == "" {
		p.Worked = p.Draft
		p.Worked.Currency = p.Client.Currency
	}
	title, crumbs := c.L.T("New invoice"), []ui.Crumb{{Label: c.L.T("Invoices"), URL: paths.OfficeInvoices()}, {Label: c.L.T("New")}}
	if p.Draft.ID != 0 {
		title = c.L.T("Edit draft")
		crumbs = []ui.Crumb{crumbs[0], {Label: c.L.T("Draft invoice"), URL: paths.OfficeInvoice(p.Draft.ID)}, {Label: c.L.T("Edit")}}
	}
	page := web.Page{Title: title, Nav: layout.Invoices, Crumbs: crumbs, Body: views.EditInvoice(p)}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// InvoiceWork works the bill out while it is typed: the lines after one came or went, else the amounts alone.
// It saves nothing.
func InvoiceWork(c *web.Ctx) error {
	in, f, _ := readDraft(c) // a fault is told when the form is saved
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(f.Client)})
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	changed := changeLines(c.Request.PostForm, f.Do)
	p := views.DraftPage{DraftDesk: desk, Form: ui.Form{Values: c.Request.PostForm}, Added: f.Do == "add"}
	if picked, err := pickPrice(c, sc, c.Request.PostForm, f.Do); picked {
		in.Lines, changed, p.Form = nil, true, p.Form.Refused(err)
	}
	p.Worked = workedOut(c, sc, in)
	if changed {
		return c.Fragment(views.DraftLines(p), nil)
	}
	return c.Fragment(views.DraftAmounts(p), nil)
}
