package store

import (
	"portico/portal"
	"portico/store/kv"
)

var checkouts = newTree(tree[portal.CheckoutID, portal.Checkout, struct{}]{
	kind:    portal.KindCheckout,
	index:   kv.Index{Name: "checkout", RankLen: 12},
	id:      func(c *portal.Checkout) *portal.CheckoutID { return &c.ID },
	version: func(c *portal.Checkout) *portal.Version { return &c.Version },
	client:  func(c *portal.Checkout) portal.ClientID { return c.Client },
	rank:    func(c *portal.Checkout) []byte { return rankNewest(0, uint64(c.ID)) },
	row:     func(portal.Checkout) struct{} { return struct{}{} },
	hidden:  true,
	uniq: func(c *portal.Checkout) []unique {
		us := []unique{{byte(portal.KindCheckout), 'k', c.Key}}
		if c.Session != "" {
			us = append(us, unique{byte(portal.KindCheckout), 's', c.Session})
		}
		return us
	},
	of: func(c *portal.Checkout) []owned {
		if c.State != portal.CheckoutStarted && c.State != portal.CheckoutProcessing {
			return nil
		}
		var os []owned
		for _, a := range c.Parts {
			os = append(os, owned{ofInvoiceCheckouts, uint64(a.Invoice)})
		}
		if c.Estimate != 0 {
			os = append(os, owned{ofEstimateCheckouts, uint64(c.Estimate)})
		}
		return os
	},
	touches: func(tx *Tx, c *portal.Checkout) { tx.TouchClient(c.Client) },
})

const (
	ofInvoiceCheckouts  byte = 19
	ofEstimateCheckouts byte = 32
)

// Checkout fetches an attempt to pay inside a sight.
func (tx *Tx) Checkout(s portal.Sight, id portal.CheckoutID) (portal.Checkout, error) {
	return checkouts.get(tx, s, id)
}

// CheckoutAt finds the attempt that a provider's signed event is about: by the provider's id of its page, which nobody
// else knows.
func (tx *Tx) CheckoutAt(session string) (portal.Checkout, error) {
	id := tx.find(unique{byte(portal.KindCheckout), 's', session})
	if session == "" || id == 0 {
		return portal.Checkout{}, portal.NotFound()
	}
	return checkouts.load(tx, portal.CheckoutID(id))
}

// AnyCheckout loads an attempt whoever made it: for a provider's signed event that came before its page's id was
// stored.
func (tx *Tx) AnyCheckout(id portal.CheckoutID) (portal.Checkout, error) {
	return checkouts.load(tx, id)
}

// CheckoutByKey finds an attempt by its idempotency key.
func (tx *Tx) CheckoutByKey(key string) (portal.CheckoutID, bool) {
	id := tx.find(unique{byte(portal.KindCheckout), 'k', key})
	return portal.CheckoutID(id), id != 0
}

// PutCheckout saves an attempt to pay; was is the version that was edited, 0 for a new one.
func (tx *Tx) PutCheckout(c *portal.Checkout, was portal.Version) error {
	return checkouts.put(tx, c, was)
}

// CheckoutsOf lists the attempts under way that pay an invoice of the sight.
func (tx *Tx) CheckoutsOf(s portal.Sight, id portal.InvoiceID) (cs []portal.Checkout, err error) {
	if _, err := invoices.get(tx, s, id); err != nil {
		return nil, err
	}
	err = tx.ids(owned{ofInvoiceCheckouts, uint64(id)}, func(n uint64) error {
		c, err := checkouts.load(tx, portal.CheckoutID(n))
		if err == nil && c.Client == s.Client {
			cs = append(cs, c)
		}
		return err
	})
	return cs, err
}

// CheckoutsFor lists the attempts under way that pay an estimate’s deposit. Fetch the estimate itself first: that is
// where the sight is.
func (tx *Tx) CheckoutsFor(e portal.Estimate) (cs []portal.Checkout, err error) {
	err = tx.ids(owned{ofEstimateCheckouts, uint64(e.ID)}, func(id uint64) error {
		c, err := checkouts.load(tx, portal.CheckoutID(id))
		if err == nil && c.Client == e.Client {
			cs = append(cs, c)
		}
		return err
	})
	return cs, err
}
