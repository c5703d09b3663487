package staff

import (
	"context"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

func (d DocLinks) live(ctx context.Context, l portal.DocLink) bool {
	return l.Ended(words.From(ctx).Now()) == portal.DocLinkLive
}

// several reports whether there is more than one link to revoke.
func (d DocLinks) several(ctx context.Context) bool {
	n := 0
	for _, l := range d.Links {
		if d.live(ctx, l) {
			n++
		}
	}
	return n > 1
}

// linkLife is how long a link works, or why it no longer does.
func linkLife(ctx context.Context, l portal.DocLink) string {
	loc := words.From(ctx)
	switch l.Ended(loc.Now()) {
	case portal.DocLinkRevoked:
		return loc.T("revoked %s", l.Revoked)
	case portal.DocLinkExpired:
		return loc.T("expired %s", l.Expires)
	}
	return loc.T("expires %s", l.Expires)
}

// openedFrom is the device and address of an open.
func openedFrom(o portal.DocOpen) string {
	out := ""
	for _, s := range []string{o.Device, o.IP} {
		if s != "" {
			out += " · " + s
		}
	}
	return out
}

// RevokeLinkQuestion asks before a link ends.
func RevokeLinkQuestion(ctx context.Context, l portal.DocLink, number string, do, back paths.URL) ui.Question {
	return ui.Question{
		ID: "revoke", Title: words.T(ctx, "Revoke the link of %s?", l.Receiver()), Danger: true,
		Text: words.T(ctx, "The link that was mailed to %s stops showing %s at once. Whoever signs in sees it as before.", l.To, number),
		Do:   do, Button: words.T(ctx, "Revoke link"), Cancel: back,
	}
}

// RevokeLinksQuestion asks before all links to a document end.
func RevokeLinksQuestion(ctx context.Context, number string, do, back paths.URL) ui.Question {
	return ui.Question{
		ID: "revoke", Title: words.T(ctx, "Revoke every link to %s?", number), Danger: true,
		Text: words.T(ctx, "The links in all mails about %s stop working at once. Whoever signs in sees it as before, and a new mail has a new link.", number),
		Do:   do, Button: words.T(ctx, "Revoke all"), Cancel: back,
	}
}
