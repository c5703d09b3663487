package staff

import (
	"context"
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// inPlace is the element that a switch of a contact's access replaces.
func inPlace(c portal.ContactID) string { return "#" + ui.ContactCloud{Contact: c}.ID() }

// notYet says why a contact can't be let in as things are; "" = nothing stands in the way.
func notYet(ctx context.Context, p service.ContactPage) string {
	switch {
	case p.Of.Archived:
		return words.T(ctx, "%s is archived. Bring the client back first.", p.Of.Name)
	case p.Archived:
		return words.T(ctx, "%s is archived. Bring the contact back first.", p.Name)
	case p.EmailNorm == "":
		return words.T(ctx, "%s has no e-mail address. Add one first: people sign in with it.", p.Name)
	}
	return ""
}

// notYetQuestion leads to where the obstacle can be taken away.
func notYetQuestion(ctx context.Context, p service.ContactPage, why string) ui.Question {
	q := ui.Question{
		ID: "turn-on", Title: words.T(ctx, "Not yet"), Text: why, Do: paths.OfficeContactEdit(p.ID), Get: true,
		Button: words.T(ctx, "Edit contact"), Cancel: paths.OfficeContact(p.ID),
	}
	if p.Of.Archived {
		q.Do, q.Button = paths.OfficeClient(p.Of.ID), words.T(ctx, "Open client")
	} else if p.Archived {
		q.Do, q.Button = paths.OfficeContactArchive(p.ID), words.T(ctx, "Bring back")
	}
	return q
}

func turnOnQuestion(ctx context.Context, p service.ContactPage) ui.Question {
	return ui.Question{
		ID: "turn-on", Title: words.T(ctx, "Turn on portal access and send an invitation?"),
		Text: words.N(ctx, p.InviteDays, "%[2]s gets an invitation at %[3]s. The link works once, for one day.",
			"%[2]s gets an invitation at %[3]s. The link works once, for %[1]d days.", p.Name, p.Email),
		Do: paths.OfficeContactInvite(p.ID), Button: words.T(ctx, "Proceed"), Target: inPlace(p.ID), Cancel: paths.OfficeContact(p.ID),
	}
}

func disableQuestion(ctx context.Context, p service.ContactPage) ui.Question {
	return ui.Question{
		ID: "disable", Title: words.T(ctx, "Disable portal access?"), Danger: true,
		Text: words.T(ctx, "%s (%s) can no longer see the account of %s.", p.Name, p.Email, p.Of.Name),
		Do:   paths.OfficeContactDisable(p.ID), Button: words.T(ctx, "Disable access"), Target: inPlace(p.ID), Cancel: paths.OfficeContact(p.ID),
	}
}

func archiveQuestion(ctx context.Context, p service.ContactPage) ui.Question {
	q := ui.Question{ID: "archive", Do: paths.OfficeContactArchive(p.ID), Cancel: paths.OfficeContact(p.ID)}
	switch {
	case p.Archived:
		q.Title, q.Button = words.T(ctx, "Bring %s back?", p.Name), words.T(ctx, "Bring back")
		q.Text = words.T(ctx, "They are listed again at %s. Portal access stays off until you turn it on.", p.Of.Name)
	case p.On:
		q.Title, q.Button, q.Danger = words.T(ctx, "Archive %s?", p.Name), words.T(ctx, "Archive and disable access"), true
		q.Text = words.T(ctx, "They leave the lists of %s and lose their portal access. Nothing is deleted.", p.Of.Name)
	default:
		q.Title, q.Button, q.Danger = words.T(ctx, "Archive %s?", p.Name), words.T(ctx, "Archive"), true
		q.Text = words.T(ctx, "They leave the lists of %s. Nothing is deleted.", p.Of.Name)
	}
	return q
}

func yesOr(on bool) string {
	if on {
		return "yes"
	}
	return "no"
}

// listed is names as a sentence lists them.
func listed(ctx context.Context, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return words.T(ctx, "%s and %s", strings.Join(names[:len(names)-1], ", "), names[len(names)-1])
}

// cloudWords is a contact's access in words, for beside a cloud.
func cloudWords(ctx context.Context, c portal.Contact) string {
	l := words.From(ctx)
	switch {
	case c.Cloud() == portal.CloudOff:
		return l.T("Off")
	case c.InviteExpired(l.Now()):
		return l.T("Invited %s, expired", l.Ago(c.Invited, l.Now()))
	case c.Cloud() == portal.CloudInvited && !c.Invited.IsZero():
		return l.T("Invited %s", l.Ago(c.Invited, l.Now()))
	case c.Cloud() == portal.CloudInvited:
		return l.T("On, not yet signed in")
	}
	return l.T("On")
}

func handedTitle(ctx context.Context, h service.Handover) string {
	switch {
	case h.Password != "":
		return words.T(ctx, "How %s signs in", h.Contact.Name)
	case h.Ends.IsZero():
		return words.T(ctx, "The way to the portal")
	}
	return words.T(ctx, "Invitation link for %s", h.Contact.Name)
}

func handedText(ctx context.Context, h service.Handover) string {
	switch {
	case h.Password != "" && h.Sent:
		return words.T(ctx, "It is on its way to %s by e-mail too. The password is shown only now, and is changed at the first sign-in.", h.Contact.Email)
	case h.Password != "":
		return words.T(ctx, "Hand this over yourself. The password is shown only now, and is changed at the first sign-in.")
	case h.Ends.IsZero():
		return words.T(ctx, "%s has signed in before, so there is nothing secret in this link: they sign in with their e-mail address.", h.Contact.Name)
	}
	return words.T(ctx, "Hand this link over yourself: it is shown only now, works once, and ends on %s. Older links no longer work.", h.Ends)
}
