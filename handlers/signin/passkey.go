package signin

import (
	"net/http"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/service"
	views "portico/views/signin"
	"portico/views/ui"
)

// Passkeys lists the person's passkeys.
func Passkeys(c *web.Ctx) error { return showPasskeys(c, ui.Form{}, 0) }

func showPasskeys(c *web.Ctx, form ui.Form, status int) error {
	keys, err := c.S.Passkeys(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	p := frame(c, c.L.T("Passkeys"))
	p.Status = status
	p.Body = views.Passkeys(views.PasskeysPage{
		Form: form, Mine: mine(c), Keys: keys, Fresh: isFresh(c), Work: c.S.PasskeysWork(c.V.Business),
	})
	return c.Show(p)
}

// said is the JSON answer to the passkey script.
type said struct {
	Location paths.URL `json:"location,omitempty"`
	Error    string    `json:"error,omitempty"`
}

// refuse tells the script in words why not.
func refuse(c *web.Ctx, err error) error {
	if service.NeedsCode(err) {
		c.JSON(http.StatusForbidden, said{Error: c.L.T("Too much time has passed. Reload the page and confirm that it’s you.")})
		return nil
	}
	if !web.Faulty(err) {
		return err
	}
	c.JSON(web.StatusOf(err), said{Error: c.L.Text(*ui.Form{}.Refused(err).Msg)})
	return nil
}

func options(c *web.Ctx, json []byte, err error) error {
	if err != nil {
		return refuse(c, err)
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "application/json", json)
	return nil
}

// PasskeyBegin answers what the browser needs to make a passkey.
func PasskeyBegin(c *web.Ctx) error {
	json, err := c.S.BeginPasskey(c.Std(), c.Scope())
	return options(c, json, err)
}

// PasskeyFinish keeps the passkey that the browser made.
func PasskeyFinish(c *web.Ctx) error {
	answer, err := c.GetRawData()
	if err != nil {
		return err
	}
	if err := c.S.FinishPasskey(c.Std(), c.Scope(), answer); err != nil {
		return refuse(c, err)
	}
	c.JSON(http.StatusOK, said{Location: mine(c).Passkeys()})
	return nil
}

// RenameForm is a passkey's new name.
type RenameForm struct {
	Name string `form:"name"`
}

// PasskeyRename gives a passkey another name.
func PasskeyRename(c *web.Ctx) error {
	var f RenameForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	err := c.S.RenamePasskey(c.Std(), c.Scope(), c.Param("key"), f.Name)
	if web.Faulty(err) {
		return showPasskeys(c, c.Typed(err), web.StatusOf(err))
	}
	if err != nil {
		return err
	}
	return c.To(mine(c).Passkeys(), c.Said("The passkey is called “%s” now.", f.Name))
}

// PasskeyRemove takes a passkey away.
func PasskeyRemove(c *web.Ctx) error {
	err := c.S.RemovePasskey(c.Std(), c.Scope(), c.Param("key"))
	if service.NeedsCode(err) {
		return first(c, mine(c).Passkeys())
	}
	if err != nil {
		return err
	}
	return c.To(mine(c).Passkeys(), c.Said("The passkey is removed. Your other devices are signed out."))
}

// PasskeySignInBegin answers what the browser needs to offer its passkeys.
func PasskeySignInBegin(c *web.Ctx) error {
	json, err := c.S.BeginPasskeySignIn(c.Std(), from(c))
	return options(c, json, err)
}

// PasskeySignInFinish signs in with the chosen passkey.
func PasskeySignInFinish(c *web.Ctx) error {
	answer, err := c.GetRawData()
	if err != nil {
		return err
	}
	e, err := c.S.FinishPasskeySignIn(c.Std(), c.From(), answer, c.V.Session)
	if err != nil {
		return refuse(c, err)
	}
	c.Cookies().SetSession(c.Writer, e.Token, e.Session, c.V.Now)
	c.JSON(http.StatusOK, said{Location: paths.SignIn().With("next", local(c.Query("next")))})
	return nil
}
