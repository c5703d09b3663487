package portal

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestShareLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(0, 1_000_000_000_000).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000_000_000), 1, 40).Draw(t, "weights")
		var all, sum int64
		for _, w := range weights {
			all += w
		}
		parts := Share(total, weights)
		for n, p := range parts {
			sum += p
			if exact := decimal.NewFromInt(total).Mul(decimal.NewFromInt(weights[n])); all > 0 {
				off := exact.Div(decimal.NewFromInt(all)).Sub(decimal.NewFromInt(p)).Abs()
				if off.GreaterThan(decimal.NewFromInt(1)) {
					t.Fatalf("part %d of %v is %d, %s off", n, weights, p, off)
				}
			}
		}
		if all > 0 && sum != total {
			t.Fatalf("%d shared as %v", total, parts)
		}
	})
}

func TestShareByLargestRemainder(t *testing.T) {
	if got := Share(100, []int64{1, 1, 1}); !slices.Equal(got, []int64{34, 33, 33}) {
		t.Error(got)
	}
	if got := Share(465, []int64{10_000, 5_001}); !slices.Equal(got, []int64{310, 155}) {
		t.Error(got)
	}
	if got := Share(5, []int64{0, 0}); !slices.Equal(got, []int64{0, 0}) {
		t.Error(got)
	}
}

func TestFeeIsRoundedOnceAndCapped(t *testing.T) {
	card := FeeRule{Percent: decimal.New(29, -1), Fixed: 30}
	ach := FeeRule{Percent: decimal.New(8, -1), Cap: 500}
	for _, c := range []struct {
		rule         FeeRule
		amount, want int64
	}{{card, 15_001, 465}, {card, 0, 0}, {card, 50, 31}, {card, 1, 30}, {ach, 10_000, 80}, {ach, 1_000_000, 500}, {FeeRule{}, 10_000, 0}} {
		if got := c.rule.Of(Of(c.amount, "USD")).Amount; got != c.want {
			t.Errorf("%+v of %d: %d, want %d", c.rule, c.amount, got, c.want)
		}
	}
}

func TestCheckoutEndsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOf(rapid.SampledFrom([]ProviderEvent{ProviderPaid, ProviderProcessing, ProviderFailed, ProviderExpired})).Draw(t, "events")
		end := func(events []ProviderEvent) (s CheckoutState) {
			for _, e := range events {
				s = s.After(e)
			}
			return s
		}
		other := append(slices.Clone(events), events...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		if a, b := end(events), end(other); a != b {
			t.Fatalf("%v ends %d, shuffled %d", events, a, b)
		}
	})
}

// TestFeeGoesBackWithTheLastRefund refunds a payment in parts: the fee goes back wholly, and never more.
func TestFeeGoesBackWithTheLastRefund(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		net := rapid.Int64Range(1, 1_000_000).Draw(t, "net")
		p := Payment{Fee: rapid.Int64Range(0, 50_000).Draw(t, "fee")}
		p.Amount = net + p.Fee
		for p.Refundable() > 0 {
			part := rapid.Int64Range(1, p.Refundable()).Draw(t, "part")
			fee := p.FeeBack(part)
			p.Refunds = append(p.Refunds, Refund{Amount: part + fee, Fee: fee})
			if p.FeeRefunded() > p.Fee {
				t.Fatalf("%d of a fee of %d went back", p.FeeRefunded(), p.Fee)
			}
		}
		if p.Refunded() != p.Amount || p.Status() != PaidRefunded {
			t.Fatalf("%d of %d went back", p.Refunded(), p.Amount)
		}
	})
}

func TestIBAN(t *testing.T) {
	for iban, want := range map[string]bool{
		"DE89 3704 0044 0532 0130 00": true, "GB29NWBK60161331926819": true, "DE89 3704 0044 0532 0130 01": false, "DE89": false, "": false,
		"GB29NWBK6016133192681é": false,
	} {
		if ValidIBAN(iban) != want {
			t.Errorf("%s: want %v", iban, want)
		}
	}
}

// TestAPartHasItsDay pays an invoice when the money comes and once more later: two parts, of which the newer goes first.
func TestAPartHasItsDay(t *testing.T) {
	i := Invoice{ID: 3, State: Issued, Totals: Totals{Total: 1000}}
	p := Payment{On: 7, Amount: 900}
	for _, x := range []struct {
		amount int64
		on     Day
	}{{300, 7}, {200, 9}, {100, 9}} {
		if err := p.Allocate(&i, x.amount, x.on); err != nil {
			t.Fatal(err)
		}
	}
	if want := []Allocation{{Invoice: 3, Amount: 300}, {Invoice: 3, Amount: 300, On: 9}}; !slices.Equal(p.Allocations, want) {
		t.Errorf("%+v", p.Allocations)
	}
	if r := p.Row(); len(r.Invoices) != 1 || p.Allocated(3) != 600 {
		t.Errorf("the row names %v, %d is allocated", r.Invoices, p.Allocated(3))
	}
	if err := p.ReleasePart(&i, 400); err != nil || !slices.Equal(p.Allocations, []Allocation{{Invoice: 3, Amount: 200}}) || i.Paid != 200 {
		t.Errorf("%+v, paid %d: %v", p.Allocations, i.Paid, err)
	}
	if err := p.Release(&i); err != nil || len(p.Allocations) != 0 || i.Paid != 0 {
		t.Errorf("%+v, paid %d: %v", p.Allocations, i.Paid, err)
	}
}
