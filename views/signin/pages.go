package signin

import (
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// SignInPage asks who is there.
type SignInPage struct {
	Form      ui.Form
	Business  string
	Why       string // why the session before is over
	Passwords bool
	Passkeys  bool // browsers allow them at this address
}

// CodePage asks for the mailed code.
type CodePage struct {
	Form  ui.Form
	Asked service.Asked
}

// LinkPage asks for the confirming click.
type LinkPage struct {
	Name, Who string
	URL       paths.URL
	Refused   *portal.Text
}

// HelpPage says what to do when signing in does not work.
type HelpPage struct{ Business, Email, Phone string }

// AccountsPage offers a person's places.
type AccountsPage struct {
	Places   []service.AccountPlace
	Now      portal.ContactID // where the person is
	InOffice bool
	Next     string
	Why      string
	Business string
	Name     string
}

func (p AccountsPage) here(a service.AccountPlace) bool {
	return a.Office && p.InOffice || a.Contact != 0 && a.Contact == p.Now
}

// ConfirmPage asks for a fresh code.
type ConfirmPage struct {
	Form  ui.Form
	Mine  paths.Mine
	Next  string
	Email string
	Asked service.Asked
	Sent  bool
}

// DevicesPage lists where a person is signed in.
type DevicesPage struct {
	Mine    paths.Mine
	Devices []service.Device
}

// PasskeysPage lists a person's passkeys.
type PasskeysPage struct {
	Form  ui.Form
	Mine  paths.Mine
	Keys  []service.Passkey
	Fresh bool // a fresh code was given
	Work  bool // browsers allow them at this address
}

// PasswordPage sets or changes a password.
type PasswordPage struct {
	Form     ui.Form
	Mine     paths.Mine
	Has      bool
	Allowed  bool
	Username string
}

// EmailPage changes an address.
type EmailPage struct {
	Form     ui.Form
	Mine     paths.Mine
	Now, New string
}

// TOTPPage is a staff member's authenticator app.
type TOTPPage struct {
	Form   ui.Form
	Factor service.Factor
	Mine   paths.Mine
	AtDoor bool
	Fresh  bool
}

func (p TOTPPage) begin() paths.URL {
	if p.AtDoor {
		return paths.SignInEnrolBegin()
	}
	return p.Mine.TOTPBegin()
}

func (p TOTPPage) confirm() paths.URL {
	if p.AtDoor {
		return paths.SignInEnrol()
	}
	return p.Mine.TOTP()
}

func (p TOTPPage) qr() paths.URL {
	if p.AtDoor {
		return paths.SignInEnrolQR()
	}
	return p.Mine.TOTPQR()
}

// spaced writes a secret in groups of four, to be typed.
func spaced(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// RecoveryPage shows recovery codes, once.
type RecoveryPage struct {
	Codes []string
	Next  paths.URL
}

// FactorPage asks for the second factor.
type FactorPage struct {
	Form ui.Form
	Next string
}

// InvitationPage is the page behind an invitation's link.
type InvitationPage struct {
	service.InvitePage
	Form     ui.Form
	Token    string
	Business string
	Sent     bool // a new one was asked for
}

// RegisterPage is the page behind a self-registration link.
type RegisterPage struct {
	service.RegisterPage
	Form     ui.Form
	Token    string
	Business string
}

// RegisterCodePage asks for the code that proves an address.
type RegisterCodePage struct {
	Form  ui.Form
	Asked service.Asked
	Token string
}

// SetUpPage makes the business.
type SetUpPage struct {
	Form  ui.Form
	Token string
}

func currencies() (out []ui.Option) {
	for _, c := range portal.Currencies {
		out = append(out, ui.Option{Value: string(c), Label: string(c)})
	}
	return out
}

func zones() (out []ui.Option) {
	for _, z := range words.Zones {
		out = append(out, ui.Option{Value: z, Label: strings.ReplaceAll(z, "_", " ")})
	}
	return out
}

// SecurityPanel is the part of a profile about signing in.
type SecurityPanel struct {
	service.MyProfile
	Mine      paths.Mine
	Passwords bool // the business allows them
}
