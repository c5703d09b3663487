package demo

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"portico/portal"
	"portico/store"
)

// strangersOffered is how many estimates go to accounts out of the hat.
const strangersOffered = 140

// offer writes the estimates: some to everybody, and to the stars one of each kind that a visitor should find.
func (b *builder) offer() error {
	star := b.find("Halvorsen-Whitcombe Property Management LLC")
	for n, fate := range []fate{opened, revised, signedOffer, refused, expired, drafted, wished, signedOffer, taken} {
		if err := b.estimate(star, fate, n*13+2); err != nil {
			return err
		}
	}
	for _, name := range []string{"Casco Bay Cottage Rentals, Inc.", "Okonkwo Family Trust", "Nordlicht Hotels GmbH", "Penrose Gardens Residents’ Association"} {
		for n, fate := range []fate{opened, signedOffer, expired} {
			if err := b.estimate(b.find(name), fate, n*20+3); err != nil {
				return err
			}
		}
	}
	fates := []fate{opened, opened, signedOffer, signedOffer, signedOffer, refused, expired, expired, drafted, wished, revised, taken}
	for n := range strangersOffered {
		a := b.accounts[len(stars)+n*2%strangers]
		if a.count == 0 {
			continue
		}
		if err := b.estimate(a, fates[n%len(fates)], 1+b.IntN(500)); err != nil {
			return err
		}
	}
	return nil
}

// fate is what becomes of an estimate.
type fate int

const (
	drafted fate = iota
	opened
	wished // changes are asked for
	revised
	signedOffer
	refused
	expired
	taken // back by the business
)

// estimate begins an estimate some days ago, and lets it have its fate.
func (b *builder) estimate(a *account, f fate, ago int) error {
	if f == opened || f == wished || f == revised || f == drafted {
		ago = 1 + ago%24 // these still wait
	} else if f == expired {
		ago += 32
	}
	on := max(a.since, b.today-portal.Day(ago))
	e := portal.Estimate{Client: a.ID, Currency: a.Currency, Created: b.at(on, b.between(8, 11), b.IntN(60))}
	e.Offer = b.offerOf(a, on+30)
	if err := e.Offer.Work(e.Currency); err != nil {
		return err
	}
	number := ""
	if f != drafted {
		number = fmt.Sprintf("EST-%d", firstEstimate+b.lastEstimate)
		b.lastEstimate++
	}
	name := ""
	if len(a.people) > 0 {
		name = a.people[0].Name
	}
	return b.write(6, func(tx *store.Tx) error {
		e := e
		if err := tx.PutEstimate(&e, 0); err != nil || f == drafted {
			return err
		}
		if err := b.putOut(tx, a, &e, number, on); err != nil {
			return err
		}
		if err := b.fate(tx, a, &e, f, name, on); err != nil {
			return err
		}
		return tx.PutEstimate(&e, e.Version)
	})
}

// offerOf is a job of the account’s trade with things that could be had besides.
func (b *builder) offerOf(a *account, expires portal.Day) portal.Offer {
	w := pick(b, worksOf(a.trades))
	o := portal.Offer{
		Description: w.name, Contractor: b.carrier(w), Expires: expires,
		Terms: "Prices hold until the date above. Parts carry a two-year warranty, labour one year.",
	}
	if len(a.places) > 0 {
		o.Property = a.places[b.IntN(len(a.places))].ID
	}
	for _, l := range b.lines(w, a.Currency) {
		o.Lines = append(o.Lines, portal.EstimateLine{Line: l})
	}
	for n, extra := range []string{"Five-year care plan", "Work outside office hours"} {
		if !b.chance(60) {
			continue
		}
		o.Lines = append(o.Lines, portal.EstimateLine{Optional: true, Chosen: n == 0 && b.chance(40), Line: portal.Line{
			Description: extra, Quantity: decimal.NewFromInt(1), Price: decimal.NewFromInt(int64(b.between(6, 48)) * 10),
			TaxName: o.Lines[0].TaxName, TaxPercent: o.Lines[0].TaxPercent, Tax: o.Lines[0].Tax,
		}})
	}
	if b.chance(45) {
		o.Percent = decimal.NewFromInt(25)
	}
	return o
}

