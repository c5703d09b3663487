package client

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/client"
	"portico/views/layout"
	"portico/views/ui"
)

// AcceptForm is a signature.
type AcceptForm struct {
	Revision  int      `form:"revision"`
	Name      string   `form:"name"`
	Signature string   `form:"signature"`
	Order     string   `form:"order"`
	Code      string   `form:"code"`
	Lines     []string `form:"line"`
}

// EstimateAccept signs the version that was seen.
func EstimateAccept(c *web.Ctx) error {
	id, f, err := answer[AcceptForm](c)
	if err != nil {
		return err
	}
	out, err := c.S.AcceptEstimate(c.Std(), c.Scope(), c.From(), id, service.Signing{
		Revision: f.Revision, Name: f.Name, Drawing: f.Signature, Order: f.Order, Chosen: ticked(f.Lines), Code: f.Code, Language: c.L.Lang(),
	})
	if web.Faulty(err) {
		return retypeEstimate(c, id, f, c.From(), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.PortalEstimate(id), c.Said("Thank you: %s is accepted. The signed PDF is on its way to you.", out.Number))
}

// answer reads the form that answers the estimate in the path.
func answer[F any](c *web.Ctx) (id portal.EstimateID, f F, err error) {
	n, err := c.ID("estimate")
	if err != nil {
		return 0, f, err
	}
	return portal.EstimateID(n), f, c.Bind(&f)
}

// retypeEstimate shows the estimate as it is now, with what was typed and ticked. After a new version the ticks
// count for nothing: its lines are others.
func retypeEstimate(c *web.Ctx, id portal.EstimateID, f AcceptForm, from service.From, refused error) error {
	doc, err := c.S.Estimate(c.Std(), c.Scope(), id)
	if err != nil {
		return err
	}
	if doc.Revision == f.Revision && doc.Asks() {
		if doc, err = c.S.ChooseLines(c.Std(), c.Scope(), id, ticked(f.Lines)); err != nil {
			return err
		}
	}
	return showEstimate(c, doc, c.Request.PostForm, from, refused)
}

// EstimateCode mails the code that accepting asks for, and shows the form again as it was typed.
func EstimateCode(c *web.Ctx) error {
	id, f, err := answer[AcceptForm](c)
	if err != nil {
		return err
	}
	from := c.From()
	from.Browser = c.Browser()
	err = c.S.AskEstimateCode(c.Std(), c.Scope(), from, id, f.Revision)
	if err != nil && !web.Faulty(err) {
		return err
	}
	return retypeEstimate(c, id, f, from, err)
}

// EstimateDecline asks why the estimate is declined.
func EstimateDecline(c *web.Ctx) error { return askEstimate(c, views.DeclineEstimate, ui.Form{}, nil) }

// EstimateChanges asks what should be different.
func EstimateChanges(c *web.Ctx) error { return askEstimate(c, views.AskForChanges, ui.Form{}, nil) }

// question is a page that asks something about an estimate.
type question func(portal.EstimateDoc, ui.Form) templ.Component

// seenRevision is the version that a posted answer is about; a page that only asks is about the newest.
func seenRevision(c *web.Ctx, doc portal.EstimateDoc) int {
	if c.Request.Method != http.MethodPost {
		return doc.Revision
	}
	n, _ := strconv.Atoi(c.PostForm("revision")) // what is no number is no version that there is
	return n
}

// askEstimate is a question about an estimate that is open; refused says why the answer was not taken.
func askEstimate(c *web.Ctx, ask question, form ui.Form, refused error) error {
	id, err := c.ID("estimate")
	if err != nil {
		return err
	}
	doc, err := c.S.Estimate(c.Std(), c.Scope(), portal.EstimateID(id))
	if err != nil {
		return err
	}
	if !doc.Asks() || doc.Revision != seenRevision(c, doc) {
		if refused == nil {
			return c.To(paths.PortalEstimate(doc.ID), nil)
		}
		return showEstimate(c, doc, c.Request.PostForm, c.From(), refused)
	}
	page := web.Page{Title: doc.Number, Nav: layout.Estimates, Body: ask(doc, form)}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// DeclineForm is why an estimate is declined.
type DeclineForm struct {
	Revision int    `form:"revision"`
	Reason   string `form:"reason"`
}

// EstimateDeclined declines the version that was seen.
func EstimateDeclined(c *web.Ctx) error {
	id, f, err := answer[DeclineForm](c)
	if err != nil {
		return err
	}
	err = c.S.DeclineEstimate(c.Std(), c.Scope(), id, f.Revision, f.Reason)
	if web.Faulty(err) {
		return askEstimate(c, views.DeclineEstimate, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.PortalEstimate(id), c.Said("Declined. Thank you for telling us why."))
}

// ChangesForm is what should be different.
type ChangesForm struct {
	Revision int    `form:"revision"`
	Changes  string `form:"changes"`
}

// EstimateChangesAsked asks for changes to the version that was seen.
func EstimateChangesAsked(c *web.Ctx) error {
	id, f, err := answer[ChangesForm](c)
	if err != nil {
		return err
	}
	err = c.S.AskChanges(c.Std(), c.Scope(), id, f.Revision, f.Changes)
	if web.Faulty(err) {
		return askEstimate(c, views.AskForChanges, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.PortalEstimate(id), c.Said("We have got your wishes, and come back to you with a new version."))
}
