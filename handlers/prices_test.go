package handlers_test

import (
	"fmt"
	"testing"

	"portico/portal"
	"portico/store"
)

func TestThePriceListFillsLines(t *testing.T) {
	o := newOffice(t)
	o.staff.Get("/office/invoices/new?client="+o.acme.Number).Want(t, 200, "!From the price list")
	o.post("/office/settings/prices/new", "name", "Hour of a technician", "detail", "Travel included", "unit", "h", "price", "86.50", "currency", "USD", "tax", "")
	o.post("/office/settings/prices/new", "name", "Hour of a helper", "unit", "h", "price", "52", "currency", "USD", "tax", "")
	o.post("/office/settings/prices/new", "name", "Stunde", "unit", "h", "price", "70", "currency", "EUR", "tax", "")
	o.staff.Get("/office/settings/prices").Want(t, 200, "Hour of a technician", "$86.50", "Stunde")
	o.staff.Get("/office/settings/prices?q=help").Want(t, 200, "Hour of a helper", "!technician")
	o.staff.Get("/office/settings/prices.csv").Want(t, 200, "Hour of a technician,Travel included,h,86.5,USD,,no")
	o.staff.Get("/office/invoices/new?client="+o.acme.Number).Want(t, 200, "From the price list", "Hour of a helper", "!Stunde")
	o.staff.Get(fmt.Sprintf("/office/clients/%d/prices?item=tech", o.acme.ID), "HX-Request", "true", "HX-Request-Type", "partial").
		Want(t, 200, `<option value="Hour of a technician">$86.50 per h</option>`, "!helper", "!<body")

	// With a script the lines come anew; without one, the whole page.
	empty := []string{"client", fmt.Sprint(o.acme.ID), "description", "Call-out", "line", "", "detail", "", "quantity", "1", "unit", "", "price", "", "discount", "", "tax", ""}
	picked := o.staff.Do("POST", "/office/invoices/work", form(append(empty, "item", "technician", "do", "item")...), "HX-Request", "true", "HX-Request-Type", "partial")
	picked.Want(t, 200, `value="Hour of a technician"`, `value="Travel included"`, `value="86.5"`, "$86.50", `!id="line-1"`)
	o.staff.Post("/office/invoices/new", append(empty, "item", "Hour of a helper", "do", "item")...).Want(t, 200, "Call-out", `value="Hour of a helper"`, "$52.00")
	o.staff.Post("/office/invoices/new", o.draft("item", "hour of a helper")...).Want(t, 200, `id="line-1"`, "$225.00")
	o.staff.Post("/office/invoices/new", o.draft("item", "Stunde", "do", "item")...).Want(t, 422, "Nothing on the price list is called “Stunde”", "Labour")
	if o.count() != 0 {
		t.Error("picking a price saved a bill")
	}
}

func TestAnItemOfThePriceListChanges(t *testing.T) {
	o := newOffice(t)
	p := o.PriceItem("Filter", 1_250)
	at := fmt.Sprintf("/office/settings/prices/%d", p.ID)
	o.staff.Post(at, "name", "", "price", "lots", "currency", "USD", "version", "1").Want(t, 422, `value="lots"`, "Write a number")
	o.post(at, "name", "Filter, fine", "price", "13", "currency", "USD", "version", "1")
	o.staff.Post(at, "name", "Filter, coarse", "price", "12", "currency", "USD", "version", "1").Want(t, 409, "Filter, coarse", "Filter, fine", "Someone else saved this")
	o.post(at+"/archive", "archive", "true")
	o.staff.Get("/office/settings/prices").Want(t, 200, "No prices yet")
	o.staff.Get("/office/settings/prices?show=archived").Want(t, 200, "Filter, fine", "Put back")
	o.post(at+"/archive", "archive", "false")
	o.staff.Get("/office/settings/prices").Want(t, 200, "Filter, fine")
	o.View(func(tx *store.Tx) error {
		es, err := tx.OfficeEvents(store.EventQuery{Kinds: []portal.EventKind{portal.EventPriceList}})
		if len(es.Rows) != 3 {
			t.Errorf("%d events", len(es.Rows))
		}
		return err
	})
}
