package paths

import "portico/portal"

// OfficePrices is the price list.
func OfficePrices() URL { return "/office/settings/prices" }

// OfficePricesCSV is every item that matches.
func OfficePricesCSV() URL { return "/office/settings/prices.csv" }

// OfficePriceNew is the form for a new item.
func OfficePriceNew() URL { return "/office/settings/prices/new" }

// OfficePrice is the form of one item.
func OfficePrice(p portal.PriceItemID) URL { return of("/office/settings/prices/", p, "") }

// OfficePriceArchive takes an item off the list, or puts it back.
func OfficePriceArchive(p portal.PriceItemID) URL {
	return of("/office/settings/prices/", p, "/archive")
}

// OfficePricesOffered are the items that a bill to a client can take, while one is typed.
func OfficePricesOffered(c portal.ClientID) URL { return of("/office/clients/", c, "/prices") }
