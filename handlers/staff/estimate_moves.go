package staff

import (
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/staff"
	"portico/views/ui"
)

// EstimateSend asks to whom an estimate goes.
func EstimateSend(c *web.Ctx) error {
	sc, doc, err := estimate(c)
	if err != nil {
		return err
	}
	return showSendEstimate(c, sc, doc, ui.Form{}, nil)
}

func showSendEstimate(c *web.Ctx, sc service.Scope, doc portal.EstimateDoc, form ui.Form, refused error) error {
	desk, err := c.S.DraftDesk(c.Std(), sc)
	if err != nil {
		return err
	}
	if form.Values == nil {
		form.Values = views.SendValues(doc.SendTo, desk)
	}
	p := estimatePage(c, doc, ui.Crumb{Label: c.L.T("Send")})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	p.Body = views.SendEstimate(views.SendEstimatePage{EstimateDoc: doc, DraftDesk: desk, Draft: doc.Estimate.Draft(), Form: form})
	return c.Show(p)
}

// EstimateSent sends what is written, or what counts once more.
func EstimateSent(c *web.Ctx) error {
	sc, doc, err := estimate(c)
	if err != nil {
		return err
	}
	var f SendForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	out, err := c.S.SendEstimate(c.Std(), sc, doc.ID, f.Version, f.sending())
	if web.Faulty(err) {
		return showSendEstimate(c, sc, doc, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeEstimate(out.ID), estimateSent(c, out))
}

// EstimateWithdraw asks before an estimate is taken back.
func EstimateWithdraw(c *web.Ctx) error {
	_, doc, err := estimate(c)
	if err != nil {
		return err
	}
	return showWithdraw(c, doc, ui.Form{}, nil)
}

func showWithdraw(c *web.Ctx, doc portal.EstimateDoc, form ui.Form, refused error) error {
	p := estimatePage(c, doc, ui.Crumb{Label: c.L.T("Take back")})
	if refused != nil {
		p.Status = web.StatusOf(refused)
	}
	p.Body = views.WithdrawEstimate(doc, form)
	return c.Show(p)
}

// EstimateWithdrawn takes an estimate back.
func EstimateWithdrawn(c *web.Ctx) error {
	sc, doc, err := estimate(c)
	if err != nil {
		return err
	}
	var f ReasonForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err = c.S.WithdrawEstimate(c.Std(), sc, doc.ID, f.Reason)
	if web.Faulty(err) {
		return showWithdraw(c, doc, c.Typed(err), err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeEstimate(doc.ID), c.Said("%s is taken back.", doc.Number))
}

// EstimateDelete asks before a draft is thrown away.
func EstimateDelete(c *web.Ctx) error {
	_, doc, err := estimate(c)
	if err != nil {
		return err
	}
	p := estimatePage(c, doc, ui.Crumb{Label: c.L.T("Delete")})
	p.Body = views.DeleteEstimate(doc)
	return c.Show(p)
}

// EstimateDeleted throws a draft away.
func EstimateDeleted(c *web.Ctx) error {
	return moveEstimate(c, func(sc service.Scope, doc portal.EstimateDoc, seen portal.Version) (paths.URL, *web.Flash, error) {
		err := c.S.DeleteEstimate(c.Std(), sc, doc.ID, seen)
		return paths.OfficeClientEstimates(doc.Client), c.Said("The draft is deleted."), err
	})
}

// EstimateDrop throws the version away that was not sent.
func EstimateDrop(c *web.Ctx) error {
	return moveEstimate(c, func(sc service.Scope, doc portal.EstimateDoc, seen portal.Version) (paths.URL, *web.Flash, error) {
		err := c.S.DropEstimate(c.Std(), sc, doc.ID, seen)
		return paths.OfficeEstimate(doc.ID), c.Said("The edit is thrown away. Version %d counts as before.", doc.Revision), err
	})
}

// EstimateCopy starts a new draft with the same lines.
func EstimateCopy(c *web.Ctx) error {
	return moveEstimate(c, func(sc service.Scope, doc portal.EstimateDoc, _ portal.Version) (paths.URL, *web.Flash, error) {
		out, err := c.S.CopyEstimate(c.Std(), sc, doc.ID)
		return paths.OfficeEstimateEdit(out.ID), c.Said("This is a new draft with the same lines."), err
	})
}

// EstimateInvoice makes the draft of an invoice of what was accepted.
func EstimateInvoice(c *web.Ctx) error {
	return moveEstimate(c, func(sc service.Scope, doc portal.EstimateDoc, _ portal.Version) (paths.URL, *web.Flash, error) {
		i, err := c.S.BillEstimate(c.Std(), sc, doc.ID)
		return paths.OfficeInvoice(i.ID), c.Said("This is the draft of the invoice for %s. Issue it when it is right.", doc.Number), err
	})
}

// moveEstimate does one thing to the estimate in the path, and shows the estimate again when it is refused.
func moveEstimate(c *web.Ctx, do func(service.Scope, portal.EstimateDoc, portal.Version) (paths.URL, *web.Flash, error)) error {
	sc, doc, err := estimate(c)
	if err != nil {
		return err
	}
	var f SeenForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	to, said, err := do(sc, doc, f.Version)
	if web.Faulty(err) {
		return refusedEstimate(c, sc, doc.ID, err)
	}
	if err != nil {
		return err
	}
	return c.To(to, said)
}
