package words

import (
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"portico/portal"
)

const (
	minus = "−"      // U+2212, as wide as a plus
	nbsp  = "\u00a0" // between a figure and its currency or unit
)

// format is how numbers are written.
type format struct {
	group, point string
	after        bool // the currency stands behind the figure
}

func formatOf(f portal.NumberFormat) format {
	switch f {
	case portal.NumberComma:
		return format{".", ",", true}
	case portal.NumberSpace:
		return format{nbsp, ",", true}
	case portal.NumberApostrophe:
		return format{"’", ".", false}
	}
	return format{",", ".", false}
}

// symbols are a currency's sign at home, and the one that nobody takes for another currency.
var symbols = map[portal.Currency]struct{ home, abroad string }{
	"USD": {"$", "US$"}, "EUR": {"€", "€"}, "GBP": {"£", "£"}, "CAD": {"$", "CA$"}, "AUD": {"$", "A$"},
	"NZD": {"$", "NZ$"}, "SEK": {"kr", "SEK"}, "NOK": {"kr", "NOK"}, "DKK": {"kr", "DKK"}, "PLN": {"zł", "zł"},
	"CZK": {"Kč", "Kč"}, "HUF": {"Ft", "Ft"}, "RON": {"lei", "RON"}, "TRY": {"₺", "₺"}, "INR": {"₹", "₹"},
	"SGD": {"$", "S$"}, "HKD": {"$", "HK$"}, "JPY": {"¥", "JP¥"}, "KRW": {"₩", "₩"}, "ZAR": {"R", "ZAR"},
	"BRL": {"R$", "R$"}, "MXN": {"$", "MX$"}, "ILS": {"₪", "₪"},
}

// Symbol is the currency's sign as this business writes it: never one that could mean another currency.
func (l *Locale) Symbol(c portal.Currency) string {
	s, ok := symbols[c]
	switch {
	case !ok:
		return string(c)
	case c == l.own:
		return s.home
	}
	return s.abroad
}

// Money writes an amount with its currency: $1,240.00, −$46.07, 1.240,00 €.
func (l *Locale) Money(m portal.Money) string {
	var room [40]byte
	return string(l.AppendMoney(room[:0], m))
}

// AppendMoney appends what Money returns.
func (l *Locale) AppendMoney(b []byte, m portal.Money) []byte {
	if m.Amount < 0 {
		b = append(b, minus...)
	}
	if m.Currency == "" { // a zero that nobody gave a currency
		m.Currency = l.own
	}
	symbol, digits := l.ownSymbol, l.ownDigits
	if m.Currency != l.own {
		symbol, digits = l.Symbol(m.Currency), int(m.Currency.Digits())
	}
	if l.numbers.after {
		b = l.numbers.fixed(b, abs(m.Amount), digits)
		return append(append(b, nbsp...), symbol...)
	}
	b = append(b, symbol...)
	if last := symbol[len(symbol)-1]; last >= 'A' && last <= 'z' { // CHF 1’240.50
		b = append(b, nbsp...)
	}
	return l.numbers.fixed(b, abs(m.Amount), digits)
}

// Amount writes an amount without its currency: 1,240.00.
func (l *Locale) Amount(m portal.Money) string {
	var room [32]byte
	b := room[:0]
	if m.Amount < 0 {
		b = append(b, minus...)
	}
	return string(l.numbers.fixed(b, abs(m.Amount), int(m.Currency.Digits())))
}

// Input writes an amount as a form field holds it: no grouping, a plain minus, 1240.50.
func (l *Locale) Input(m portal.Money) string {
	var room [32]byte
	b := room[:0]
	if m.Amount < 0 {
		b = append(b, '-')
	}
	f := l.numbers
	f.group = ""
	return string(f.fixed(b, abs(m.Amount), int(m.Currency.Digits())))
}

// Price writes the exact price of one unit with its currency: $86.00, $0.0425.
func (l *Locale) Price(d decimal.Decimal, c portal.Currency) string {
	if m, err := portal.Round(d, c); err == nil && m.Decimal().Equal(d) {
		return l.Money(m)
	}
	if l.numbers.after {
		return l.Decimal(d) + nbsp + l.Symbol(c)
	}
	symbol := l.Symbol(c)
	if last := symbol[len(symbol)-1]; last >= 'A' && last <= 'z' {
		symbol += nbsp
	}
	if d.IsNegative() {
		return minus + symbol + l.Decimal(d.Abs())
	}
	return symbol + l.Decimal(d)
}

