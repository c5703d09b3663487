package staff

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

// NotifyValues are the notifications as the form holds them.
func NotifyValues(n portal.NotifySettings) url.Values {
	v := url.Values{}
	for _, x := range portal.Notifications {
		if n.Mails(x.Kind) {
			v.Add("notify", x.Key)
		}
		if len(x.Whoms) == 0 {
			continue
		}
		a := n.Audience(x.Kind)
		v.Set(x.Field("to"), a.Whom.Key())
		v.Set(x.Field("also"), a.Also)
		for _, id := range a.Staff {
			v.Add(x.Field("staff"), strconv.FormatUint(uint64(id), 10))
		}
	}
	return v
}

// NotifyEditor is the form of the notifications; staff are the people that can be chosen.
func NotifyEditor(ctx context.Context, f ui.Form, staff []portal.Staff) Editor {
	part := Part{
		ID: "notify", Title: words.T(ctx, "Mails that tell"), Text: words.T(ctx, "Everybody can turn off their own under “My profile”."),
		Sets: []ui.Input{{Name: "notify", Label: words.T(ctx, "Mails that are on"), Options: notifyNames(ctx)}},
		Draw: func(f ui.Form) templ.Component { return NotifyRows(f, staff) },
	}
	for _, n := range portal.Notifications {
		if len(n.Whoms) > 0 {
			part.Sets = append(part.Sets, whomField(ctx, n))
		}
		if n.ToStaff() {
			part.Sets = append(part.Sets, staffField(ctx, n, staff), alsoField(ctx, n))
		}
	}
	return Editor{Do: paths.OfficeSettingsNotifications(), Button: words.T(ctx, "Save"), Form: f, Parts: []Part{part}}
}

func notifyNames(ctx context.Context) (os []ui.Option) {
	for _, n := range portal.Notifications {
		os = append(os, ui.Option{Value: n.Key, Label: words.From(ctx).Label(n.Name)})
	}
	return os
}

// whomField chooses whom a notification goes to.
func whomField(ctx context.Context, n portal.Notification) ui.Input {
	l := words.From(ctx)
	in := ui.Input{Name: n.Field("to"), Label: l.T("“%s” goes to", l.Label(n.Name))}
	for _, w := range n.Whoms {
		in.Options = append(in.Options, ui.Option{Value: w.Key(), Label: l.Name(w)})
	}
	return in
}

func staffField(ctx context.Context, n portal.Notification, staff []portal.Staff) ui.Input {
	l := words.From(ctx)
	in := ui.Input{Name: n.Field("staff"), Label: l.T("Chosen for “%s”", l.Label(n.Name))}
	for _, st := range staff {
		in.Options = append(in.Options, ui.Option{Value: strconv.FormatUint(uint64(st.ID), 10), Label: st.Name})
	}
	return in
}

func alsoField(ctx context.Context, n portal.Notification) ui.Input {
	return ui.Input{
		Name: n.Field("also"), Label: words.T(ctx, "One more address"), Type: "email", Dir: "ltr", Max: 254, Placeholder: words.T(ctx, "If somebody else should know"),
	}
}
