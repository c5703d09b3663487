package staff

import (
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// Taxes holds the tax rates.
func Taxes(c *web.Ctx) error { return showTaxes(c, nil) }

func showTaxes(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	e := views.TaxEditor(c.Std(), ui.Form{Values: views.TaxValues(c.L, b.Taxes)})
	return section(c, views.SettingsPage{Title: c.L.T("Taxes"), Editor: e}, b.Taxes.Version, refused)
}

type taxFields struct {
	IDs       []string `form:"rate_id"`
	Names     []string `form:"rate_name"`
	Percents  []string `form:"rate_percent"`
	Inclusive string   `form:"inclusive"`
	PerLine   string   `form:"per_line"`
}

// settings reads the lines of rates; an empty line is no rate.
func (f taxFields) settings(sign rune) (t portal.TaxSettings, err error) {
	t.Inclusive, t.PerLine = f.Inclusive == "yes", f.PerLine == "yes"
	var v portal.Check
	for i, name := range f.Names {
		r := portal.TaxRate{Name: strings.TrimSpace(name)}
		percent := ""
		if i < len(f.Percents) {
			percent = strings.TrimSuffix(strings.TrimSpace(f.Percents[i]), "%")
		}
		if i < len(f.IDs) {
			r.ID, _ = strconv.ParseUint(f.IDs[i], 10, 64) // a new line has none
		}
		if r.Name == "" && percent == "" {
			continue
		}
		r.Percent, err = portal.ParseDecimal(percent, sign)
		v.That(err == nil, "rates", "Write the percent of “%s” as a number.", r.Name)
		t.Rates = append(t.Rates, r)
	}
	return t, v.Done()
}

// TaxesSave saves the tax rates.
func TaxesSave(c *web.Ctx) error {
	var f taxFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	t, err := f.settings(c.V.Business.Profile.NumberFormat.DecimalSign())
	if err == nil {
		err = c.S.SaveTaxes(c.Std(), c.Scope(), t, version(c))
	}
	return settled(c, err, paths.OfficeSettingsTaxes(), showTaxes)
}

// Numbering holds the prefixes and the next numbers.
func Numbering(c *web.Ctx) error { return showNumbering(c, nil) }

func showNumbering(c *web.Ctx, refused error) error {
	ns, v, err := c.S.Numbering(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return section(c, views.SettingsPage{
		Title: c.L.T("Numbering"), Text: c.L.T("Numbers are drawn when a document is issued, without gaps."),
		Editor: views.NumberEditor(c.Std(), ui.Form{Values: views.NumberValues(ns)}, ns),
	}, v, refused)
}

// NumberingSave saves the prefixes and the next numbers.
func NumberingSave(c *web.Ctx) error {
	if err := c.Bind(&struct{}{}); err != nil {
		return err
	}
	var ns []service.Numbers
	for _, k := range portal.Numbered {
		ns = append(ns, service.Numbers{
			Kind: k, Prefix: strings.TrimSpace(c.PostForm("prefix_" + k.String())), Next: int64(number(c.PostForm("next_" + k.String()))),
		})
	}
	return settled(c, c.S.SaveNumbering(c.Std(), c.Scope(), ns, version(c)), paths.OfficeSettingsNumbering(), showNumbering)
}

// Terms is what new invoices start from.
func Terms(c *web.Ctx) error { return showTerms(c, nil) }

func showTerms(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	e := views.TermsEditor(c.Std(), ui.Form{Values: views.TermsValues(b.Terms)})
	return section(c, views.SettingsPage{Title: c.L.T("Terms"), Editor: e}, b.Terms.Version, refused)
}

type termsFields struct {
	Days string `form:"days"`
	Text string `form:"text"`

	Statements     string `form:"statements"`
	StatementDay   string `form:"statement_day"`
	StatementOwing string `form:"statement_owing"`
}

func (f termsFields) settings() portal.TermsSettings {
	return portal.TermsSettings{
		Days: number(f.Days), Text: strings.TrimSpace(f.Text),
		Statements: portal.StatementSettings{Monthly: f.Statements == "yes", Day: number(f.StatementDay), Owing: f.StatementOwing == "yes"},
	}
}

// TermsSave saves what new invoices start from.
func TermsSave(c *web.Ctx) error {
	var f termsFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	return settled(c, c.S.SaveTerms(c.Std(), c.Scope(), f.settings(), version(c)), paths.OfficeSettingsTerms(), showTerms)
}