// DecimalInput writes an exact number as a form field holds it: no grouping, a plain minus.
func (l *Locale) DecimalInput(d decimal.Decimal) string {
	return strings.Replace(d.String(), ".", l.numbers.point, 1)
}

// Short writes a round amount for the axis of a chart: $10k, $2.5M.
func (l *Locale) Short(m portal.Money) string {
	var room [40]byte
	b, symbol := room[:0], l.Symbol(m.Currency)
	if m.Amount < 0 {
		b = append(b, minus...)
	}
	if l.numbers.after {
		return string(append(append(l.rounded(b, m), nbsp...), symbol...))
	}
	b = append(b, symbol...)
	if last := symbol[len(symbol)-1]; last >= 'A' && last <= 'z' {
		b = append(b, nbsp...)
	}
	return string(l.rounded(b, m))
}

// rounded appends an amount without its sign: from a thousand on in thousands, from a million on in millions, with one
// place.
func (l *Locale) rounded(b []byte, m portal.Money) []byte {
	thousand := int64(1000)
	for range m.Currency.Digits() {
		thousand *= 10
	}
	a, tenth, unit := abs(m.Amount), thousand/10, "k"
	switch {
	case a < uint64(thousand):
		return append(b, l.Decimal(m.Decimal().Abs())...)
	case a >= uint64(thousand)*1000:
		tenth, unit = tenth*1000, "M"
	}
	n := int64((a + uint64(tenth)/2) / uint64(tenth))
	b = l.numbers.integer(b, n/10)
	if n%10 != 0 {
		b = append(append(b, l.numbers.point...), byte('0'+n%10))
	}
	return append(b, unit...)
}

// Number writes a whole number: 1,284.
func (l *Locale) Number(n int) string {
	var room [32]byte
	return string(l.numbers.integer(room[:0], int64(n)))
}

// Decimal writes an exact number with the places it has: 26.5.
func (l *Locale) Decimal(d decimal.Decimal) string {
	s := d.Abs().String() // without trailing zeros, never in exponents
	whole, fraction := s, ""
	for i := range len(s) {
		if s[i] == '.' {
			whole, fraction = s[:i], s[i+1:]
			break
		}
	}
	b := make([]byte, 0, len(s)+8)
	if d.IsNegative() {
		b = append(b, minus...)
	}
	b = l.numbers.grouped(b, whole)
	if fraction != "" {
		b = append(append(b, l.numbers.point...), fraction...)
	}
	return string(b)
}

// Percent writes a rate: 8.25%, 8,25 %.
func (l *Locale) Percent(d decimal.Decimal) string {
	if l.numbers.after {
		return l.Decimal(d) + nbsp + "%"
	}
	return l.Decimal(d) + "%"
}

// Size writes the size of a file: 412 KB, 3.2 MB.
func (l *Locale) Size(bytes int64) string {
	switch {
	case bytes < 1000:
		return strconv.FormatInt(bytes, 10) + nbsp + "B"
	case bytes < 999_500:
		return strconv.FormatInt((bytes+500)/1000, 10) + nbsp + "KB"
	}
	tenths := (bytes + 50_000) / 100_000
	return l.Decimal(decimal.New(tenths, -1)) + nbsp + "MB"
}

func (f format) integer(b []byte, n int64) []byte {
	if n < 0 {
		b = append(b, minus...)
	}
	return f.fixed(b, abs(n), 0)
}

// fixed appends n minor units with so many decimal places.
func (f format) fixed(b []byte, n uint64, places int) []byte {
	var room [24]byte
	s := strconv.AppendUint(room[:0], n, 10)
	if pad := places + 1 - len(s); pad > 0 {
		var zeros [24]byte
		copy(zeros[pad:], s)
		for i := range pad {
			zeros[i] = '0'
		}
		s = append(room[:0], zeros[:pad+len(s)]...)
	}
	b = f.grouped(b, string(s[:len(s)-places]))
	if places > 0 {
		b = append(append(b, f.point...), s[len(s)-places:]...)
	}
	return b
}

// grouped appends digits in threes.
func (f format) grouped(b []byte, digits string) []byte {
	if f.group == "" {
		return append(b, digits...)
	}
	first := len(digits) % 3
	if first == 0 {
		first = min(3, len(digits))
	}
	b = append(b, digits[:first]...)
	for i := first; i < len(digits); i += 3 {
		b = append(append(b, f.group...), digits[i:i+3]...)
	}
	return b
}

func abs(n int64) uint64 {
	if n == math.MinInt64 {
		return 1 << 63
	}
	return uint64(max(n, -n))
}
