package handlers_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
)

// listen opens a live stream over the wire and answers its lines.
func listen(t *testing.T, app *testkit.App, b *testkit.Browser, path string) (<-chan string, *http.Response) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, app.Server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "portico", Value: b.Cookie("portico")})
	r.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		defer res.Body.Close()
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if s.Text() != "" {
				lines <- s.Text()
			}
		}
	}()
	return lines, res
}

// wants reads lines until one is as wanted, and fails when the stream ends before.
func wants(t *testing.T, lines <-chan string, want string) {
	t.Helper()
	var seen []string
	for line := range lines {
		seen = append(seen, line)
		if strings.HasPrefix(line, want) {
			return
		}
	}
	t.Fatalf("the stream ended without %q: %q", want, seen)
}

func TestLiveStream(t *testing.T) {
	app := testkit.Start(t)
	app.Env.Recheck = 20 * time.Millisecond
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	b := app.As(ann)
	lines, res := listen(t, app, b, "/portal/live")
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" || res.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	wants(t, lines, ": open")
	app.Invoice(acme, "New", 100, 3)
	wants(t, lines, "event: changed")
	wants(t, lines, "data:")

	app.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: acme.ID}, ann.ID)
		if err != nil {
			return err
		}
		c.On = false
		return tx.PutContact(&c, c.Version)
	})
	wants(t, lines, "event: ended")
	wants(t, lines, "data: /sign-in/account")
	if _, open := <-lines; open {
		t.Error("the stream goes on")
	}
	b.Get("/sign-in/account").Want(t, 200, "turned off your access to Acme")
}

// What nobody is told of is seen at the next tick: here the whole portal goes off.
func TestLiveStreamEndsByItself(t *testing.T) {
	app := testkit.Start(t)
	app.Env.Recheck = 20 * time.Millisecond
	lines, _ := listen(t, app, app.As(app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)), "/portal/live")
	office, _ := listen(t, app, app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office)), "/office/live")
	wants(t, lines, ": open")
	wants(t, office, ": open")
	app.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Portal.On = false
		return tx.PutBusiness(b)
	})
	wants(t, lines, "event: ended")
	app.Invoice(app.Client("Bolt"), "New", 100, 3)
	wants(t, office, "event: changed")
	app.Pass(13 * time.Hour)
	wants(t, office, "event: ended")
	wants(t, office, "data: /sign-in")
}

func TestDeadSessionGetsItsEnd(t *testing.T) {
	app := testkit.Start(t)
	b := app.Anonymous()
	b.Get("/portal/live").Want(t, 200, "event: ended\ndata: /sign-in\n\n")
	b.Get("/office/live").Want(t, 200, "event: ended")
	staff := app.AsStaff(app.Staff("Sam", "sam@larkfield.test", portal.Office))
	staff.Get("/portal/live").Want(t, 200, "event: ended\ndata: /\n\n")
}

func TestLiveStreamsStopWithTheServer(t *testing.T) {
	app := testkit.Start(t)
	lines, _ := listen(t, app, app.As(app.Contact(app.Client("Acme"), "Ann", "ann@acme.test", portal.AllPermissions)), "/portal/live")
	wants(t, lines, ": open")
	app.Env.Live.Close()
	for range lines {
	}
}
