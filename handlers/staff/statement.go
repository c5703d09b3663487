package staff

import (
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// ClientStatement is the tab with a client's account over a period.
func ClientStatement(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	p, err := web.StatementPage(c, sc)
	if err != nil {
		return err
	}
	id := sc.Client()
	links := ui.StatementLinks{Invoice: paths.OfficeInvoice, Payment: paths.OfficePayment, CreditNote: paths.OfficeCreditNote}
	s := web.Statement(c, p, paths.OfficeClientStatement(id), paths.OfficeClientStatementCSV(id), paths.OfficeClientStatementPDF(id), links)
	return c.Show(ClientPage(c, p.Head, views.TabStatement, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.Statement(views.StatementPage{Statement: s, Frame: f, Monthly: p.Monthly, Off: p.Client.NoStatements})}
	}))
}

// ClientStatementCSV is a client's account over a period, for a spreadsheet.
func ClientStatementCSV(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	return web.StatementCSV(c, sc)
}

// ClientStatementPDF is a client's account over a period, on paper.
func ClientStatementPDF(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	return web.StatementPDF(c, sc)
}

// StatementForm is to whom a statement goes, over which days, and with which words.
type StatementForm struct {
	Period  string   `form:"period"`
	From    string   `form:"from"`
	Until   string   `form:"until"`
	To      []string `form:"to"`
	Other   string   `form:"other"`
	Message string   `form:"message"`
}

// period is what the form says; days that can't be read are none.
func (f StatementForm) period(today portal.Day) portal.Period {
	from, _ := portal.ParseDay(f.From)
	until, _ := portal.ParseDay(f.Until)
	return portal.PeriodOf(f.Period, from, until, today)
}

// StatementSend asks to whom a statement goes.
func StatementSend(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	return showStatementSend(c, sc, c.Period(), nil)
}

func showStatementSend(c *web.Ctx, sc service.Scope, p portal.Period, refused error) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	page := views.SendStatementPage{DraftDesk: desk, Period: p, Form: ui.Form{Values: views.SendValues(nil, desk)}}
	title := c.L.T("Send statement")
	show := web.Page{
		Title: title, Nav: layout.Clients,
		Crumbs: []ui.Crumb{
			{Label: c.L.Words("Clients"), URL: paths.OfficeClients()}, {Label: desk.Client.Name, URL: paths.OfficeClientStatement(desk.Client.ID)}, {Label: title},
		},
	}
	if refused != nil {
		page.Form, show.Status = c.Typed(refused), web.StatusOf(refused)
	}
	show.Body = views.SendStatement(page)
	return c.Show(show)
}

// StatementSent mails a statement.
func StatementSent(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	var f StatementForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	p := f.period(c.V.Today)
	d := service.Sending{To: append(f.To, splitAddresses(f.Other)...), Message: strings.TrimSpace(f.Message)}
	to, err := c.S.SendStatement(c.Std(), sc, p, d)
	if web.Faulty(err) {
		return showStatementSend(c, sc, p, err)
	}
	if err != nil {
		return err
	}
	said := &web.Flash{Variant: ui.Success, Text: c.L.N(len(to), "The statement is on its way to one address.", "The statement is on its way to %d addresses.")}
	return c.To(paths.OfficeClientStatement(portal.ClientID(id)).With(ui.PeriodQuery(p)...), said)
}

// MonthlyForm says whether a client gets a statement every month.
type MonthlyForm struct {
	On string `form:"on"`
}

// StatementMonthly switches a client's monthly statement.
func StatementMonthly(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	var f MonthlyForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if err := c.S.SetMonthlyStatement(c.Std(), sc, f.On == "yes"); err != nil {
		return err
	}
	said := c.Said("This client gets no monthly statement any more.")
	if f.On == "yes" {
		said = c.Said("This client gets the monthly statement again.")
	}
	return c.To(paths.OfficeClientStatement(portal.ClientID(id)), said)
}

// PaymentPDF is one payment's receipt.
func PaymentPDF(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return err
	}
	doc, file, err := c.S.ReceiptPDF(c.Std(), sc, portal.PaymentID(id), c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Number, file)
}
