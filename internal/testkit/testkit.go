// Package testkit runs the whole program in tests: the real store in a temp dir, the real router, and
// builders that make records through the same store.
package testkit

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"portico/handlers"
	"portico/handlers/web"
	"portico/internal/auth"
	"portico/internal/live"
	"portico/internal/pay"
	"portico/internal/pdf"
	"portico/internal/queue"
	"portico/portal"
	"portico/service"
	"portico/store"
	letters "portico/views/mail"
)

// App is a running program in a test.
type App struct {
	T       testing.TB
	DB      *store.DB
	Service *service.Service
	Keys    *auth.Keys
	Env     *web.Env
	Handler http.Handler
	Server  *httptest.Server
	Local   string // address of the server, on localhost
	Dir     string
	Till    *Till // stands in for Stripe

	box    *PostBox
	worker atomic.Pointer[queue.Queue]

	mu  sync.Mutex
	now time.Time
}

// Start makes an app with a business that is set up, at a fixed moment: 10 March 2026, 15:00 UTC.
func Start(t testing.TB) *App {
	t.Helper()
	return StartEmpty(t, "https://portal.test").Larkfield()
}

// StartLocal is Start with links that lead to the app's own server on localhost.
func StartLocal(t testing.TB) *App {
	t.Helper()
	return StartEmpty(t, "").Larkfield()
}

// Larkfield sets the business up.
func (a *App) Larkfield() *App {
	a.T.Helper()
	a.Update(func(tx *store.Tx) error {
		return tx.PutBusiness(portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York"))
	})
	return a
}

// StartEmpty makes an app that is not set up yet, at an address: "" is that of its own server, on localhost.
func StartEmpty(t testing.TB, at string) *App {
	t.Helper()
	return StartIn(t, t.TempDir(), at)
}

// dataFile is the app's data file in its directory.
const dataFile = "portico.db"

// StartIn makes an app on whatever lies in a directory: nothing, or what an app before it left there.
func StartIn(t testing.TB, dir, at string) *App {
	t.Helper()
	a := &App{T: t, Dir: dir, now: time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)}
	a.box = &PostBox{app: a, came: make(chan struct{})}
	a.Till = &Till{Stripe: pay.New("")}
	a.Server = httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(a.Server.Listener.Addr().String())
	a.must(err)
	a.Local = "http://localhost:" + port
	if at == "" {
		at = a.Local
	}
	a.Keys = auth.NewKeys([32]byte{1})
	hub := live.New(0)
	db, err := store.Open(filepath.Join(a.Dir, dataFile), store.Options{NoSync: true, Clock: a.Now, Notify: a.notify(handlers.Notify(hub))})
	a.must(err)
	a.DB = db
	a.Service = service.New(db, a.Keys, service.Options{URL: at, Letters: letters.Writer{}, Carrier: a.box.carrier, Printer: pdf.Printer{}, Payer: a.Till})
	a.Env = &web.Env{Service: a.Service, Keys: a.Keys, Assets: Assets(), Live: hub, Build: "test"}
	if _, timing := os.LookupEnv("PORTICO_BENCH"); !timing {
		a.Env.CheckBodies(func(s string) { t.Error(s) })
	}
	a.Handler = handlers.New(a.Env, Manifest())
	a.Server.Config.Handler = a.Handler
	a.Server.Start()
	t.Cleanup(func() {
		hub.Close()
		a.Server.Close()
		a.must(db.Close())
	})
	return a
}

// notify tells open pages, and the worker when it runs, what a transaction has changed.
func (a *App) notify(pages func(map[store.Topic]struct{})) func(map[store.Topic]struct{}) {
	return func(changed map[store.Topic]struct{}) {
		pages(changed)
		if w := a.worker.Load(); w != nil {
			w.Wake()
		}
	}
}

