package staff

import (
	"net/url"
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

// Clients lists the clients.
func Clients(c *web.Ctx) error {
	q, err := clientQuery(c)
	if err != nil {
		return err
	}
	page, active, err := c.S.Clients(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.Words("Clients"), Nav: layout.Clients,
		Body: views.Clients(views.ClientsPage{
			Rows: page.Rows, Active: active, Values: c.Request.URL.Query(), Foot: web.Foot(c, page, paths.OfficeClients()),
		}),
	})
}

func clientQuery(c *web.Ctx) (q service.ClientQuery, err error) {
	q.Query, err = c.List()
	q.Budget = store.OfficeBudget
	q.Show = c.Query("show")
	return q, err
}

// ClientsCSV is every row of the list that matches.
func ClientsCSV(c *web.Ctx) error {
	q, err := clientQuery(c)
	if err != nil {
		return err
	}
	head := []string{"Number", "Name", "E-mail", "Phone", "City", "Currency", "Due", "Overdue", "Archived"}
	page := func(k store.Query) (store.Page[service.ClientLine], error) {
		p, _, err := c.S.Clients(c.Std(), c.Scope(), service.ClientQuery{Query: k, Show: q.Show})
		return p, err
	}
	return web.CSV(c, "clients", head, q.Query, page, func(r service.ClientLine) []string {
		return []string{
			r.Number, r.Name, r.Email, r.Phone, r.City, string(r.Currency), r.Due.Decimal().String(), r.Overdue.Decimal().String(),
			yesNo(r.Archived),
		}
	})
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// clientFields is the form of a client as it is posted.
type clientFields struct {
	Name     string         `form:"name"`
	Email    string         `form:"email"`
	Phone    string         `form:"phone"`
	Street   string         `form:"street"`
	City     string         `form:"city"`
	Region   string         `form:"region"`
	Code     string         `form:"code"`
	Country  string         `form:"country"`
	Currency string         `form:"currency"`
	TaxID    string         `form:"tax_id"`
	Notes    string         `form:"notes"`
	Quiet    string         `form:"no_reminders"`
	Batch    string         `form:"monthly_batch"`
	Version  portal.Version `form:"version"`
}

func (f clientFields) client() portal.Client {
	trim := strings.TrimSpace
	return portal.Client{
		Name: trim(f.Name), Email: trim(f.Email), Phone: trim(f.Phone), Currency: portal.Currency(f.Currency), TaxID: trim(f.TaxID),
		Notes: strings.TrimRight(f.Notes, " \r\n\t"), NoReminders: f.Quiet == "yes",
		MonthlyBatch: f.Batch == "yes",
		Address: portal.Address{
			Street: strings.ReplaceAll(trim(f.Street), "\r\n", "\n"), City: trim(f.City), Region: trim(f.Region), Code: trim(f.Code),
			Country: f.Country,
		},
	}
}

// ClientNew is the form for a new client.
func ClientNew(c *web.Ctx) error {
	b := c.V.Business.Profile
	start := portal.Client{Currency: b.Currency, Address: portal.Address{Country: b.Address.Country}}
	return showClientForm(c, views.ClientForm{ClientForm: service.ClientForm{Client: start}, Form: ui.Form{Values: views.ClientValues(start)}}, nil)
}

// ClientCreate makes a client.
func ClientCreate(c *web.Ctx) error {
	var f clientFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	id, err := c.S.NewClient(c.Std(), c.Scope(), f.client())
	if web.Faulty(err) {
		return showClientForm(c, views.ClientForm{Form: c.Typed(err)}, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficeClient(id), c.Said("%s is a new client.", strings.TrimSpace(f.Name)))
}

// ClientEdit is the form to edit a client.
func ClientEdit(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	cur, err := c.S.ClientForm(c.Std(), sc)
	if err != nil {
		return err
	}
	return showClientForm(c, views.ClientForm{ClientForm: cur, Form: ui.Form{Values: views.ClientValues(cur.Client)}}, nil)
}

// ClientSave saves an edited client.
func ClientSave(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	var f clientFields
	if err := c.Bind(&f); err != nil {
		return err
	}
	saved := c.S.SaveClient(c.Std(), sc, f.client(), f.Version)
	if saved == nil {
		return c.To(paths.OfficeClient(sc.Client()), c.Said("Saved."))
	}
	if !web.Faulty(saved) {
		return saved
	}
	cur, err := c.S.ClientForm(c.Std(), sc)
	if err != nil {
		return err
	}
	page := views.ClientForm{ClientForm: cur, Form: c.Typed(saved)}
	page.Theirs, page.Version = theirs(saved, &page.Form, views.ClientValues(cur.Client)), f.Version
	if page.Theirs != nil {
		page.Version = cur.Version
	}
	return showClientForm(c, page, saved)
}

// theirs is what somebody else saved, when that is why the form was refused.
func theirs(err error, f *ui.Form, saved url.Values) url.Values {
	if portal.CodeOf(err) != portal.CodeConflict {
		return nil
	}
	f.Faults, f.Msg = nil, nil
	return saved
}

func showClientForm(c *web.Ctx, p views.ClientForm, refused error) error {
	title := c.L.T("New %s", c.L.Word("client"))
	crumbs := []ui.Crumb{{Label: c.L.Words("Clients"), URL: paths.OfficeClients()}, {Label: title}}
	if p.ID != 0 {
		title = c.L.T("Edit %s", p.Name)
		crumbs = []ui.Crumb{crumbs[0], {Label: p.Name, URL: paths.OfficeClient(p.ID)}, {Label: c.L.T("Edit")}}
	}
	page := web.Page{Title: title, Nav: layout.Clients, Crumbs: crumbs, Body: views.EditClient(p)}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}
