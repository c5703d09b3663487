package staff

import (
	"strings"
	"time"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
)

// Audit is the audit log.
func Audit(c *web.Ctx) error {
	q, err := auditQuery(c)
	if err != nil {
		return err
	}
	l, err := c.S.Audit(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Audit log"), Nav: layout.Audit,
		Body: views.Audit(views.AuditPage{AuditLog: l, Values: c.Request.URL.Query(), Foot: web.Foot(c, l.Page, paths.OfficeAudit())}),
	})
}

func auditQuery(c *web.Ctx) (q service.AuditQuery, err error) {
	q.EventQuery, err = eventQuery(c)
	q.Budget = store.OfficeBudget
	q.Client = strings.TrimSpace(c.Query("client"))
	return q, err
}

// AuditCSV is every line of the log that matches.
func AuditCSV(c *web.Ctx) error {
	q, err := auditQuery(c)
	if err != nil {
		return err
	}
	head := []string{"When (UTC)", "What", "Result", "Who", "Staff", "Client", "For", "Detail", "Address", "Device"}
	names := map[portal.ClientID]string{}
	page := func(k store.Query) (store.Page[portal.Event], error) {
		q.Query = k
		l, err := c.S.Audit(c.Std(), c.Scope(), q)
		names = l.Names
		return l.Page, err
	}
	return web.CSV(c, "audit-log", head, q.Query, page, func(e portal.Event) []string {
		result := "done"
		if e.Failed {
			result = "failed"
		}
		return []string{
			e.At.UTC().Format(time.RFC3339), e.Kind.Name(), result, e.Name, yesNo(e.Staff), names[e.Client], e.Behalf, e.Detail, e.IP, e.Device,
		}
	})
}
