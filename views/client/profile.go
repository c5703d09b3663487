package client

import (
	"context"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/signin"
	"portico/views/ui"
)

// ProfilePage is a contact's own page.
type ProfilePage struct {
	service.MyProfile
	Form      ui.Form
	Passwords bool
	Languages []words.Language
	Accounts  int
	Business  portal.Profile
}

func (p ProfilePage) security() signin.SecurityPanel {
	return signin.SecurityPanel{MyProfile: p.MyProfile, Mine: paths.PortalMine, Passwords: p.Passwords}
}

func (p ProfilePage) languages(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: words.T(ctx, "As the business")}}
	for _, l := range p.Languages {
		out = append(out, ui.Option{Value: l.Tag, Label: l.Name})
	}
	return out
}
