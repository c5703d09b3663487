package staff

import (
	"crypto/rand"
	"net/url"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Payments lists the payments of all clients.
func Payments(c *web.Ctx) error {
	q, err := paymentQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.OfficePayments(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Payments"), Nav: layout.Payments,
		Body: views.Payments(views.PaymentsPage{
			PaymentList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficePayments()),
		}),
	})
}

func paymentQuery(c *web.Ctx) (q service.OfficePaymentQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	if m, ok := portal.ParseMethod(c.Query("method")); ok {
		q.Methods = []uint64{uint64(m)}
	}
	for _, x := range portal.PaymentStatuses() {
		if x.Key() == c.Query("status") {
			q.Statuses = []uint64{uint64(x)}
		}
	}
	q.Credit = c.Query("status") == "credit"
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	q.Client = short(c.Query("client"))
	return q, nil
}

// PaymentsCSV is every row of the list that matches.
func PaymentsCSV(c *web.Ctx) error {
	q, err := paymentQuery(c)
	if err != nil {
		return err
	}
	var list service.PaymentList
	page := func(at store.Query) (store.Page[portal.PaymentRow], error) {
		q.Query = at
		list, err = c.S.OfficePayments(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := heads(c, "Number", "Client", "Date", "Method", "Reference", "Status", "Invoices", "Currency", "Amount", "Fee", "Refunded",
		"Credit on account")
	return web.CSV(c, "payments", head, q.Query, page, func(r portal.PaymentRow) []string {
		return []string{
			r.Number, list.Clients[r.Client], r.On.ISO(), r.Method.Name(), r.Reference, r.Status().Name(), views.Numbers(list, r),
			string(r.Currency), plain(r.Amount, r.Currency), plain(r.Fee, r.Currency), plain(r.Refunded, r.Currency), plain(r.Credit, r.Currency),
		}
	})
}

// ClientPayments is the tab with a client's payments.
func ClientPayments(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	q, err := paymentQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.ClientPayments(c.Std(), sc, q.PaymentQuery)
	if err != nil {
		return err
	}
	return c.Show(ClientPage(c, list.Head, views.TabPayments, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.Payments(views.PaymentsPage{
			PaymentList: list, Frame: &f, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeClientPayments(f.ID)),
		})}
	}))
}

// Payment is one payment.
func Payment(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return err
	}
	return showPayment(c, sc, portal.PaymentID(id), ui.Form{}, nil)
}

func showPayment(c *web.Ctx, sc service.Scope, id portal.PaymentID, form ui.Form, refused error) error {
	p, err := c.S.Payment(c.Std(), sc, id)
	if err != nil {
		return err
	}
	if form.Values == nil {
		form.Values = url.Values{"how": {"oldest"}}
	}
	view := views.PaymentView{PaymentPage: p, Form: form}
	if view.Links, err = linkCard(c, refOf(portal.KindPayment, p.ID), paths.OfficePayment(p.ID)); err != nil {
		return err
	}
	if refused != nil && form.OK() { // of another move than applying the rest
		view.Refused = ui.Form{}.Refused(refused)
	}
	page := paymentPage(c, p, refused)
	page.Body = views.Payment(view)
	return c.Show(page)
}

// MoneyForm is the form of a payment as it is posted; what it pays by hand stands in part-ID fields.
type MoneyForm struct {
	Client    portal.ClientID `form:"client"`
	On        string          `form:"on"`
	Amount    string          `form:"amount"`
	Method    string          `form:"method"`
	Reference string          `form:"reference"`
	How       string          `form:"how"` // oldest, hand, none
	Receipt   []string        `form:"to"`
	Other     string          `form:"other"`
	Key       string          `form:"key"`
	Version   portal.Version  `form:"version"`
}

// PaymentNew begins a payment: first from whom, or for which invoice.
func PaymentNew(c *web.Ctx) error {
	var sc service.Scope
	var err error
	invoice := c.IDQuery("invoice")
	switch {
	case invoice != 0:
		sc, err = c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindInvoice, ID: invoice})
	case c.Query("client") == "":
		return chooseClient(c, c.L.T("Record payment"), layout.Payments, paths.OfficePaymentNew())
	default:
		sc, err = c.S.ForClient(c.Std(), c.Scope().Actor, c.Query("client"))
	}
	if err != nil {
		return err
	}
	desk, err := c.S.PaymentDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	return showPaymentForm(c, desk, ui.Form{Values: startPayment(c, desk, portal.InvoiceID(invoice))}, nil)
}

