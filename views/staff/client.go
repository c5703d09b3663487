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

// OverviewPage is the first tab of a client's page.
type OverviewPage struct {
	ClientFrame
	service.ClientOverview
	Today portal.Day
}

// ActivityPage is the tab with what happened at the client.
type ActivityPage struct {
	ClientFrame
	Rows   []portal.Event
	Values url.Values
	Foot   ui.Foot
}

func (p ActivityPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficeClientActivity(p.ID), Label: words.T(ctx, "Activity"), Values: p.Values,
		Search: words.T(ctx, "Search the activity"), Hint: words.T(ctx, "Person, detail or address"),
		Selects: []ui.FilterSelect{{Name: "kind", Label: words.T(ctx, "What"), Options: eventKinds(ctx)}},
		Days:    []ui.FilterDay{{Name: "from", Label: words.T(ctx, "From")}, {Name: "to", Label: words.T(ctx, "To")}},
	}
}

// personOf is a contact with cloud and clip, and what it is at the client below its name.
func personOf(ctx context.Context, r portal.ContactRow) ui.ContactCloud {
	c := ui.ContactOf(words.From(ctx), r)
	c.Sub = r.Title
	if c.Sub == "" {
		c.Sub = r.Email
	}
	return c
}
