package staff

import (
	"context"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// MemberPage is one staff member.
type MemberPage struct {
	service.StaffLine
	Last bool // the only Owner
	Form ui.Form
}

var roleTexts = map[portal.Role]string{
	portal.Owner:    "Everything, staff and sign-in and mail settings too",
	portal.Office:   "Clients, contacts, portal access, invoices, payments and most settings",
	portal.Employee: "Only work that is assigned to them; no bills, no other clients",
}

func roles(ctx context.Context) (os []ui.Option) {
	for _, r := range []portal.Role{portal.Owner, portal.Office, portal.Employee} {
		os = append(os, ui.Option{Value: r.Key(), Label: words.From(ctx).Name(r), Sub: words.From(ctx).Label(roleTexts[r])})
	}
	return os
}

func newStaff(ctx context.Context, f ui.Form) Editor {
	return Editor{
		Do: paths.OfficeSettingsStaffNew(), Cancel: paths.OfficeSettingsStaff(), Button: words.T(ctx, "Add and invite"), Form: f,
		Parts: []Part{{
			ID: "person", Title: words.T(ctx, "The person"),
			Controls: []Control{
				{Half: true, Input: ui.Input{Name: "name", Label: words.T(ctx, "Name"), Max: 200, Required: true, Focus: true}},
				{Half: true, Input: ui.Input{Name: "email", Label: words.T(ctx, "E-mail"), Type: "email", Dir: "ltr", Max: 254, Required: true}},
				{As: Options, Input: ui.Input{Name: "role", Label: words.T(ctx, "Role"), Options: roles(ctx)}},
			},
		}},
	}
}

func memberEditor(ctx context.Context, p MemberPage) Editor {
	e := Editor{
		Do: paths.OfficeSettingsStaffMember(p.ID), Button: words.T(ctx, "Save"), Form: p.Form, Version: p.Version,
		Parts: []Part{{
			ID: "role-part", Title: words.T(ctx, "What they may do"),
			Controls: []Control{{As: Options, Input: ui.Input{Name: "role", Label: words.T(ctx, "Role"), Options: roles(ctx)}}},
		}},
	}
	if p.Last {
		e.Parts[0].Text = words.T(ctx, "This is the only Owner. Make somebody else an Owner before you change it.")
	}
	return e
}
