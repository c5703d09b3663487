package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sort"
	"strconv"
	"testing"
	"time"
)

// server is a handler on a loopback socket.
type server struct {
	*httptest.Server
	addr string
}

func serve(b testing.TB, h http.Handler) server {
	s := httptest.NewServer(h)
	b.Cleanup(s.Close)
	return server{s, s.Listener.Addr().String()}
}

// load sends one request over and over on a kept-alive connection and reads whole answers: a client so thin
// that the server is what is measured.
type load struct {
	conn  net.Conn
	read  *bufio.Reader
	raw   []byte
	Bytes int
	Code  int
}

func open(b testing.TB, s server, path string, head ...string) *load {
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	var raw bytes.Buffer
	fmt.Fprintf(&raw, "GET %s HTTP/1.1\r\nHost: localhost\r\n", path)
	for i := 0; i+1 < len(head); i += 2 {
		if head[i+1] != "" {
			fmt.Fprintf(&raw, "%s: %s\r\n", head[i], head[i+1])
		}
	}
	raw.WriteString("\r\n")
	return &load{conn: conn, read: bufio.NewReaderSize(conn, 64<<10), raw: raw.Bytes()}
}

func (l *load) once(b testing.TB) {
	if _, err := l.conn.Write(l.raw); err != nil {
		b.Fatal(err)
	}
	length, chunked := -1, false
	for first := true; ; first = false {
		line, err := l.read.ReadSlice('\n')
		if err != nil {
			b.Fatal(err)
		}
		line = bytes.TrimRight(line, "\r\n")
		if first {
			l.Code, _ = strconv.Atoi(string(line[9:12]))
			continue
		}
		if len(line) == 0 {
			break
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(v))
		}
		chunked = chunked || bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked"))
	}
	switch {
	case l.Code == http.StatusNotModified || l.Code == http.StatusNoContent:
	case chunked:
		n, err := io.Copy(io.Discard, &chunks{r: l.read})
		if err != nil {
			b.Fatal(err)
		}
		l.Bytes = int(n)
	default:
		if _, err := l.read.Discard(length); err != nil {
			b.Fatal(err)
		}
		l.Bytes = length
	}
}

// chunks reads a chunked body.
type chunks struct {
	r    *bufio.Reader
	left int
	done bool
}

func (c *chunks) Read(p []byte) (int, error) {
	if c.done {
		return 0, io.EOF
	}
	if c.left == 0 {
		line, err := c.r.ReadString('\n')
		if err != nil {
			return 0, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace([]byte(line))), 16, 64)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			c.done = true
			_, err = c.r.Discard(2)
			return 0, err
		}
		c.left = int(n)
	}
	n, err := c.r.Read(p[:min(len(p), c.left)])
	if c.left -= n; c.left == 0 && err == nil {
		_, err = c.r.Discard(2)
	}
	return n, err
}

// compare runs the loads in turn, in many short rounds, so that a noisy machine is noisy for all of them; it
// returns the median time of one request of each.
func compare(b testing.TB, loads ...*load) []time.Duration {
	const rounds, each = 41, 25
	times := make([][]time.Duration, len(loads))
	for _, l := range loads {
		for range 50 {
			l.once(b)
		}
	}
	for range rounds {
		for i, l := range loads {
			begun := time.Now()
			for range each {
				l.once(b)
			}
			times[i] = append(times[i], time.Since(begun)/each)
		}
	}
	out := make([]time.Duration, len(loads))
	for i, ts := range times {
		sort.Slice(ts, func(x, y int) bool { return ts[x] < ts[y] })
		out[i] = ts[len(ts)/2]
	}
	return out
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// one is the median time of a request that is too slow for compare.
func one(b testing.TB, l *load) time.Duration {
	var times []time.Duration
	for range 11 {
		begun := time.Now()
		l.once(b)
		times = append(times, time.Since(begun))
	}
	slices.Sort(times)
	return times[len(times)/2]
}
