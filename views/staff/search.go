package staff

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// SearchPage is what a search over everything found.
type SearchPage struct {
	service.Found
	Q     string
	Today portal.Day
}

// hits are what was found of one kind.
type hits struct {
	id, title, icon string
	list            paths.URL // where the rest is; "" = nowhere
	exact           bool
	rows            []hit
}

// hit is one thing that was found.
type hit struct {
	to        paths.URL
	name, sub string
	sum       templ.Component // an amount, nil = none
	badge     templ.Component
	whole     templ.Component // instead of all the above on the page
}

// groups are what was found, kind by kind; where something is called just as typed, that kind comes first.
func (p SearchPage) groups(ctx context.Context) (gs []hits) {
	all := append(p.people(ctx), p.papers(ctx)...)
	for _, exact := range []bool{true, false} {
		for _, g := range all {
			if len(g.rows) > 0 && g.exact == exact {
				gs = append(gs, g)
			}
		}
	}
	return gs
}

// rest is the list that holds more than the search shows.
func rest[R any](h service.Hits[R], list paths.URL, q string) paths.URL {
	if !h.More {
		return ""
	}
	return list.With("q", q)
}

func (p SearchPage) people(ctx context.Context) []hits {
	l := words.From(ctx)
	clients := hits{id: "f-clients", title: l.Words("Clients"), icon: "building-2", exact: p.Clients.Exact, list: rest(p.Clients, paths.OfficeClients(), p.Q)}
	for _, r := range p.Clients.Rows {
		h := hit{to: paths.OfficeClient(r.ID), name: r.Name, sub: dotted(r.Number, r.City)}
		if r.Archived {
			h.badge = ui.Badge(ui.Plain, "archive", l.T("Archived"))
		}
		clients.rows = append(clients.rows, h)
	}
	contacts := hits{id: "f-contacts", title: l.T("Contacts"), icon: "contact-round", exact: p.Contacts.Exact, list: rest(p.Contacts, paths.OfficeContacts(), p.Q)}
	for _, r := range p.Contacts.Rows {
		contacts.rows = append(contacts.rows, hit{
			to: paths.OfficeContact(r.ID), name: r.Name, sub: p.Names[r.Client], whole: ui.Named(hitOf(ctx, r, p.Names[r.Client])),
		})
	}
	properties := hits{id: "f-properties", title: l.Words("Properties"), icon: "map-pin", exact: p.Properties.Exact}
	for _, r := range p.Properties.Rows {
		at := paths.OfficeClientInvoices(r.Client).With("property", strconv.FormatUint(uint64(r.ID), 10))
		properties.rows = append(properties.rows, hit{to: at, name: dotted(r.Name, r.UPRN), sub: dotted(p.Names[r.Client], r.Address.OneLine())})
	}
	return []hits{clients, contacts, properties}
}

func (p SearchPage) papers(ctx context.Context) []hits {
	return []hits{p.estimates(ctx), p.invoices(ctx), p.batches(ctx), p.creditNotes(ctx), p.payments(ctx), p.requests(ctx), p.documents(ctx)}
}

func (p SearchPage) estimates(ctx context.Context) hits {
	g := hits{id: "f-estimates", title: words.From(ctx).Words("Estimates"), icon: "file-check", exact: p.Estimates.Exact, list: rest(p.Estimates, paths.OfficeEstimates(), p.Q)}
	for _, r := range p.Estimates.Rows {
		g.rows = append(g.rows, hit{
			to: paths.OfficeEstimate(r.ID), name: dotted(r.Number, r.Description), sub: p.Names[r.Client],
			sum: ui.Money(r.Sum()), badge: ui.EstimateStatus(r.Status(p.Today)),
		})
	}
	return g
}

