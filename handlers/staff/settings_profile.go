package staff

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

// BusinessProfile is who the business is.
func BusinessProfile(c *web.Ctx) error { return showBusiness(c, nil) }

func showBusiness(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	return section(c, profilePage(c, b, ui.Form{}), b.Profile.Version, refused)
}

func profilePage(c *web.Ctx, b portal.Business, logo ui.Form) views.SettingsPage {
	return views.SettingsPage{
		Title: c.L.T("Business profile"), Before: views.LogoPanel(b.Profile, logo),
		Editor: views.ProfileEditor(c.Std(), ui.Form{Values: views.ProfileValues(b.Profile)}),
	}
}

type profileFields struct {
	Name         string `form:"name"`
	LegalName    string `form:"legal_name"`
	TaxNumber    string `form:"tax_number"`
	Phone        string `form:"phone"`
	Email        string `form:"email"`
	Street       string `form:"street"`
	City         string `form:"city"`
	Region       string `form:"region"`
	Code         string `form:"code"`
	Country      string `form:"country"`
	Colour       string `form:"colour"`
	Zone         string `form:"zone"`
	Language     string `form:"language"`
	Currency     string `form:"currency"`
	DateFormat   string `form:"date_format"`
	NumberFormat string `form:"number_format"`
}

func (f profileFields) profile() portal.Profile {
	trim := strings.TrimSpace
	return portal.Profile{
		Name: trim(f.Name), LegalName: trim(f.LegalName), TaxNumber: trim(f.TaxNumber), Phone: trim(f.Phone), Email: trim(f.Email),
		Address: portal.Address{
			Street: strings.ReplaceAll(trim(f.Street), "\r\n", "\n"), City: trim(f.City), Region: trim(f.Region), Code: trim(f.Code),
			Country: f.Country,
		},
		Colour: strings.ToLower(trim(f.Colour)), Zone: f.Zone, Language: f.Language, Currency: portal.Currency(f.Currency),
		DateFormat: portal.DateFormat(choice(f.DateFormat)), NumberFormat: portal.NumberFormat(choice(f.NumberFormat)),
	}
}

// choice reads the number of an option; what is none is past every list, and refused there.
func choice(s string) uint8 {
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil {
		return 255
	}
	return uint8(n)
}

// BusinessProfileSave saves who the business is.
func BusinessProfileSave(c *web.Ctx) error {
	var f profileFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	return settled(c, c.S.SaveBusinessProfile(c.Std(), c.Scope(), f.profile(), version(c)), paths.OfficeSettingsProfile(), showBusiness)
}

// Colour shows how a colour looks, while it is chosen.
func Colour(c *web.Ctx) error {
	return piece(c, views.Swatch(c.Query("colour")), paths.OfficeSettingsProfile())
}

// Logo puts the logo up, or takes it down.
func Logo(c *web.Ctx) error {
	file, _, err := c.Request.FormFile("logo")
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return logoRefused(c, tooLargeLogo())
	case c.PostForm("remove") == "yes":
		return settled(c, c.S.RemoveLogo(c.Std(), c.Scope()), paths.OfficeSettingsProfile(), logoRefused)
	case err != nil:
		var v portal.Check
		v.That(false, "logo", "Choose a picture first.")
		return logoRefused(c, v.Done())
	}
	defer file.Close()
	return settled(c, c.S.SetLogo(c.Std(), c.Scope(), file), paths.OfficeSettingsProfile(), logoRefused)
}

func tooLargeLogo() error {
	return &portal.Error{
		Code: portal.CodeTooLarge, Msg: portal.T("Something needs fixing"),
		Faults: []portal.Fault{{Field: "logo", Msg: portal.T("That picture is too large: the limit is 5 MB.")}},
	}
}

// logoRefused shows the page again with what is wrong with the picture. The profile’s own form is as saved.
func logoRefused(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	p := profilePage(c, b, ui.Form{}.Refused(refused))
	p.Editor.Version = b.Profile.Version
	return showSection(c, p, web.StatusOf(refused))
}
