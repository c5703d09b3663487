package pay_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"portico/internal/pay"
	"portico/portal"
)

const secret = "whsec_test"

func event(kind, object string) []byte {
	return fmt.Appendf(nil, `{"id":"evt_1","object":"event","api_version":%q,"created":1773154800,"livemode":true,"type":%q,"data":{"object":%s}}`,
		stripe.APIVersion, kind, object)
}

func TestNews(t *testing.T) {
	session := func(status string) string {
		return `{"id":"cs_1","object":"checkout.session","client_reference_id":"7","metadata":{"checkout":"7"},"amount_total":127626,"currency":"usd","payment_intent":"pi_1","payment_status":"` + status + `"}`
	}
	refund := func(status string) string {
		return `{"id":"re_1","object":"refund","amount":500,"currency":"usd","payment_intent":"pi_1","metadata":{"refund":"r-1","fee":"15","reason":"Goodwill"},"status":"` + status + `"}`
	}
	dispute := `{"id":"dp_1","object":"dispute","amount":127626,"currency":"usd","payment_intent":"pi_1","reason":"fraudulent"}`
	for _, c := range []struct {
		kind, object string
		want         portal.PayNewsKind
	}{
		{"checkout.session.completed", session("paid"), portal.NewsPaid},
		{"checkout.session.completed", session("unpaid"), portal.NewsProcessing},
		{"checkout.session.completed", session("no_payment_required"), portal.NewsOther},
		{"checkout.session.async_payment_succeeded", session("paid"), portal.NewsPaid},
		{"checkout.session.async_payment_failed", session("unpaid"), portal.NewsFailed},
		{"checkout.session.expired", session("unpaid"), portal.NewsExpired},
		{"refund.created", refund("succeeded"), portal.NewsRefunded},
		{"refund.created", refund("pending"), portal.NewsRefunded},
		{"refund.created", refund("requires_action"), portal.NewsOther},
		{"refund.updated", refund("failed"), portal.NewsRefundFailed},
		{"refund.updated", refund("canceled"), portal.NewsRefundFailed},
		{"refund.failed", refund("failed"), portal.NewsRefundFailed},
		{"charge.dispute.created", dispute, portal.NewsDisputed},
		{"charge.dispute.funds_withdrawn", dispute, portal.NewsWithdrawn},
		{"charge.dispute.funds_reinstated", dispute, portal.NewsReinstated},
		{"charge.dispute.closed", dispute, portal.NewsDisputeOver},
		{"charge.dispute.updated", dispute, portal.NewsOther},
		{"customer.created", `{"id":"cus_1"}`, portal.NewsOther},
	} {
		body := event(c.kind, c.object)
		n, err := pay.New("").News(body, pay.Sign(body, secret), secret)
		if err != nil || n.Kind != c.want || n.ID != "evt_1" || !n.Live || !n.At.Equal(time.Unix(1773154800, 0)) {
			t.Errorf("%s: %+v, %v", c.kind, n, err)
		}
		if strings.HasPrefix(c.kind, "checkout") && (n.Checkout != 7 || n.Session != "cs_1" || n.Intent != "pi_1" || n.Amount != 127_626 || n.Currency != "USD") {
			t.Errorf("%s: %+v", c.kind, n)
		}
		if strings.HasPrefix(c.kind, "refund") && (n.Refund != "re_1" || n.Key != "r-1" || n.Intent != "pi_1" || n.Amount != 500 || n.Fee != 15 || c.want == portal.NewsRefunded && n.Reason != "Goodwill") {
			t.Errorf("%s: %+v", c.kind, n)
		}
		if strings.HasPrefix(c.kind, "charge") && (n.Refund != "dp_1" || n.Intent != "pi_1" || n.Reason != "fraudulent") {
			t.Errorf("%s: %+v", c.kind, n)
		}
	}
}

func TestForgedNewsIsRefused(t *testing.T) {
	body := event("checkout.session.completed", `{"id":"cs_1","payment_status":"paid"}`)
	signed := func(at time.Time, with string) string {
		return webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: with, Timestamp: at}).Header
	}
	other := []byte(strings.Replace(string(body), stripe.APIVersion, "2020-08-27", 1))
	for name, c := range map[string]struct {
		body         []byte
		sign, secret string
	}{
		"unsigned":            {body, "", secret},
		"nonsense":            {body, "t=1,v1=zz", secret},
		"another secret":      {body, signed(time.Now(), "whsec_other"), secret},
		"no secret":           {body, signed(time.Now(), ""), ""},
		"old":                 {body, signed(time.Now().Add(-6*time.Minute), secret), secret},
		"changed":             {append([]byte(" "), body...), signed(time.Now(), secret), secret},
		"another API version": {other, pay.Sign(other, secret), secret},
		"no event":            {[]byte(`{}`), pay.Sign([]byte(`{}`), secret), secret},
		"no JSON":             {[]byte(`<`), pay.Sign([]byte(`<`), secret), secret},
	} {
		if n, err := pay.New("").News(c.body, c.sign, c.secret); err == nil || n.Kind != portal.NewsOther {
			t.Errorf("%s: %+v", name, n)
		}
	}
}

func FuzzNews(f *testing.F) {
	f.Add("checkout.session.completed", `{"id":"cs_1","payment_status":"paid","amount_total":1,"payment_intent":"pi"}`, "t=1,v1=00")
	f.Add("refund.created", `{"id":"re_1","payment_intent":{"id":"pi"},"metadata":{"refund":"x"}}`, "")
	f.Add("charge.dispute.closed", `[]`, "v1=,t=")
	f.Add("", `null`, "=")
	f.Fuzz(func(t *testing.T, kind, object, signature string) {
		body := event(kind, object)
		if _, err := pay.New("").News(body, signature, secret); err == nil {
			t.Error("an event with a made-up signature was taken")
		}
		n, err := pay.New("").News(body, pay.Sign(body, secret), secret)
		if err != nil && n.Kind != portal.NewsOther {
			t.Errorf("%+v, %v", n, err)
		}
		if n.Kind != portal.NewsOther && n.ID == "" {
			t.Errorf("news of nothing: %+v", n)
		}
	})
}
