package pdf

import "testing"

func benchmark(b *testing.B, draw func() (File, error)) {
	must(b, File{}, nil)
	fonts() // once in a process
	b.ReportAllocs()
	for b.Loop() {
		f, err := draw()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(f.Bytes)), "bytes")
	}
}

func BenchmarkInvoice(b *testing.B) {
	d, head, l := sampleInvoice(), sampleHead(), locale()
	head.Logo = picture(480, 160)
	benchmark(b, func() (File, error) { return Invoice(d, head, l) })
}

func BenchmarkInvoice200(b *testing.B) {
	d, head, l := longInvoice(200), sampleHead(), locale()
	benchmark(b, func() (File, error) { return Invoice(d, head, l) })
}

func BenchmarkStatement5000(b *testing.B) {
	d, head, l := sampleStatement(5000), sampleHead(), locale()
	benchmark(b, func() (File, error) { return Statement(d, head, l) })
}
