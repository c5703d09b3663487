package staff

import (
	"strconv"
	"strings"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Estimates lists the estimates of all clients.
func Estimates(c *web.Ctx) error {
	q, err := officeEstimateQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.OfficeEstimates(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.Words("Estimates"), Nav: layout.Estimates,
		Body: views.Estimates(views.EstimatesPage{
			EstimateList: list, Today: c.V.Today, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficeEstimates()),
		}),
	})
}

var estimateStates = map[string]portal.EstimateState{
	"draft": portal.EstimateDraft, "changes": portal.EstimateChanges, "accepted": portal.EstimateAccepted, "declined": portal.EstimateDeclined,
	"invoiced": portal.EstimateInvoiced, "superseded": portal.EstimateSuperseded,
}

func officeEstimateQuery(c *web.Ctx) (q service.OfficeEstimateQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	if state, ok := estimateStates[c.Query("status")]; ok {
		q.States = []uint64{uint64(state)}
	}
	q.Waiting, q.Expired = c.Query("status") == "waiting", c.Query("status") == "expired"
	q.Contractor = portal.ContractorID(c.IDQuery("contractor"))
	q.Property = portal.PropertyID(c.IDQuery("property"))
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	q.Client = short(c.Query("client"))
	return q, nil
}

// EstimatesCSV is every row of the list that matches.
func EstimatesCSV(c *web.Ctx) error {
	q, err := officeEstimateQuery(c)
	if err != nil {
		return err
	}
	var list service.EstimateList
	page := func(at store.Query) (store.Page[portal.EstimateRow], error) {
		q.Query = at
		list, err = c.S.OfficeEstimates(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := heads(c, "Number", "Version", "Client", "Date", "Valid until", "Status", "Description", "Purchase order", "Property", "Address",
		"UPRN", "Contractor", "Currency", "Subtotal", "Tax", "Total", "Signed by")
	return web.CSV(c, "estimates", head, q.Query, page, func(r portal.EstimateRow) []string {
		p := list.Properties[r.Property]
		return []string{
			r.Number, strconv.Itoa(r.Revision), list.Clients[r.Client], r.Dated.ISO(), r.Expires.ISO(), r.Status(c.V.Today).Name(), r.Description,
			r.Order, p.Name, p.Address.OneLine(), p.UPRN, list.Contractor(r.Contractor), string(r.Currency), plain(r.Net, r.Currency), plain(r.Tax, r.Currency),
			plain(r.Total, r.Currency), r.SignedBy,
		}
	})
}

// ClientEstimates is the tab with a client’s estimates.
func ClientEstimates(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	q, err := officeEstimateQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Estimates(c.Std(), sc, q.EstimateQuery)
	if err != nil {
		return err
	}
	return c.Show(ClientPage(c, list.Head, views.TabEstimates, func(f views.ClientFrame) web.Page {
		return web.Page{Body: views.Estimates(views.EstimatesPage{
			EstimateList: list, Frame: &f, Today: c.V.Today, Values: c.Request.URL.Query(),
			Foot: web.Foot(c, list.Page, paths.OfficeClientEstimates(f.ID)),
		})}
	}))
}

// Estimate is one estimate. A number instead of an id leads to it.
func Estimate(c *web.Ctx) error {
	if _, err := c.ID("estimate"); err != nil {
		found, err := c.S.EstimateByNumber(c.Std(), c.Scope(), c.Param("estimate"))
		if err != nil {
			return err
		}
		return c.To(paths.OfficeEstimate(found), nil)
	}
	sc, doc, err := estimate(c)
	if err != nil {
		return err
	}
	return showEstimate(c, sc, doc, nil)
}

// estimate narrows into the estimate that the path names and reads it.
func estimate(c *web.Ctx) (sc service.Scope, doc portal.EstimateDoc, err error) {
	sc, id, err := c.ForRecord(portal.KindEstimate, "estimate")
	if err != nil {
		return sc, doc, err
	}
	doc, err = c.S.Estimate(c.Std(), sc, portal.EstimateID(id))
	return sc, doc, err
}

// showEstimate is the estimate’s page, with why a move was refused.
func showEstimate(c *web.Ctx, sc service.Scope, doc portal.EstimateDoc, refused error) error {
	v := views.EstimatePage{EstimateDoc: doc, Refused: ui.Form{}.Refused(refused)}
	var err error
	if v.Versions, err = c.S.EstimateVersions(c.Std(), sc, doc.ID); err != nil {
		return err
	}
	if v.Links, err = linkCard(c, refOf(portal.KindEstimate, doc.ID), paths.OfficeEstimate(doc.ID)); err != nil {
		return err
	}
	if doc.Next != nil {
		if v.Draft, err = c.S.NextOffered(c.Std(), sc, doc.ID); err != nil {
			return err
		}
	}
	p := estimatePage(c, doc)
	p.Body = views.Estimate(v)
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	return c.Show(p)
}

// refusedEstimate shows the estimate as it is now, with why a move was refused.
func refusedEstimate(c *web.Ctx, sc service.Scope, id portal.EstimateID, refused error) error {
	doc, err := c.S.Estimate(c.Std(), sc, id)
	if err != nil {
		return err
	}
	return showEstimate(c, sc, doc, refused)
}

// estimatePage is title and crumbs of every page of an estimate.
func estimatePage(c *web.Ctx, doc portal.EstimateDoc, more ...ui.Crumb) web.Page {
	title := ui.EstimateTitle(c.L, doc)
	return web.Page{
		Title: title, Nav: layout.Estimates,
		Crumbs: append([]ui.Crumb{{Label: c.L.Words("Estimates"), URL: paths.OfficeEstimates()}, {Label: title, URL: paths.OfficeEstimate(doc.ID)}}, more...),
	}
}

// EstimatePDF is the estimate as a PDF: a draft’s too, one of its older versions, or the one that is being written.
func EstimatePDF(c *web.Ctx) error {
	sc, id, err := c.ForRecord(portal.KindEstimate, "estimate")
	if err != nil {
		return err
	}
	if c.Query("version") == "next" {
		doc, file, err := c.S.NextPDF(c.Std(), sc, portal.EstimateID(id), c.L.Lang())
		if err != nil {
			return err
		}
		return c.PDF(doc.Shown.Number, file)
	}
	version, _ := strconv.Atoi(c.Query("version")) // what is no number is the newest
	doc, file, err := c.S.EstimatePDF(c.Std(), sc, portal.EstimateID(id), version, c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Shown.Number, file)
}

// EstimateSettings is what new estimates start from, and what accepting one takes.
func EstimateSettings(c *web.Ctx) error { return showEstimateSettings(c, nil) }

func showEstimateSettings(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	e := views.EstimateSettingsEditor(c.Std(), ui.Form{Values: views.EstimateSettingsValues(b.Estimates)})
	return section(c, views.SettingsPage{Title: c.L.Words("Estimates"), Editor: e}, b.Estimates.Version, refused)
}

type estimateFields struct {
	Days  string `form:"days"`
	Code  string `form:"code"`
	Order string `form:"order"`
	Terms string `form:"terms"`
}

// EstimateSettingsSave saves them.
func EstimateSettingsSave(c *web.Ctx) error {
	var f estimateFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	s := portal.EstimateSettings{Days: number(f.Days), Code: f.Code == "yes", Order: f.Order == "yes", Terms: strings.TrimSpace(f.Terms)}
	return settled(c, c.S.SaveEstimateSettings(c.Std(), c.Scope(), s, version(c)), paths.OfficeSettingsEstimates(), showEstimateSettings)
}