// Assets are the shipped assets, from the repository.
func Assets() fs.FS {
	dir, _ := os.Getwd()
	for range 6 {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return os.DirFS(filepath.Join(dir, "static", "vendor"))
}

// Manifest gives each asset its hashed name; empty when `make assets` has not run.
func Manifest() map[string]string {
	names := map[string]string{}
	if b, err := fs.ReadFile(Assets(), "manifest.json"); err == nil {
		_ = json.Unmarshal(b, &names) // a test that needs the browser's assets says what is missing
	}
	return names
}

func (a *App) must(err error) {
	a.T.Helper()
	if err != nil {
		a.T.Fatal(err)
	}
}

// Now is the app's clock.
func (a *App) Now() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

// Pass moves the clock.
func (a *App) Pass(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = a.now.Add(d)
}

// Update writes to the store directly.
func (a *App) Update(fn func(*store.Tx) error) {
	a.T.Helper()
	a.must(a.DB.Update(context.Background(), fn))
}

// View reads from the store directly.
func (a *App) View(fn func(*store.Tx) error) {
	a.T.Helper()
	a.must(a.DB.View(context.Background(), fn))
}

// Client makes a client.
func (a *App) Client(name string) portal.Client {
	a.T.Helper()
	c := portal.Client{Name: name, Currency: "USD", Created: a.Now()}
	a.Update(func(tx *store.Tx) error {
		n, err := tx.NextNumber(portal.KindClient, "C-")
		if err != nil {
			return err
		}
		c.Number, c.ID, c.Version = n, 0, 0
		return tx.PutClient(&c, 0)
	})
	return c
}

// Contact makes a contact of a client with a person behind it and access on.
func (a *App) Contact(client portal.Client, name, email string, may portal.Permissions) portal.Contact {
	a.T.Helper()
	var c portal.Contact
	a.Update(func(tx *store.Tx) error {
		p, err := person(tx, name, email)
		if err != nil {
			return err
		}
		c = portal.Contact{
			Client: client.ID, Person: p.ID, Name: name, Email: email, EmailNorm: email, On: true, Permissions: may,
			Invited: tx.Now, Accepted: tx.Now, Created: tx.Now,
		}
		return tx.PutContact(&c, 0)
	})
	return c
}

// OffContact makes a contact whose access is off and who never signed in.
func (a *App) OffContact(client portal.Client, name, email string, may portal.Permissions) portal.Contact {
	a.T.Helper()
	c := portal.Contact{Client: client.ID, Name: name, Email: email, EmailNorm: email, Permissions: may, Created: a.Now()}
	a.Update(func(tx *store.Tx) error {
		c.ID, c.Version = 0, 0
		return tx.PutContact(&c, 0)
	})
	return c
}

// Staff makes a staff member.
func (a *App) Staff(name, email string, role portal.Role) portal.Staff {
	a.T.Helper()
	var st portal.Staff
	a.Update(func(tx *store.Tx) error {
		p, err := person(tx, name, email)
		if err != nil {
			return err
		}
		st = portal.Staff{Person: p.ID, Name: name, Email: email, Role: role, Created: tx.Now}
		if err := tx.PutStaff(&st, 0); err != nil {
			return err
		}
		p.Staff = st.ID
		return tx.PutPerson(&p, p.Version)
	})
	return st
}

func person(tx *store.Tx, name, email string) (portal.Person, error) {
	if id, ok := tx.PersonByEmail(email); ok {
		return tx.Person(id)
	}
	p := portal.Person{Name: name, Email: email, EmailNorm: email, Username: strings.Split(email, "@")[0], Created: tx.Now}
	return p, tx.PutPerson(&p, 0)
}

// Invoice makes an issued invoice over an amount in minor units, due in `due` days from now.
func (a *App) Invoice(client portal.Client, description string, amount int64, due int) portal.Invoice {
	a.T.Helper()
	var i portal.Invoice
	a.Update(func(tx *store.Tx) error {
		i = portal.Invoice{
			Client: client.ID, Currency: client.Currency, Description: description, Created: tx.Now, Issued: tx.Today - 30,
			Due: tx.Today + portal.Day(due),
			Lines: []portal.Line{{
				Description: description, Quantity: portal.Of(100, "USD").Decimal(), Price: portal.Of(amount, client.Currency).Decimal(),
			}},
		}
		if err := i.Work(); err != nil {
			return err
		}
		n, err := tx.NextNumber(portal.KindInvoice, "INV-")
		if err != nil {
			return err
		}
		if err := i.Issue(n, tx.Today, 14); err != nil {
			return err
		}
		i.Sent = tx.Now
		if err := tx.PutInvoice(&i, 0); err != nil {
			return err
		}
		_, err = tx.AddEntry(portal.Entry{
			Client: client.ID, On: i.Issued, Kind: portal.EntryInvoice, Doc: portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)},
			Amount: i.Totals.Total, Currency: i.Currency,
		})
		return err
	})
	return i
}

// Browser is somebody's browser: it keeps cookies and doesn't follow redirects.
type Browser struct {
	app     *App
	Token   string
	cookies map[string]string
}

