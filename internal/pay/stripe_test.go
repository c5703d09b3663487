package pay_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/internal/pay"
	"portico/portal"
)

// mock runs stripe-mock on loopback and returns its address.
func mock(t *testing.T) string {
	t.Helper()
	bin, err := filepath.Abs("../../.bin/stripe-mock")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(bin); err != nil {
		t.Fatalf("%v: run `make .bin/stripe-mock`", err)
	}
	at := filepath.Join(t.TempDir(), "stripe.sock")
	cmd := exec.Command(bin, "-http-unix", at) // a socket: no port to collide on, and none open to others
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	front := httptest.NewServer(through(at))
	t.Cleanup(front.Close)
	for end := time.Now().Add(20 * time.Second); ; {
		if c, err := net.Dial("unix", at); err == nil {
			_ = c.Close()
			return front.URL
		}
		if time.Now().After(end) {
			t.Fatalf("stripe-mock did not come up: %s", out.String())
		}
	}
}

// through passes requests on to a socket, and keeps what was asked.
func through(at string) http.Handler {
	tr := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", at) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme, r.URL.Host, r.RequestURI = "http", "stripe", ""
		res, err := tr.RoundTrip(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		w.WriteHeader(res.StatusCode)
		_, _ = io.Copy(w, res.Body)
	})
}

func order(m portal.Method) portal.PayOrder {
	return portal.PayOrder{
		Key: "form-1", Checkout: 7, Business: "Larkfield", Currency: "USD", Method: m, Email: "ann@acme.test", Language: "en",
		Lines: []portal.PayLine{{Name: "Invoice INV-1", Amount: 124_000}, {Name: "Card fee", Amount: 3_626}},
		Done:  "https://portal.test/portal/pay/7", Cancel: "https://portal.test/portal/pay?invoice=1",
	}
}

func TestStripeMockTakesEveryCall(t *testing.T) {
	s := pay.New(mock(t))
	for _, m := range []portal.Method{portal.ByCard, portal.ByACH} {
		got, err := s.Start(t.Context(), "sk_test_123", order(m))
		if err != nil || got.ID == "" || got.URL == "" {
			t.Errorf("%s: %+v, %v", m.Name(), got, err)
		}
	}
	id, err := s.Refund(t.Context(), "sk_test_123", portal.RefundOrder{Key: "r-1", Payment: 3, Intent: "pi_1", Amount: portal.Of(500, "USD")})
	if err != nil || id == "" {
		t.Errorf("refund: %q, %v", id, err)
	}
	given, err := s.Refunds(t.Context(), "sk_test_123", "pi_1")
	if err != nil || len(given) == 0 || given[0].Refund == "" || given[0].Amount == 0 {
		t.Errorf("refunds: %+v, %v", given, err)
	}
	if _, err := s.Start(t.Context(), "no key at all", order(portal.ByCard)); portal.CodeOf(err) != portal.CodeInvalid || !strings.Contains(err.Error(), "Settings → Payments") {
		t.Errorf("a key that is none: %v", err)
	}
}

// asked is what one call sends, against a server that answers like Stripe.
func asked(t *testing.T, status int, answer string, call func(*pay.Stripe)) (form map[string][]string, head http.Header) {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form, head = r.PostForm, r.Header
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer srv.Close()
	call(pay.New(srv.URL))
	return form, head
}

func TestWhatIsAskedOfStripe(t *testing.T) {
	form, head := asked(t, 200, `{"id":"cs_1","url":"https://checkout.stripe.com/c/pay/cs_1"}`, func(s *pay.Stripe) {
		got, err := s.Start(t.Context(), "sk_test_123", order(portal.ByACH))
		if err != nil || got.ID != "cs_1" || got.URL != "https://checkout.stripe.com/c/pay/cs_1" {
			t.Errorf("%+v, %v", got, err)
		}
	})
	for field, want := range map[string]string{
		"mode": "payment", "payment_method_types[0]": "us_bank_account", "client_reference_id": "7", "metadata[checkout]": "7",
		"customer_email": "ann@acme.test", "line_items[0][price_data][unit_amount]": "124000", "line_items[0][price_data][currency]": "usd",
		"line_items[1][price_data][product_data][name]": "Card fee", "line_items[1][price_data][unit_amount]": "3626",
		"success_url": "https://portal.test/portal/pay/7", "cancel_url": "https://portal.test/portal/pay?invoice=1",
	} {
		if len(form[field]) != 1 || form[field][0] != want {
			t.Errorf("%s = %q, want %q", field, form[field], want)
		}
	}
	if head.Get("Idempotency-Key") != "checkout-form-1" || head.Get("Stripe-Version") == "" {
		t.Errorf("head: %v", head)
	}
	form, head = asked(t, 200, `{"id":"re_1"}`, func(s *pay.Stripe) {
		if id, err := s.Refund(t.Context(), "sk_test_123", portal.RefundOrder{Key: "r-1", Payment: 3, Intent: "pi_1", Amount: portal.Of(500, "USD"), Reason: "Goodwill"}); id != "re_1" || err != nil {
			t.Errorf("%s, %v", id, err)
		}
	})
	if form["metadata[refund]"][0] != "r-1" || form["metadata[reason]"][0] != "Goodwill" || form["amount"][0] != "500" || form["payment_intent"][0] != "pi_1" || head.Get("Idempotency-Key") != "refund-r-1" {
		t.Errorf("refund: %v", form)
	}
}

func TestErrorsInWords(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		code   portal.Code
		says   string
	}{
		{401, `{"error":{"type":"invalid_request_error","message":"Invalid API Key provided: sk_test_123"}}`, portal.CodeInvalid, "Settings → Payments"},
		{400, `{"error":{"type":"invalid_request_error","code":"amount_too_small","message":"x"}}`, portal.CodeInvalid, "less than Stripe takes"},
		{400, `{"error":{"type":"invalid_request_error","message":"No such payment_intent"}}`, portal.CodeInvalid, "No such payment_intent"},
		{500, `{"error":{"type":"api_error"}}`, portal.CodeAway, "try again in a minute"},
		{400, `{"error":{"type":"idempotency_error","message":"Keys for idempotent requests can only be used with the same parameters"}}`, portal.CodeAway, "asked before"},
		{409, `{"error":{"type":"invalid_request_error","code":"idempotency_key_in_use"}}`, portal.CodeAway, "asked before"},
		{429, `{"error":{"type":"invalid_request_error"}}`, portal.CodeAway, "try again in a minute"},
	} {
		asked(t, c.status, c.body, func(s *pay.Stripe) {
			_, err := s.Start(t.Context(), "sk_test_123", order(portal.ByCard))
			if portal.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "sk_test") {
				t.Errorf("%d: %v", c.status, err)
			}
		})
	}
	asked(t, 500, `{"error":{"type":"api_error"}}`, func(s *pay.Stripe) {
		_, err := s.Refund(t.Context(), "sk_test_123", portal.RefundOrder{Key: "r", Intent: "pi_1", Amount: portal.Of(5, "USD")})
		if portal.CodeOf(err) != portal.CodeAway || !strings.HasPrefix(err.Error(), "Stripe doesn’t answer right now. Should it have given") {
			t.Errorf("a refund without an answer: %v", err)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pay.New("http://127.0.0.1:1").Start(ctx, "sk_test_123", order(portal.ByCard)); portal.CodeOf(err) != portal.CodeAway || !errors.Is(err, context.Canceled) {
		t.Errorf("nobody there: %v", err)
	}
}
