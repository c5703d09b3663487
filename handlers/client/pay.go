package client

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// till is where somebody pays: in the portal, or behind a document link.
type till struct {
	*web.Ctx
	sc    service.Scope
	token string // of the document link
	visit service.LinkVisit
}

func portalTill(c *web.Ctx) till { return till{Ctx: c, sc: c.Scope()} }

// asked reads what is to be paid from an address.
func asked(c *web.Ctx) (ask service.PayAsk, err error) {
	ask.What, ask.Amount = c.Query("what"), c.Query("amount")
	for _, text := range c.QueryArray("invoice") {
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil || id == 0 {
			return ask, portal.NotFound()
		}
		ask.Invoices = append(ask.Invoices, portal.InvoiceID(id))
	}
	ask.Batch, ask.Estimate = portal.BatchID(c.IDQuery("batch")), portal.EstimateID(c.IDQuery("estimate"))
	if ask.Batch == 0 && c.Query("batch") != "" || ask.Estimate == 0 && c.Query("estimate") != "" {
		return ask, portal.NotFound()
	}
	return ask, nil
}

// links are where the pages lead that pay what is asked for.
func (t till) links(ask service.PayAsk) views.PayLinks {
	if t.token != "" {
		return views.PayLinks{
			Pay: paths.DocLinkPay(t.token), How: paths.DocLinkPayHow(t.token), QR: paths.DocLinkPayQR(t.token), Post: paths.DocLinkPay(t.token),
			Claim: paths.DocLinkPayHow(t.token), Back: paths.DocLink(t.token), BackText: t.visit.Number,
		}
	}
	ids := ask.Invoices
	l := views.PayLinks{
		Pay: paths.PortalPay(ids...), How: paths.PortalPayHow(ids...), QR: paths.PortalPayQR(ids...), Post: paths.PortalPay(),
		Claim: paths.PortalPayHow(), Back: paths.PortalInvoices(), BackText: t.L.T("Invoices"),
	}
	switch {
	case ask.Estimate != 0:
		to := func(u paths.URL) paths.URL { return u.ForEstimate(ask.Estimate) }
		l.Pay, l.How, l.QR = to(paths.PortalPay()), to(paths.PortalPayHow()), to(paths.PortalPayQR())
		l.Back, l.BackText = paths.PortalEstimate(ask.Estimate), t.L.T("The estimate")
	case ask.Batch != 0:
		to := func(u paths.URL) paths.URL { return u.ForBatch(ask.Batch) }
		l.Pay, l.How, l.QR = to(paths.PortalPay()), to(paths.PortalPayHow()), to(paths.PortalPayQR())
		l.Back, l.BackText = paths.PortalBatch(ask.Batch), t.L.T("The batch invoice")
	case len(ids) == 1:
		l.Back, l.BackText = paths.PortalInvoice(ids[0]), t.L.T("The invoice")
	}
	return l
}

func (t till) page(d service.PayDesk, form ui.Form) views.PayPage {
	to := service.PayAsk{Batch: d.Batch, Estimate: d.PayAsk.Estimate}
	for _, i := range d.Invoices {
		to.Invoices = append(to.Invoices, i.ID)
	}
	if form.Values == nil {
		form.Values = url.Values{"what": {d.What}, "amount": {d.PayAsk.Amount}}
	}
	return views.PayPage{PayDesk: d, Form: form, Key: rand.Text(), Business: t.V.Business.Profile, To: t.links(to)}
}

func (t till) show(title string, refused error, body web.Page) error {
	body.Title, body.Nav = title, layout.Invoices
	if refused != nil {
		body.Status = web.StatusOf(refused)
	}
	if t.token != "" {
		return showLinked(t.Ctx, t.visit, body)
	}
	return t.Show(body)
}

// Pay is where invoices are paid.
func Pay(c *web.Ctx) error {
	ask, err := asked(c)
	if err != nil {
		return err
	}
	return portalTill(c).pay(ask, ui.Form{}, nil)
}

func (t till) pay(ask service.PayAsk, form ui.Form, refused error) error {
	d, err := t.S.PayDesk(t.Std(), t.sc, ask)
	if err != nil {
		return err
	}
	if refused != nil {
		form.Values.Set("what", d.What)
	}
	return t.show(t.L.T("Pay"), refused, web.Page{Body: views.Pay(t.page(d, form))})
}

