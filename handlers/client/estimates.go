package client

import (
	"net/http"
	"net/url"
	"strconv"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	views "portico/views/client"
	"portico/views/layout"
)

// Estimates lists the client’s estimates.
func Estimates(c *web.Ctx) error {
	q, err := estimateQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.Estimates(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.Words("Estimates"), Nav: layout.Estimates,
		Body: views.Estimates(views.EstimatesPage{
			EstimateList: list, Today: c.V.Today, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.PortalEstimates()),
			Name: c.V.Business.Profile.Name, May: c.Scope().Permissions(),
		}),
	})
}

func estimateQuery(c *web.Ctx) (q store.EstimateQuery, err error) {
	if q.Query, err = c.List(); err != nil {
		return q, err
	}
	switch c.Query("status") {
	case "waiting":
		q.Waiting = true
	case "expired":
		q.Expired = true
	case "accepted":
		q.States = []uint64{uint64(portal.EstimateAccepted), uint64(portal.EstimateInvoiced)}
	case "declined":
		q.States = []uint64{uint64(portal.EstimateDeclined)}
	}
	q.Property = portal.PropertyID(c.IDQuery("property"))
	q.From, q.To = c.DayQuery("from"), c.DayQuery("to")
	return q, nil
}

// EstimatesCSV is every row of the list that matches.
func EstimatesCSV(c *web.Ctx) error {
	q, err := estimateQuery(c)
	if err != nil {
		return err
	}
	var list service.EstimateList
	page := func(at store.Query) (store.Page[portal.EstimateRow], error) {
		q.Query = at
		list, err = c.S.Estimates(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := []string{
		"Number", "Version", "Date", "Valid until", "Status", "Description", "Purchase order", "Property", "Address", "UPRN", "Contractor",
		"Currency", "Subtotal", "Tax", "Total", "Signed by",
	}
	for i := range head {
		head[i] = c.L.Label(head[i])
	}
	return web.CSV(c, "estimates", head, q.Query, page, func(r portal.EstimateRow) []string {
		p := list.Properties[r.Property]
		sum := func(n int64) string {
			return portal.Of(n, r.Currency).Decimal().StringFixed(r.Currency.Digits())
		}
		return []string{
			r.Number, strconv.Itoa(r.Revision), r.Dated.ISO(), r.Expires.ISO(), r.Status(c.V.Today).Name(), r.Description, r.Order, p.Name,
			p.Address.OneLine(), p.UPRN, list.Contractor(r.Contractor), string(r.Currency), sum(r.Net), sum(r.Tax), sum(r.Total), r.SignedBy,
		}
	})
}

// Estimate is one estimate. A number instead of an id leads to it.
func Estimate(c *web.Ctx) error {
	id, err := c.ID("estimate")
	if err != nil {
		found, err := c.S.EstimateByNumber(c.Std(), c.Scope(), c.Param("estimate"))
		if err != nil {
			return err
		}
		return c.To(paths.PortalEstimate(found), nil)
	}
	doc, err := shownEstimate(c, portal.EstimateID(id))
	if err != nil {
		return err
	}
	return showEstimate(c, doc, url.Values{"name": c.Request.URL.Query()["name"], "order": {orElse(c.Query("order"), doc.Shown.Offer.Order)}}, c.From(), nil)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// shownEstimate reads the estimate; whoever updates the total without JavaScript comes back with their ticks.
func shownEstimate(c *web.Ctx, id portal.EstimateID) (portal.EstimateDoc, error) {
	if c.Query("update") == "" {
		return c.S.Estimate(c.Std(), c.Scope(), id)
	}
	return c.S.ChooseLines(c.Std(), c.Scope(), id, ticked(c.Request.URL.Query()["line"]))
}

// ticked reads the optional lines that are ticked; what is no number ticks nothing.
func ticked(typed []string) (lines []int) {
	for _, s := range typed[:min(len(typed), 500)] {
		if n, err := strconv.Atoi(s); err == nil && n >= 0 {
			lines = append(lines, n)
		}
	}
	return lines
}

// showEstimate is the estimate’s page; from is the browser that a code waits for, refused why an answer was not taken.
func showEstimate(c *web.Ctx, doc portal.EstimateDoc, typed url.Values, from service.From, refused error) error {
	own := c.Scope().Mode() == service.Own
	p := views.EstimatePage{
		EstimateDoc: doc, Rules: c.V.Business.Estimates, May: c.Scope().May(portal.AcceptEstimates), Own: own, Email: c.V.Person.Email,
		Report: doc.Viewed.IsZero() && own, Name: c.V.Business.Profile.Name,
	}
	if canDeposit(c, c.Scope(), doc.Currency) {
		p.Pay = paths.PortalPay().ForEstimate(doc.ID)
	}
	p.Form.Values = typed
	if drawn, err := portal.ParseDrawing(typed.Get("signature")); err == nil {
		p.Drawn = drawn
	}
	page := web.Page{Title: doc.Number, Nav: layout.Estimates}
	if refused != nil {
		p.Form, page.Status = p.Form.Refused(refused), web.StatusOf(refused)
	}
	if p.Rules.Code && p.Asks() && own {
		var err error
		if p.Code, err = c.S.EstimateCode(c.Std(), c.Scope(), from, doc.ID, doc.Revision); err != nil {
			return err
		}
	}
	page.Body = views.Estimate(p)
	return c.Show(page)
}

// EstimateTotal works the estimate out with the lines that are ticked.
func EstimateTotal(c *web.Ctx) error {
	id, err := c.ID("estimate")
	if err != nil {
		return err
	}
	lines := c.Request.URL.Query()["line"]
	doc, err := c.S.ChooseLines(c.Std(), c.Scope(), portal.EstimateID(id), ticked(lines))
	if err != nil {
		return err
	}
	if !c.Partial() {
		return c.To(paths.PortalEstimate(doc.ID).WithAll(url.Values{"line": lines, "update": {"yes"}}), nil)
	}
	p := views.EstimatePage{EstimateDoc: doc, Rules: c.V.Business.Estimates}
	if p.Rules.Code {
		if p.Code, err = c.S.EstimateCode(c.Std(), c.Scope(), c.From(), doc.ID, doc.Revision); err != nil {
			return err
		}
	}
	return c.Fragment(views.OfferWorked(p), nil)
}

// EstimatePDF is the estimate as a PDF; an accepted one as it was signed.
func EstimatePDF(c *web.Ctx) error {
	id, err := c.ID("estimate")
	if err != nil {
		return err
	}
	doc, file, err := c.S.EstimatePDF(c.Std(), c.Scope(), portal.EstimateID(id), 0, c.L.Lang())
	if err != nil {
		return err
	}
	return c.PDF(doc.Shown.Number, file)
}

// EstimateViewed is what the shown page reports: somebody looked.
func EstimateViewed(c *web.Ctx) error {
	id, err := c.ID("estimate")
	if err != nil {
		return err
	}
	if err := c.S.ViewEstimate(c.Std(), c.Scope(), portal.EstimateID(id)); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}
