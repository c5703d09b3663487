package ui

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"portico/internal/words"
	"portico/portal"
)

var now = time.Date(2026, 3, 10, 15, 4, 0, 0, time.UTC)

func html(t *testing.T, c templ.Component) string {
	t.Helper()
	l := words.New("en", portal.NewBusiness("Larkfield", "USD", "America/New_York")).At(now)
	var b strings.Builder
	if err := c.Render(words.With(context.Background(), l), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPieces(t *testing.T) {
	for _, test := range []struct {
		name string
		c    templ.Component
		want string
	}{
		{"icon", Icon("house"), `<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#house"></use></svg>`},
		{"money", Money(portal.Of(-4607, "USD")), `<span class="money">−$46.07</span>`},
		{"foreign money", Sum(portal.Of(4607, "CAD")), `<strong class="money">CA$46.07</strong>`},
		{"strange currency", Money(portal.Of(100, "<b>")), `<span class="money">&lt;b&gt;1.00</span>`},
		{"day", Day(portal.DateOf(2026, 3, 3)), `<time datetime="2026-03-03">Tue 3 Mar</time>`},
		{"no day", Day(0), ``},
		{"full day", FullDay(portal.DateOf(2025, 3, 3)), `<time datetime="2025-03-03">Mon 3 Mar 2025</time>`},
		{"time", Time(now), `<time datetime="2026-03-10T11:04-04:00">Tue 10 Mar, 11:04</time>`},
		{"ago", Ago(now), `<time datetime="2026-03-10T11:04-04:00">today, 11:04</time>`},
		{"never", AgoUnix(0), `never`},
		{"badge", Badge(Plain, "eye", "A & B"), `<span class="badge">` + html(t, Icon("eye")) + `A &amp; B</span>`},
		{"overdue", InvoiceStatus(portal.StatusOverdue), `<span class="badge" data-variant="danger">` + html(t, Icon("clock-alert")) + `Overdue</span>`},
		{"failed", MailState(portal.MailFailed), `<span class="badge" data-variant="danger">` + html(t, Icon("circle-x")) + `Failed</span>`},
	} {
		if got := html(t, test.c); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestEveryStatusHasALook(t *testing.T) {
	for s := portal.StatusDraft; s <= portal.StatusIssued; s++ {
		if got := html(t, InvoiceStatus(s)); !strings.Contains(got, s.Name()+"</span>") || strings.Contains(got, `#"`) {
			t.Errorf("%s: %s", s.Name(), got)
		}
	}
}

func TestCloud(t *testing.T) {
	for _, test := range []struct {
		c          ContactCloud
		want, lack []string
	}{
		{
			ContactCloud{Contact: 7, Name: `Ann "A"`, State: portal.CloudOff},
			[]string{
				`data-state="off"`, `#cloud-off`, `form="acts"`, `formmethod="get"`, `hx-get="/office/contacts/7/invite"`, `hx-target="#dialogs"`,
				`Portal for Ann &#34;A&#34;: no access. Turn on and send an invitation`, `formaction="/office/contacts/7/clip"`, `value="yes" aria-pressed="false"`,
			},
			[]string{"<form", `role="menu"`},
		},
		{
			ContactCloud{Contact: 7, Name: "Ann", State: portal.CloudInvited, Clip: true},
			[]string{`data-state="invited"`, `#cloud-dot`, `invited, not yet signed in`, `popovertarget="cloud-7"`, `id="cloud-7"`, `value="no" aria-pressed="true"`},
			[]string{"<form", "triangle-alert"},
		},
		{
			ContactCloud{Contact: 7, Name: "Ann", State: portal.CloudInvited, Trouble: "the address bounced"},
			[]string{`invited, but the address bounced. Open menu`, "#triangle-alert"},
			nil,
		},
		{
			ContactCloud{Contact: 7, Name: "Ann", State: portal.CloudOn},
			[]string{
				`data-state="on"`, `#cloud-on`, `: on. Open menu`, "Resend invitation", "Copy link", `href="/office/contacts/7/permissions"`,
				`formaction="/office/preview/contacts/7"`, `hx-get="/office/contacts/7/disable"`,
			},
			nil,
		},
	} {
		got := html(t, Named(test.c))
		for _, w := range test.want {
			if !strings.Contains(got, w) {
				t.Errorf("%v lacks %s:\n%s", test.c.State, w, got)
			}
		}
		for _, w := range test.lack {
			if strings.Contains(got, w) {
				t.Errorf("%v has %s:\n%s", test.c.State, w, got)
			}
		}
	}
}

func TestContactOfTellsOfAnExpiredInvitation(t *testing.T) {
	l := words.New("en", portal.NewBusiness("", "USD", "UTC")).At(now)
	row := portal.ContactRow{ID: 7, Name: "Ann", Cloud: portal.CloudInvited, InviteEnds: now.Unix() - 1}
	if c := ContactOf(l, row); c.Trouble == "" {
		t.Error("an expired invitation is no trouble")
	}
	row.InviteEnds = now.Unix() + 1
	if c := ContactOf(l, row); c.Trouble != "" {
		t.Error(c.Trouble)
	}
}

func TestForm(t *testing.T) {
	f := Form{Values: url.Values{"name": {"<Ann>"}}, Prefix: "p"}.Refused(&portal.Error{
		Msg: portal.T("Something needs fixing"), Faults: []portal.Fault{{Field: "name", Msg: portal.T("Keep it under %d letters.", 1200)}},
	})
	got := html(t, Field(f, Input{Name: "name", Label: "Name", Hint: "As on the bill", Required: true}))
	for _, w := range []string{
		`<label for="p-name">`, `id="p-name"`, `name="name"`, `value="&lt;Ann&gt;"`, `aria-describedby="p-name-hint p-name-error"`,
		`aria-invalid="true"`, `id="p-name-hint"`, `id="p-name-error"`, `Keep it under 1,200 letters.`, ` required`,
	} {
		if !strings.Contains(got, w) {
			t.Errorf("field lacks %s:\n%s", w, got)
		}
	}
	got = html(t, ErrorSummary(f))
	for _, w := range []string{`role="alert" tabindex="-1"`, `href="#p-name"`, "One thing needs fixing"} {
		if !strings.Contains(got, w) {
			t.Errorf("summary lacks %s:\n%s", w, got)
		}
	}
	if got := html(t, ErrorSummary(Form{})); got != "" {
		t.Errorf("nothing is wrong, yet: %s", got)
	}
	if got := html(t, ErrorSummary(Form{}.Refused(portal.Conflict()))); !strings.Contains(got, "Someone else changed this") {
		t.Errorf("message of the whole: %s", got)
	}
	if f := (Form{}).Refused(errors.New("boom")); !f.OK() {
		t.Error("an error that isn't ours is not shown in a form")
	}
}

func TestPasswordsAndFilesNeverComeBack(t *testing.T) {
	f := Form{Values: url.Values{"secret": {"hunter2"}}}
	for _, kind := range []string{"password", "file"} {
		if got := html(t, Field(f, Input{Name: "secret", Label: "Secret", Type: kind})); strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", kind, got)
		}
	}
}

func TestReadPermissions(t *testing.T) {
	site, accounts := portal.PresetSite.Permissions(), portal.PresetAccounts.Permissions()
	keys := func(s portal.Permissions) (ks []string) {
		for p := portal.Permission(0); p <= portal.ManageUsers; p++ {
			if s.Has(p) {
				ks = append(ks, p.Key())
			}
		}
		return ks
	}
	for _, test := range []struct {
		name, preset, was string
		ticks             portal.Permissions
		want              portal.Permissions
	}{
		{"another preset wins over the ticks", "accounts", "site", site, accounts},
		{"the same preset leaves the ticks", "site", "site", portal.Set(portal.Chat), portal.Set(portal.Chat)},
		{"custom is what is ticked", "custom", "site", portal.Set(portal.Pay), portal.Set(portal.Pay)},
		{"no preset is what is ticked", "", "", portal.Set(portal.Pay), portal.Set(portal.Pay)},
	} {
		v := url.Values{"preset": {test.preset}, "preset_was": {test.was}, "permission": keys(test.ticks)}
		if got, err := ReadPermissions(v); err != nil || got != test.want {
			t.Errorf("%s: %b, %v", test.name, got, err)
		}
	}
	if _, err := ReadPermissions(url.Values{"permission": {"everything"}}); err == nil {
		t.Error("an unknown permission was taken")
	}
}

func TestEveryPermissionIsInTheEditor(t *testing.T) {
	got := html(t, PermissionsEditor(PermissionsBox{Offer: portal.AllPermissions}))
	for p := portal.Permission(0); p <= portal.ManageUsers; p++ {
		if !strings.Contains(got, `name="permission" value="`+p.Key()+`"`) {
			t.Errorf("%s is missing", p.Key())
		}
	}
}

func TestSegKeepsTheOtherFilters(t *testing.T) {
	f := FilterBar{URL: "/office/contacts", Param: "cloud", Values: url.Values{"q": {"a&b"}, "cloud": {"on"}, "after": {"x"}}}
	if got := f.seg("off"); got != "/office/contacts?cloud=off&q=a%26b" {
		t.Error(got)
	}
	if got := f.seg(""); got != "/office/contacts?q=a%26b" {
		t.Error(got)
	}
	if f.Values.Get("cloud") != "on" {
		t.Error("the query was changed")
	}
}

func TestChartsOfAllSizes(t *testing.T) {
	month := func(amounts ...int64) (ms []portal.MonthSum) {
		for i, a := range amounts {
			ms = append(ms, portal.MonthSum{Month: portal.MonthOf(2026, 1) + portal.Month(i), Sum: portal.Of(a, "USD")})
		}
		return ms
	}
	for _, months := range [][]portal.MonthSum{nil, month(0, 0), month(1), month(-500, 300), month(1e15, 2e15), month(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)} {
		got := html(t, Chart("c", "Billed per month", months))
		if strings.Contains(got, "NaN") || strings.Contains(got, "Inf") || strings.Contains(got, `height="-`) {
			t.Errorf("%v: %s", months, got)
		}
		if n := strings.Count(got, `class="axis"`); n > 6 {
			t.Errorf("%v: %d lines", months, n)
		}
	}
}

func TestSplitFillsTheBar(t *testing.T) {
	parts := []Part{{Sum: portal.Of(1, "USD")}, {Sum: portal.Of(0, "USD")}, {Sum: portal.Of(1, "USD")}}
	got := html(t, Split(parts))
	if strings.Count(got, "<rect") != 2 || !strings.Contains(got, `x="0.00%" width="49.80%"`) || !strings.Contains(got, `x="50.20%"`) {
		t.Error(got)
	}
	if got := html(t, Split(nil)); strings.Contains(got, "<rect") {
		t.Error(got)
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Marguerite Okonkwo-Delacroix": "MO", "  sam ": "S", "": "?", "<b>": "B", "Ann Maria Lee": "AL", "دانيال حسن": "دح", "🙂 Zoë": "Z",
	} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestACancelledRequestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := PageHead(Head{Title: "x"}).Render(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