func (p SearchPage) invoices(ctx context.Context) hits {
	g := hits{id: "f-invoices", title: words.T(ctx, "Invoices"), icon: "receipt-text", exact: p.Invoices.Exact, list: rest(p.Invoices, paths.OfficeInvoices(), p.Q)}
	for _, r := range p.Invoices.Rows {
		g.rows = append(g.rows, hit{
			to: paths.OfficeInvoice(r.ID), name: dotted(r.Number, r.Description), sub: p.Names[r.Client],
			sum: ui.Money(r.Sum()), badge: ui.InvoiceStatus(r.Status(p.Today)),
		})
	}
	return g
}

func (p SearchPage) batches(ctx context.Context) hits {
	g := hits{id: "f-batches", title: words.T(ctx, "Batch invoices"), icon: "files", exact: p.Batches.Exact, list: rest(p.Batches, paths.OfficeBatches(), p.Q)}
	for _, r := range p.Batches.Rows {
		h := hit{to: paths.OfficeBatch(r.ID), name: dotted(r.Number, ui.BatchAbout(words.From(ctx), r)), sub: p.Names[r.Client]}
		if r.Apart != 0 {
			h.badge = ui.Badge(ui.Plain, "ban", words.T(ctx, "Taken apart"))
		}
		g.rows = append(g.rows, h)
	}
	return g
}

func (p SearchPage) creditNotes(ctx context.Context) hits {
	g := hits{id: "f-credit", title: words.T(ctx, "Credit notes"), icon: "undo-2", exact: p.CreditNotes.Exact, list: rest(p.CreditNotes, paths.OfficeCreditNotes(), p.Q)}
	for _, r := range p.CreditNotes.Rows {
		g.rows = append(g.rows, hit{
			to: paths.OfficeCreditNote(r.ID), name: dotted(r.Number, r.Reason), sub: dotted(p.Names[r.Client], r.Of), sum: ui.Money(r.Sum()),
		})
	}
	return g
}

func (p SearchPage) payments(ctx context.Context) hits {
	g := hits{id: "f-payments", title: words.T(ctx, "Payments"), icon: "credit-card", exact: p.Payments.Exact, list: rest(p.Payments, paths.OfficePayments(), p.Q)}
	for _, r := range p.Payments.Rows {
		g.rows = append(g.rows, hit{
			to: paths.OfficePayment(r.ID), name: dotted(r.Number, r.Reference), sub: p.Names[r.Client],
			sum: ui.Money(portal.Of(r.Amount, r.Currency)), badge: ui.PaymentStatus(r.Status()),
		})
	}
	return g
}

func (p SearchPage) requests(ctx context.Context) hits {
	g := hits{id: "f-requests", title: words.T(ctx, "Requests"), icon: "inbox", exact: p.Requests.Exact, list: rest(p.Requests, paths.OfficeRequests(), p.Q)}
	for _, r := range p.Requests.Rows {
		g.rows = append(g.rows, hit{
			to: paths.OfficeRequest(r.ID), name: dotted(r.Number, r.Subject), sub: dotted(p.Names[r.Client], words.From(ctx).Name(r.Kind)), badge: ui.RequestState(r.State),
		})
	}
	return g
}

func (p SearchPage) documents(ctx context.Context) hits {
	g := hits{id: "f-documents", title: words.T(ctx, "Documents"), icon: "folder"}
	for _, r := range p.Documents.Rows {
		to := paths.OfficeClientDocuments(r.Client).With("q", r.Name)
		if r.Request != 0 {
			to = paths.OfficeRequest(r.Request)
		}
		g.rows = append(g.rows, hit{to: to, name: r.Name, sub: dotted(p.Names[r.Client], r.Note), badge: ui.SideBadge(r.From)})
	}
	return g
}

// hitOf is a contact that a search found, with its client below the name.
func hitOf(ctx context.Context, r portal.ContactRow, client string) ui.ContactCloud {
	c := ui.ContactOf(words.From(ctx), r)
	c.Sub = client
	return c
}

// dotted is what is there of two texts: a draft has no number, for one.
func dotted(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " · " + b
}
