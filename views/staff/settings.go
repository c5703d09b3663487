package staff

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

// door leads to one page of the settings.
type door struct {
	icon, name, text string
	url              paths.URL
	role             portal.Role
}

func doors() []door {
	return []door{
		{"building-2", "Business profile", "Name, address, logo, colour, currency and formats", paths.OfficeSettingsProfile(), portal.Office},
		{"globe", "Client portal", "On and off, address, welcome, invitations and what everybody may see", paths.OfficeSettingsPortal(), portal.Office},
		{"users", "Portal users", "Everybody who has access, or was invited", paths.OfficeSettingsUsers(), portal.Office},
		{"languages", "Wording", "What you call clients, jobs, estimates and properties", paths.OfficeSettingsWording(), portal.Office},
		{"percent", "Taxes", "Named rates, inclusive or exclusive prices, rounding", paths.OfficeSettingsTaxes(), portal.Office},
		{"bell", "Reminders", "When clients are reminded of open invoices, and in which words", paths.OfficeSettingsReminders(), portal.Office},
		{"tag", "Price list", "What you charge for again and again, to fill lines from", paths.OfficePrices(), portal.Office},
		{"hash", "Numbering", "Prefix and next number of clients, invoices and payments", paths.OfficeSettingsNumbering(), portal.Office},
		{"wallet", "How clients pay", "Cards and bank accounts with Stripe, fees, bank details", paths.OfficeSettingsPayments(), portal.Office},
		{"scroll-text", "Terms", "When bills are due, what stands below them, and monthly statements", paths.OfficeSettingsTerms(), portal.Office},
		{"scroll-text", "Terms", "When bills are due, and what stands below them", paths.OfficeSettingsTerms(), portal.Office},
		{"file-check", "Estimates", "How long they stand, their terms, and what accepting one takes", paths.OfficeSettingsEstimates(), portal.Office},
		{"bell", "Notifications", "Which mails go out, and to whom", paths.OfficeSettingsNotifications(), portal.Office},
		{"mail", "Mail", "Your mail server and sender, with a test", paths.OfficeSettingsMail(), portal.Owner},
		{"user-cog", "Staff", "Who works here, and what they may do", paths.OfficeSettingsStaff(), portal.Owner},
		{"key-round", "Sign-in", "Passwords, and a second factor for staff", paths.OfficeSettingsSignIn(), portal.Owner},
		{"hard-drive-download", "Backup", "A copy of everything, to keep elsewhere", paths.OfficeSettingsBackup(), portal.Owner},
		{"history", "Audit log", "Who did what, when and from where", paths.OfficeAudit(), portal.Office},
	}
}

// SettingsPage is one section of the settings.
type SettingsPage struct {
	Title  string
	Text   string
	Editor Editor
	Before templ.Component
	Beside templ.Component
}

// ProfileValues are the profile's fields as the form holds them.
func ProfileValues(p portal.Profile) url.Values {
	return url.Values{
		"name": {p.Name}, "legal_name": {p.LegalName}, "tax_number": {p.TaxNumber}, "phone": {p.Phone}, "email": {p.Email},
		"street": {p.Address.Street}, "city": {p.Address.City}, "region": {p.Address.Region}, "code": {p.Address.Code},
		"country": {p.Address.Country}, "colour": {p.Colour}, "zone": {p.Zone}, "language": {p.Language},
		"currency": {string(p.Currency)}, "date_format": {strconv.Itoa(int(p.DateFormat))},
		"number_format": {strconv.Itoa(int(p.NumberFormat))},
	}
}

