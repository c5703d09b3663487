package staff

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// PortalValues are the portal's switches as the form holds them.
func PortalValues(p portal.PortalSettings) url.Values {
	v := url.Values{
		"on": {yes(p.On)}, "address": {p.Address}, "welcome": {p.Welcome}, "invite_days": {strconv.Itoa(p.InviteDays)},
		"upload_mb": {strconv.Itoa(p.UploadMB)}, "uploads": {yes(!p.NoUploads)}, "automatic": {yes(p.Automatic)},
		"links": {yes(!p.LinksOff)}, "link_days": {strconv.Itoa(p.LinkLife())},
	}
	for _, m := range portal.Modules {
		if p.Off&m.Group() != m.Group() {
			v.Add("module", m.Key)
			v.Add("module_was", m.Key)
		}
		for _, may := range m.Permissions {
			if !p.Off.Has(may) {
				v.Add("on_permission", may.Key())
			}
			if p.Default.Has(may) {
				v.Add("permission", may.Key())
			}
		}
	}
	return v
}

// PortalEditor is the form of the client portal.
func PortalEditor(ctx context.Context, f ui.Form, role portal.Role, fixed service.Fixed) Editor {
	return Editor{
		Do: paths.OfficeSettingsPortal(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{portalOn(ctx), portalAddress(ctx, role, fixed), portalInvitations(ctx), portalUploads(ctx), portalDocLinks(ctx), portalModules(ctx), portalDefault(ctx)},
	}
}

func portalOn(ctx context.Context) Part {
	return Part{
		ID: "portal-on", Title: words.T(ctx, "The portal"),
		Controls: []Control{
			{As: Box, Input: ui.Input{
				Name: "on", Label: words.T(ctx, "The client portal is on"),
				Hint: words.T(ctx, "Off: nobody but staff can sign in, from their next click on. Everybody’s access comes back as it was when you switch it on."),
			}},
			{As: Lines, Input: ui.Input{Name: "welcome", Label: words.T(ctx, "Welcome text"), Hint: words.T(ctx, "Stands on the client’s Home."), Rows: 3, Max: 500}},
		},
	}
}

func portalAddress(ctx context.Context, role portal.Role, fixed service.Fixed) Part {
	in := ui.Input{
		Name: "address", Label: words.T(ctx, "Portal address"), Placeholder: "portal.example.com", Dir: "ltr", Max: 253, Mode: "url",
		Hint: words.T(ctx, "The host name in every link that is mailed. Point it at this server first."),
	}
	p := Part{ID: "portal-address", Title: words.T(ctx, "Address"), Controls: []Control{{Input: in}}}
	switch {
	case fixed.URL != "":
		p.Controls[0].More = templ.Attributes{"readonly": true}
		p.Text = words.T(ctx, "The command line says %s (--url), and that counts.", fixed.URL)
	case role < portal.Owner:
		p.Controls[0].More = templ.Attributes{"readonly": true}
		p.Text = words.T(ctx, "Only an Owner can change it.")
	}
	return p
}

func portalInvitations(ctx context.Context) Part {
	return Part{
		ID: "portal-invitations", Title: words.T(ctx, "Invitations"),
		Controls: []Control{
			{Half: true, Input: ui.Input{Name: "invite_days", Label: words.T(ctx, "An invitation lasts how many days"), Mode: "numeric", Dir: "ltr", Max: 2, Required: true}},
			{As: Box, Input: ui.Input{Name: "automatic", Label: words.T(ctx, "Give access by itself"), Hint: words.T(ctx, "Whoever is sent an invoice and has no access yet gets it, and an invitation, with that mail.")}},
		},
	}
}

func portalUploads(ctx context.Context) Part {
	return Part{
		ID: "portal-uploads", Title: words.T(ctx, "Attachments"),
		Controls: []Control{
			{As: Box, Input: ui.Input{Name: "uploads", Label: words.T(ctx, "Clients can send files"), Hint: words.T(ctx, "Those whose paper clip is on.")}},
			{Half: true, Input: ui.Input{Name: "upload_mb", Label: words.T(ctx, "Largest file, in MB"), Mode: "numeric", Dir: "ltr", Max: 3, Required: true}},
		},
	}
}

func portalDocLinks(ctx context.Context) Part {
	return Part{
		ID: "portal-links", Title: words.T(ctx, "Document links"),
		Controls: []Control{
			{As: Box, Input: ui.Input{Name: "links", Label: words.T(ctx, "Mails open their document"), Hint: words.T(ctx, "Whoever has the mail sees that one document without signing in. Off: the button leads to sign-in, and links mailed before ask to sign in too.")}},
			{Half: true, Input: ui.Input{Name: "link_days", Label: words.T(ctx, "A link lasts how many days"), Mode: "numeric", Dir: "ltr", Max: 3, Required: true}},
		},
	}
}

func portalModules(ctx context.Context) Part {
	return Part{
		ID: "portal-modules", Title: words.T(ctx, "For everybody"),
		Text: words.T(ctx, "What is off here nobody sees, whatever their own permissions say. A module takes its permissions with it."),
		Sets: []ui.Input{{Name: "module", Label: words.T(ctx, "Modules that are on"), Options: moduleOptions(ctx)}, {Name: "on_permission", Label: words.T(ctx, "Permissions that are on"), Options: permissionOptions(ctx)}},
		Draw: func(f ui.Form) templ.Component { return Switchboard(f) },
	}
}

func portalDefault(ctx context.Context) Part {
	return Part{
		ID: "portal-default", Title: words.T(ctx, "New contacts"), Text: words.T(ctx, "What a contact gets when access is turned on, unless you choose something else then."),
		Sets: []ui.Input{{Name: "permission", Label: words.T(ctx, "New contacts"), Options: permissionOptions(ctx)}},
		Draw: func(f ui.Form) templ.Component {
			chosen, err := ui.ReadPermissions(f.Values)
			if err != nil {
				chosen = 0
			}
			return ui.PermissionsEditor(ui.PermissionsBox{Chosen: chosen, Offer: portal.AllPermissions, Fetch: paths.OfficeSettingsPreset()})
		},
	}
}

func moduleOptions(ctx context.Context) (os []ui.Option) {
	for _, m := range portal.Modules {
		os = append(os, ui.Option{Value: m.Key, Label: words.From(ctx).Words(m.Name)})
	}
	return os
}

func permissionOptions(ctx context.Context) (os []ui.Option) {
	for _, m := range portal.Modules {
		for _, p := range m.Permissions {
			os = append(os, ui.Option{Value: p.Key(), Label: words.From(ctx).Name(p)})
		}
	}
	return os
}

// several reports whether a module has more than one permission to tick.
func several(m portal.Module) bool { return len(m.Permissions) > 1 }

// MailValues are the mail settings as the form holds them. The password never leaves the server.
func MailValues(m portal.MailSettings) url.Values {
	port := ""
	if m.Port != 0 {
		port = strconv.Itoa(m.Port)
	}
	return url.Values{"host": {m.Host}, "port": {port}, "user": {m.User}, "from": {m.From}, "from_name": {m.FromName}}
}

// MailEditor is the form of the mail settings.
func MailEditor(ctx context.Context, f ui.Form, has bool, fixed service.Fixed) Editor {
	hint := words.T(ctx, "Kept sealed with this server’s key; nobody can read it here.")
	if has {
		hint = words.T(ctx, "There is one. Leave this empty to keep it.")
	}
	e := Editor{
		Do: paths.OfficeSettingsMail(), Button: words.T(ctx, "Save"), Form: f,
		Parts: []Part{
			{
				ID: "server", Title: words.T(ctx, "Mail server"), Text: words.T(ctx, "Where mails are handed over (SMTP). The connection is always encrypted where the server offers it."),
				Controls: []Control{
					{Half: true, Input: ui.Input{Name: "host", Label: words.T(ctx, "Server"), Placeholder: "smtp.example.com", Dir: "ltr", Max: 253}},
					{Half: true, Input: ui.Input{Name: "port", Label: words.T(ctx, "Port"), Placeholder: "587", Mode: "numeric", Dir: "ltr", Max: 5}},
					{Half: true, Input: ui.Input{Name: "user", Label: words.T(ctx, "User name"), Dir: "ltr", Autocomplete: "off", Max: 254}},
					{Half: true, Input: ui.Input{Name: "password", Label: words.T(ctx, "Password"), Type: "password", Hint: hint, Autocomplete: "new-password", Max: 500}},
				},
			},
			{
				ID: "sender", Title: words.T(ctx, "Sender"),
				Controls: []Control{
					{Half: true, Input: ui.Input{Name: "from", Label: words.T(ctx, "Mails come from"), Placeholder: "office@example.com", Type: "email", Dir: "ltr", Max: 254}},
					{Half: true, Input: ui.Input{Name: "from_name", Label: words.T(ctx, "Name"), Max: 100}},
				},
			},
		},
	}
	if has {
		e.Parts[0].Controls = append(e.Parts[0].Controls, Control{As: Box, Input: ui.Input{Name: "forget", Label: words.T(ctx, "Forget the password")}})
	}
	if fixed.Mail {
		e.Off = words.T(ctx, "The command line says how mail leaves (--smtp or --mail-dir), and that counts. Start without it to set it here.")
		for i := range e.Parts {
			for j := range e.Parts[i].Controls {
				e.Parts[i].Controls[j].More = templ.Attributes{"readonly": true}
			}
		}
	}
	return e
}
