package live

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
)

func BenchmarkPublishTo2000(b *testing.B) {
	h := New(0)
	for i := range 2000 {
		h.Subscribe(fmt.Sprint(i), acme, Topic{'p', uint64(i)})
	}
	for b.Loop() {
		h.Publish(acme)
	}
}

// BenchmarkStreams holds 2,000 streams over real sockets and reports what each
// costs the process (both ends: the client's buffers are in the figure too).
func BenchmarkStreams(b *testing.B) {
	const streams = 2000
	h := New(0)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := h.Subscribe(r.URL.Path, acme, Topic{'p', 1})
		defer s.Close()
		rc := http.NewResponseController(w)
		w.Header().Set("Content-Type", "text/event-stream")
		_ = rc.Flush()
		for range s.C() {
			for _, t := range s.Take() {
				fmt.Fprintf(w, "event: changed\ndata: %c%d\n\n", t.Kind, t.ID)
			}
			_ = rc.Flush()
		}
		_, _ = io.WriteString(w, "event: ended\ndata:\n\n")
	}))
	defer srv.Close()
	before := inUse()
	conns := make([]net.Conn, 0, streams)
	for i := range streams {
		c, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			b.Skip("not enough file descriptors: ", err)
		}
		fmt.Fprintf(c, "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n", i)
		if _, err := http.ReadResponse(bufio.NewReaderSize(c, 512), nil); err != nil {
			b.Fatal(err)
		}
		conns = append(conns, c)
	}
	each := float64(inUse()-before) / streams
	buf := make([]byte, 512)
	for b.Loop() { // one change seen by all 2,000
		h.Publish(acme)
		for _, c := range conns {
			if _, err := c.Read(buf); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(each, "B/stream")
	h.Close()
	for _, c := range conns {
		c.Close()
	}
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
