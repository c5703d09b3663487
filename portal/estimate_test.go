package portal_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"portico/portal"
)

const estimateDay = portal.Day(20_000)

var estimateNoon = estimateDay.Time().Add(12 * time.Hour)

func optional(l portal.Line, chosen bool) portal.EstimateLine {
	return portal.EstimateLine{Line: l, Optional: true, Chosen: chosen}
}

func anEstimate(t testing.TB) portal.Estimate {
	t.Helper()
	e := portal.Estimate{Client: 1, Currency: "USD", Created: estimateNoon, Offer: portal.Offer{
		Description: "New boiler", Expires: estimateDay + 30, Percent: dec("25"),
		Lines: []portal.EstimateLine{{Line: line("1", "1000", "10")}, optional(line("2", "50", "10"), false), optional(line("1", "200", "0"), true)},
	}}
	if err := e.Offer.Work(e.Currency); err != nil {
		t.Fatal(err)
	}
	return e
}

func sentEstimate(t testing.TB) portal.Estimate {
	t.Helper()
	e := anEstimate(t)
	if err := e.Send("EST-1", []string{"ann@acme.test"}, estimateNoon, estimateDay); err != nil {
		t.Fatal(err)
	}
	return e
}

func offeredOf(e portal.Estimate) portal.Offered {
	return portal.Offered{
		Estimate: 7, Client: e.Client, Number: e.Number, Revision: e.Revision, Currency: e.Currency, Dated: e.Dated, Offer: e.Offer,
		From: portal.Party{Name: "Larkfield"}, For: portal.Party{Name: "Acme"},
	}
}

func sign(e *portal.Estimate, chosen ...int) (portal.Offered, error) {
	return e.Accept(offeredOf(*e), portal.Acceptance{Revision: e.Revision, Name: "Ann", Chosen: chosen, At: estimateNoon}, portal.EstimateSettings{}, estimateDay)
}

func TestEstimateTotals(t *testing.T) {
	e := anEstimate(t)
	if e.Offer.Totals.Total != 130_000 || e.Offer.Lines[1].Amount != 10_000 || e.Offer.DepositOf("USD").Amount != 32_500 {
		t.Fatalf("%+v", e.Offer)
	}
	for _, c := range []struct {
		chosen []int
		total  int64
	}{{nil, 110_000}, {[]int{1}, 121_000}, {[]int{2}, 130_000}, {[]int{1, 2}, 141_000}, {[]int{0}, 110_000}} {
		o := e.Offer
		if err := o.Choose(c.chosen, "USD"); err != nil || o.Totals.Total != c.total {
			t.Errorf("%v makes %d, want %d (%v)", c.chosen, o.Totals.Total, c.total, err)
		}
	}
	if e.Offer.Totals.Total != 130_000 {
		t.Error("choosing changed the offer that was chosen from")
	}
}

func TestEstimateTotalsMakeTheInvoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bill := anyBill(t)
		e := portal.Estimate{Client: 1, Currency: bill.Currency, Created: estimateNoon}
		e.Offer = portal.Offer{Description: "Boiler", Inclusive: bill.Inclusive, PerLine: bill.PerLine}
		e.Offer.Lines = append(e.Offer.Lines, portal.EstimateLine{Line: line("1", "3000000", "19")}) // so that it never falls below nothing
		var chosen []int
		for n, l := range bill.Lines {
			x := portal.EstimateLine{Line: l, Optional: rapid.Bool().Draw(t, "optional")}
			e.Offer.Lines = append(e.Offer.Lines, x)
			if x.Optional && rapid.Bool().Draw(t, "chosen") {
				chosen = append(chosen, n+1)
			}
		}
		e.Offer.Percent = decimal.NewFromInt(rapid.Int64Range(0, 100).Draw(t, "deposit"))
		if err := e.Offer.Work(e.Currency); err != nil {
			t.Fatal(err)
		}
		if err := e.Send("EST-1", nil, estimateNoon, estimateDay); err != nil {
			t.Fatal(err)
		}
		kept, err := sign(&e, chosen...)
		if err != nil {
			t.Fatal(err)
		}
		i, err := e.Bill(estimateNoon)
		if err != nil {
			t.Fatal(err)
		}
		if i.Totals.Total != e.Signed.Total || i.Totals.Total != kept.Offer.Totals.Total || e.Total() != i.Total() {
			t.Fatalf("accepted %d, invoiced %d", e.Signed.Total, i.Totals.Total)
		}
		if i.Deposit < 0 || i.Deposit > i.Totals.Total || i.Deposit != e.DepositDue().Amount {
			t.Fatalf("a deposit of %d on %d", i.Deposit, i.Totals.Total)
		}
		if kept.Hash() != e.Signed.Hash {
			t.Fatal("the hash is of something else than what is kept")
		}
	})
}

