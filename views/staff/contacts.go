package staff

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// ContactsPage is the office's list of all contacts.
type ContactsPage struct {
	service.ContactList
	Filter portal.ContactFilter
	Values url.Values // the query as it is
	Every  bool       // all that match the filter are selected
	Foot   ui.Foot
}

// total is how many contacts there are that are not archived.
func (p ContactsPage) total() int { return p.Counts[0] + p.Counts[1] + p.Counts[2] }

func (p ContactsPage) filters(ctx context.Context) ui.FilterBar {
	return ui.FilterBar{
		URL: paths.OfficeContacts(), Label: words.T(ctx, "Contacts"), Values: p.kept(), Param: "cloud",
		Segs: []ui.SegLink{
			{Label: words.T(ctx, "All"), Count: p.total()},
			{Value: "off", Label: words.T(ctx, "Off"), Count: p.Counts[portal.CloudOff], Cloud: "off"},
			{Value: "invited", Label: words.T(ctx, "Invited"), Count: p.Counts[portal.CloudInvited], Cloud: "invited"},
			{Value: "on", Label: words.T(ctx, "On"), Count: p.Counts[portal.CloudOn], Cloud: "on"},
		},
		Search: words.T(ctx, "Find a contact"), Hint: words.T(ctx, "Name, e-mail, client, phone"),
		Selects: []ui.FilterSelect{presetFilter(ctx), seenFilter(ctx)},
	}
}

func presetFilter(ctx context.Context) ui.FilterSelect {
	options := []ui.Option{{Label: words.T(ctx, "Any permissions")}}
	for _, s := range append(portal.Presets[:len(portal.Presets):len(portal.Presets)], portal.PresetCustom) {
		options = append(options, ui.Option{Value: s.Key(), Label: words.From(ctx).Name(s)})
	}
	return ui.FilterSelect{Name: "preset", Label: words.T(ctx, "Permissions"), Options: options}
}

func seenFilter(ctx context.Context) ui.FilterSelect {
	return ui.FilterSelect{Name: "seen", Label: words.T(ctx, "Last sign-in"), Options: []ui.Option{
		{Label: words.T(ctx, "Signed in: any time")},
		{Value: portal.SeenWeek.Key(), Label: words.T(ctx, "In the last 7 days")},
		{Value: portal.SeenMonth.Key(), Label: words.T(ctx, "In the last 30 days")},
		{Value: portal.SeenLongAgo.Key(), Label: words.T(ctx, "Not for 90 days")},
		{Value: portal.SeenNever.Key(), Label: words.T(ctx, "Never")},
	}}
}

// kept are the filters alone: what leads to the same list again.
func (p ContactsPage) kept() url.Values {
	kept := url.Values{}
	for _, name := range []string{"q", "cloud", "preset", "seen", "archived", "run"} {
		if v := p.Values.Get(name); v != "" {
			kept.Set(name, v)
		}
	}
	return kept
}

// filterFields are the filters as hidden fields of the form that selects.
func (p ContactsPage) filterFields() (fs [][2]string) {
	kept := p.kept()
	for _, name := range []string{"q", "cloud", "preset", "seen", "archived"} {
		if v := kept.Get(name); v != "" {
			fs = append(fs, [2]string{name, v})
		}
	}
	return fs
}

func (p ContactsPage) csv() paths.URL { return paths.OfficeContactsCSV().WithAll(p.kept()) }

func (p ContactsPage) every() paths.URL {
	return paths.OfficeContacts().WithAll(p.kept()).With("scope", "all")
}

func (p ContactsPage) clear() paths.URL { return paths.OfficeContacts().WithAll(p.kept()) }

// selectAll says how many “all” are.
func (p ContactsPage) selectAll(ctx context.Context) string {
	if p.Matches >= service.MostMatches {
		return words.T(ctx, "Select all that match")
	}
	return words.T(ctx, "Select all %d", p.Matches)
}

func (p ContactsPage) narrowed() bool { return !p.Filter.All() }

func (p ContactsPage) columns(ctx context.Context) ui.TableHead {
	return ui.TableHead{Caption: words.T(ctx, "Contacts by name"), Class: "people", Columns: []ui.Column{
		{Label: words.T(ctx, "Select all on this page"), Class: "pick", All: true},
		{Label: words.T(ctx, "Name"), Class: "w-name"},
		{Label: words.Word(ctx, "Client"), Class: "w-fifth"},
		{Label: words.T(ctx, "E-mail")},
		{Label: words.T(ctx, "Permissions"), Class: "w-s"},
		{Label: words.T(ctx, "Last sign-in"), Class: "w-m"},
		{Label: words.T(ctx, "More"), Class: "w-icon", Hidden: true},
	}}
}

func contactValue(c portal.ContactID) string { return strconv.FormatUint(uint64(c), 10) }

// runProgress is a run as a panel.
func runProgress(ctx context.Context, r portal.Run, here bool) ui.Progress {
	return ui.Progress{
		ID: "run-" + strconv.FormatUint(uint64(r.ID), 10), Title: runTitle(ctx, r), Summary: runSummary(ctx, r), Done: r.Done(),
		Total: r.Total, URL: paths.OfficeRun(r.ID), Over: r.Over(), Here: here,
	}
}

func runTitle(ctx context.Context, r portal.Run) string {
	switch {
	case r.Stopped:
		return words.T(ctx, "Stopped before the end")
	case r.Do == portal.RunInvite && r.Over():
		return words.T(ctx, "Invitations sent")
	case r.Do == portal.RunInvite:
		return words.T(ctx, "Sending invitations")
	case r.Do == portal.RunDisable && r.Over():
		return words.T(ctx, "Access disabled")
	case r.Do == portal.RunDisable:
		return words.T(ctx, "Disabling access")
	case r.Over():
		return words.T(ctx, "Preset %s is set", r.Preset)
	}
	return words.T(ctx, "Setting the preset %s", r.Preset)
}

func runSummary(ctx context.Context, r portal.Run) string {
	var parts []string
	for o, n := range r.Counts {
		if n > 0 || portal.Outcome(o) == portal.OutcomeDone {
			parts = append(parts, words.T(ctx, "%d %s", n, outcomeWord(ctx, r.Do, portal.Outcome(o))))
		}
	}
	return strings.Join(parts, ", ")
}

// outcomeWord is what became of a contact, in a word.
func outcomeWord(ctx context.Context, do portal.RunAction, o portal.Outcome) string {
	switch o {
	case portal.OutcomeSkipped:
		return words.T(ctx, "skipped")
	case portal.OutcomeFailed:
		return words.T(ctx, "failed")
	case portal.OutcomeAlready:
		return map[portal.RunAction]string{
			portal.RunInvite: words.T(ctx, "already on"), portal.RunDisable: words.T(ctx, "already off"), portal.RunPreset: words.T(ctx, "already so"),
		}[do]
	}
	return map[portal.RunAction]string{
		portal.RunInvite: words.T(ctx, "sent"), portal.RunDisable: words.T(ctx, "disabled"), portal.RunPreset: words.T(ctx, "changed"),
	}[do]
}
