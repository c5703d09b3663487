package handlers

import (
	"portico/handlers/staff"
	"portico/handlers/web"
	"portico/portal"
)

// links are the routes by which staff end the document links of mails: the same four for each kind of document.
func links() (rs []web.Route) {
	office := web.Staff(portal.Office)
	for _, d := range []struct {
		path string
		find staff.Find
	}{
		{"/office/invoices/:invoice", staff.LinkedInvoice},
		{"/office/batches/:batch", staff.LinkedBatch},
		{"/office/estimates/:estimate", staff.LinkedEstimate},
		{"/office/credit-notes/:credit_note", staff.LinkedCreditNote},
		{"/office/payments/:payment", staff.LinkedPayment},
	} {
		rs = append(rs,
			web.Route{Method: get, Path: d.path + "/links/revoke", Policy: office, Do: staff.LinksRevokeAsk(d.find)},
			web.Route{Method: post, Path: d.path + "/links/revoke", Policy: office, Do: staff.LinksRevoke(d.find)},
			web.Route{Method: get, Path: d.path + "/links/:link/revoke", Policy: office, Do: staff.LinkRevokeAsk(d.find)},
			web.Route{Method: post, Path: d.path + "/links/:link/revoke", Policy: office, Do: staff.LinkRevoke(d.find)},
		)
	}
	return rs
}