func TestEstimateMovesThatAreForbidden(t *testing.T) {
	draft, sent := anEstimate(t), sentEstimate(t)
	accepted, declined, gone, edited, billed := sent, sent, sent, sent, sent
	if _, err := sign(&accepted); err != nil {
		t.Fatal(err)
	}
	if err := declined.Decline("Ann", "Too dear", 1, estimateNoon, estimateDay); err != nil {
		t.Fatal(err)
	}
	if err := gone.Withdraw("", estimateDay); err != nil {
		t.Fatal(err)
	}
	if err := edited.Write(draft.Offer); err != nil {
		t.Fatal(err)
	}
	if _, err := sign(&billed); err != nil || billed.Billed(3) != nil {
		t.Fatal(err)
	}
	late := sent
	late.Offer.Expires = estimateDay - 1
	other := sent
	other.Revision = 2
	answer := func(e portal.Estimate) error {
		_, err := e.Accept(offeredOf(e), portal.Acceptance{Revision: 1, Name: "Ann"}, portal.EstimateSettings{}, estimateDay)
		return err
	}
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"accept twice":                {answer(accepted), portal.ErrNotOpen},
		"accept what was declined":    {answer(declined), portal.ErrNotOpen},
		"accept what was taken back":  {answer(gone), portal.ErrNotOpen},
		"accept what expired":         {answer(late), portal.ErrExpired},
		"accept another version":      {answer(other), portal.ErrOtherOffer},
		"decline another version":     {other.Decline("Ann", "x", 1, estimateNoon, estimateDay), portal.ErrOtherOffer},
		"decline what expired":        {late.Decline("Ann", "x", 1, estimateNoon, estimateDay), portal.ErrExpired},
		"ask for changes when signed": {accepted.Ask("Ann", "x", 1, estimateNoon, estimateDay), portal.ErrNotOpen},
		"send nothing new":            {sent.Send("", nil, estimateNoon, estimateDay), portal.ErrNothingNew},
		"drop nothing":                {sent.Drop(), portal.ErrNothingNew},
		"edit what was taken back":    {gone.Write(draft.Offer), portal.ErrClosed},
		"edit what is invoiced":       {billed.Write(draft.Offer), portal.ErrClosed},
		"take back a draft":           {draft.Withdraw("", estimateDay), portal.ErrClosed},
		"take back what is signed":    {accepted.Withdraw("", estimateDay), portal.ErrClosed},
		"invoice what is open":        {second(sent.Bill(estimateNoon)), portal.ErrNotAccepted},
		"invoice twice":               {second(billed.Bill(estimateNoon)), portal.ErrNotAccepted},
		"remind of what expired":      {late.Remind(nil, estimateNoon, estimateDay), portal.ErrExpired},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", name, c.err, c.want)
		}
	}
	if portal.CodeOf(answer(other)) != portal.CodeConflict {
		t.Error("another version is no conflict")
	}
	if portal.CodeOf(answer(draft)) != portal.CodeNotFound {
		t.Error("a draft can be answered")
	}
	if err := sent.Decline("Ann", " ", 1, estimateNoon, estimateDay); portal.CodeOf(err) != portal.CodeInvalid {
		t.Errorf("declined without a reason: %v", err)
	}
	if _, err := sent.Accept(offeredOf(sent), portal.Acceptance{Revision: 1}, portal.EstimateSettings{Order: true}, estimateDay); portal.CodeOf(err) != portal.CodeInvalid || sent.State != portal.EstimateSent {
		t.Errorf("accepted without name and order: %v", err)
	}
}

