package portal

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestSwitched(t *testing.T) {
	all := func() (ms, ps []string) {
		for _, m := range Modules {
			ms = append(ms, m.Key)
			for _, p := range m.Permissions {
				ps = append(ps, p.Key())
			}
		}
		return ms, ps
	}
	modules, permissions := all()
	without := func(list []string, key string) (out []string) {
		for _, k := range list {
			if k != key {
				out = append(out, k)
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		modules, was, permissions []string
		off                       Permissions
	}{
		"nothing switched":       {modules, modules, permissions, 0},
		"a module off":           {without(modules, "invoices"), modules, permissions, Set(ViewInvoices, Pay)},
		"a module on again":      {modules, without(modules, "invoices"), nil, AllPermissions &^ Set(ViewInvoices, Pay) &^ alone()},
		"a permission off":       {modules, modules, without(permissions, "pay"), Set(Pay)},
		"a lone module needs no": {modules, modules, without(permissions, "chat"), 0},
	} {
		off, err := Switched(c.modules, c.was, c.permissions)
		if err != nil || off != c.off {
			t.Errorf("%s: %b, want %b (%v)", name, off, c.off, err)
		}
	}
	if _, err := Switched(nil, nil, []string{"fly"}); err == nil {
		t.Error("an unknown permission was taken")
	}
}

// alone are the permissions of modules that have no other.
func alone() (s Permissions) {
	for _, m := range Modules {
		if len(m.Permissions) == 1 {
			s |= m.Group()
		}
	}
	return s
}

func TestLastOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, will := Role(rapid.IntRange(1, 3).Draw(t, "was")), Role(rapid.IntRange(1, 3).Draw(t, "will"))
		on, n := rapid.Bool().Draw(t, "on"), rapid.IntRange(1, 4).Draw(t, "owners")
		left := n
		if was == Owner && (will != Owner || !on) {
			left--
		}
		if LastOwner(was, will, on, n) != (was == Owner && left == 0) {
			t.Fatalf("%v → %v, on %v, %d owners", was, will, on, n)
		}
	})
}

func TestOnIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, "colour")
		if text, contrast := On(c); contrast < 4.5 || contrast-Contrast(text, c) > 1e-9 {
			t.Fatalf("%s on %s: %v", text, c, contrast)
		}
	})
}

func TestTaxRates(t *testing.T) {
	rate := func(name, percent string) TaxRate {
		return TaxRate{Name: name, Percent: decimal.RequireFromString(percent)}
	}
	for name, c := range map[string]struct {
		rates []TaxRate
		ok    bool
	}{
		"none":        {nil, true},
		"two":         {[]TaxRate{rate("Sales tax", "8.25"), rate("Reduced", "5")}, true},
		"twice":       {[]TaxRate{rate("VAT", "20"), rate("vat", "5")}, false},
		"nameless":    {[]TaxRate{rate(" ", "20")}, false},
		"too much":    {[]TaxRate{rate("x", "100.01")}, false},
		"less":        {[]TaxRate{rate("x", "-1")}, false},
		"many places": {[]TaxRate{rate("x", "1.00001")}, false},
	} {
		if err := (TaxSettings{Rates: c.rates}).Validate(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
