package portal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/portal"
)

func said(text string, staff bool) portal.Message {
	return portal.Message{At: time.Unix(1, 0), Name: "Ann", Text: text, Staff: staff}
}

func raised(t *testing.T) portal.Request {
	t.Helper()
	r := portal.Request{Client: 1, Kind: portal.Question, Subject: "When?"}
	if err := r.Raise(said("When do you come?", false)); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRequestMoves(t *testing.T) {
	reply := func(staff bool) func(*portal.Request) error {
		return func(r *portal.Request) error { return r.Reply(said("Well.", staff)) }
	}
	moves := map[string]func(*portal.Request) error{
		"client": reply(false), "staff": reply(true), "close": (*portal.Request).Close, "reopen": (*portal.Request).Reopen,
	}
	open, answered, closed := portal.RequestOpen, portal.RequestAnswered, portal.RequestClosed
	for _, c := range []struct {
		from portal.RequestState
		move string
		to   portal.RequestState
		err  error
	}{
		{open, "client", open, nil},
		{open, "staff", answered, nil},
		{open, "close", closed, nil},
		{open, "reopen", open, portal.ErrRequestOpen},
		{answered, "client", open, nil},
		{answered, "staff", answered, nil},
		{answered, "close", closed, nil},
		{answered, "reopen", answered, portal.ErrRequestOpen},
		{closed, "client", open, nil},
		{closed, "staff", answered, nil},
		{closed, "close", closed, portal.ErrRequestClosed},
		{closed, "reopen", open, nil},
	} {
		t.Run(c.from.Name()+" "+c.move, func(t *testing.T) {
			r := raised(t)
			r.State = c.from
			if err := moves[c.move](&r); !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if r.State != c.to {
				t.Errorf("state %s, want %s", r.State.Name(), c.to.Name())
			}
		})
	}
}

func TestRaisingWhatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name  string
		r     portal.Request
		text  string
		field string
	}{
		{"no kind", portal.Request{Subject: "Hello"}, "Text", "kind"},
		{"a kind that isn’t", portal.Request{Kind: 0, Subject: "Hello"}, "Text", "kind"},
		{"no subject", portal.Request{Kind: portal.Complaint, Subject: " \n "}, "Text", "subject"},
		{"a long subject", portal.Request{Kind: portal.Complaint, Subject: strings.Repeat("ä", 121)}, "Text", "subject"},
		{"no text", portal.Request{Kind: portal.Dispute}, " \r\n\t", "text"},
		{"a long text", portal.Request{Kind: portal.Dispute}, strings.Repeat("ä", 5_001), "text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var e *portal.Error
			if err := c.r.Raise(said(c.text, false)); !errors.As(err, &e) || len(e.Faults) != 1 || e.Faults[0].Field != c.field {
				t.Errorf("%v, want a fault of %s", err, c.field)
			}
			if len(c.r.Messages) != 0 {
				t.Error("it has a message")
			}
		})
	}
	r := portal.Request{Kind: portal.Dispute}
	if err := r.Raise(said(strings.Repeat("ä", 5_000), false)); err != nil {
		t.Errorf("5,000 letters are refused: %v", err)
	}
}

func TestAThreadIsFullOnce(t *testing.T) {
	r := raised(t)
	for len(r.Messages) < portal.MaxMessages {
		if err := r.Reply(said("More\r\nand more", len(r.Messages)%2 == 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Reply(said("Too much", false)); !errors.Is(err, portal.ErrThreadFull) || len(r.Messages) != portal.MaxMessages {
		t.Errorf("%v, %d messages", err, len(r.Messages))
	}
	if r.Messages[1].Text != "More\nand more" {
		t.Errorf("%q", r.Messages[1].Text)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestAKeyCountsOnce(t *testing.T) {
	r := raised(t)
	m := said("Again", false)
	m.Key = "k"
	if r.Has("k") || r.Has("") {
		t.Error("it has what never came")
	}
	if err := r.Reply(m); err != nil || !r.Has("k") {
		t.Error(err)
	}
}

func TestWhoSeesWhichRequests(t *testing.T) {
	for _, c := range []struct {
		may  portal.Permissions
		want []portal.RequestKind
	}{
		{0, nil},
		{portal.Set(portal.ViewInvoices), nil},
		{portal.Set(portal.RaiseRequests), []portal.RequestKind{portal.Complaint, portal.QuoteRequest, portal.Question}},
		{portal.Set(portal.RaiseRequests, portal.ViewInvoices), []portal.RequestKind{portal.Complaint, portal.Dispute, portal.QuoteRequest, portal.Question}},
		{portal.AllPermissions, portal.RequestKinds},
	} {
		if got := portal.SeenRequests(c.may); !slices.Equal(got, c.want) {
			t.Errorf("%b: %v, want %v", c.may, got, c.want)
		}
	}
}

func TestWhichInvoicesCanBeDisputed(t *testing.T) {
	for s, ok := range map[portal.InvoiceState]bool{portal.Draft: false, portal.Issued: true, portal.Void: false, portal.BadDebt: true} {
		if err := (portal.Invoice{State: s}).Disputable(); (err == nil) != ok {
			t.Errorf("state %d: %v", s, err)
		}
	}
}