func TestANewVersionMustBeAcceptedAnew(t *testing.T) {
	e := sentEstimate(t)
	if _, err := sign(&e, 1); err != nil {
		t.Fatal(err)
	}
	next := e.Draft()
	next.Lines = append([]portal.EstimateLine(nil), next.Lines...)
	next.Lines[0].Price = dec("1100")
	if err := next.Work("USD"); err != nil {
		t.Fatal(err)
	}
	if err := e.Write(next); err != nil {
		t.Fatal(err)
	}
	if e.State != portal.EstimateAccepted || e.Total().Amount != 121_000 || !e.Unsent() {
		t.Fatalf("an edit changed what was accepted: %+v", e)
	}
	if _, err := e.Bill(estimateNoon); !errors.Is(err, portal.ErrNotAccepted) {
		t.Errorf("invoiced beside an unsent version: %v", err)
	}
	if err := e.Send("EST-9", nil, estimateNoon, estimateDay); err != nil {
		t.Fatal(err)
	}
	if e.Number != "EST-1" || e.Revision != 2 || e.Signed != nil || e.State != portal.EstimateSent || e.Total().Amount != 132_000 {
		t.Fatalf("%+v", e)
	}
}

func TestEstimateStatus(t *testing.T) {
	seen := time.Unix(1, 0)
	for want, e := range map[portal.EstimateStatus]portal.Estimate{
		portal.StatusEstimateDraft:      {},
		portal.StatusEstimateSent:       {State: portal.EstimateSent, Offer: portal.Offer{Expires: estimateDay}},
		portal.StatusEstimateViewed:     {State: portal.EstimateSent, Viewed: seen},
		portal.StatusEstimateChanges:    {State: portal.EstimateChanges, Viewed: seen},
		portal.StatusEstimateAccepted:   {State: portal.EstimateAccepted, Offer: portal.Offer{Expires: 1}},
		portal.StatusEstimateDeclined:   {State: portal.EstimateDeclined},
		portal.StatusEstimateExpired:    {State: portal.EstimateSent, Viewed: seen, Offer: portal.Offer{Expires: estimateDay - 1}},
		portal.StatusEstimateSuperseded: {State: portal.EstimateSuperseded},
		portal.StatusEstimateInvoiced:   {State: portal.EstimateInvoiced},
	} {
		if got := e.Status(estimateDay); got != want {
			t.Errorf("%s, want %s", got.Key(), want.Key())
		}
	}
}

// TestHashCoversEverything changes every field that is shown, one after the other.
func TestHashCoversEverything(t *testing.T) {
	e := sentEstimate(t)
	o := offeredOf(e)
	o.At, o.By = portal.Worksite{ID: 3, Name: "Alder", UPRN: "1"}, "North"
	o.Offer.Totals.Taxes = append([]portal.TaxSum(nil), o.Offer.Totals.Taxes...)
	want := o.Hash()
	if o.Hash() != want || len(want) != 64 {
		t.Fatal("the hash isn’t stable")
	}
	signed := o
	signed.Signed = &portal.Acceptance{Name: "Ann"}
	if signed.Hash() != want {
		t.Error("the hash holds the signature that holds the hash")
	}
	n := 0
	each(reflect.ValueOf(&o).Elem(), "", func(path string) {
		if path == ".Signed" {
			return
		}
		n++
		if o.Hash() == want {
			t.Errorf("changing %s leaves the hash as it is", path)
		}
	})
	if n < 40 || o.Hash() != want {
		t.Errorf("%d fields were changed; back as it was: %v", n, o.Hash() == want)
	}
}

