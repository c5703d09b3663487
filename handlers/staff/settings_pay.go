package staff

import (
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// PaymentSettings says how clients pay.
func PaymentSettings(c *web.Ctx) error { return showPayments(c, nil) }

func showPayments(c *web.Ctx, refused error) error {
	p, err := c.S.PaySetup(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return section(c, views.SettingsPage{
		Title: c.L.T("How clients pay"), Before: views.PayGuarded(p, c.Scope().Role()),
		Editor: views.PayEditor(c.Std(), ui.Form{Values: views.PayValues(c.L, p)}, p),
	}, p.Version, refused)
}

type payFields struct {
	Card        string `form:"card"`
	ACH         string `form:"ach"`
	PassOn      string `form:"pass_on"`
	GiveBack    string `form:"give_back"`
	Parts       string `form:"parts"`
	CardPercent string `form:"card_percent"`
	CardFixed   string `form:"card_fixed"`
	ACHPercent  string `form:"ach_percent"`
	ACHFixed    string `form:"ach_fixed"`
	ACHCap      string `form:"ach_cap"`
}

func (f payFields) settings(c *web.Ctx) (portal.PaySettings, error) {
	var v portal.Check
	p := portal.PaySettings{
		Card: f.Card == "yes", ACH: f.ACH == "yes", PassOn: f.PassOn == "yes", GiveBack: f.GiveBack == "yes", Parts: f.Parts == "yes",
		CardFee: readFee(c, &v, "card", f.CardPercent, f.CardFixed, ""), ACHFee: readFee(c, &v, "ach", f.ACHPercent, f.ACHFixed, f.ACHCap),
		How: map[portal.Method]string{},
	}
	for _, m := range views.ManualMethods {
		if c.PostForm("manual_"+m.Key()) == "yes" {
			p.Manual = append(p.Manual, m)
		}
		if how := strings.TrimSpace(c.PostForm("how_" + m.Key())); how != "" {
			p.How[m] = how
		}
	}
	return p, v.Done()
}

func readFee(c *web.Ctx, v *portal.Check, name, percent, fixed, most string) (r portal.FeeRule) {
	b := c.V.Business.Profile
	sign := b.NumberFormat.DecimalSign()
	sum := func(field, typed string) int64 {
		if strings.TrimSpace(typed) == "" {
			return 0
		}
		m, err := portal.ParseMoney(typed, b.Currency, sign)
		v.Err(field, err)
		return m.Amount
	}
	if percent = strings.TrimSuffix(strings.TrimSpace(percent), "%"); percent != "" {
		d, err := portal.ParseDecimal(percent, sign)
		v.Err(name+"_percent", err)
		r.Percent = d
	}
	r.Fixed, r.Cap = sum(name+"_fixed", fixed), sum(name+"_cap", most)
	return r
}

// PaymentSettingsSave says how clients pay.
func PaymentSettingsSave(c *web.Ctx) error {
	var f payFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	p, err := f.settings(c)
	if err == nil {
		err = c.S.SavePayOptions(c.Std(), c.Scope(), p, version(c))
	}
	return settled(c, err, paths.OfficeSettingsPayments(), showPayments)
}

// guarded leads to the fresh code that changing where money goes wants, and back.
func guarded(c *web.Ctx, page paths.URL) error {
	return c.To(paths.OfficeMine.Confirm().With("next", string(page)), nil)
}

func isFresh(c *web.Ctx) bool { return c.V.Session.Fresh(c.V.Now) }

// settledGuarded answers a posted change of where money goes.
func settledGuarded(c *web.Ctx, err error, page paths.URL, again func(*web.Ctx, error) error) error {
	switch {
	case service.NeedsCode(err):
		return guarded(c, page)
	case err == nil:
		return c.To(paths.OfficeSettingsPayments(), c.Said("Saved. All Owners get a mail about it."))
	case web.Faulty(err):
		return again(c, err)
	}
	return err
}

// Stripe holds the keys of the pay provider.
func Stripe(c *web.Ctx) error { return showStripe(c, nil) }

func showStripe(c *web.Ctx, refused error) error {
	if !isFresh(c) {
		return guarded(c, paths.OfficeSettingsStripe())
	}
	p, err := c.S.PaySetup(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return section(c, views.SettingsPage{
		Title: c.L.T("Stripe"), Editor: views.StripeEditor(c.Std(), ui.Form{}, p), Beside: views.StripeHelp(p.Hook),
	}, p.Version, refused)
}

type stripeFields struct {
	Secret  string `form:"secret"`
	Webhook string `form:"webhook"`
	Forget  string `form:"forget"`
}

// StripeSave saves the keys.
func StripeSave(c *web.Ctx) error {
	var f stripeFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	k := service.StripeKeys{Secret: strings.TrimSpace(f.Secret), Webhook: strings.TrimSpace(f.Webhook), Forget: f.Forget == "yes"}
	return settledGuarded(c, c.S.SaveStripe(c.Std(), c.Scope(), k, version(c)), paths.OfficeSettingsStripe(), showStripe)
}

// Payee holds where money goes.
func Payee(c *web.Ctx) error { return showPayee(c, nil) }

func showPayee(c *web.Ctx, refused error) error {
	if !isFresh(c) {
		return guarded(c, paths.OfficeSettingsPayee())
	}
	p, err := c.S.PaySetup(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return section(c, views.SettingsPage{
		Title: c.L.T("Where money goes"), Editor: views.PayeeEditor(c.Std(), ui.Form{Values: views.PayeeValues(p.Payee)}),
		Text: c.L.T("Clients see this when they pay by transfer, Zelle or check."),
	}, p.Payee.Version, refused)
}

type payeeFields struct {
	Name    string `form:"payee_name"`
	IBAN    string `form:"iban"`
	BIC     string `form:"bic"`
	Bank    string `form:"bank"`
	Account string `form:"account"`
	Routing string `form:"routing"`
	Zelle   string `form:"zelle"`
	Check   string `form:"check"`
}

// PayeeSave saves where money goes.
func PayeeSave(c *web.Ctx) error {
	var f payeeFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	trim := strings.TrimSpace
	p := portal.Payee{
		Name: trim(f.Name), IBAN: trim(f.IBAN), BIC: trim(f.BIC), Bank: trim(f.Bank), Account: trim(f.Account), Routing: trim(f.Routing),
		Zelle: trim(f.Zelle), Check: trim(f.Check),
	}
	return settledGuarded(c, c.S.SavePayee(c.Std(), c.Scope(), p, version(c)), paths.OfficeSettingsPayee(), showPayee)
}
