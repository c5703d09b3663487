package signin

import (
	"portico/internal/paths"
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
