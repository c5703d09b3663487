package staff

import (
	"context"
	"net/url"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PortalPage is the Portal tab of a client.
type PortalPage struct {
	ClientFrame
	In         service.PortalTab
	BusinessOn bool // the portal is on for everybody
}

func portalCloud(ctx context.Context, u service.PortalUser) ui.ContactCloud {
	c := ui.ContactOf(words.From(ctx), u.ContactRow)
	c.Sub = u.Username
	if c.Sub == "" {
		c.Sub = u.Email
	}
	return c
}

func (p PortalPage) chosen(c portal.ContactID) bool {
	return p.In.Chosen != nil && p.In.Chosen.ID == c
}

// state is the whole client's access as one cloud.
func (p PortalPage) state(ctx context.Context) (portal.Cloud, string) {
	switch {
	case !p.BusinessOn:
		return portal.CloudOff, words.T(ctx, "Off for everybody")
	case p.Off == portal.AllPermissions:
		return portal.CloudOff, words.T(ctx, "All modules off")
	}
	for _, u := range p.In.Users {
		if u.Cloud != portal.CloudOff {
			return portal.CloudOn, words.T(ctx, "On")
		}
	}
	return portal.CloudOff, words.T(ctx, "Nobody has access")
}

func tabOf(client portal.ClientID, c portal.ContactID) paths.URL {
	return paths.OfficeClientPortal(client).With("contact", contactValue(c))
}

// RevokePage asks before a client's whole access is taken away.
type RevokePage struct {
	ClientFrame
	Names []string // who loses access
	More  int      // and so many others
}

func (p RevokePage) question(ctx context.Context) ui.Question {
	q := ui.Question{
		ID: "revoke", Title: words.T(ctx, "Revoke all portal access of %s?", p.Name), Danger: true, Do: paths.OfficeClientRevoke(p.ID),
		Button: words.T(ctx, "Revoke everything"), Cancel: paths.OfficeClientPortal(p.ID),
		Text: words.T(ctx, "Sessions end at once on every device, and invitations and registration links stop working."),
	}
	if len(p.Names) == 0 {
		q.Text = words.T(ctx, "Nobody at %s has portal access. Registration links that are on their way stop working.", p.Name)
	}
	return q
}

// RegisterPage sends the client's main e-mail a link to register with.
type RegisterPage struct {
	ClientFrame
	Form ui.Form
}

func presetOptions(ctx context.Context) []ui.Option {
	subs := map[portal.Preset]string{
		portal.PresetAdmin:    words.T(ctx, "Everything, and who else at the client gets in."),
		portal.PresetAccounts: words.T(ctx, "Invoices, payments, estimates, documents, requests."),
		portal.PresetSite:     words.T(ctx, "Jobs, bookings, properties, equipment, certificates, messages."),
		portal.PresetViewOnly: words.T(ctx, "Sees everything, changes nothing."),
	}
	var os []ui.Option
	for _, s := range portal.Presets {
		os = append(os, ui.Option{Value: s.Key(), Label: words.From(ctx).Name(s), Sub: subs[s]})
	}
	return os
}

// InvitePage is the form that lets a new or an existing person into a client's portal.
type InvitePage struct {
	ClientFrame
	Form      ui.Form
	Contacts  []portal.ContactRow // without access yet
	Chosen    portal.Permissions
	Passwords bool // allowed by the business
	Days      int
}

func (p InvitePage) people(ctx context.Context) []ui.Option {
	os := []ui.Option{{Label: words.T(ctx, "Somebody new")}}
	for _, r := range p.Contacts {
		label := r.Name
		if r.Email == "" {
			label = words.T(ctx, "%s (no e-mail)", r.Name)
		}
		os = append(os, ui.Option{Value: contactValue(r.ID), Label: label, Off: r.Email == ""})
	}
	return os
}

func (p InvitePage) ways(ctx context.Context) []ui.Option {
	os := []ui.Option{{
		Value: service.ByLink.Key(), Label: words.T(ctx, "A link"),
		Sub: words.N(ctx, p.Days, "It works once, for one day.", "It works once, for %d days."),
	}}
	if p.Passwords {
		os = append(os,
			ui.Option{Value: service.ByPassword.Key(), Label: words.T(ctx, "A password you set"), Sub: words.T(ctx, "They change it at the first sign-in.")},
			ui.Option{Value: service.ByGenerated.Key(), Label: words.T(ctx, "A generated password"), Sub: words.T(ctx, "Shown once; they change it at the first sign-in.")})
	}
	return os
}

// InviteValues are the form as it begins.
func InviteValues(contact string) url.Values {
	return url.Values{"contact": {contact}, "how": {service.ByLink.Key()}, "send": {"yes"}}
}
