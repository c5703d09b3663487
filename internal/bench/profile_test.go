package bench

import "testing"

// BenchmarkInvoices is the list's whole handler, for profiles: go test -bench Invoices -cpuprofile.
func BenchmarkInvoices(b *testing.B) {
	w := withInvoices(b, 1_000)
	br := w.app.Browser(w.token)
	b.ReportAllocs()
	for b.Loop() {
		br.Get("/portal/invoices")
	}
}

// BenchmarkHome is the same for Home.
func BenchmarkHome(b *testing.B) {
	w := withInvoices(b, 1_000)
	br := w.app.Browser(w.token)
	b.ReportAllocs()
	for b.Loop() {
		br.Get("/portal")
	}
}