// Anonymous is a browser that nobody signed in with.
func (a *App) Anonymous() *Browser { return &Browser{app: a, cookies: map[string]string{}} }

// As signs a contact in, without the code.
func (a *App) As(c portal.Contact) *Browser {
	return a.session(auth.Session{Person: uint64(c.Person), Contact: uint64(c.ID)})
}

// AsStaff signs a staff member in, without the code.
func (a *App) AsStaff(st portal.Staff) *Browser {
	return a.session(auth.Session{Person: uint64(st.Person), Staff: true})
}

// Session signs in with a session of any shape.
func (a *App) Session(s auth.Session) *Browser { return a.session(s) }

func (a *App) session(s auth.Session) *Browser {
	a.T.Helper()
	s.UserAgent = "Mozilla/5.0 (Macintosh) Firefox/150.0"
	s.IP = netip.MustParseAddr("192.0.2.7").String()
	token, err := a.Service.OpenSession(context.Background(), s)
	a.must(err)
	b := a.Anonymous()
	b.Token = token
	b.cookies["portico"] = token
	return b
}

// Browser is a browser that has a session's cookie.
func (a *App) Browser(token string) *Browser {
	b := a.Anonymous()
	b.Token, b.cookies["portico"] = token, token
	return b
}

// Answer is what the server said.
type Answer struct {
	*http.Response
	Body string
}

// Cookie is the value of one of the browser's cookies.
func (b *Browser) Cookie(name string) string { return b.cookies[name] }

// Forget throws one of the browser's cookies away.
func (b *Browser) Forget(name string) { delete(b.cookies, name) }

// Get asks for a page.
func (b *Browser) Get(path string, head ...string) Answer {
	return b.Do(http.MethodGet, path, nil, head...)
}

// Post sends a form; fields are name, value, name, value…
func (b *Browser) Post(path string, fields ...string) Answer {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return b.Do(http.MethodPost, path, form)
}

// Do sends any request; head are header name, value pairs.
func (b *Browser) Do(method, path string, form url.Values, head ...string) Answer {
	b.app.T.Helper()
	if form == nil {
		return b.send(method, path, nil, head...)
	}
	return b.send(method, path, strings.NewReader(form.Encode()), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, head...)...)
}

func (b *Browser) send(method, path string, body io.Reader, head ...string) Answer {
	b.app.T.Helper()
	r := httptest.NewRequest(method, "http://portal.test"+path, body)
	r.RemoteAddr = "192.0.2.7:4242"
	r.Header.Set("User-Agent", "Mozilla/5.0 (Macintosh) Firefox/150.0")
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	b.app.Handler.ServeHTTP(w, r)
	res := w.Result()
	for _, ck := range res.Cookies() {
		if ck.MaxAge < 0 {
			delete(b.cookies, ck.Name)
			continue
		}
		b.cookies[ck.Name] = ck.Value
	}
	return Answer{res, w.Body.String()}
}

// Follow gets the page that a redirect leads to.
func (b *Browser) Follow(a Answer) Answer {
	b.app.T.Helper()
	to := a.Header.Get("Location")
	if to == "" {
		b.app.T.Fatalf("no redirect to follow: %d %s", a.StatusCode, a.Body)
	}
	return b.Get(to)
}

// Want fails the test unless the answer has a status and its body contains every text; a text that begins
// with "!" must not be there.
func (a Answer) Want(t testing.TB, status int, texts ...string) Answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", a.StatusCode, status, head(a.Body))
	}
	for _, s := range texts {
		if without, no := strings.CutPrefix(s, "!"); no {
			if strings.Contains(a.Body, without) {
				t.Errorf("the page contains %q", without)
			}
		} else if !strings.Contains(a.Body, s) {
			t.Errorf("the page lacks %q: %s", s, head(a.Body))
		}
	}
	return a
}

func head(s string) string {
	if len(s) > 4000 {
		return s[:4000] + fmt.Sprintf("… (%d bytes)", len(s))
	}
	return s
}

// InvoiceNow is an invoice of a client, as it is now.
func (a *App) InvoiceNow(client portal.Client, id portal.InvoiceID) (i portal.Invoice) {
	a.T.Helper()
	a.View(func(tx *store.Tx) (err error) {
		i, err = tx.Invoice(portal.Sight{Client: client.ID}, id)
		return err
	})
	return i
}