// ProfileEditor is the form of the business profile.
func ProfileEditor(ctx context.Context, f ui.Form) Editor {
	return Editor{
		Do: paths.OfficeSettingsProfile(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{profileName(ctx), address(ctx), profileLook(ctx), profileFormats(ctx)},
	}
}

func profileName(ctx context.Context) Part {
	return Part{
		ID: "business", Title: words.T(ctx, "The business"), Text: words.T(ctx, "As it stands on invoices, in mails and in the portal."),
		Controls: []Control{
			{Half: true, Input: ui.Input{Name: "name", Label: words.T(ctx, "Name"), Max: 120, Required: true}},
			{Half: true, Input: ui.Input{Name: "legal_name", Label: words.T(ctx, "Legal name"), Placeholder: words.T(ctx, "If it differs"), Max: 200}},
			{Half: true, Input: ui.Input{Name: "email", Label: words.T(ctx, "E-mail"), Type: "email", Dir: "ltr", Max: 254}},
			{Half: true, Input: ui.Input{Name: "phone", Label: words.T(ctx, "Phone"), Type: "tel", Dir: "ltr", Max: 60}},
			{Half: true, Input: ui.Input{Name: "tax_number", Label: words.T(ctx, "Tax number"), Dir: "ltr", Max: 60}},
		},
	}
}

func profileLook(ctx context.Context) Part {
	return Part{
		ID: "look", Title: words.T(ctx, "Colour"), Text: words.T(ctx, "One accent, on buttons and links of the portal and in mails."),
		Controls: []Control{{Input: ui.Input{
			Name: "colour", Label: words.T(ctx, "Colour"), Type: "color",
			More: templ.Attributes{
				"hx-get": string(paths.OfficeSettingsColour()), "hx-trigger": "input changed delay:120ms", "hx-target": "#swatch", "hx-swap": "outerHTML",
			},
		}}},
		Draw: func(f ui.Form) templ.Component { return Swatch(f.Value("colour")) },
	}
}

func profileFormats(ctx context.Context) Part {
	l := words.From(ctx)
	dates := []ui.Option{{Value: "0", Label: "Tue 3 Mar 2026"}, {Value: "1", Label: "Tue, Mar 3, 2026"}, {Value: "2", Label: "2026-03-03"}}
	numbers := []ui.Option{{Value: "0", Label: "1,240.50"}, {Value: "1", Label: "1.240,50"}, {Value: "2", Label: "1 240,50"}, {Value: "3", Label: "1’240.50"}}
	var zones, languages []ui.Option
	for _, z := range words.Zones {
		zones = append(zones, ui.Option{Value: z, Label: z})
	}
	for _, x := range words.Languages() {
		languages = append(languages, ui.Option{Value: x.Tag, Label: x.Name})
	}
	return Part{
		ID: "formats", Title: l.T("Language and formats"),
		Controls: []Control{
			{Half: true, As: Pick, Input: ui.Input{Name: "language", Label: l.T("Language"), Options: languages}},
			{Half: true, As: Pick, Input: ui.Input{Name: "zone", Label: l.T("Time zone"), Options: zones}},
			{Half: true, As: Pick, Input: ui.Input{Name: "date_format", Label: l.T("Dates"), Options: dates}},
			{Half: true, As: Pick, Input: ui.Input{Name: "number_format", Label: l.T("Numbers"), Options: numbers}},
			{Half: true, As: Pick, Input: ui.Input{Name: "currency", Label: l.T("Currency of new clients"), Options: currencies(ctx)}},
		},
	}
}

// contrast says how well text on the colour is read.
func contrast(colour string) string {
	_, c := portal.On(colour)
	return fmt.Sprintf("%.1f : 1", c)
}

func textOn(colour string) string {
	text, _ := portal.On(colour)
	return text
}

// TermsValues are the terms' fields as the form holds them.
func TermsValues(t portal.TermsSettings) url.Values {
	day := max(t.Statements.Day, 1)
	return url.Values{
		"days": {strconv.Itoa(t.Days)}, "text": {t.Text}, "statements": {choose(t.Statements.Monthly, "yes", "")},
		"statement_day": {strconv.Itoa(day)}, "statement_owing": {choose(t.Statements.Owing, "yes", "no")},
	}
}

// TermsEditor is the form of the terms.
func TermsEditor(ctx context.Context, f ui.Form) Editor {
	return Editor{
		Do: paths.OfficeSettingsTerms(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{{
			ID: "terms", Title: words.T(ctx, "New invoices"), Text: words.T(ctx, "Invoices that exist keep theirs."),
			Controls: []Control{
				{Half: true, Input: ui.Input{Name: "days", Label: words.T(ctx, "Due after how many days"), Mode: "numeric", Dir: "ltr", Max: 3, Required: true}},
				{As: Lines, Input: ui.Input{Name: "text", Label: words.T(ctx, "Terms"), Hint: words.T(ctx, "Stands at the foot of every new invoice."), Rows: 5, Max: 5_000}},
			},
		}, statementPart(ctx)},
	}
}

// statementPart says whether statements go out by themselves.
func statementPart(ctx context.Context) Part {
	return Part{
		ID: "statements-part", Title: words.T(ctx, "Statements"), Text: words.T(ctx, "A statement of the month that ended, as a PDF, to the contacts who may see it in the portal; else to the client’s main e-mail."),
		Controls: []Control{
			{As: Box, Input: ui.Input{Name: "statements", Label: words.T(ctx, "Mail statements monthly"), Hint: words.T(ctx, "From the next month that ends. A client’s Statement page can leave it out.")}},
			{Half: true, Input: ui.Input{Name: "statement_day", Label: words.T(ctx, "On which day of the month"), Mode: "numeric", Dir: "ltr", Max: 2}},
			{As: Options, Input: ui.Input{Name: "statement_owing", Label: words.T(ctx, "To whom"), Options: []ui.Option{
				{Value: "no", Label: words.T(ctx, "Everybody with a balance, or with entries in the month")},
				{Value: "yes", Label: words.T(ctx, "Only those whose balance isn’t zero")},
			}}},
		},
	}
}

// SignInValues are the sign-in settings as the form holds them.
func SignInValues(n portal.SignInSettings) url.Values {
	return url.Values{"passwords": {yes(n.Passwords)}, "staff_totp": {yes(n.StaffTOTP)}}
}

// SignInEditor is the form of the sign-in settings.
func SignInEditor(ctx context.Context, f ui.Form) Editor {
	return Editor{
		Do: paths.OfficeSettingsSignIn(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{
			{
				ID: "codes", Title: words.T(ctx, "Everybody"), Text: words.T(ctx, "People sign in with a code that comes by e-mail, or with a passkey. That needs no setting."),
				Controls: []Control{{As: Box, Input: ui.Input{Name: "passwords", Label: words.T(ctx, "Passwords are allowed"), Hint: words.T(ctx, "People may set one, and you may give one with an invitation. From a new device the e-mailed code is asked for as well.")}}},
			},
			{
				ID: "factor", Title: words.T(ctx, "Staff"),
				Controls: []Control{{As: Box, Input: ui.Input{Name: "staff_totp", Label: words.T(ctx, "All staff need an authenticator app"), Hint: words.T(ctx, "Who has none yet is led through setting it up at their next click. You need your own first.")}}},
			},
		},
	}
}

// WordingValues are the words as the form holds them.
func WordingValues(w portal.Wording) url.Values {
	v := url.Values{}
	for _, r := range portal.Renamable {
		v.Set(portal.WordField(r.Key), w.Words[r.Key])
		v.Set(portal.WordField(r.Plural), w.Words[r.Plural])
	}
	return v
}

// WordingEditor is the form of the words; example shows how they read.
func WordingEditor(ctx context.Context, f ui.Form, example func(ui.Form) templ.Component) Editor {
	var cs []Control
	live := templ.Attributes{
		"hx-get": string(paths.OfficeSettingsWords()), "hx-trigger": "input changed delay:150ms", "hx-target": "#example", "hx-swap": "outerHTML",
		"hx-include": "closest form",
	}
	for _, r := range portal.Renamable {
		cs = append(cs,
			Control{Half: true, Input: ui.Input{Name: portal.WordField(r.Key), Label: words.T(ctx, "One %s", words.From(ctx).Label(r.Key)), Placeholder: words.From(ctx).Label(r.Key), Max: 40, More: live}},
			Control{Half: true, Input: ui.Input{Name: portal.WordField(r.Plural), Label: words.T(ctx, "Several %s", words.From(ctx).Label(r.Plural)), Placeholder: words.From(ctx).Label(r.Plural), Max: 40, More: live}})
	}
	return Editor{
		Do: paths.OfficeSettingsWording(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{{ID: "words", Title: words.T(ctx, "Your words"), Text: words.T(ctx, "Leave a field empty for the usual word."), Controls: cs, Draw: example}},
	}
}

func accepts() templ.Attributes {
	return templ.Attributes{"accept": "image/png,image/jpeg,image/gif,image/webp"}
}
