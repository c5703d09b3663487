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

// OutboxPage is the list of mails.
type OutboxPage struct {
	service.Outbox
	Values url.Values
	Foot   ui.Foot
}

func (p OutboxPage) filters(ctx context.Context) ui.FilterBar {
	l := words.From(ctx)
	f := ui.FilterBar{
		URL: paths.OfficeOutbox(), Label: l.T("Outbox"), Values: p.Values, Param: "state",
		Segs: []ui.SegLink{{Label: l.T("All")}}, Search: l.T("Search mails"), Hint: l.T("Address or subject"),
	}
	for s := portal.MailWaiting; s <= portal.MailFailed; s++ {
		f.Segs = append(f.Segs, ui.SegLink{Value: s.Key(), Label: l.Name(s), Count: p.Counts[s]})
	}
	kinds := []ui.Option{{Label: l.T("Every kind")}}
	for _, k := range portal.MailKinds() {
		kinds = append(kinds, ui.Option{Value: strconv.Itoa(int(k)), Label: l.Name(k)})
	}
	f.Selects = []ui.FilterSelect{{Name: "kind", Label: l.T("Kind"), Options: kinds}}
	return f
}

// MailPage is one mail of the outbox.
type MailPage struct {
	service.OutboxMail
	Letter string // its text
	Seen   bool   // it can be shown as its receiver sees it
}

// MailTitle names a mail by its subject, or by its kind while it has none.
func MailTitle(l *words.Locale, m portal.Mail) string {
	if m.Subject != "" && !m.Secret {
		return m.Subject
	}
	return l.Name(m.Kind)
}

// AuditPage is the audit log.
type AuditPage struct {
	service.AuditLog
	Values url.Values
	Foot   ui.Foot
}

func (p AuditPage) filters(ctx context.Context) ui.FilterBar {
	l := words.From(ctx)
	return ui.FilterBar{
		URL: paths.OfficeAudit(), Label: l.T("Audit log"), Values: p.Values, Param: "show",
		Segs:   []ui.SegLink{{Label: l.T("All")}, {Value: "failed", Label: l.T("Failed")}},
		Search: l.T("Search the log"), Hint: l.T("Person, detail or address"),
		Selects: []ui.FilterSelect{{Name: "kind", Label: l.T("What"), Options: eventKinds(ctx)}},
		Days:    []ui.FilterDay{{Name: "from", Label: l.T("From")}, {Name: "to", Label: l.T("To")}},
	}
}

func (p AuditPage) csv() paths.URL { return paths.OfficeAuditCSV().WithAll(p.Values) }
