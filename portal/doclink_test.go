package portal

import (
	"fmt"
	"testing"
	"time"
)

func TestDocLinkState(t *testing.T) {
	now := time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	on := PortalSettings{On: true}
	live := DocLink{Expires: now.Add(time.Hour)}
	expired := DocLink{Expires: now}
	revoked := DocLink{Expires: now.Add(-time.Hour), Revoked: now.Add(-2 * time.Hour)}
	for _, c := range []struct {
		name     string
		link     DocLink
		settings PortalSettings
		archived bool
		want     DocLinkState
	}{
		{"live", live, on, false, DocLinkLive},
		{"on its last moment", expired, on, false, DocLinkExpired},
		{"revoked and expired", revoked, on, false, DocLinkRevoked},
		{"portal off", live, PortalSettings{}, false, DocLinkClosed},
		{"client archived", live, on, true, DocLinkArchived},
		{"links off", live, PortalSettings{On: true, LinksOff: true}, false, DocLinkSignIn},
		{"expired, links off", expired, PortalSettings{On: true, LinksOff: true}, false, DocLinkExpired},
	} {
		if got := c.link.State(c.settings, c.archived, now); got != c.want {
			t.Errorf("%s: state %d, want %d", c.name, got, c.want)
		}
	}
}

func TestDocLinkRevoke(t *testing.T) {
	now := time.Now()
	l := DocLink{Expires: now.Add(time.Hour)}
	if !l.Revoke(now) || l.Revoke(now.Add(time.Minute)) || !l.Revoked.Equal(now) {
		t.Errorf("a link is revoked once: %v", l.Revoked)
	}
	old := DocLink{Expires: now}
	if old.Revoke(now) || !old.Revoked.IsZero() {
		t.Error("an expired link has ended already")
	}
}

func TestDocLinkOpens(t *testing.T) {
	at := time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	var l DocLink
	phone, desk := DocOpen{at, "192.0.2.1", "Safari on iPhone"}, DocOpen{at, "192.0.2.2", "Firefox on Mac"}
	if !l.Open(phone) || !l.Open(desk) || l.Count != 2 {
		t.Errorf("two devices are two opens: %+v", l)
	}
	phone.At = at.Add(29 * time.Minute)
	if l.Open(phone) || l.Count != 2 {
		t.Error("a page loaded anew is no second open")
	}
	phone.At = at.Add(30 * time.Minute)
	if !l.Open(phone) || l.Count != 3 {
		t.Error("after half an hour it is another")
	}
	for n := range 3 * MaxOpens {
		l.Open(DocOpen{at.Add(time.Duration(n) * time.Hour), fmt.Sprint(n), ""})
	}
	if len(l.Opens) != MaxOpens || l.Count != 3+3*MaxOpens || l.Opens[MaxOpens-1].IP != fmt.Sprint(3*MaxOpens-1) {
		t.Errorf("%d opens kept of %d, the last from %s", len(l.Opens), l.Count, l.Opens[MaxOpens-1].IP)
	}
}

func TestLinkDays(t *testing.T) {
	p := NewBusiness("x", "USD", "UTC").Portal
	if p.LinkLife() != 90 {
		t.Errorf("a link lasts %d days where nobody chose", p.LinkLife())
	}
	for days, good := range map[int]bool{-1: false, 0: true, 1: true, 365: true, 366: false} {
		p.LinkDays = days
		if err := p.Validate(); (err == nil) != good {
			t.Errorf("%d days: %v", days, err)
		}
	}
}
