package staff

import (
	"context"
	"net/url"
	"strconv"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// BulkPage asks before something is done to many contacts.
type BulkPage struct {
	Do     portal.RunAction
	Count  int
	Names  []string // of the first of them
	Fields [][2]string
	Form   ui.Form
	Days   int
	Back   paths.URL
}

func (p BulkPage) question(ctx context.Context) ui.Question {
	q := ui.Question{ID: "bulk", Do: paths.OfficeContactsBulk(), Cancel: p.Back}
	switch p.Do {
	case portal.RunInvite:
		q.Title = words.N(ctx, p.Count, "Send a portal invitation to one contact?", "Send a portal invitation to %d contacts?")
		q.Text = words.N(ctx, p.Days, "Access is turned on, and everybody gets a link that works once, for one day. Who has access already is left alone.",
			"Access is turned on, and everybody gets a link that works once, for %d days. Who has access already is left alone.")
		q.Button = words.T(ctx, "Send invitations")
	case portal.RunDisable:
		q.Danger = true
		q.Title = words.N(ctx, p.Count, "Disable the access of one contact?", "Disable the access of %d contacts?")
		q.Text = words.T(ctx, "They are signed out at once on every device, and their invitations stop working. They keep their access to other clients.")
		q.Button = words.T(ctx, "Disable access")
	default:
		q.Title = words.N(ctx, p.Count, "Set the preset of one contact?", "Set the preset of %d contacts?")
		q.Text = words.T(ctx, "It replaces what each of them may do now, and takes effect on their next click. Attachments stay as they are.")
		q.Button = words.T(ctx, "Set preset")
	}
	return q
}

// more is how many are not named.
func (p BulkPage) more() int { return p.Count - len(p.Names) }

// RunPage is a run with what became of every contact.
type RunPage struct {
	service.RunPage
	Values url.Values
}

// runName is what a run does, whether it is over or not.
func runName(ctx context.Context, r portal.Run) string {
	switch r.Do {
	case portal.RunInvite:
		return words.T(ctx, "Portal invitations")
	case portal.RunDisable:
		return words.T(ctx, "Disable access")
	}
	return words.T(ctx, "Set preset: %s", r.Preset)
}

func (p RunPage) segs(ctx context.Context) ui.FilterBar {
	f := ui.FilterBar{
		URL: paths.OfficeRun(p.ID), Label: words.T(ctx, "Result"), Values: p.Values, Param: "outcome",
		Segs: []ui.SegLink{{Label: words.T(ctx, "All"), Count: p.Done()}},
	}
	for o, n := range p.Counts {
		f.Segs = append(f.Segs, ui.SegLink{Value: strconv.Itoa(o), Label: outcomeWord(ctx, p.Do, portal.Outcome(o)), Count: n})
	}
	return f
}

func (p RunPage) foot(ctx context.Context) ui.Foot {
	f := ui.Foot{Text: words.N(ctx, len(p.Items), "%d shown", "%d shown")}
	if p.Next >= 0 {
		f.More = paths.OfficeRun(p.ID).With("outcome", p.Values.Get("outcome"), "from", strconv.Itoa(p.Next))
	}
	return f
}

var outcomeLooks = [...]struct {
	variant ui.Variant
	icon    string
}{
	portal.OutcomeDone:    {ui.Success, "circle-check"},
	portal.OutcomeAlready: {ui.Plain, "check"},
	portal.OutcomeSkipped: {ui.Warning, "triangle-alert"},
	portal.OutcomeFailed:  {ui.Danger, "circle-x"},
}

// UsersPage is everyone with portal access.
type UsersPage struct {
	service.UserList
	Filter portal.ContactFilter
	Values url.Values
	Foot   ui.Foot
}

func (p UsersPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficeSettingsUsers(), Label: words.T(ctx, "Portal users"), Values: p.Values, Param: "cloud",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All"), Count: p.Counts[portal.CloudInvited] + p.Counts[portal.CloudOn]},
			{Value: "invited", Label: words.T(ctx, "Invited"), Count: p.Counts[portal.CloudInvited], Cloud: "invited"},
			{Value: "on", Label: words.T(ctx, "On"), Count: p.Counts[portal.CloudOn], Cloud: "on"},
		},
		Search: words.T(ctx, "Find a user"), Hint: words.T(ctx, "Name, e-mail, client, phone"),
		Selects: []ui.FilterSelect{presetFilter(ctx), seenFilter(ctx)},
	}
}

func (p UsersPage) csv() paths.URL { return paths.OfficeSettingsUsersCSV().WithAll(p.Values) }

// PreviewPage picks whom to see the portal as.
type PreviewPage struct {
	Search   string
	Contacts service.ContactList
	Clients  []portal.ClientRow
}
