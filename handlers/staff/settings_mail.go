package staff

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

// SignIn says how people may sign in.
func SignIn(c *web.Ctx) error { return showSignIn(c, nil) }

func showSignIn(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	e := views.SignInEditor(c.Std(), ui.Form{Values: views.SignInValues(b.SignIn)})
	return section(c, views.SettingsPage{Title: c.L.T("Sign-in"), Editor: e}, b.SignIn.Version, refused)
}

type signInFields struct {
	Passwords string `form:"passwords"`
	StaffTOTP string `form:"staff_totp"`
}

// SignInSave says how people may sign in.
func SignInSave(c *web.Ctx) error {
	var f signInFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	n := portal.SignInSettings{Passwords: f.Passwords == "yes", StaffTOTP: f.StaffTOTP == "yes"}
	return settled(c, c.S.SaveSignIn(c.Std(), c.Scope(), n, version(c)), paths.OfficeSettingsSignIn(), showSignIn)
}

// Mail says how mail leaves.
func Mail(c *web.Ctx) error { return showMail(c, nil) }

func showMail(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	e := views.MailEditor(c.Std(), ui.Form{Values: views.MailValues(b.Mail)}, len(b.Mail.Password) > 0, c.S.Fixed())
	return section(c, views.SettingsPage{Title: c.L.T("Mail"), Editor: e, Beside: views.MailTest(mailResult(c))}, b.Mail.Version, refused)
}

// mailResult is how the test mail of the address went, nil when there was none.
func mailResult(c *web.Ctx) templ.Component {
	id := portal.MailID(c.IDQuery("test"))
	if id == 0 {
		return nil
	}
	m, err := c.S.TestMail(c.Std(), c.Scope(), id)
	if err != nil {
		return nil
	}
	return views.MailResult(m)
}

type mailFields struct {
	Host     string `form:"host"`
	Port     string `form:"port"`
	User     string `form:"user"`
	Password string `form:"password"`
	Forget   string `form:"forget"`
	From     string `form:"from"`
	FromName string `form:"from_name"`
}

func (f mailFields) settings() portal.MailSettings {
	trim := strings.TrimSpace
	m := portal.MailSettings{Host: trim(f.Host), User: trim(f.User), From: trim(f.From), FromName: trim(f.FromName)}
	switch {
	case trim(f.Port) != "":
		m.Port = number(f.Port)
	case m.Host != "":
		m.Port = 587
	}
	return m
}

// MailSave says how mail leaves.
func MailSave(c *web.Ctx) error {
	var f mailFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	return settled(c, c.S.SaveMail(c.Std(), c.Scope(), f.settings(), f.Password, f.Forget == "yes", version(c)), paths.OfficeSettingsMail(), showMail)
}

// MailTest sends the Owner a test mail.
func MailTest(c *web.Ctx) error {
	id, err := c.S.SendTestMail(c.Std(), c.Scope())
	if err != nil {
		return err
	}
	return c.To(paths.OfficeSettingsMail().With("test", strconv.FormatUint(uint64(id), 10)).At("test"), nil)
}

// MailTested is how a test mail went.
func MailTested(c *web.Ctx) error {
	id, err := c.ID("mail")
	if err != nil {
		return err
	}
	m, err := c.S.TestMail(c.Std(), c.Scope(), portal.MailID(id))
	if err != nil {
		return err
	}
	return piece(c, views.MailResult(m), paths.OfficeSettingsMail().With("test", c.Param("mail")))
}
