package portal

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// Currency is an ISO 4217 code.
type Currency string

// minorDigits lists the currencies whose minor unit is not 1/100 (ISO 4217, table A.1).
var minorDigits = map[Currency]int32{
	"JPY": 0, "KRW": 0, "CLP": 0, "VND": 0, "ISK": 0, "UGX": 0, "XAF": 0, "XOF": 0, "XPF": 0, "PYG": 0, "RWF": 0,
	"BHD": 3, "KWD": 3, "JOD": 3, "OMR": 3, "TND": 3, "IQD": 3, "LYD": 3,
}

// Currencies are those a business can choose, in the order they are offered.
var Currencies = []Currency{
	"USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "INR",
	"SGD", "HKD", "JPY", "KRW", "ZAR", "BRL", "MXN", "AED", "SAR", "KWD", "ILS",
}

// Valid reports whether a business can use the currency.
func (c Currency) Valid() bool {
	for _, k := range Currencies {
		if k == c {
			return true
		}
	}
	return false
}

// Digits is the number of decimal places of the currency's minor unit.
func (c Currency) Digits() int32 {
	if d, ok := minorDigits[c]; ok {
		return d
	}
	return 2
}

// Money is an amount in the minor unit of its currency.
type Money struct {
	Amount   int64    `cbor:"1,keyasint"`
	Currency Currency `cbor:"2,keyasint"`
}

// Of makes money of an amount in minor units.
func Of(amount int64, c Currency) Money { return Money{amount, c} }

// Add sums two amounts of one currency. Adding different currencies is a programming error and panics.
func (m Money) Add(o Money) Money {
	if m.Currency == "" {
		return o
	}
	if o.Currency == "" {
		return m
	}
	if m.Currency != o.Currency {
		panic("portal: adding " + string(o.Currency) + " to " + string(m.Currency))
	}
	return Money{m.Amount + o.Amount, m.Currency}
}

// Neg returns the amount with its sign turned.
func (m Money) Neg() Money { return Money{-m.Amount, m.Currency} }

// Sub subtracts o.
func (m Money) Sub(o Money) Money { return m.Add(o.Neg()) }

// IsZero reports whether nothing is owed or paid.
func (m Money) IsZero() bool { return m.Amount == 0 }

// Decimal returns the amount in major units, exactly.
func (m Money) Decimal() decimal.Decimal { return decimal.New(m.Amount, -m.Currency.Digits()) }

// Round turns an exact amount in major units into money, half away from zero: the one place that rounds.
func Round(d decimal.Decimal, c Currency) (Money, error) {
	minor := d.Shift(c.Digits()).Round(0)
	if minor.Abs().GreaterThan(decimal.NewFromInt(maxAmount)) {
		return Money{}, Invalid("That amount is too large.")
	}
	return Money{minor.IntPart(), c}, nil
}

// maxAmount leaves room to sum a million documents without overflow.
const maxAmount = math.MaxInt64 / 1_000_000

// ParseMoney reads an amount that a person typed in the business's number format: digits with an
// optional decimal point (or comma, when that is the decimal sign) and grouping signs.
func ParseMoney(s string, c Currency, decimalSign rune) (Money, error) {
	d, err := ParseDecimal(s, decimalSign)
	if err != nil {
		return Money{}, err
	}
	if d.Exponent() < -c.Digits() && !d.Equal(d.Round(c.Digits())) {
		return Money{}, Invalid("That amount has too many decimal places.")
	}
	return Round(d, c)
}

// ParseDecimal reads a number that a person typed. Grouping signs and blanks are taken only where they group: 12,50 is
// no number where the comma groups, rather than 1,250.
func ParseDecimal(s string, decimalSign rune) (decimal.Decimal, error) {
	group := ','
	if decimalSign == ',' {
		group = '.'
	}
	var b strings.Builder
	digits, grouped, point := 0, false, false // digits since the last sign
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
			digits++
		case (r == '-' || r == '−') && b.Len() == 0:
			b.WriteByte('-')
		case r == decimalSign && !point && (!grouped || digits == 3):
			b.WriteByte('.')
			digits, grouped, point = 0, false, true
		case strings.ContainsRune(" \u00a0\u202f'’"+string(group), r) && !point && groups(digits, grouped):
			digits, grouped = 0, true
		default:
			return decimal.Decimal{}, notANumber()
		}
		if b.Len() > 20 {
			return decimal.Decimal{}, Invalid("That number is too long.")
		}
	}
	d, err := decimal.NewFromString(b.String())
	if err != nil || grouped && digits != 3 {
		return decimal.Decimal{}, notANumber()
	}
	return d, nil
}

// groups reports whether so many digits can stand before a grouping sign: in India two follow the first, and three
// the last.
func groups(digits int, grouped bool) bool {
	if grouped {
		return digits == 2 || digits == 3
	}
	return digits >= 1 && digits <= 3
}

func notANumber() error { return Invalid("Write a number, like 1240.50.") }