// startPayment fills in today, and the invoice that the payment is for.
func startPayment(c *web.Ctx, d service.PaymentDesk, paid portal.InvoiceID) url.Values {
	v := url.Values{"on": {d.Today.ISO()}, "how": {"oldest"}, "method": {portal.ManualMethods[0].Key()}, "key": {rand.Text()}}
	views.AddressValues(v, d.Receipt, d.Contacts)
	for _, r := range d.Open {
		if r.ID == paid {
			v.Set("how", "hand")
			v.Set("amount", c.L.Input(r.Open()))
			v.Set(portal.PartField(r.ID), c.L.Input(r.Open()))
		}
	}
	return v
}

func showPaymentForm(c *web.Ctx, d service.PaymentDesk, form ui.Form, refused error) error {
	page := web.Page{
		Title: c.L.T("Record payment"), Nav: layout.Payments, Body: views.RecordPayment(views.PaymentForm{PaymentDesk: d, Form: form}),
		Crumbs: []ui.Crumb{{Label: c.L.T("Payments"), URL: paths.OfficePayments()}, {Label: c.L.T("New")}},
	}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// PaymentCreate records money that came.
func PaymentCreate(c *web.Ctx) error {
	var f MoneyForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	sc, err := c.S.ForRecord(c.Std(), c.Scope().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(f.Client)})
	if err != nil {
		return err
	}
	desk, err := c.S.PaymentDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	in, refused := readPayment(c, f, desk.Client.Currency)
	if refused != nil {
		return showPaymentForm(c, desk, c.Typed(refused), refused)
	}
	p, again, err := c.S.RecordPayment(c.Std(), sc, in)
	if web.Faulty(err) {
		return showPaymentForm(c, desk, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficePayment(p.ID), recorded(c, p, again))
}

func recorded(c *web.Ctx, p portal.Payment, again bool) *web.Flash {
	rest := portal.Of(p.Unallocated(), p.Currency)
	switch {
	case again:
		return &web.Flash{Variant: ui.Info, Text: c.L.T("%s was recorded already. It counts once.", p.Number)}
	case !rest.IsZero():
		return c.Said("%s is recorded. %s is credit on account.", p.Number, rest)
	}
	return c.Said("%s over %s is recorded.", p.Number, p.Sum())
}

func readPayment(c *web.Ctx, f MoneyForm, cur portal.Currency) (in service.Incoming, err error) {
	var v portal.Check
	in.Key, in.Reference = f.Key, strings.TrimSpace(f.Reference)
	in.On, err = portal.ParseDay(f.On)
	v.Err("on", err)
	amount, err := portal.ParseMoney(f.Amount, cur, c.V.Business.Profile.NumberFormat.DecimalSign())
	v.Err("amount", err)
	in.Amount = amount.Amount
	method, ok := portal.ParseMethod(f.Method)
	v.That(ok, "method", "Choose how the money came.")
	in.Method, in.Oldest, in.Receipt = method, f.How == "oldest", append(f.Receipt, splitAddresses(f.Other)...)
	if f.How == "hand" {
		in.Parts = readParts(c, cur, &v)
	}
	return in, v.Done()
}

// readParts reads how much goes to which invoice.
func readParts(c *web.Ctx, cur portal.Currency, v *portal.Check) (parts []portal.Allocation) {
	for name, typed := range c.Request.PostForm {
		id, ok := portal.ParsePartField(name)
		if !ok || strings.TrimSpace(typed[0]) == "" {
			continue
		}
		m, err := portal.ParseMoney(typed[0], cur, c.V.Business.Profile.NumberFormat.DecimalSign())
		v.Err(name, err)
		if err == nil && m.Amount != 0 {
			parts = append(parts, portal.Allocation{Invoice: id, Amount: m.Amount})
		}
	}
	portal.SortAllocations(parts)
	return parts
}

// PaymentApply pays open invoices out of what a payment left on account.
func PaymentApply(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindPayment, "payment")
	if err != nil {
		return err
	}
	var f MoneyForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	p, err := c.S.Payment(c.Std(), sc, portal.PaymentID(id))
	if err != nil {
		return err
	}
	var v portal.Check
	var parts []portal.Allocation
	if f.How == "hand" {
		parts = readParts(c, p.Currency, &v)
	}
	refused := v.Done()
	if refused == nil {
		_, refused = c.S.ApplyCredit(c.Std(), sc, p.ID, f.Version, f.How == "oldest", parts)
	}
	if web.Faulty(refused) {
		return showPayment(c, sc, p.ID, c.Typed(refused), refused)
	}
	if refused != nil {
		return refused
	}
	return c.To(paths.OfficePayment(p.ID), c.Said("The credit is applied. The balance stays as it was."))
}