// PayForm is what the page on which somebody pays sends.
type PayForm struct {
	Invoices []portal.InvoiceID `form:"invoice"`
	Batch    portal.BatchID     `form:"batch"`
	Estimate portal.EstimateID  `form:"estimate"`
	What     string             `form:"what"`
	Amount   string             `form:"amount"`
	Method   string             `form:"method"`
	Known    string             `form:"known"`
	Key      string             `form:"key"`
}

func (f PayForm) ask() service.PayAsk {
	return service.PayAsk{Invoices: f.Invoices, Batch: f.Batch, Estimate: f.Estimate, What: f.What, Amount: f.Amount}
}

// PayStart leads to the provider's page.
func PayStart(c *web.Ctx) error { return portalTill(c).start() }

func (t till) start() error {
	var f PayForm
	if err := t.Bind(&f); err != nil {
		return err
	}
	if f.Method == "look" { // without JavaScript the amount is typed first
		return t.pay(f.ask(), ui.Form{}, nil)
	}
	method, _ := portal.ParseMethod(f.Method) // no method is no way to pay either
	seen, _ := strconv.ParseInt(t.PostForm("seen-"+f.Method), 10, 64)
	co, err := t.S.StartCheckout(t.Std(), t.sc, service.CheckoutOrder{
		PayAsk: f.ask(), Key: f.Key, Method: method, Seen: seen, Known: f.Known, Language: t.L.Lang(), Token: t.token,
		Deposit: t.L.T("Deposit"), FeeName: t.L.T("Fee: %s", method), Together: t.L.N(len(f.Invoices), "One invoice", "%d invoices"),
	})
	if web.Faulty(err) || portal.CodeOf(err) == portal.CodeAway {
		return t.pay(f.ask(), t.Typed(err), err)
	}
	if err != nil {
		return err
	}
	if co.State != portal.CheckoutStarted {
		return t.To(t.paid(co.ID), nil)
	}
	t.Redirect(http.StatusSeeOther, co.URL)
	return nil
}

func (t till) paid(id portal.CheckoutID) paths.URL {
	if t.token != "" {
		return paths.DocLinkPaid(t.token, id)
	}
	return paths.PortalPaid(id)
}

// Paid is what became of an attempt to pay.
func Paid(c *web.Ctx) error { return portalTill(c).outcome() }

func (t till) outcome() error {
	id, err := t.ID("checkout")
	if err != nil {
		return err
	}
	p, err := t.S.Checkout(t.Std(), t.sc, portal.CheckoutID(id))
	if err != nil {
		return err
	}
	to := service.PayAsk{Batch: p.Batch, Estimate: p.Estimate}
	for _, a := range p.Parts {
		to.Invoices = append(to.Invoices, a.Invoice)
	}
	return t.show(t.L.T("Your payment"), nil, web.Page{Body: views.Paid(views.PaidPage{
		CheckoutPage: p, Business: t.V.Business.Profile, To: t.links(to), Self: t.paid(p.ID), Now: t.V.Now,
	})})
}

// PayHow is how to pay in another way than online.
func PayHow(c *web.Ctx) error {
	ask, err := asked(c)
	if err != nil {
		return err
	}
	return portalTill(c).how(ask, c.Query("method"), ui.Form{}, nil, false)
}

// how is the page; lost says that files came with the form, which a browser doesn’t keep.
func (t till) how(ask service.PayAsk, key string, form ui.Form, refused error, lost bool) error {
	d, err := t.S.PayDesk(t.Std(), t.sc, ask)
	if err != nil {
		return err
	}
	method, known := portal.ParseMethod(key)
	way, ok := d.Way(method)
	if !known || !ok || way.Online {
		if refused != nil {
			return refused
		}
		return t.To(t.page(d, ui.Form{}).To.Pay, nil)
	}
	if form.Values == nil {
		form.Values = views.ClaimValues(t.L, d, way)
	}
	p := views.HowPage{PayPage: t.page(d, form), Way: way, Again: lost}
	if t.sc.May(portal.UploadFiles) {
		p.MB = t.V.Business.Portal.UploadMB
	}
	if _, ok := d.Payee.EPC(way.Total, d.Reference); ok && method == portal.ByTransfer {
		p.QR = p.To.QR.With("what", d.What, "amount", ask.Amount)
	}
	return t.show(t.L.T("How to pay"), refused, web.Page{Body: views.PayHow(p)})
}