// each changes every value below v, calls fn, and puts it back.
func each(v reflect.Value, path string, fn func(path string)) {
	if d, ok := v.Interface().(decimal.Decimal); ok {
		v.Set(reflect.ValueOf(d.Add(decimal.NewFromInt(1))))
		fn(path)
		v.Set(reflect.ValueOf(d))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for n := range v.NumField() {
			if name := v.Type().Field(n).Name; name != "Tax" || v.Type().Name() != "Line" { // the rate’s id
				each(v.Field(n), path+"."+name, fn)
			}
		}
	case reflect.Slice:
		for n := range v.Len() {
			each(v.Index(n), path, fn)
		}
	case reflect.String:
		old := v.String()
		v.SetString(old + "x")
		fn(path)
		v.SetString(old)
	case reflect.Bool:
		v.SetBool(!v.Bool())
		fn(path)
		v.SetBool(!v.Bool())
	case reflect.Uint64, reflect.Uint8:
		v.SetUint(v.Uint() + 1)
		fn(path)
		v.SetUint(v.Uint() - 1)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() + 1)
		fn(path)
		v.SetInt(v.Int() - 1)
	}
}

func TestCompare(t *testing.T) {
	named := func(name, price string) portal.EstimateLine {
		l := line("1", price, "0")
		l.Description = name
		return portal.EstimateLine{Line: l}
	}
	of := func(ls ...portal.EstimateLine) portal.Offered {
		o := portal.Offered{Currency: "USD", Offer: portal.Offer{Description: "x", Lines: ls}}
		if err := o.Offer.Work("USD"); err != nil {
			t.Fatal(err)
		}
		return o
	}
	before := of(named("Boiler", "100"), named("Labour", "10"), named("Valve", "5"))
	if !portal.Compare(before, before).None() {
		t.Error("the same differs")
	}
	for name, c := range map[string]struct {
		after portal.Offered
		want  []portal.ChangeKind
	}{
		"dearer":    {of(named("Boiler", "120"), named("Labour", "10"), named("Valve", "5")), []portal.ChangeKind{portal.LineChanged}},
		"one less":  {of(named("Boiler", "100"), named("Valve", "5")), []portal.ChangeKind{portal.LineRemoved}},
		"one more":  {of(named("Boiler", "100"), named("Labour", "10"), named("Valve", "5"), named("Pump", "7")), []portal.ChangeKind{portal.LineAdded}},
		"renamed":   {of(named("Furnace", "100"), named("Labour", "10"), named("Valve", "5")), []portal.ChangeKind{portal.LineChanged}},
		"reordered": {of(named("Valve", "5"), named("Boiler", "100"), named("Labour", "10")), nil},
		"doubled":   {of(named("Boiler", "100"), named("Boiler", "100"), named("Labour", "10"), named("Valve", "5")), []portal.ChangeKind{portal.LineAdded}},
	} {
		var got []portal.ChangeKind
		for _, x := range portal.Compare(before, c.after).Lines {
			got = append(got, x.Kind)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestDrawing(t *testing.T) {
	d, err := portal.ParseDrawing(" 1,2 3,4;5,6 ;")
	if err != nil || d.String() != "1,2 3,4;5,6" || d.Stroke(0) != "1,2 3,4" {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := portal.ParseDrawing(""); d != nil || err != nil {
		t.Error("nothing drawn is no signature")
	}
	for _, bad := range []string{"1", "1,2,3", "-1,4", "601,4", "4,201", "a,b", "<svg>", "1,99999"} {
		if _, err := portal.ParseDrawing(bad); portal.CodeOf(err) != portal.CodeInvalid {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}
