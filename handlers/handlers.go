// Package handlers is HTTP: the server, its middleware and the one route table.
package handlers

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"portico/handlers/api"
	"portico/handlers/client"
	"portico/handlers/signin"
	"portico/handlers/staff"
	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
)

// New makes the handler of the whole program. It panics for a route without a policy.
func New(e *web.Env, assets map[string]string) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	g.HandleMethodNotAllowed = true
	if err := g.SetTrustedProxies(e.Trusted); err != nil {
		panic(fmt.Sprintf("trusted proxies: %v", err))
	}
	paths.UseAssets(assets)
	g.Use(e.Measure(), e.Recover(), web.SecurityHeaders(e.Secure), e.KnownHost())
	for _, r := range Table(e, assets) {
		if !r.Policy.Set() {
			panic("route without a policy: " + r.Method + " " + r.Path)
		}
		g.Handle(r.Method, r.Path, e.Handle(r))
	}
	lost := e.Handle(web.Route{Policy: web.Public(), Do: func(*web.Ctx) error { return portal.NotFound() }})
	g.NoRoute(lost)
	g.NoMethod(lost)
	return http.NewCrossOriginProtection().Handler(g)
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// Table is every route of the program with its policy, from the outside in.
func Table(e *web.Env, assets map[string]string) []web.Route {
	return []web.Route{
		// What everybody may load.
		{Method: get, Path: "/static/:file", Policy: web.Public(), Do: web.Static(e.Assets, assets)},
		{Method: get, Path: "/brand/:file", Policy: web.Public(), Do: web.BrandFile},
		{Method: get, Path: "/", Policy: web.Public(), Do: web.Root},
		{Method: get, Path: web.HealthPath, Policy: web.Public(), Do: web.Health},

		// Signing in.
		{Method: get, Path: "/sign-in", Policy: web.Public(), Do: signin.Page},
		{Method: post, Path: "/sign-in", Policy: web.Public(), Form: signin.AskForm{}, Do: signin.Ask},
		{Method: get, Path: "/sign-in/code", Policy: web.Public(), Do: signin.Code},
		{Method: post, Path: "/sign-in/code", Policy: web.Public(), Form: signin.CodeForm{}, Do: signin.EnterCode},
		{Method: post, Path: "/sign-in/code/again", Policy: web.Public(), Do: signin.Again},
		{Method: get, Path: "/sign-in/link/:token", Policy: web.Public(), Do: signin.Link},
		{Method: post, Path: "/sign-in/link/:token", Policy: web.Public(), Do: signin.UseLink},
		{Method: get, Path: "/sign-in/help", Policy: web.Public(), Do: signin.Help},
		{Method: get, Path: "/sign-in/account", Policy: web.Door(), Do: signin.Accounts},
		{Method: post, Path: "/sign-in/account", Policy: web.Door(), Form: signin.ChooseForm{}, Do: signin.Choose},
		{Method: get, Path: "/portal/accounts", Policy: web.Portal(), Do: signin.Accounts},
		{Method: post, Path: "/sign-out", Policy: web.Public(), Do: signin.Out},
		{Method: get, Path: "/sign-in/totp", Policy: web.Door(), Do: signin.Factor},
		{Method: post, Path: "/sign-in/totp", Policy: web.Door(), Form: signin.FactorForm{}, Do: signin.EnterFactor},
		{Method: get, Path: "/sign-in/enrol", Policy: web.Door(), Do: signin.Enrol},
		{Method: post, Path: "/sign-in/enrol", Policy: web.Door(), Form: signin.CodeForm{}, Do: signin.EnrolConfirm},
		{Method: post, Path: "/sign-in/enrol/begin", Policy: web.Door(), Do: signin.EnrolBegin},
		{Method: get, Path: "/sign-in/enrol/qr.svg", Policy: web.Door(), Do: signin.EnrolQR},
		{Method: get, Path: "/sign-in/password", Policy: web.Public(), Do: signin.PasswordPage},
		{Method: post, Path: "/sign-in/password", Policy: web.Public(), Form: signin.PasswordSignInForm{}, Do: signin.PasswordSignIn},
		{Method: get, Path: "/sign-in/password/change", Policy: web.Door(), Do: signin.Replace},
		{Method: post, Path: "/sign-in/password/change", Policy: web.Door(), Form: signin.PasswordForm{}, Do: signin.Replaced},
		{Method: post, Path: "/sign-in/passkey/begin", Policy: web.Public(), Do: signin.PasskeySignInBegin},
		{Method: post, Path: "/sign-in/passkey/finish", Policy: web.Public(), Do: signin.PasskeySignInFinish},
		{Method: get, Path: "/invitation/:token", Policy: web.Public(), Do: signin.Invitation},
		{Method: post, Path: "/invitation/:token", Policy: web.Public(), Form: signin.AcceptForm{}, Do: signin.Accept},
		{Method: post, Path: "/invitation/:token/again", Policy: web.Public(), Do: signin.InvitationAgain},
		{Method: get, Path: "/register/:token", Policy: web.Public(), Do: signin.Register},
		{Method: post, Path: "/register/:token", Policy: web.Public(), Form: signin.RegisterForm{}, Do: signin.Registering},
		{Method: get, Path: "/register/:token/code", Policy: web.Public(), Do: signin.RegisterCode},
		{Method: post, Path: "/register/:token/code", Policy: web.Public(), Form: signin.CodeForm{}, Do: signin.Registered},
		{Method: post, Path: "/register/:token/code/again", Policy: web.Public(), Do: signin.RegisterAgain},
		{Method: get, Path: "/set-up/:token", Policy: web.Public(), Do: signin.SetUp},
		{Method: post, Path: "/set-up/:token", Policy: web.Public(), Form: signin.SetUpForm{}, Do: signin.MakeBusiness},
		{Method: get, Path: "/owner-link/:token", Policy: web.Public(), Do: signin.OwnerLink},
		{Method: post, Path: "/owner-link/:token", Policy: web.Public(), Do: signin.UseOwnerLink},

		// One's own profile and sign-in, in the portal and in the office.
		{Method: get, Path: "/portal/live", Policy: web.Public(), Do: PortalLive},
		{Method: get, Path: "/portal/profile", Policy: web.Portal(), Do: client.Profile},
		{Method: post, Path: "/portal/profile", Policy: web.Portal(), Form: client.ProfileForm{}, Do: client.SaveProfile},
		{Method: get, Path: "/portal/profile/confirm", Policy: web.Own(), Do: signin.Confirm},
		{Method: post, Path: "/portal/profile/confirm", Policy: web.Own(), Form: signin.ConfirmForm{}, Do: signin.Confirmed},
		{Method: post, Path: "/portal/profile/confirm/send", Policy: web.Own(), Form: signin.ConfirmForm{}, Do: signin.ConfirmSend},
		{Method: get, Path: "/portal/profile/devices", Policy: web.Own(), Do: signin.Devices},
		{Method: post, Path: "/portal/profile/devices/end", Policy: web.Own(), Do: signin.DevicesEnd},
		{Method: post, Path: "/portal/profile/devices/:session/end", Policy: web.Own(), Do: signin.DeviceEnd},
		{Method: get, Path: "/portal/profile/passkeys", Policy: web.Own(), Do: signin.Passkeys},
		{Method: post, Path: "/portal/profile/passkeys/begin", Policy: web.Own(), Do: signin.PasskeyBegin},
		{Method: post, Path: "/portal/profile/passkeys/finish", Policy: web.Own(), Do: signin.PasskeyFinish},
		{Method: post, Path: "/portal/profile/passkeys/:key/rename", Policy: web.Own(), Form: signin.RenameForm{}, Do: signin.PasskeyRename},
		{Method: post, Path: "/portal/profile/passkeys/:key/remove", Policy: web.Own(), Do: signin.PasskeyRemove},
		{Method: get, Path: "/portal/profile/password", Policy: web.Own(), Do: signin.Password},
		{Method: post, Path: "/portal/profile/password", Policy: web.Own(), Form: signin.PasswordForm{}, Do: signin.SetPassword},
		{Method: post, Path: "/portal/profile/password/remove", Policy: web.Own(), Do: signin.RemovePassword},
		{Method: get, Path: "/portal/profile/email", Policy: web.Own(), Do: signin.Email},
		{Method: post, Path: "/portal/profile/email", Policy: web.Own(), Form: signin.EmailForm{}, Do: signin.AskEmail},
		{Method: get, Path: "/portal/profile/email/code", Policy: web.Own(), Do: signin.EmailCode},
		{Method: post, Path: "/portal/profile/email/code", Policy: web.Own(), Form: signin.CodeForm{}, Do: signin.ConfirmEmail},
		{Method: get, Path: "/office/live", Policy: web.Public(), Do: OfficeLive},
		{Method: get, Path: "/office/profile", Policy: web.Staff(portal.Employee), Do: staff.Profile},
		{Method: post, Path: "/office/profile", Policy: web.Staff(portal.Employee), Form: staff.ProfileForm{}, Do: staff.SaveProfile},
		{Method: get, Path: "/office/profile/confirm", Policy: web.Staff(portal.Employee), Do: signin.Confirm},
		{Method: post, Path: "/office/profile/confirm", Policy: web.Staff(portal.Employee), Form: signin.ConfirmForm{}, Do: signin.Confirmed},
		{Method: post, Path: "/office/profile/confirm/send", Policy: web.Staff(portal.Employee), Form: signin.ConfirmForm{}, Do: signin.ConfirmSend},
		{Method: get, Path: "/office/profile/devices", Policy: web.Staff(portal.Employee), Do: signin.Devices},
		{Method: post, Path: "/office/profile/devices/end", Policy: web.Staff(portal.Employee), Do: signin.DevicesEnd},
		{Method: post, Path: "/office/profile/devices/:session/end", Policy: web.Staff(portal.Employee), Do: signin.DeviceEnd},
		{Method: get, Path: "/office/profile/passkeys", Policy: web.Staff(portal.Employee), Do: signin.Passkeys},
		{Method: post, Path: "/office/profile/passkeys/begin", Policy: web.Staff(portal.Employee), Do: signin.PasskeyBegin},
		{Method: post, Path: "/office/profile/passkeys/finish", Policy: web.Staff(portal.Employee), Do: signin.PasskeyFinish},
		{Method: post, Path: "/office/profile/passkeys/:key/rename", Policy: web.Staff(portal.Employee), Form: signin.RenameForm{}, Do: signin.PasskeyRename},
		{Method: post, Path: "/office/profile/passkeys/:key/remove", Policy: web.Staff(portal.Employee), Do: signin.PasskeyRemove},
		{Method: get, Path: "/office/profile/password", Policy: web.Staff(portal.Employee), Do: signin.Password},
		{Method: post, Path: "/office/profile/password", Policy: web.Staff(portal.Employee), Form: signin.PasswordForm{}, Do: signin.SetPassword},
		{Method: post, Path: "/office/profile/password/remove", Policy: web.Staff(portal.Employee), Do: signin.RemovePassword},
		{Method: get, Path: "/office/profile/email", Policy: web.Staff(portal.Employee), Do: signin.Email},
		{Method: post, Path: "/office/profile/email", Policy: web.Staff(portal.Employee), Form: signin.EmailForm{}, Do: signin.AskEmail},
		{Method: get, Path: "/office/profile/email/code", Policy: web.Staff(portal.Employee), Do: signin.EmailCode},
		{Method: post, Path: "/office/profile/email/code", Policy: web.Staff(portal.Employee), Form: signin.CodeForm{}, Do: signin.ConfirmEmail},
		{Method: get, Path: "/office/profile/totp", Policy: web.Staff(portal.Employee), Do: signin.TOTP},
		{Method: post, Path: "/office/profile/totp", Policy: web.Staff(portal.Employee), Form: signin.CodeForm{}, Do: signin.TOTPConfirm},
		{Method: post, Path: "/office/profile/totp/begin", Policy: web.Staff(portal.Employee), Do: signin.TOTPBegin},
		{Method: get, Path: "/office/profile/totp/qr.svg", Policy: web.Staff(portal.Employee), Do: signin.QR},
		{Method: post, Path: "/office/profile/totp/recovery", Policy: web.Staff(portal.Employee), Do: signin.TOTPRecovery},
		{Method: post, Path: "/office/profile/totp/remove", Policy: web.Staff(portal.Employee), Do: signin.TOTPRemove},

		// The client's portal.
		{Method: get, Path: "/portal", Policy: web.Portal(), Cache: web.Validated, Do: client.Home},
		{Method: get, Path: "/portal/invoices", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoices},
		{Method: get, Path: "/portal/invoices.csv", Policy: web.May(portal.ViewInvoices), Do: client.InvoicesCSV},
		{Method: get, Path: "/portal/invoices/:invoice", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.Invoice},
		{Method: get, Path: "/portal/invoices/:invoice/pdf", Policy: web.May(portal.ViewInvoices), Do: client.InvoicePDF},
		{Method: post, Path: "/portal/invoices/:invoice/viewed", Policy: web.May(portal.ViewInvoices), Do: client.InvoiceViewed},
		{Method: get, Path: "/portal/payments", Policy: web.May(portal.ViewPayments), Cache: web.Validated, Do: client.Payments},
		{Method: get, Path: "/portal/payments.csv", Policy: web.May(portal.ViewPayments), Do: client.PaymentsCSV},
		{Method: get, Path: "/portal/payments/:payment", Policy: web.May(portal.ViewPayments), Cache: web.Validated, Do: client.Payment},
		{Method: get, Path: "/portal/payments/:payment/pdf", Policy: web.May(portal.ViewPayments), Do: client.PaymentPDF},
		{Method: get, Path: "/portal/statement", Policy: web.May(portal.ViewStatement), Cache: web.Validated, Do: client.Statement},
		{Method: get, Path: "/portal/statement.csv", Policy: web.May(portal.ViewStatement), Do: client.StatementCSV},
		{Method: get, Path: "/portal/statement/pdf", Policy: web.May(portal.ViewStatement), Do: client.StatementPDF},

		// Document links: one document for whoever has the mail.
		{Method: get, Path: "/d/:token", Policy: web.Public(), Do: client.DocLink},
		{Method: get, Path: "/d/:token/pdf", Policy: web.Public(), Do: client.DocLinkPDF},
		{Method: post, Path: "/d/:token/viewed", Policy: web.Public(), Do: client.DocLinkViewed},

		// Paying.
		{Method: get, Path: "/portal/pay", Policy: web.May(portal.Pay), Do: client.Pay},
		{Method: post, Path: "/portal/pay", Policy: web.May(portal.Pay), Form: client.PayForm{}, Do: client.PayStart},
		{Method: get, Path: "/portal/pay/how", Policy: web.May(portal.Pay), Do: client.PayHow},
		{Method: post, Path: "/portal/pay/how", Policy: web.May(portal.Pay), Form: client.ClaimForm{}, Do: client.PayClaim},
		{Method: get, Path: "/portal/pay/qr.svg", Policy: web.May(portal.Pay), Do: client.PayQR},
		{Method: get, Path: "/portal/pay/:checkout", Policy: web.May(portal.Pay), Do: client.Paid},
		{Method: get, Path: "/d/:token/pay", Policy: web.Public(), Do: client.DocLinkPay},
		{Method: post, Path: "/d/:token/pay", Policy: web.Public(), Form: client.PayForm{}, Do: client.DocLinkPayStart},
		{Method: get, Path: "/d/:token/pay/how", Policy: web.Public(), Do: client.DocLinkPayHow},
		{Method: post, Path: "/d/:token/pay/how", Policy: web.Public(), Form: client.ClaimForm{}, Do: client.DocLinkPayClaim},
		{Method: get, Path: "/d/:token/pay/qr.svg", Policy: web.Public(), Do: client.DocLinkPayQR},
		{Method: get, Path: "/d/:token/pay/:checkout", Policy: web.Public(), Do: client.DocLinkPaid},
		{Method: post, Path: "/hooks/stripe", Policy: web.Hook(), Do: api.Stripe},
		{Method: get, Path: "/office/settings/payments", Policy: web.Staff(portal.Office), Do: staff.PaymentSettings},
		{Method: post, Path: "/office/settings/payments", Policy: web.Staff(portal.Office), Do: staff.PaymentSettingsSave},
		{Method: get, Path: "/office/settings/payments/stripe", Policy: web.Staff(portal.Owner), Do: staff.Stripe},
		{Method: post, Path: "/office/settings/payments/stripe", Policy: web.Staff(portal.Owner), Do: staff.StripeSave},
		{Method: get, Path: "/office/settings/payments/payee", Policy: web.Staff(portal.Owner), Do: staff.Payee},
		{Method: post, Path: "/office/settings/payments/payee", Policy: web.Staff(portal.Owner), Do: staff.PayeeSave},
		// What the client raises, on both sides.
		{Method: get, Path: "/portal/requests", Policy: web.May(portal.RaiseRequests), Cache: web.Validated, Do: client.Requests},
		{Method: get, Path: "/portal/requests.csv", Policy: web.May(portal.RaiseRequests), Do: client.RequestsCSV},
		{Method: get, Path: "/portal/requests/new", Policy: web.May(portal.RaiseRequests), Do: client.RequestNew},
		{Method: post, Path: "/portal/requests/new", Policy: web.May(portal.RaiseRequests), Form: client.RequestForm{}, Do: client.RequestRaise},
		{Method: get, Path: "/portal/requests/:request", Policy: web.May(portal.RaiseRequests), Do: client.Request},
		{Method: post, Path: "/portal/requests/:request/reply", Policy: web.May(portal.RaiseRequests), Form: client.ReplyForm{}, Do: client.RequestReply},
		{Method: post, Path: "/portal/requests/:request/close", Policy: web.May(portal.RaiseRequests), Do: client.RequestClose},
		{Method: post, Path: "/portal/requests/:request/reopen", Policy: web.May(portal.RaiseRequests), Do: client.RequestReopen},
		{Method: get, Path: "/office/requests", Policy: web.Staff(portal.Office), Do: staff.Requests},
		{Method: get, Path: "/office/requests.csv", Policy: web.Staff(portal.Office), Do: staff.RequestsCSV},
		{Method: get, Path: "/office/requests/:request", Policy: web.Staff(portal.Office), Do: staff.Request},
		{Method: post, Path: "/office/requests/:request/reply", Policy: web.Staff(portal.Office), Form: staff.AnswerForm{}, Do: staff.RequestReply},
		{Method: post, Path: "/office/requests/:request/close", Policy: web.Staff(portal.Office), Do: staff.RequestClose},
		{Method: post, Path: "/office/requests/:request/reopen", Policy: web.Staff(portal.Office), Do: staff.RequestReopen},

		// The client's documents.
		{Method: get, Path: "/portal/documents", Policy: web.MayAny(portal.ViewDocuments, portal.UploadFiles), Cache: web.Validated, Do: client.Documents},
		{Method: post, Path: "/portal/documents", Policy: web.May(portal.UploadFiles), Files: portal.MaxFiles, Form: client.UploadForm{}, Do: client.Upload},
		{Method: get, Path: "/portal/documents.csv", Policy: web.MayAny(portal.ViewDocuments, portal.UploadFiles), Do: client.DocumentsCSV},
		{Method: get, Path: "/portal/documents/:document", Policy: web.MayAny(portal.ViewDocuments, portal.UploadFiles), Do: client.Document},
		{Method: get, Path: "/portal/documents/:document/thumb", Policy: web.MayAny(portal.ViewDocuments, portal.UploadFiles), Do: client.DocumentThumb},
		{Method: get, Path: "/portal/documents/:document/remove", Policy: web.May(portal.UploadFiles), Do: client.DocumentRemoveAsk},
		{Method: post, Path: "/portal/documents/:document/remove", Policy: web.May(portal.UploadFiles), Do: client.DocumentRemove},

		// The office: clients.
		{Method: get, Path: "/office", Policy: web.Staff(portal.Employee), Do: staff.Home},
		{Method: get, Path: "/office/clients", Policy: web.Staff(portal.Office), Do: staff.Clients},
		{Method: get, Path: "/office/clients.csv", Policy: web.Staff(portal.Office), Do: staff.ClientsCSV},
		{Method: get, Path: "/office/clients/new", Policy: web.Staff(portal.Office), Do: staff.ClientNew},
		{Method: post, Path: "/office/clients/new", Policy: web.Staff(portal.Office), Do: staff.ClientCreate},
		{Method: get, Path: "/office/clients/:client", Policy: web.Staff(portal.Office), Do: staff.Client},
		{Method: get, Path: "/office/clients/:client/edit", Policy: web.Staff(portal.Office), Do: staff.ClientEdit},
		{Method: post, Path: "/office/clients/:client/edit", Policy: web.Staff(portal.Office), Do: staff.ClientSave},
		{Method: get, Path: "/office/clients/:client/archive", Policy: web.Staff(portal.Office), Do: staff.ClientArchive},
		{Method: post, Path: "/office/clients/:client/archive", Policy: web.Staff(portal.Office), Do: staff.ClientArchived},
		{Method: get, Path: "/office/clients/:client/activity", Policy: web.Staff(portal.Office), Do: staff.ClientActivity},

		// The office: a client's documents.
		{Method: get, Path: "/office/clients/:client/documents", Policy: web.Staff(portal.Office), Do: staff.ClientDocuments},
		{Method: post, Path: "/office/clients/:client/documents", Policy: web.Staff(portal.Office), Files: portal.MaxFiles, Do: staff.DocumentShare},
		{Method: get, Path: "/office/documents/:document", Policy: web.Staff(portal.Office), Do: staff.Document},
		{Method: get, Path: "/office/documents/:document/thumb", Policy: web.Staff(portal.Office), Do: staff.DocumentThumb},
		{Method: get, Path: "/office/documents/:document/remove", Policy: web.Staff(portal.Office), Do: staff.DocumentRemoveAsk},
		{Method: post, Path: "/office/documents/:document/remove", Policy: web.Staff(portal.Office), Do: staff.DocumentRemove},

		// The office: search, outbox and audit log.
		{Method: get, Path: "/office/search", Policy: web.Staff(portal.Office), Do: staff.Search},
		{Method: get, Path: "/office/search/found", Policy: web.Staff(portal.Office), Do: staff.Found},
		{Method: get, Path: "/office/outbox", Policy: web.Staff(portal.Office), Do: staff.Outbox},
		{Method: get, Path: "/office/outbox/:mail", Policy: web.Staff(portal.Office), Do: staff.OutboxMail},
		{Method: get, Path: "/office/outbox/:mail/body", Policy: web.Staff(portal.Office), Do: staff.OutboxBody},
		{Method: post, Path: "/office/outbox/:mail/resend", Policy: web.Staff(portal.Office), Do: staff.OutboxResend},
		{Method: get, Path: "/office/audit", Policy: web.Staff(portal.Office), Do: staff.Audit},
		{Method: get, Path: "/office/audit.csv", Policy: web.Staff(portal.Office), Do: staff.AuditCSV},

		// The office: settings. What is the Owner’s alone says so.
		{Method: get, Path: "/office/settings", Policy: web.Staff(portal.Office), Do: staff.Settings},
		{Method: get, Path: "/office/settings/profile", Policy: web.Staff(portal.Office), Do: staff.BusinessProfile},
		{Method: post, Path: "/office/settings/profile", Policy: web.Staff(portal.Office), Do: staff.BusinessProfileSave},
		{Method: get, Path: "/office/settings/portal", Policy: web.Staff(portal.Office), Do: staff.Portal},
		{Method: post, Path: "/office/settings/portal", Policy: web.Staff(portal.Office), Do: staff.PortalSave},
		{Method: get, Path: "/office/settings/wording", Policy: web.Staff(portal.Office), Do: staff.Wording},
		{Method: post, Path: "/office/settings/wording", Policy: web.Staff(portal.Office), Do: staff.WordingSave},
		{Method: get, Path: "/office/settings/taxes", Policy: web.Staff(portal.Office), Do: staff.Taxes},
		{Method: post, Path: "/office/settings/taxes", Policy: web.Staff(portal.Office), Do: staff.TaxesSave},
		{Method: get, Path: "/office/settings/numbering", Policy: web.Staff(portal.Office), Do: staff.Numbering},
		{Method: post, Path: "/office/settings/numbering", Policy: web.Staff(portal.Office), Do: staff.NumberingSave},
		{Method: get, Path: "/office/settings/terms", Policy: web.Staff(portal.Office), Do: staff.Terms},
		{Method: post, Path: "/office/settings/terms", Policy: web.Staff(portal.Office), Do: staff.TermsSave},
		{Method: get, Path: "/office/settings/notifications", Policy: web.Staff(portal.Office), Do: staff.Notifications},
		{Method: post, Path: "/office/settings/notifications", Policy: web.Staff(portal.Office), Do: staff.NotificationsSave},
		{Method: get, Path: "/office/settings/sign-in", Policy: web.Staff(portal.Owner), Do: staff.SignIn},
		{Method: post, Path: "/office/settings/sign-in", Policy: web.Staff(portal.Owner), Do: staff.SignInSave},
		{Method: get, Path: "/office/settings/mail", Policy: web.Staff(portal.Owner), Do: staff.Mail},
		{Method: post, Path: "/office/settings/mail", Policy: web.Staff(portal.Owner), Do: staff.MailSave},
		{Method: get, Path: "/office/settings/profile/colour", Policy: web.Staff(portal.Office), Do: staff.Colour},
		{Method: post, Path: "/office/settings/profile/logo", Policy: web.Staff(portal.Office), Limit: service.LogoLimit + 1<<16, Do: staff.Logo},
		{Method: get, Path: "/office/settings/portal/preset", Policy: web.Staff(portal.Office), Do: staff.Preset},
		{Method: get, Path: "/office/settings/wording/example", Policy: web.Staff(portal.Office), Do: staff.WordsExample},
		{Method: post, Path: "/office/settings/mail/test", Policy: web.Staff(portal.Owner), Do: staff.MailTest},
		{Method: get, Path: "/office/settings/mail/test/:mail", Policy: web.Staff(portal.Owner), Do: staff.MailTested},
		{Method: get, Path: "/office/settings/backup", Policy: web.Staff(portal.Owner), Do: staff.Backup},
		{Method: post, Path: "/office/settings/backup", Policy: web.Staff(portal.Owner), Do: staff.BackupDownload},
		{Method: get, Path: "/office/settings/staff", Policy: web.Staff(portal.Owner), Do: staff.Staff},
		{Method: get, Path: "/office/settings/staff/new", Policy: web.Staff(portal.Owner), Do: staff.StaffNew},
		{Method: post, Path: "/office/settings/staff/new", Policy: web.Staff(portal.Owner), Do: staff.StaffCreate},
		{Method: get, Path: "/office/settings/staff/:staff", Policy: web.Staff(portal.Owner), Do: staff.StaffMember},
		{Method: post, Path: "/office/settings/staff/:staff", Policy: web.Staff(portal.Owner), Do: staff.StaffRole},
		{Method: get, Path: "/office/settings/staff/:staff/switch", Policy: web.Staff(portal.Owner), Do: staff.StaffSwitch},
		{Method: post, Path: "/office/settings/staff/:staff/switch", Policy: web.Staff(portal.Owner), Do: staff.StaffSwitched},
		{Method: post, Path: "/office/settings/staff/:staff/invite", Policy: web.Staff(portal.Owner), Do: staff.StaffInvite},
		{Method: get, Path: "/office/clients/:client/invoices", Policy: web.Staff(portal.Office), Do: staff.ClientInvoices},
		{Method: get, Path: "/office/clients/:client/payments", Policy: web.Staff(portal.Office), Do: staff.ClientPayments},
		{Method: get, Path: "/office/clients/:client/statement", Policy: web.Staff(portal.Office), Do: staff.ClientStatement},
		{Method: get, Path: "/office/clients/:client/statement.csv", Policy: web.Staff(portal.Office), Do: staff.ClientStatementCSV},
		{Method: get, Path: "/office/clients/:client/statement/pdf", Policy: web.Staff(portal.Office), Do: staff.ClientStatementPDF},
		{Method: get, Path: "/office/clients/:client/statement/send", Policy: web.Staff(portal.Office), Do: staff.StatementSend},
		{Method: post, Path: "/office/clients/:client/statement/send", Policy: web.Staff(portal.Office), Form: staff.StatementForm{}, Do: staff.StatementSent},
		{Method: post, Path: "/office/clients/:client/statement/monthly", Policy: web.Staff(portal.Office), Form: staff.MonthlyForm{}, Do: staff.StatementMonthly},

		// The office: money.
		{Method: get, Path: "/office/invoices", Policy: web.Staff(portal.Office), Do: staff.Invoices},
		{Method: get, Path: "/office/invoices.csv", Policy: web.Staff(portal.Office), Do: staff.InvoicesCSV},
		{Method: get, Path: "/office/invoices/new", Policy: web.Staff(portal.Office), Do: staff.InvoiceNew},
		{Method: post, Path: "/office/invoices/new", Policy: web.Staff(portal.Office), Form: staff.DraftForm{}, Do: staff.InvoiceCreate},
		{Method: post, Path: "/office/invoices/work", Policy: web.Staff(portal.Office), Form: staff.DraftForm{}, Do: staff.InvoiceWork},
		{Method: get, Path: "/office/invoices/:invoice", Policy: web.Staff(portal.Office), Do: staff.Invoice},
		{Method: get, Path: "/office/invoices/:invoice/pdf", Policy: web.Staff(portal.Office), Do: staff.InvoicePDF},
		{Method: get, Path: "/office/invoices/:invoice/edit", Policy: web.Staff(portal.Office), Do: staff.InvoiceEdit},
		{Method: post, Path: "/office/invoices/:invoice/edit", Policy: web.Staff(portal.Office), Form: staff.DraftForm{}, Do: staff.InvoiceSave},
		{Method: get, Path: "/office/invoices/:invoice/delete", Policy: web.Staff(portal.Office), Do: staff.InvoiceDelete},
		{Method: post, Path: "/office/invoices/:invoice/delete", Policy: web.Staff(portal.Office), Form: staff.SeenForm{}, Do: staff.InvoiceDeleted},
		{Method: post, Path: "/office/invoices/:invoice/copy", Policy: web.Staff(portal.Office), Do: staff.InvoiceCopy},
		{Method: post, Path: "/office/invoices/:invoice/issue", Policy: web.Staff(portal.Office), Form: staff.SeenForm{}, Do: staff.InvoiceIssue},
		{Method: get, Path: "/office/invoices/:invoice/send", Policy: web.Staff(portal.Office), Do: staff.InvoiceSend},
		{Method: post, Path: "/office/invoices/:invoice/send", Policy: web.Staff(portal.Office), Form: staff.SendForm{}, Do: staff.InvoiceSent},
		{Method: get, Path: "/office/invoices/:invoice/void", Policy: web.Staff(portal.Office), Do: staff.InvoiceVoid},
		{Method: post, Path: "/office/invoices/:invoice/void", Policy: web.Staff(portal.Office), Form: staff.ReasonForm{}, Do: staff.InvoiceVoided},
		{Method: get, Path: "/office/invoices/:invoice/bad-debt", Policy: web.Staff(portal.Office), Do: staff.InvoiceBadDebt},
		{Method: post, Path: "/office/invoices/:invoice/bad-debt", Policy: web.Staff(portal.Office), Do: staff.InvoiceWrittenOff},
		{Method: get, Path: "/office/invoices/:invoice/links/revoke", Policy: web.Staff(portal.Office), Do: staff.InvoiceLinksRevokeAsk},
		{Method: post, Path: "/office/invoices/:invoice/links/revoke", Policy: web.Staff(portal.Office), Do: staff.InvoiceLinksRevoke},
		{Method: get, Path: "/office/invoices/:invoice/links/:link/revoke", Policy: web.Staff(portal.Office), Do: staff.InvoiceLinkRevokeAsk},
		{Method: post, Path: "/office/invoices/:invoice/links/:link/revoke", Policy: web.Staff(portal.Office), Do: staff.InvoiceLinkRevoke},
		{Method: get, Path: "/office/payments", Policy: web.Staff(portal.Office), Do: staff.Payments},
		{Method: get, Path: "/office/payments.csv", Policy: web.Staff(portal.Office), Do: staff.PaymentsCSV},
		{Method: get, Path: "/office/payments/new", Policy: web.Staff(portal.Office), Do: staff.PaymentNew},
		{Method: post, Path: "/office/payments/new", Policy: web.Staff(portal.Office), Form: staff.MoneyForm{}, Do: staff.PaymentCreate},
		{Method: get, Path: "/office/payments/:payment", Policy: web.Staff(portal.Office), Do: staff.Payment},
		{Method: get, Path: "/office/payments/:payment/pdf", Policy: web.Staff(portal.Office), Do: staff.PaymentPDF},
		{Method: post, Path: "/office/payments/:payment/apply", Policy: web.Staff(portal.Office), Do: staff.PaymentApply},
		{Method: get, Path: "/office/payments/:payment/approve", Policy: web.Staff(portal.Office), Do: staff.PaymentApprove},
		{Method: post, Path: "/office/payments/:payment/approve", Policy: web.Staff(portal.Office), Form: staff.MoneyForm{}, Do: staff.PaymentApproved},
		{Method: get, Path: "/office/payments/:payment/decline", Policy: web.Staff(portal.Office), Do: staff.PaymentDecline},
		{Method: post, Path: "/office/payments/:payment/decline", Policy: web.Staff(portal.Office), Form: staff.DecideForm{}, Do: staff.PaymentDeclined},
		{Method: get, Path: "/office/payments/:payment/refund", Policy: web.Staff(portal.Office), Do: staff.PaymentRefund},
		{Method: post, Path: "/office/payments/:payment/refund", Policy: web.Staff(portal.Office), Form: staff.DecideForm{}, Do: staff.PaymentRefunded},
		{Method: get, Path: "/office/payments/:payment/release", Policy: web.Staff(portal.Office), Do: staff.PaymentRelease},
		{Method: post, Path: "/office/payments/:payment/release", Policy: web.Staff(portal.Office), Form: staff.ReleaseForm{}, Do: staff.PaymentReleased},

		{Method: get, Path: "/office/invoices/:invoice/credit", Policy: web.Staff(portal.Office), Do: staff.InvoiceCredit},
		{Method: post, Path: "/office/invoices/:invoice/credit", Policy: web.Staff(portal.Office), Form: staff.CreditForm{}, Do: staff.InvoiceCredited},
		{Method: post, Path: "/office/invoices/:invoice/credit/work", Policy: web.Staff(portal.Office), Form: staff.CreditForm{}, Do: staff.InvoiceCreditWork},
		{Method: get, Path: "/office/credit-notes", Policy: web.Staff(portal.Office), Do: staff.CreditNotes},
		{Method: get, Path: "/office/credit-notes.csv", Policy: web.Staff(portal.Office), Do: staff.CreditNotesCSV},
		{Method: get, Path: "/office/credit-notes/:credit_note", Policy: web.Staff(portal.Office), Do: staff.CreditNote},
		{Method: get, Path: "/office/credit-notes/:credit_note/pdf", Policy: web.Staff(portal.Office), Do: staff.CreditNotePDF},
		{Method: post, Path: "/office/credit-notes/:credit_note/apply", Policy: web.Staff(portal.Office), Do: staff.CreditNoteApply},
		{Method: get, Path: "/office/credit-notes/:credit_note/send", Policy: web.Staff(portal.Office), Do: staff.CreditNoteSend},
		{Method: post, Path: "/office/credit-notes/:credit_note/send", Policy: web.Staff(portal.Office), Form: staff.SendForm{}, Do: staff.CreditNoteSent},
		{Method: get, Path: "/portal/credit-notes/:credit_note", Policy: web.May(portal.ViewInvoices), Cache: web.Validated, Do: client.CreditNote},
		{Method: get, Path: "/portal/credit-notes/:credit_note/pdf", Policy: web.May(portal.ViewInvoices), Do: client.CreditNotePDF},

		// Contacts and their access.
		{Method: get, Path: "/office/contacts", Policy: web.Staff(portal.Office), Do: staff.Contacts},
		{Method: get, Path: "/office/contacts.csv", Policy: web.Staff(portal.Office), Do: staff.ContactsCSV},
		{Method: post, Path: "/office/contacts/bulk", Policy: web.Staff(portal.Office), Form: staff.BulkForm{}, Do: staff.Bulk},
		{Method: get, Path: "/office/contacts/new", Policy: web.Staff(portal.Office), Do: staff.ContactNew},
		{Method: post, Path: "/office/contacts/new", Policy: web.Staff(portal.Office), Form: staff.ContactForm{}, Do: staff.ContactCreate},
		{Method: get, Path: "/office/contacts/:contact", Policy: web.Staff(portal.Office), Do: staff.Contact},
		{Method: get, Path: "/office/contacts/:contact/edit", Policy: web.Staff(portal.Office), Do: staff.ContactEdit},
		{Method: post, Path: "/office/contacts/:contact/edit", Policy: web.Staff(portal.Office), Form: staff.ContactForm{}, Do: staff.ContactSave},
		{Method: get, Path: "/office/contacts/:contact/archive", Policy: web.Staff(portal.Office), Do: staff.ContactArchiveAsk},
		{Method: post, Path: "/office/contacts/:contact/archive", Policy: web.Staff(portal.Office), Form: staff.ArchiveForm{}, Do: staff.ContactArchive},
		{Method: get, Path: "/office/contacts/:contact/invite", Policy: web.Staff(portal.Office), Do: staff.ContactInviteAsk},
		{Method: post, Path: "/office/contacts/:contact/invite", Policy: web.Staff(portal.Office), Form: staff.ClipForm{}, Do: staff.ContactInvite},
		{Method: post, Path: "/office/contacts/:contact/resend", Policy: web.Staff(portal.Office), Do: staff.ContactResend},
		{Method: post, Path: "/office/contacts/:contact/link", Policy: web.Staff(portal.Office), Do: staff.ContactLink},
		{Method: get, Path: "/office/contacts/:contact/disable", Policy: web.Staff(portal.Office), Do: staff.ContactDisableAsk},
		{Method: post, Path: "/office/contacts/:contact/disable", Policy: web.Staff(portal.Office), Do: staff.ContactDisable},
		{Method: post, Path: "/office/contacts/:contact/clip", Policy: web.Staff(portal.Office), Form: staff.ClipForm{}, Do: staff.ContactClip},
		{Method: get, Path: "/office/contacts/:contact/permissions", Policy: web.Staff(portal.Office), Do: staff.ContactPermissions},
		{Method: post, Path: "/office/contacts/:contact/permissions", Policy: web.Staff(portal.Office), Form: staff.PermissionsForm{}, Do: staff.ContactPermit},
		{Method: get, Path: "/office/runs/:run", Policy: web.Staff(portal.Office), Do: staff.Run},
		{Method: get, Path: "/office/clients/:client/portal", Policy: web.Staff(portal.Office), Do: staff.ClientPortal},
		{Method: get, Path: "/office/clients/:client/contacts", Policy: web.Staff(portal.Office), Do: staff.ClientContacts},
		{Method: get, Path: "/office/clients/:client/portal/invite", Policy: web.Staff(portal.Office), Do: staff.Invite},
		{Method: post, Path: "/office/clients/:client/portal/invite", Policy: web.Staff(portal.Office), Form: staff.InviteForm{}, Do: staff.Invited},
		{Method: post, Path: "/office/clients/:client/portal/modules", Policy: web.Staff(portal.Office), Form: staff.ModulesForm{}, Do: staff.ClientModules},
		{Method: get, Path: "/office/clients/:client/portal/revoke", Policy: web.Staff(portal.Office), Do: staff.ClientRevokeAsk},
		{Method: post, Path: "/office/clients/:client/portal/revoke", Policy: web.Staff(portal.Office), Do: staff.ClientRevoke},
		{Method: get, Path: "/office/clients/:client/portal/register", Policy: web.Staff(portal.Office), Do: staff.ClientRegisterAsk},
		{Method: post, Path: "/office/clients/:client/portal/register", Policy: web.Staff(portal.Office), Form: staff.RegisterForm{}, Do: staff.ClientRegister},
		{Method: get, Path: "/office/settings/users", Policy: web.Staff(portal.Office), Do: staff.Users},
		{Method: get, Path: "/office/settings/users.csv", Policy: web.Staff(portal.Office), Do: staff.UsersCSV},

		// View as client.
		{Method: get, Path: "/office/preview", Policy: web.Staff(portal.Office), Do: staff.Preview},
		{Method: get, Path: "/office/preview/clients/:client", Policy: web.Staff(portal.Office), Do: staff.PreviewClientAsk},
		{Method: post, Path: "/office/preview/clients/:client", Policy: web.Staff(portal.Office), Do: staff.PreviewClient},
		{Method: post, Path: "/office/preview/contacts/:contact", Policy: web.Staff(portal.Office), Do: staff.PreviewContact},
		{Method: post, Path: "/office/preview/act", Policy: web.SignedIn(), Do: staff.PreviewAct},
		{Method: post, Path: "/office/preview/end", Policy: web.SignedIn(), Do: staff.PreviewEnd},
		{Method: get, Path: "/portal/profile/who-looked", Policy: web.Portal(), Do: client.WhoLooked},
	}
}
