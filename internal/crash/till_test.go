package crash

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"portico/internal/pay"
)

const (
	payKey  = "sk_test_of_larkfield"
	hookKey = "whsec_of_larkfield"
)

// till is a pay provider that outlives the program: it keeps pages, money and refunds, makes each key's thing once, and
// sends its signed events until they are taken.
type till struct {
	url string

	mu      sync.Mutex
	pages   map[string]*payPage  // by idempotency key
	refunds map[string]*moneyOut // by idempotency key
	events  [][]byte             // not taken yet
	taken   [][]byte
	told    int
	trap    map[string]func() // what happens once at a step
}

type payPage struct {
	id, intent, checkout string
	amount               int64
	paid                 bool
}

// moneyOut is a refund.
type moneyOut struct {
	ID       string            `json:"id"`
	Object   string            `json:"object"`
	Amount   int64             `json:"amount"`
	Currency string            `json:"currency"`
	Intent   string            `json:"payment_intent"`
	Status   string            `json:"status"`
	Metadata map[string]string `json:"metadata"`
	lost     bool              // nobody ever hears of it
}

func openTill(t *testing.T) *till {
	t.Helper()
	p := &till{pages: map[string]*payPage{}, refunds: map[string]*moneyOut{}, trap: map[string]func(){}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/checkout/sessions", p.page)
	mux.HandleFunc("POST /v1/refunds", p.refund)
	mux.HandleFunc("GET /v1/refunds", p.list)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	p.url = srv.URL
	return p
}

// step springs the trap of a step; a caller that was killed by it gets no answer.
func (p *till) step(r *http.Request, name string) (dead bool) {
	p.mu.Lock()
	spring := p.trap[name]
	delete(p.trap, name)
	p.mu.Unlock()
	if spring == nil {
		return false
	}
	spring()
	<-r.Context().Done()
	return true
}

func (p *till) page(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil || p.step(r, "row written") {
		return
	}
	key, sum := r.Header.Get("Idempotency-Key"), int64(0)
	for name, v := range r.PostForm {
		if strings.HasSuffix(name, "[unit_amount]") {
			var n int64
			_, _ = fmt.Sscan(v[0], &n)
			sum += n
		}
	}
	p.mu.Lock()
	page := p.pages[key]
	if page == nil {
		n := len(p.pages) + 1
		page = &payPage{id: fmt.Sprint("cs_", n), intent: fmt.Sprint("pi_", n), checkout: r.PostForm.Get("client_reference_id"), amount: sum}
		p.pages[key] = page
	}
	p.mu.Unlock()
	if !p.step(r, "page made") {
		_ = json.NewEncoder(w).Encode(map[string]string{"id": page.id, "url": "https://checkout.stripe.test/" + page.id})
	}
}

func (p *till) refund(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil || p.step(r, "refund asked") {
		return
	}
	key := r.Header.Get("Idempotency-Key")
	p.mu.Lock()
	out := p.refunds[key]
	if out == nil {
		out = &moneyOut{
			ID: fmt.Sprint("re_", len(p.refunds)+1), Object: "refund", Currency: "usd", Intent: r.PostForm.Get("payment_intent"), Status: "succeeded",
			Metadata: map[string]string{}, lost: p.trap["refund lost"] != nil,
		}
		_, _ = fmt.Sscan(r.PostForm.Get("amount"), &out.Amount)
		for name, v := range r.PostForm {
			if what, ok := strings.CutPrefix(name, "metadata["); ok {
				out.Metadata[strings.TrimSuffix(what, "]")] = v[0]
			}
		}
		p.refunds[key] = out
		if !out.lost {
			p.tell("refund.created", out)
		}
	}
	p.mu.Unlock()
	if !p.step(r, "refund given") && !p.step(r, "refund lost") {
		_ = json.NewEncoder(w).Encode(out)
	}
}

func (p *till) list(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := []*moneyOut{}
	for _, out := range p.refunds {
		if out.Intent == r.URL.Query().Get("payment_intent") {
			found = append(found, out)
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": found, "has_more": false, "url": "/v1/refunds"})
}

// tell queues an event. The caller holds the lock.
func (p *till) tell(kind string, object any) {
	p.told++
	b, err := json.Marshal(map[string]any{
		"id": fmt.Sprint("evt_", p.told), "object": "event", "api_version": pay.Version, "type": kind, "created": 1_773_154_800,
		"data": map[string]any{"object": object},
	})
	if err != nil {
		panic(err) // texts and numbers
	}
	p.events = append(p.events, b)
}

// pay is a payer who pays a page that they were led to.
func (p *till) pay(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, page := range p.pages {
		if page.id == id && !page.paid {
			page.paid = true
			p.tell("checkout.session.completed", map[string]any{
				"id": page.id, "object": "checkout.session", "client_reference_id": page.checkout, "payment_status": "paid",
				"amount_total": page.amount, "currency": "usd", "payment_intent": page.intent,
			})
		}
	}
}

// deliver sends what was not taken yet, the newest first, and each event that was taken once more now and then.
func (p *till) deliver(t *testing.T, url string, again bool) (all bool) {
	t.Helper()
	p.mu.Lock()
	events := append([][]byte(nil), p.events...)
	if again {
		events = append(events, p.taken...)
	}
	p.mu.Unlock()
	for n := len(events) - 1; n >= 0; n-- {
		if !p.send(t, url, events[n]) {
			return false
		}
	}
	return true
}

func (p *till) send(t *testing.T, url string, event []byte) bool {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, url+"/hooks/stripe", strings.NewReader(string(event)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Stripe-Signature", pay.Sign(event, hookKey))
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("an event was answered with %d: %s", res.StatusCode, event)
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for n := range p.events {
		if &p.events[n][0] == &event[0] {
			p.events = append(p.events[:n], p.events[n+1:]...)
			p.taken = append(p.taken, event)
			break
		}
	}
	return true
}
