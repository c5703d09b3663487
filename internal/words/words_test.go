package words

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"

	"portico/portal"
)

var now = time.Date(2026, 3, 10, 15, 4, 5, 0, time.UTC)

func locale(lang string, change ...func(*portal.Business)) *Locale {
	b := portal.NewBusiness("Larkfield", "USD", "America/New_York")
	for _, f := range change {
		f(&b)
	}
	return New(lang, b).At(now)
}

func numbers(f portal.NumberFormat, own portal.Currency) *Locale {
	return locale("en", func(b *portal.Business) { b.Profile.NumberFormat, b.Profile.Currency = f, own })
}

func TestMoney(t *testing.T) {
	us, de := numbers(portal.NumberPoint, "USD"), numbers(portal.NumberComma, "EUR")
	se, ch := numbers(portal.NumberSpace, "SEK"), numbers(portal.NumberApostrophe, "CHF")
	for _, test := range []struct {
		l    *Locale
		m    portal.Money
		want string
	}{
		{us, portal.Of(124000, "USD"), "$1,240.00"},
		{us, portal.Of(12849000, "USD"), "$128,490.00"},
		{us, portal.Of(-4607, "USD"), "−$46.07"},
		{us, portal.Of(0, "USD"), "$0.00"},
		{us, portal.Of(5, "USD"), "$0.05"},
		{us, portal.Of(-5, "USD"), "−$0.05"},
		{us, portal.Of(0, ""), "$0.00"},
		{us, portal.Of(124000, "CAD"), "CA$1,240.00"},
		{us, portal.Of(124000, "EUR"), "€1,240.00"},
		{us, portal.Of(124000, "JPY"), "JP¥124,000"},
		{us, portal.Of(124000, "KWD"), "KWD\u00a0124.000"},
		{us, portal.Of(124000, "SEK"), "SEK\u00a01,240.00"},
		{numbers(portal.NumberPoint, "CAD"), portal.Of(124000, "CAD"), "$1,240.00"},
		{numbers(portal.NumberPoint, "CAD"), portal.Of(124000, "USD"), "US$1,240.00"},
		{numbers(portal.NumberPoint, "JPY"), portal.Of(124000, "JPY"), "¥124,000"},
		{de, portal.Of(-124050, "EUR"), "−1.240,50\u00a0€"},
		{de, portal.Of(124050, "USD"), "1.240,50\u00a0US$"},
		{se, portal.Of(123456789, "SEK"), "1\u00a0234\u00a0567,89\u00a0kr"},
		{se, portal.Of(124050, "NOK"), "1\u00a0240,50\u00a0NOK"},
		{ch, portal.Of(124050, "CHF"), "CHF\u00a01’240.50"},
		{us, portal.Of(-1<<63, "USD"), "−$92,233,720,368,547,758.08"},
	} {
		if got := test.l.Money(test.m); got != test.want {
			t.Errorf("%v: %q, want %q", test.m, got, test.want)
		}
	}
}

func TestEveryCurrencyIsUnambiguousAbroad(t *testing.T) {
	l := numbers(portal.NumberPoint, "XXX")
	seen := map[string]portal.Currency{}
	for _, c := range portal.Currencies {
		s := l.Symbol(c)
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s are both %q", c, other, s)
		}
		seen[s] = c
	}
	if _, ok := seen["$"]; ok {
		t.Error("a bare $ abroad")
	}
}

