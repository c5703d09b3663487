package signin

import (
	"net/http"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	views "portico/views/signin"
	"portico/views/ui"
)

// TOTP is the staff member's authenticator app.
func TOTP(c *web.Ctx) error { return showTOTP(c, ui.Form{}, 0, false) }

// Enrol is the same at the door, when the Owner asks all staff for a second factor.
func Enrol(c *web.Ctx) error {
	if c.V.Next != service.StepEnrol {
		return c.To(paths.SignIn(), nil)
	}
	return showTOTP(c, ui.Form{}, 0, true)
}

func showTOTP(c *web.Ctx, form ui.Form, status int, atDoor bool) error {
	f, err := c.S.TOTP(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	p := frame(c, c.L.T("Authenticator app"))
	p.Status = status
	p.Body = views.TOTP(views.TOTPPage{Form: form, Factor: f, Mine: mine(c), AtDoor: atDoor, Fresh: atDoor || isFresh(c)})
	return c.Show(p)
}

// TOTPBegin makes the secret of a new authenticator.
func TOTPBegin(c *web.Ctx) error { return begin(c, mine(c).TOTP(), false) }

// EnrolBegin is the same at the door.
func EnrolBegin(c *web.Ctx) error { return begin(c, paths.SignInEnrol(), true) }

func begin(c *web.Ctx, page paths.URL, atDoor bool) error {
	if atDoor && c.V.Next != service.StepEnrol {
		return portal.Forbidden()
	}
	err := c.S.BeginTOTP(c.Std(), c.Scope(), atDoor)
	if service.NeedsCode(err) {
		return first(c, page)
	}
	if web.Faulty(err) {
		return showTOTP(c, c.Typed(err), web.StatusOf(err), atDoor)
	}
	if err != nil {
		return err
	}
	return c.To(page, nil)
}

// QR draws the code that the app scans.
func QR(c *web.Ctx) error {
	svg, err := c.S.QR(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "image/svg+xml", svg)
	return nil
}

// EnrolQR is the same at the door.
func EnrolQR(c *web.Ctx) error {
	if c.V.Next != service.StepEnrol {
		return portal.NotFound()
	}
	return QR(c)
}

// TOTPConfirm takes the app's first code and shows the recovery codes, this once.
func TOTPConfirm(c *web.Ctx) error { return confirmTOTP(c, mine(c).TOTP(), false) }

// EnrolConfirm is the same at the door.
func EnrolConfirm(c *web.Ctx) error { return confirmTOTP(c, paths.OfficeHome(), true) }

func confirmTOTP(c *web.Ctx, next paths.URL, atDoor bool) error {
	var f CodeForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if atDoor && c.V.Next != service.StepEnrol {
		return portal.Forbidden()
	}
	codes, err := c.S.ConfirmTOTP(c.Std(), c.Scope(), f.Code, atDoor)
	switch {
	case service.NeedsCode(err):
		return first(c, next)
	case web.Faulty(err):
		return showTOTP(c, c.Typed(err), web.StatusOf(err), atDoor)
	case err != nil:
		return err
	}
	return recovery(c, codes, next)
}

func recovery(c *web.Ctx, codes []string, next paths.URL) error {
	p := frame(c, c.L.T("Recovery codes"))
	p.Body = views.Recovery(views.RecoveryPage{Codes: codes, Next: next})
	return c.Show(p)
}

// TOTPRecovery makes new recovery codes and shows them, this once.
func TOTPRecovery(c *web.Ctx) error {
	codes, err := c.S.NewRecovery(c.Std(), c.Scope())
	if service.NeedsCode(err) {
		return first(c, mine(c).TOTP())
	}
	if web.Faulty(err) {
		return showTOTP(c, c.Typed(err), web.StatusOf(err), false)
	}
	if err != nil {
		return err
	}
	return recovery(c, codes, mine(c).TOTP())
}

// TOTPRemove takes the authenticator away.
func TOTPRemove(c *web.Ctx) error {
	err := c.S.RemoveTOTP(c.Std(), c.Scope())
	if service.NeedsCode(err) {
		return first(c, mine(c).TOTP())
	}
	if web.Faulty(err) {
		return showTOTP(c, c.Typed(err), web.StatusOf(err), false)
	}
	if err != nil {
		return err
	}
	return c.To(mine(c).TOTP(), c.Said("The authenticator app is removed."))
}

// Factor asks for the second factor at the door.
func Factor(c *web.Ctx) error {
	if c.V.Next != service.StepSecondFactor {
		return c.To(paths.SignIn(), nil)
	}
	return showFactor(c, ui.Form{}, 0, c.Query("next"))
}

func showFactor(c *web.Ctx, form ui.Form, status int, next string) error {
	return c.Show(web.Page{
		Title: c.L.T("Second factor"), Status: status, AtDoor: true, Body: views.Factor(views.FactorPage{Form: form, Next: local(next)}),
	})
}

// FactorForm is a code of the app, or a recovery code.
type FactorForm struct {
	Code     string `form:"code"`
	Recovery string `form:"recovery"`
	Next     string `form:"next"`
}

// EnterFactor takes the second factor.
func EnterFactor(c *web.Ctx) error {
	var f FactorForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	if c.V.Next != service.StepSecondFactor {
		return c.To(paths.SignIn(), nil)
	}
	e, err := c.S.EnterTOTP(c.Std(), c.Scope(), f.Code, f.Recovery)
	if web.Faulty(err) {
		return showFactor(c, c.Typed(err), web.StatusOf(err), f.Next)
	}
	if err != nil {
		return err
	}
	e.Next = f.Next
	return welcome(c, e)
}
