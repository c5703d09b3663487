package crash

import (
	"fmt"
	"strings"
	"testing"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

// settled waits until the payer has every mail that the provider's money makes: one for each payment and each refund.
func (s *shop) settled(t *testing.T) {
	t.Helper()
	paid, back := s.money()
	s.sink.wait(t, fmt.Sprintf("%d receipts and %d mails of refunds", len(paid), len(back)), func(ls []letter) bool {
		came := map[string]bool{}
		for _, l := range ls {
			if l.To == payer {
				came[l.MessageID] = true
			}
		}
		return len(came) >= len(paid)+len(back)
	})
}

// money is what the provider took and gave back, by its ids.
func (s *shop) money() (paid map[string]int64, back map[string]int64) {
	s.till.mu.Lock()
	defer s.till.mu.Unlock()
	paid, back = map[string]int64{}, map[string]int64{}
	for _, p := range s.till.pages {
		if p.paid {
			paid[p.intent] = p.amount
		}
	}
	for _, r := range s.till.refunds {
		back[r.ID] = r.Amount
	}
	return paid, back
}

// look opens the file as the program left it: it is sound, and has no money that the provider hasn't.
func (s *shop) look(t *testing.T) {
	t.Helper()
	db, err := store.Open(s.data, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.MustCheck(t, db)
	storetest.View(t, db, func(tx *store.Tx) error {
		b := read(t, tx, s.clients)
		s.compare(t, b, len(s.till.events) == 0)
		s.delivered(t, tx)
		return nil
	})
}

// compare holds the books against the provider. Whole: the provider has no event left to tell.
func (s *shop) compare(t *testing.T, b books, whole bool) {
	t.Helper()
	paid, back := s.money()
	numbers, entries := map[string]bool{}, 0
	for _, p := range b.payments {
		numbers[p.Number] = true
		if paid[p.Provider] != p.Amount || p.State != portal.PaymentCompleted {
			t.Errorf("%s of %d is booked for %s: the provider has %d", p.Number, p.Amount, p.Provider, paid[p.Provider])
		}
		delete(paid, p.Provider)
		for _, r := range p.Refunds {
			if back[r.Provider] != r.Amount || r.Reason != "Goodwill" {
				t.Errorf("a refund of %d is booked for %s (%s): the provider gave %d", r.Amount, r.Provider, r.Reason, back[r.Provider])
			}
			delete(back, r.Provider)
		}
		es := b.entries[portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)}]
		if entries += len(es); len(es) != 2+2*len(p.Refunds) { // the money and its fee
			t.Errorf("%s with %d refunds has %d entries", p.Number, len(p.Refunds), len(es))
		}
	}
	lost := 0
	for _, out := range s.till.refunds {
		if _, missing := back[out.ID]; missing && out.lost {
			lost++
		}
	}
	if whole && (len(paid) > 0 || len(back) > lost) {
		t.Errorf("the provider has %v and gave %v, which nobody booked", paid, back)
	}
	gapless(t, "PAY-", len(b.payments), b.last[portal.KindPayment], numbers)
	for _, i := range b.invoices {
		numbers[i.Number] = true
	}
	gapless(t, "INV-", len(b.invoices), b.last[portal.KindInvoice], numbers)
	for key := range b.waiting {
		if !b.queued[key] {
			t.Errorf("%s waits, but nobody will send it", key)
		}
	}
}

// finish looks once more when all is told and sent: each payment and each refund has its one mail.
func (s *shop) finish(t *testing.T) {
	t.Helper()
	if len(s.till.events) > 0 {
		t.Errorf("%d events were never taken", len(s.till.events))
	}
	paid, back := s.money()
	s.open(t, func(tx *store.Tx) error {
		kinds := map[portal.MailKind]int{}
		for _, m := range mails(t, tx) {
			if m.To == payer {
				kinds[m.Kind]++
			}
			if m.State != portal.MailSent && m.State != portal.MailWaiting {
				t.Errorf("the mail to %s is %s. %s", m.To, m.State.Name(), m.Why)
			}
		}
		if kinds[portal.MailReceipt] != len(paid) || kinds[portal.MailRefund] != len(back) {
			t.Errorf("%d payments and %d refunds have %d receipts and %d mails", len(paid), len(back), kinds[portal.MailReceipt], kinds[portal.MailRefund])
		}
		s.compare(t, read(t, tx, s.clients), true)
		return nil
	})
	if len(paid) < len(steps)/2 || len(back) < 3 {
		t.Errorf("only %d payments and %d refunds: hardly anything was paid", len(paid), len(back))
	}
	for key, out := range s.till.refunds {
		if !strings.HasPrefix(key, "refund-") || out.Metadata["refund"] == "" {
			t.Errorf("a refund of the key %s", key)
		}
	}
}
