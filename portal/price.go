package portal

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// PriceItem is something that the business charges for again and again: it fills a line of a bill.
type PriceItem struct {
	ID       PriceItemID     `cbor:"1,keyasint"`
	Version  Version         `cbor:"2,keyasint"`
	Name     string          `cbor:"3,keyasint"`
	Detail   string          `cbor:"4,keyasint,omitempty"`
	Unit     string          `cbor:"5,keyasint,omitempty"`
	Price    decimal.Decimal `cbor:"6,keyasint"` // of one unit, major units, exact
	Currency Currency        `cbor:"7,keyasint"` // an item is offered for bills in its currency
	Tax      uint64          `cbor:"8,keyasint,omitempty"`
	Archived bool            `cbor:"9,keyasint,omitempty"`
	Created  time.Time       `cbor:"10,keyasint"`
}

// Line is the item as a line of one unit.
func (p PriceItem) Line() Line {
	return Line{Description: p.Name, Detail: p.Detail, Unit: p.Unit, Quantity: decimal.NewFromInt(1), Price: p.Price, Tax: p.Tax}
}

// Validate checks what a person typed.
func (p PriceItem) Validate() error {
	var v Check
	v.That(strings.TrimSpace(p.Name) != "", "name", "Give the item a name: it becomes the line’s description.")
	v.That(len(p.Name) <= 500, "name", "Keep the name under 500 letters.")
	v.That(len(p.Detail) <= 2000, "detail", "Keep the details under 2,000 letters.")
	v.That(len(p.Unit) <= 20, "unit", "Keep the unit under 20 letters.")
	v.That(p.Currency.Valid(), "currency", "Choose a currency from the list.")
	_, err := Round(p.Price, p.Currency)
	v.Err("price", err)
	return v.Done()
}