// putOut sends what is written.
func (b *builder) putOut(tx *store.Tx, a *account, e *portal.Estimate, number string, on portal.Day) error {
	var to []string
	if a.Email != "" {
		to = []string{a.Email}
	}
	sent := e.Created.Add(time.Duration(20+90*e.Revision) * time.Minute)
	if err := e.Send(number, to, sent, on); err != nil {
		return fmt.Errorf("%s: %w", e.Offer.Description, err)
	}
	return tx.PutOffered(offeredBy(tx, a, *e))
}

// firstEstimate is the first number: the business had paper before.
const firstEstimate = 501

func offeredBy(tx *store.Tx, a *account, e portal.Estimate) portal.Offered {
	o := portal.Offered{
		Estimate: e.ID, Client: a.ID, Number: e.Number, Revision: e.Revision, Currency: e.Currency, Dated: e.Dated, Offer: e.Offer,
		From: tx.Business().Profile.Party(), For: a.Party(), By: tx.ContractorName(e.Offer.Contractor),
	}
	for _, p := range a.places {
		if p.ID == e.Offer.Property {
			o.At = portal.Worksite{ID: p.ID, Name: p.Name, Address: p.Address, UPRN: p.UPRN}
		}
	}
	return o
}

// fate lets a sent estimate become what it is today.
func (b *builder) fate(tx *store.Tx, a *account, e *portal.Estimate, f fate, name string, on portal.Day) error {
	later := e.Sent.Add(26 * time.Hour)
	if name != "" && f != taken {
		e.MarkViewed(name, e.Sent.Add(95*time.Minute))
	}
	switch f {
	case wished:
		return e.Ask(name, "Could you leave the old pipework in, and do it before the season starts?", e.Revision, later, on)
	case refused:
		return e.Decline(name, "We found somebody who can start earlier. Thank you all the same.", e.Revision, later, on)
	case taken:
		return e.Withdraw("The supplier has raised its prices.", on+1)
	case revised:
		return b.revise(tx, a, e, on)
	case signedOffer:
		return b.sign(tx, a, e, name, later, on)
	}
	return nil
}

// revise sends a second version: one line is cheaper, one is new.
func (b *builder) revise(tx *store.Tx, a *account, e *portal.Estimate, on portal.Day) error {
	o := e.Offer
	o.Lines = append([]portal.EstimateLine(nil), o.Lines...)
	o.Lines[0].Price = o.Lines[0].Price.Mul(decimal.New(92, -2)).Round(2)
	o.Lines = append(o.Lines, portal.EstimateLine{Line: portal.Line{
		Description: "Protecting floors and furniture", Quantity: decimal.NewFromInt(1), Price: decimal.NewFromInt(85),
		TaxName: o.Lines[0].TaxName, TaxPercent: o.Lines[0].TaxPercent, Tax: o.Lines[0].Tax,
	}})
	if err := o.Work(e.Currency); err != nil {
		return err
	}
	if err := e.Write(o); err != nil {
		return err
	}
	return b.putOut(tx, a, e, e.Number, on)
}

// scrawl is how everybody in the sample business signs.
var scrawl = portal.Drawing{
	{{X: 60, Y: 140}, {X: 96, Y: 52}, {X: 128, Y: 148}, {X: 152, Y: 96}, {X: 190, Y: 132}, {X: 222, Y: 80}, {X: 250, Y: 138}, {X: 300, Y: 108}, {X: 420, Y: 120}},
	{{X: 78, Y: 112}, {X: 140, Y: 106}},
}

// sign accepts an estimate with the optional lines that were suggested.
func (b *builder) sign(tx *store.Tx, a *account, e *portal.Estimate, name string, at time.Time, on portal.Day) error {
	if len(a.people) == 0 || !a.people[0].On {
		return nil
	}
	m := a.people[0]
	s := portal.Acceptance{
		Revision: e.Revision, Name: name, At: at, IP: addresses[int(e.ID)%len(addresses)], Device: "Safari on iPhone", Person: m.Person,
		Contact: m.ID, Signer: m.Name + " (" + m.Email + ")", Chosen: e.Offer.Chosen(),
	}
	if e.ID%2 == 0 {
		s.Drawing = scrawl
	}
	o, err := e.Accept(offeredBy(tx, a, *e), s, portal.EstimateSettings{}, on)
	if err != nil {
		return err
	}
	return tx.PutOffered(o)
}
