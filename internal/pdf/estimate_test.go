package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"portico/portal"
)

func sampleEstimate(t testing.TB) portal.EstimateDoc {
	t.Helper()
	bill := sampleInvoice()
	e := portal.Estimate{ID: 5, Client: 1, Currency: "USD", State: portal.EstimateSent, Number: "EST-204", Revision: 2, Dated: day(2026, 1, 8)}
	e.Offer = portal.Offer{
		Property: 3, Description: "Boiler replacement, plant room", Terms: bill.Terms, Expires: day(2026, 2, 7), Percent: dec("30"),
	}
	for n, l := range bill.Lines[:4] {
		e.Offer.Lines = append(e.Offer.Lines, portal.EstimateLine{Line: l, Optional: n >= 2, Chosen: n == 2})
	}
	if err := e.Offer.Work("USD"); err != nil {
		t.Fatal(err)
	}
	return portal.EstimateDoc{Estimate: e, Today: day(2026, 1, 10), Shown: portal.Offered{
		Estimate: 5, Client: 1, Number: e.Number, Revision: 2, Currency: "USD", Dated: e.Dated, Offer: e.Offer, From: larkfield, For: halvorsen,
		At: portal.Worksite{ID: 3, Name: "14 Alder Quay, Unit 7", UPRN: "100062641193"}, By: "Larkfield North",
	}}
}

func signedSample(t testing.TB) portal.EstimateDoc {
	d := sampleEstimate(t)
	o, err := d.Accept(d.Shown, portal.Acceptance{
		Revision: 2, Name: "Marguerite Okonkwo-Delacroix", At: time.Date(2026, 1, 9, 15, 4, 0, 0, time.UTC), IP: "203.0.113.94",
		Device: "Safari on iPhone", Signer: "Marguerite Okonkwo-Delacroix (marguerite@halvorsen.example)", Order: "PO-1", Chosen: []int{3}, Coded: true,
		Drawing: portal.Drawing{{{X: 10, Y: 100}, {X: 80, Y: 20}, {X: 150, Y: 180}, {X: 300, Y: 60}}, {{X: 320, Y: 90}}},
	}, portal.EstimateSettings{}, d.Today)
	if err != nil {
		t.Fatal(err)
	}
	return portal.SignedDoc(o)
}

func TestGoldenEstimate(t *testing.T) {
	l, head := locale(), sampleHead()
	for name, d := range map[string]portal.EstimateDoc{"estimate": sampleEstimate(t), "estimate-signed": signedSample(t)} {
		f, err := Estimate(d, head, l)
		f = must(t, f, err)
		got, path := extract(t, f.Bytes, "-layout"), filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || got != string(want) {
			t.Errorf("%s changed; look at it and run with -update (%v):\n%s", name, err, got)
		}
		again, err := Estimate(d, head, l)
		if !bytes.Equal(must(t, again, err).Bytes, f.Bytes) {
			t.Errorf("%s: the same record gave other bytes", name)
		}
	}
}

func TestASignedEstimateSaysWhatWasSigned(t *testing.T) {
	d := signedSample(t)
	f, err := Estimate(d, sampleHead(), locale())
	must(t, f, err)
	contains(t, f.Bytes, "Estimate EST-204, version 2", "Accepted", "Marguerite Okonkwo-Delacroix", "203.0.113.94", "Safari on iPhone", "PO-1",
		d.Signed.Hash, "Optional, included", "Optional, not included in the total", "Magnetic filter", "Deposit due on acceptance",
		locale().Money(d.Shown.Total()), "with a code that was sent by e-mail", "Jan 9, 2026, 10:04")
	draft := sampleEstimate(t)
	draft.Shown.Number, draft.State, draft.Revision = "", portal.EstimateDraft, 0
	f, err = Estimate(draft, sampleHead(), locale())
	must(t, f, err)
	contains(t, f.Bytes, "Draft estimate", "A draft: not an offer yet")
}
