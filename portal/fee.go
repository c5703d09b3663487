package portal

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// FeeRule is what a way of paying costs: percent of the amount plus a fixed sum, at most a cap.
type FeeRule struct {
	Percent decimal.Decimal `cbor:"1,keyasint"`
	Fixed   int64           `cbor:"2,keyasint,omitempty"` // minor units of the business's currency
	Cap     int64           `cbor:"3,keyasint,omitempty"` // 0 = none
}

// Of is the fee of an amount, rounded once, half away from zero, and not grossed up (SPEC §8). Nothing costs nothing.
func (f FeeRule) Of(amount Money) Money {
	if amount.Amount <= 0 {
		return Of(0, amount.Currency)
	}
	fee := decimal.NewFromInt(amount.Amount).Mul(f.Percent).Shift(-2).Round(0).IntPart() + f.Fixed
	if f.Cap > 0 {
		fee = min(fee, f.Cap)
	}
	return Of(max(0, fee), amount.Currency)
}

// IsZero reports whether the rule costs nothing.
func (f FeeRule) IsZero() bool { return f.Percent.IsZero() && f.Fixed == 0 }

// Validate checks what a person typed; the fields' names begin with a prefix.
func (f FeeRule) Validate(v *Check, prefix string) {
	v.That(!f.Percent.IsNegative() && !f.Percent.GreaterThan(decimal.NewFromInt(20)), prefix+"_percent", "A fee lies between 0 and 20 percent.")
	v.That(f.Percent.Exponent() >= -4, prefix+"_percent", "A fee has four decimal places at most.")
	v.That(f.Fixed >= 0 && f.Fixed <= 100_000, prefix+"_fixed", "The fixed part must be nothing or more, and no fortune.")
	v.That(f.Cap >= 0, prefix+"_cap", "The cap must be nothing or more.")
}

// Share splits a total over weights, in proportion and to the last unit: every part is rounded down, and the largest
// remainders get one more, the first of equals first. Weights of nothing in all share nothing.
func Share(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	var sum int64
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 || total == 0 {
		return parts
	}
	type remainder struct {
		n    int
		rest *big.Int
	}
	rests := make([]remainder, len(weights))
	left, whole := total, big.NewInt(sum)
	for n, w := range weights {
		q, r := new(big.Int).DivMod(new(big.Int).Mul(big.NewInt(total), big.NewInt(w)), whole, new(big.Int))
		parts[n], rests[n] = q.Int64(), remainder{n, r}
		left -= parts[n]
	}
	slices.SortStableFunc(rests, func(a, b remainder) int { return cmp.Or(b.rest.Cmp(a.rest), a.n-b.n) })
	for n := range left {
		parts[rests[n].n]++
	}
	return parts
}
