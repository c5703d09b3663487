package service

import (
	"context"
	"slices"
	"strings"

	"portico/portal"
	"portico/store"
)

// PriceQuery are the filters of the price list.
type PriceQuery struct {
	store.Query
	Archived bool
}

// PriceList is one page of the price list, with the names of the tax rates.
type PriceList struct {
	store.Page[portal.PriceItem]
	Taxes portal.TaxSettings
}

// PriceItems lists the price list by name.
func (s *Service) PriceItems(ctx context.Context, sc Scope, q PriceQuery) (l PriceList, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return l, err
	}
	archived := uint64(0)
	if q.Archived {
		archived = 1
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		l = PriceList{Taxes: tx.Business().Taxes}
		l.Page, err = tx.PriceItems(q.Where(store.FacetPriceArchived, archived))
		return err
	})
	return l, err
}

// PriceItem is one item of the price list.
func (s *Service) PriceItem(ctx context.Context, sc Scope, id portal.PriceItemID) (p portal.PriceItem, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return p, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		p, err = tx.PriceItem(id)
		return err
	})
	return p, err
}

// SavePriceItem saves an item, new or edited.
func (s *Service) SavePriceItem(ctx context.Context, sc Scope, in portal.PriceItem) (out portal.PriceItem, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		out = in
		was := in.Version
		if in.ID == 0 {
			was, out.Created = 0, tx.Now
		} else {
			old, err := tx.PriceItem(in.ID)
			if err != nil {
				return err
			}
			out.Created, out.Archived = old.Created, old.Archived
		}
		var v portal.Check
		v.Err("", out.Validate())
		v.That(out.Tax == 0 || hasRate(tx.Business().Taxes.Rates, out.Tax), "tax", "Choose a tax rate from the list.")
		if err := v.Done(); err != nil {
			return err
		}
		return putPriceItem(tx, sc, &out, was)
	})
	return out, err
}

// ArchivePriceItem takes an item off the price list, or puts it back.
func (s *Service) ArchivePriceItem(ctx context.Context, sc Scope, id portal.PriceItemID, archived bool) (p portal.PriceItem, err error) {
	err = s.change(ctx, sc, staffOf(portal.Office), func(tx *store.Tx) error {
		if p, err = tx.PriceItem(id); err != nil || p.Archived == archived {
			return err
		}
		p.Archived = archived
		return putPriceItem(tx, sc, &p, p.Version)
	})
	return p, err
}

func putPriceItem(tx *store.Tx, sc Scope, p *portal.PriceItem, was portal.Version) error {
	if err := tx.PutPriceItem(p, was); err != nil {
		return err
	}
	e := sc.Actor.event(portal.EventPriceList)
	e.Subject, e.Detail = portal.Ref{Kind: portal.KindPriceItem, ID: uint64(p.ID)}, p.Name
	return tx.AddEvent(e)
}

// mostPrices is how many items a picker offers at once; more are found by typing.
const mostPrices = 25

// OfferedPrices are the items that bills to the scope's client can take, by name: those with the typed words.
func (s *Service) OfferedPrices(ctx context.Context, sc Scope, typed string) (items []portal.PriceItem, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		client, err := tx.Client(sc.sight)
		if err != nil {
			return err
		}
		items, err = offeredPrices(tx, client.Currency, typed)
		return err
	})
	return items, err
}

func offeredPrices(tx *store.Tx, c portal.Currency, typed string) ([]portal.PriceItem, error) {
	p, err := tx.PriceItems(store.Query{Search: typed, Limit: mostPrices}.Offered(c))
	items := p.Rows
	rates := tx.Business().Taxes.Rates
	for n := range items {
		if !hasRate(rates, items[n].Tax) {
			items[n].Tax = 0 // the rate is gone from the settings
		}
	}
	return items, err
}

// PickPrice finds the item that was meant: the one of that name, else the first that has the words.
func (s *Service) PickPrice(ctx context.Context, sc Scope, typed string) (p portal.PriceItem, err error) {
	none := portal.Invalid("Nothing on the price list is called “%s”.", typed)
	if typed = strings.TrimSpace(typed); typed == "" {
		return p, portal.Invalid("Type the name of an item of the price list first.")
	}
	items, err := s.OfferedPrices(ctx, sc, typed)
	if err != nil {
		return p, err
	}
	if len(items) == 0 {
		return p, none
	}
	at := slices.IndexFunc(items, func(i portal.PriceItem) bool { return strings.EqualFold(i.Name, typed) })
	return items[max(at, 0)], nil
}