func TestWhatIsTypedBackIsRead(t *testing.T) {
	for f := portal.NumberPoint; f <= portal.NumberApostrophe; f++ {
		l := numbers(f, "USD")
		for _, amount := range []int64{0, 1, -1, 99, 124050, -123456789} {
			for _, text := range []string{l.Input(portal.Of(amount, "USD")), l.Amount(portal.Of(amount, "USD"))} {
				m, err := portal.ParseMoney(text, "USD", f.DecimalSign())
				if err != nil || m.Amount != amount {
					t.Errorf("format %d, %d: wrote %q, read %v, %v", f, amount, text, m, err)
				}
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	us, de := numbers(portal.NumberPoint, "USD"), numbers(portal.NumberComma, "EUR")
	d := decimal.RequireFromString
	for _, test := range []struct{ got, want string }{
		{us.Number(1284), "1,284"},
		{us.Number(-7), "−7"},
		{us.Number(999), "999"},
		{us.Number(1000000), "1,000,000"},
		{us.Percent(d("8.250")), "8.25%"},
		{de.Percent(d("8.25")), "8,25\u00a0%"},
		{us.Percent(d("-2")), "−2%"},
		{us.Decimal(d("26.50")), "26.5"},
		{de.Decimal(d("1234567.891")), "1.234.567,891"},
		{us.Decimal(d("1e3")), "1,000"},
		{us.Size(412), "412\u00a0B"},
		{us.Size(412_300), "412\u00a0KB"},
		{us.Size(999_999), "1\u00a0MB"},
		{de.Size(3_240_000), "3,2\u00a0MB"},
		{us.Short(portal.Of(1000000, "USD")), "$10k"},
		{us.Short(portal.Of(250000000, "USD")), "$2.5M"},
		{us.Short(portal.Of(-5000, "USD")), "−$50"},
		{us.Short(portal.Of(50, "USD")), "$0.5"},
		{us.Short(portal.Of(99_999, "USD")), "$999.99"},
		{us.Short(portal.Of(-124_950, "USD")), "−$1.2k"},
		{us.Short(portal.Of(99_995_000, "USD")), "$1,000k"},
		{us.Short(portal.Of(math.MaxInt64, "USD")), "$92,233,720,368.5M"},
		{us.Short(portal.Of(math.MinInt64, "JPY")), "−JP¥9,223,372,036,854.8M"},
		{de.Short(portal.Of(1000000, "EUR")), "10k\u00a0€"},
		{us.Amount(portal.Of(-124000, "USD")), "−1,240.00"},
		{de.Input(portal.Of(124000, "EUR")), "1240,00"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestDays(t *testing.T) {
	dates := func(f portal.DateFormat) *Locale {
		return locale("en", func(b *portal.Business) { b.Profile.DateFormat = f })
	}
	dmy, mdy, iso := dates(portal.DateDMY), dates(portal.DateMDY), dates(portal.DateISO)
	this, past := portal.DateOf(2026, 3, 3), portal.DateOf(2025, 12, 26)
	for _, test := range []struct{ got, want string }{
		{dmy.Day(this), "Tue 3 Mar 2026"},
		{mdy.Day(this), "Tue, Mar 3, 2026"},
		{iso.Day(this), "2026-03-03"},
		{dmy.DayShort(this), "Tue 3 Mar"},
		{mdy.DayShort(this), "Tue, Mar 3"},
		{iso.DayShort(this), "2026-03-03"},
		{dmy.DayShort(past), "26 Dec 2025"},
		{mdy.DayShort(past), "Dec 26, 2025"},
		{dmy.Day(0), ""},
		{iso.DayShort(0), ""},
		{dmy.Month(portal.MonthOf(2026, 3)), "Mar 2026"},
		{dmy.MonthLong(portal.MonthOf(2025, 12)), "December 2025"},
		{dmy.MonthShort(portal.MonthOf(2025, 1)), "Jan"},
		{dmy.Time(now), "Tue 10 Mar, 11:04"},
		{mdy.Time(now), "Tue, Mar 10, 11:04"},
		{dmy.Time(now.AddDate(-1, 0, 0)), "10 Mar 2025, 11:04"},
		{dmy.Time(time.Time{}), ""},
		{dmy.Clock(now), "11:04"},
		{dmy.Weekday(this), "Tue"},
		{dmy.Ago(now, now), "today, 11:04"},
		{dmy.Ago(now.Add(-12*time.Hour), now), "yesterday, 23:04"},
		{dmy.Ago(now.AddDate(0, 0, -6), now), "Wed 4 Mar"},
		{dmy.Ago(time.Time{}, now), "never"},
		{string(AppendISO(nil, this)), "2026-03-03"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
	if got := dmy.Today(); got != portal.DateOf(2026, 3, 10) {
		t.Errorf("today is %s", got.ISO())
	}
	if late := dmy.At(time.Date(2026, 3, 11, 2, 0, 0, 0, time.UTC)).Today(); late != portal.DateOf(2026, 3, 10) {
		t.Errorf("today in the business's zone is %s", late.ISO())
	}
}

func TestTexts(t *testing.T) {
	l := locale("en")
	for _, test := range []struct{ got, want string }{
		{l.T("Home"), "Home"},
		{l.T("100%"), "100%"},
		{l.T("%d%% of %s", 50, "x"), "50% of x"},
		{l.T("Pay %s by %s", portal.Of(124000, "USD"), portal.DateOf(2026, 3, 3)), "Pay $1,240.00 by Tue 3 Mar 2026"},
		{l.T("%[2]s, %[1]s", "a", "b"), "b, a"},
		{l.T("%d of %d", 146, 1284), "146 of 1,284"},
		{l.T("since %s", now), "since Tue 10 Mar, 11:04"},
		{l.T("is %s", portal.StatusBadDebt), "is Bad debt"},
		{l.T("for %s", portal.T("the %s", "win")), "for the win"},
		{l.T("lacks %s"), "lacks %!(s)"},
		{l.T("tail %"), "tail %"},
		{l.T("%s", "%s"), "%s"},
		{l.N(1, "One invoice", "%d invoices"), "One invoice"},
		{l.N(1284, "One invoice", "%d invoices"), "1,284 invoices"},
		{l.N(0, "%d invoice at %s", "%d invoices at %s", "Acme"), "0 invoices at Acme"},
		{l.Text(portal.T("Keep it under %d.", 1200)), "Keep it under 1,200."},
		{l.Name(portal.PresetViewOnly), "View only"},
		{T(context.Background(), "Home"), "Home"},
		{T(With(context.Background(), locale("en-XA")), "Pay %s", "x"), "[Påý x~~]"},
	} {
		if test.got != test.want && !strings.HasPrefix(test.want, "[") {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestPseudoLanguages(t *testing.T) {
	xa := locale("en-XA")
	if got := xa.T("Pay %s of %d", "x", 3); !strings.Contains(got, "x öf 3") || len([]rune(got)) < len("Pay x of 3")*4/3 {
		t.Error(got)
	}
	if xb := locale("en-XB"); xb.Dir() != "rtl" || xb.T("Home") != "Home" {
		t.Error(xb.Dir())
	}
	for _, l := range Languages() {
		if strings.HasPrefix(l.Tag, "en-X") {
			t.Errorf("%s is offered", l.Tag)
		}
	}
}

func TestLanguageFallsBack(t *testing.T) {
	for _, lang := range []string{"", "en-GB", "tlh", "no such tag", "../../etc"} {
		if got := locale(lang).Lang(); got != "en" {
			t.Errorf("%q: %s", lang, got)
		}
	}
}

func TestWords(t *testing.T) {
	l := locale("en", func(b *portal.Business) {
		b.Wording.Words = map[string]string{"Client": "Customer", "Clients": "Customers", "Job": " ", "Estimate": "AMC"}
	})
	for _, test := range []struct{ got, want string }{
		{l.Word("Client"), "Customer"},
		{l.Word("client"), "customer"},
		{l.Words("Client"), "Customers"},
		{l.Words("Clients"), "Customers"},
		{l.Words("clients"), "customers"},
		{l.Word("Job"), "Job"},
		{l.Words("Job"), "Jobs"},
		{l.Word("estimate"), "AMC"},
		{l.Word("Invoice"), "Invoice"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestPluralsOfAnotherLanguage(t *testing.T) {
	pl := *english
	pl.Lang = "pl"
	pl.tag = language.Polish
	pl.Plurals = map[string]map[string]string{"%d invoices": {"one": "%d faktura", "few": "%d faktury", "many": "%d faktur"}}
	l := *locale("en")
	l.catalog = &pl
	for n, want := range map[int]string{1: "1 faktura", 3: "3 faktury", 5: "5 faktur", 22: "22 faktury", 25: "25 faktur"} {
		if got := l.N(n, "One invoice", "%d invoices"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func BenchmarkMoney(b *testing.B) {
	l, m := locale("en"), portal.Of(-12849000, "USD")
	b.ReportAllocs()
	for b.Loop() {
		_ = l.Money(m)
	}
}

func BenchmarkDayShort(b *testing.B) {
	l, d := locale("en"), portal.DateOf(2026, 3, 3)
	b.ReportAllocs()
	for b.Loop() {
		_ = l.DayShort(d)
	}
}

func BenchmarkNew(b *testing.B) {
	business := portal.NewBusiness("Larkfield", "USD", "America/New_York")
	b.ReportAllocs()
	for b.Loop() {
		_ = New("en", business).At(now)
	}
}

func BenchmarkT(b *testing.B) {
	ctx := With(context.Background(), locale("en"))
	b.ReportAllocs()
	for b.Loop() {
		_ = T(ctx, "Portal for %s: on. Open menu", "Marguerite")
	}
}