// PayQR is the QR code that fills a bank transfer in.
func PayQR(c *web.Ctx) error {
	ask, err := asked(c)
	if err != nil {
		return err
	}
	return portalTill(c).qr(ask)
}

func (t till) qr(ask service.PayAsk) error {
	d, err := t.S.PayDesk(t.Std(), t.sc, ask)
	if err != nil {
		return err
	}
	way, _ := d.Way(portal.ByTransfer)
	text, ok := d.Payee.EPC(way.Total, d.Reference)
	if !ok {
		return portal.NotFound()
	}
	svg, err := auth.QRSVG(text)
	if err != nil {
		return err
	}
	t.Header("Cache-Control", "no-store")
	t.Data(http.StatusOK, "image/svg+xml", svg)
	return nil
}

// ClaimForm is what a client says that they have paid.
type ClaimForm struct {
	Invoices  []portal.InvoiceID `form:"invoice"`
	Batch     portal.BatchID     `form:"batch"`
	Estimate  portal.EstimateID  `form:"estimate"`
	What      string             `form:"what"`
	Part      string             `form:"part"`
	Method    string             `form:"method"`
	On        string             `form:"on"`
	Amount    string             `form:"amount"`
	Reference string             `form:"reference"`
	Note      string             `form:"note"`
	Key       string             `form:"key"`
}

// PayClaim keeps what a client says that they have paid.
func PayClaim(c *web.Ctx) error { return portalTill(c).claim() }

func (t till) claim() error {
	var f ClaimForm
	in, refused := t.BindFiles(t.sc, &f)
	defer in.Discard()
	if refused != nil && !web.FaultyFiles(refused) {
		return refused
	}
	ask := service.PayAsk{Invoices: f.Invoices, Batch: f.Batch, Estimate: f.Estimate, What: f.What, Amount: f.Part}
	d, err := t.S.PayDesk(t.Std(), t.sc, ask)
	if err != nil {
		return err
	}
	claim, err := t.read(f, in, d.Open.Currency)
	err = cmp.Or(refused, err)
	var p portal.Payment
	var again bool
	if err == nil {
		p, again, err = t.S.ReportPaid(t.Std(), t.sc, ask, claim)
	}
	if web.FaultyFiles(err) {
		return t.how(ask, f.Method, t.Typed(err), err, in.Any())
	}
	if err != nil {
		return err
	}
	said := t.Said("Thank you. %s looks for %s and confirms it.", t.V.Business.Profile.Name, p.Sum())
	if again {
		said = &web.Flash{Variant: ui.Info, Text: t.L.T("You have told us already. It counts once.")}
	}
	return t.To(t.page(d, ui.Form{}).To.Back, said)
}

func (t till) read(f ClaimForm, in *service.Intake, cur portal.Currency) (c service.Claim, err error) {
	var v portal.Check
	c.Key, c.Reference, c.Note, c.Proof = f.Key, f.Reference, f.Note, in
	c.On, err = portal.ParseDay(f.On)
	v.Err("on", err)
	amount, err := portal.ParseMoney(f.Amount, cur, t.V.Business.Profile.NumberFormat.DecimalSign())
	v.Err("amount", err)
	method, ok := portal.ParseMethod(f.Method)
	v.That(ok, "method", "Choose how you paid.")
	v.Err("files", in.Fault())
	c.Amount, c.Method = amount.Amount, method
	return c, v.Done()
}

// canPay reports whether there is a way to pay, and whoever is here may.
func canPay(c *web.Ctx, sc service.Scope, cur portal.Currency) bool {
	return sc.May(portal.Pay) && sc.May(portal.ViewInvoices) && len(c.V.Business.Pay.Methods(cur)) > 0
}

// canDeposit reports whether there is a way to pay a deposit, and whoever is here may.
func canDeposit(c *web.Ctx, sc service.Scope, cur portal.Currency) bool {
	return sc.May(portal.Pay) && sc.May(portal.ViewEstimates) && len(c.V.Business.Pay.Methods(cur)) > 0
}

// payButton leads to where an invoice is paid; nil when nothing is open, or there is no way.
func payButton(c *web.Ctx, sc service.Scope, d portal.InvoiceDoc, to paths.URL) templ.Component {
	if d.Open().Amount <= 0 || !canPay(c, sc, d.Currency) {
		return nil
	}
	return views.PayButton(to, d.Open())
}
