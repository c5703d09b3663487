package staff

import (
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// RhythmForm is when a recurring invoice is made, as it is posted beside the bill.
type RhythmForm struct {
	Every    string `form:"every"`
	Interval string `form:"interval"`
	Day      string `form:"day"`
	From     string `form:"from"`
	Until    string `form:"until"`
	Count    string `form:"count"`
	Then     string `form:"then"`
	Days     string `form:"days"`
}

// schedule reads a form into a schedule.
func (f RhythmForm) schedule() (r portal.Recurring, err error) {
	var v portal.Check
	var ok bool
	if r.Rhythm.Every, ok = portal.ParseEvery(f.Every); !ok {
		v.That(false, "every", "Choose how often.")
	}
	if r.Do, ok = portal.ParseRecurringAction(f.Then); !ok {
		v.That(false, "then", "Choose what happens on the day.")
	}
	r.Rhythm.Interval = count(f.Interval, 1, "interval", &v)
	r.Rhythm.On = count(f.Day, 0, "day", &v)
	r.Rhythm.Count = count(f.Count, 0, "count", &v)
	r.Days = count(f.Days, 0, "days", &v)
	r.Rhythm.From, err = portal.ParseDay(f.From)
	v.Err("from", err)
	r.Rhythm.Until, err = portal.ParseDay(f.Until)
	v.Err("until", err)
	return r, v.Done()
}

// count reads a whole number; empty stands for a usual one.
func count(typed string, usual int, field string, v *portal.Check) int {
	if typed = strings.TrimSpace(typed); typed == "" {
		return usual
	}
	n, err := strconv.Atoi(typed)
	v.That(err == nil, field, "Write a whole number.")
	return n
}

// RecurringNew begins a schedule: from a bill, or first for whom.
func RecurringNew(c *web.Ctx) error {
	if id := c.IDQuery("invoice"); id != 0 {
		return recurringFrom(c, id)
	}
	if c.Query("client") == "" {
		return chooseClient(c, c.L.T("New recurring invoice"), layout.Invoices, paths.OfficeRecurringNew())
	}
	sc, err := c.S.ForClient(c.Std(), c.Scope().Actor, c.Query("client"))
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	values := views.NewDraftValues(desk)
	views.RhythmValues(values, portal.Recurring{Do: portal.MakeSent, Rhythm: portal.Rhythm{Interval: 1, From: c.V.Today}})
	return showRecurringForm(c, views.RecurringForm{DraftPage: views.DraftPage{DraftDesk: desk, Form: ui.Form{Values: values}}}, nil)
}

// recurringFrom starts a schedule with the lines of a bill, a month after it.
func recurringFrom(c *web.Ctx, invoice uint64) error {
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindInvoice, ID: invoice})
	if err != nil {
		return err
	}
	doc, err := c.S.Invoice(c.Std(), sc, portal.InvoiceID(invoice))
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	first := portal.Rhythm{Interval: 1, From: c.V.Today}
	if doc.Issued != 0 {
		first.From, first.On = doc.Issued, doc.Issued.Time().Day() // of a short month, the last day is not its day
		first.From, _ = first.NextDay(c.V.Today - 1)
		if first.From == doc.Issued {
			first.From = first.Nth(1)
		}
	}
	values := views.DraftValues(c.L, doc.Invoice, desk)
	views.RhythmValues(values, portal.Recurring{Do: portal.MakeSent, Rhythm: first})
	page := views.DraftPage{DraftDesk: desk, Form: ui.Form{Values: values}, Worked: doc.Invoice}
	return showRecurringForm(c, views.RecurringForm{DraftPage: page}, nil)
}

// RecurringCreate keeps a new schedule.
func RecurringCreate(c *web.Ctx) error {
	in, f, refused := readDraft(c)
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(f.Client)})
	if err != nil {
		return err
	}
	f.Version = 0
	return keepRecurring(c, sc, portal.Recurring{}, in, f, refused)
}

// RecurringEdit is the form to edit a schedule.
func RecurringEdit(c *web.Ctx) error {
	sc, d, err := recurring(c)
	if err != nil {
		return err
	}
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	page := views.DraftPage{DraftDesk: desk, Form: ui.Form{Values: views.RecurringValues(c.L, d.Recurring, desk)}, Worked: d.Bill, Version: d.Version}
	return showRecurringForm(c, views.RecurringForm{DraftPage: page, Recurring: d.Recurring}, nil)
}

// RecurringSave keeps an edited schedule.
func RecurringSave(c *web.Ctx) error {
	sc, d, err := recurring(c)
	if err != nil {
		return err
	}
	in, f, refused := readDraft(c)
	return keepRecurring(c, sc, d.Recurring, in, f, refused)
}

func keepRecurring(c *web.Ctx, sc service.Scope, saved portal.Recurring, in portal.Invoice, f DraftForm, refused error) error {
	if picked, err := pickPrice(c, sc, c.Request.PostForm, f.Do); picked {
		in.Lines = nil
		return retypeRecurring(c, sc, saved, in, f, err)
	}
	if changeLines(c.Request.PostForm, f.Do) {
		return retypeRecurring(c, sc, saved, in, f, nil)
	}
	var rf RhythmForm
	if err := c.Bind(&rf); err != nil {
		return err
	}
	var v portal.Check
	v.Err("", readDeposit(c, sc, f, &in, refused))
	r, err := rf.schedule()
	v.Err("", err)
	if err := v.Done(); err != nil {
		return retypeRecurring(c, sc, saved, in, f, err)
	}
	in.Version, in.Issued, in.Due = 0, 0, 0
	r.ID, r.Version, r.Bill = saved.ID, f.Version, in
	out, err := c.S.SaveRecurring(c.Std(), sc, r)
	if web.Faulty(err) {
		return retypeRecurring(c, sc, saved, in, f, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeRecurring(out.ID), c.Said("Saved."))
}

// retypeRecurring shows the form again as it was typed, worked out as far as it can be.
func retypeRecurring(c *web.Ctx, sc service.Scope, saved portal.Recurring, in portal.Invoice, f DraftForm, refused error) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	p := views.RecurringForm{DraftPage: views.DraftPage{DraftDesk: desk, Form: c.Typed(refused), Version: f.Version}, Recurring: saved}
	p.Form.Values.Set("lines_text", views.LinesText(p.Form.Values))
	p.Worked = workedOut(c, sc, in)
	if p.Theirs = theirs(refused, &p.Form, views.RecurringValues(c.L, saved, desk)); p.Theirs != nil {
		p.Version = saved.Version
	}
	return showRecurringForm(c, p, refused)
}

func showRecurringForm(c *web.Ctx, p views.RecurringForm, refused error) error {
	if p.Worked.Currency == "" {
		p.Worked.Currency = p.Client.Currency
	}
	title, crumb := c.L.T("New recurring invoice"), ui.Crumb{Label: c.L.T("New")}
	if p.Recurring.ID != 0 {
		title, crumb = c.L.T("Edit schedule"), ui.Crumb{Label: p.Recurring.Bill.Description, URL: paths.OfficeRecurring(p.Recurring.ID)}
	}
	page := web.Page{Title: title, Nav: layout.Invoices, Crumbs: recurringCrumbs(c, crumb), Body: views.EditRecurring(p)}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}
