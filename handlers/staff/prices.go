package staff

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/portal"
	"portico/service"
	"portico/store"
	"portico/views/layout"
	views "portico/views/staff"
	"portico/views/ui"
)

// Prices is the price list.
func Prices(c *web.Ctx) error {
	q, err := priceQuery(c)
	if err != nil {
		return err
	}
	list, err := c.S.PriceItems(c.Std(), c.Scope(), q)
	if err != nil {
		return err
	}
	return c.Show(web.Page{
		Title: c.L.T("Price list"), Nav: layout.Settings, Crumbs: priceCrumbs(c),
		Body: views.Prices(views.PricesPage{
			PriceList: list, Values: c.Request.URL.Query(), Foot: web.Foot(c, list.Page, paths.OfficePrices()),
		}),
	})
}

func priceCrumbs(c *web.Ctx, more ...ui.Crumb) []ui.Crumb {
	crumbs := []ui.Crumb{{Label: c.L.T("Settings"), URL: paths.OfficeSettings()}, {Label: c.L.T("Price list"), URL: paths.OfficePrices()}}
	return append(crumbs, more...)
}

func priceQuery(c *web.Ctx) (q service.PriceQuery, err error) {
	q.Query, err = c.List()
	q.Archived = c.Query("show") == "archived"
	return q, err
}

// PricesCSV is every item that matches.
func PricesCSV(c *web.Ctx) error {
	q, err := priceQuery(c)
	if err != nil {
		return err
	}
	var list service.PriceList
	page := func(at store.Query) (store.Page[portal.PriceItem], error) {
		q.Query = at
		list, err = c.S.PriceItems(c.Std(), c.Scope(), q)
		return list.Page, err
	}
	head := heads(c, "Name", "Details", "Unit", "Price", "Currency", "Tax", "Archived")
	return web.CSV(c, "price-list", head, q.Query, page, func(p portal.PriceItem) []string {
		return []string{p.Name, p.Detail, p.Unit, p.Price.String(), string(p.Currency), views.TaxName(list.Taxes, p.Tax), yesNo(p.Archived)}
	})
}

// PriceForm is an item's form as it is posted.
type PriceForm struct {
	Name     string          `form:"name"`
	Detail   string          `form:"detail"`
	Unit     string          `form:"unit"`
	Price    string          `form:"price"`
	Currency portal.Currency `form:"currency"`
	Tax      string          `form:"tax"`
	Version  portal.Version  `form:"version"`
}

func (f PriceForm) item(sign rune) (portal.PriceItem, error) {
	var v portal.Check
	trim := strings.TrimSpace
	p := portal.PriceItem{
		Version: f.Version, Name: trim(f.Name), Detail: strings.ReplaceAll(trim(f.Detail), "\r\n", "\n"), Unit: trim(f.Unit), Currency: f.Currency,
	}
	v.That(trim(f.Price) != "", "price", "Write the price of one.")
	p.Price = readNumber(trim(f.Price), decimal.Zero, sign, "price", &v)
	if f.Tax != "" {
		id, err := strconv.ParseUint(f.Tax, 10, 64)
		v.That(err == nil, "tax", "Choose a tax rate from the list.")
		p.Tax = id
	}
	return p, v.Done()
}

// PriceNew is the form for a new item.
func PriceNew(c *web.Ctx) error {
	start := portal.PriceItem{Currency: c.V.Business.Profile.Currency}
	if rates := c.V.Business.Taxes.Rates; len(rates) > 0 {
		start.Tax = rates[0].ID
	}
	values := views.PriceValues(c.L, start)
	values.Del("price")
	return showPrice(c, views.PriceForm{Form: ui.Form{Values: values}}, nil)
}

// PriceCreate adds an item.
func PriceCreate(c *web.Ctx) error { return savePrice(c, portal.PriceItem{}) }

// Price is the form of one item.
func Price(c *web.Ctx) error {
	p, err := priceItem(c)
	if err != nil {
		return err
	}
	return showPrice(c, views.PriceForm{PriceItem: p, Form: ui.Form{Values: views.PriceValues(c.L, p)}}, nil)
}

func priceItem(c *web.Ctx) (p portal.PriceItem, err error) {
	id, err := c.ID("item")
	if err != nil {
		return p, err
	}
	return c.S.PriceItem(c.Std(), c.Scope(), portal.PriceItemID(id))
}

// PriceSave saves an edited item.
func PriceSave(c *web.Ctx) error {
	saved, err := priceItem(c)
	if err != nil {
		return err
	}
	return savePrice(c, saved)
}

func savePrice(c *web.Ctx, saved portal.PriceItem) error {
	var f PriceForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	in, err := f.item(c.V.Business.Profile.NumberFormat.DecimalSign())
	in.ID = saved.ID
	if err == nil {
		in, err = c.S.SavePriceItem(c.Std(), c.Scope(), in)
	}
	if web.Faulty(err) {
		p := views.PriceForm{PriceItem: saved, Form: c.Typed(err)}
		p.Theirs = theirs(err, &p.Form, views.PriceValues(c.L, saved))
		if p.Theirs == nil {
			p.Version = f.Version
		}
		return showPrice(c, p, err)
	}
	if err != nil {
		return err
	}
	return c.To(paths.OfficePrices(), c.Said("“%s” is on the price list.", in.Name))
}

func showPrice(c *web.Ctx, p views.PriceForm, refused error) error {
	p.Taxes = c.V.Business.Taxes
	title := c.L.T("New item")
	if p.ID != 0 {
		title = p.Name
	}
	page := web.Page{Title: title, Nav: layout.Settings, Crumbs: priceCrumbs(c, ui.Crumb{Label: title}), Body: views.EditPrice(p)}
	if refused != nil {
		page.Status = web.StatusOf(refused)
	}
	return c.Show(page)
}

// PriceArchiveForm says whether an item leaves the list or comes back.
type PriceArchiveForm struct {
	Archive bool `form:"archive"`
}

// PriceArchive takes an item off the list, or puts it back.
func PriceArchive(c *web.Ctx) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	var f PriceArchiveForm
	if err := c.Bind(&f); err != nil {
		return err
	}
	p, err := c.S.ArchivePriceItem(c.Std(), c.Scope(), portal.PriceItemID(id), f.Archive)
	if err != nil {
		return err
	}
	said := c.Said("“%s” is on the price list again.", p.Name)
	if f.Archive {
		said = c.Said("“%s” is off the price list. Bills that have it stay as they are.", p.Name)
	}
	return c.To(paths.OfficePrices(), said)
}

// PricesOffered are the items that a bill to a client can take, while one is typed.
func PricesOffered(c *web.Ctx) error {
	sc, _, err := c.ForRecord(portal.KindClient, "client")
	if err != nil {
		return err
	}
	items, err := c.S.OfferedPrices(c.Std(), sc, short(c.Query("item")))
	if err != nil {
		return err
	}
	return piece(c, views.PriceOptions(items), paths.OfficeInvoiceNew())
}

// pickPrice puts the item that was typed into the form as a line, when that is what was asked for.
func pickPrice(c *web.Ctx, sc service.Scope, v url.Values, do string) (picked bool, err error) {
	if do != "item" {
		return false, nil
	}
	p, err := c.S.PickPrice(c.Std(), sc, short(v.Get("item")))
	if web.Faulty(err) {
		var check portal.Check
		check.Err("item", err)
		return true, check.Done()
	}
	if err != nil {
		return true, err
	}
	dropEmpty(v)
	addLine(v, views.LineValues(c.L, p.Line()))
	v.Del("item")
	return true, nil
}
