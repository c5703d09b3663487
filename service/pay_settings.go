package service

import (
	"context"
	"slices"
	"strings"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// PaySetup is how clients can pay, as the office sees it: of the keys only enough to recognise them.
type PaySetup struct {
	portal.PaySettings
	Payee    portal.Payee
	Currency portal.Currency // of the business: fees are in it
	Key      string          // "sk_live_…1234"; "" = none
	Lost     bool            // the keys were sealed with another secret key, and can't be read
	Hook     string          // address that Stripe sends its events to
}

// PaySetup reads how clients can pay.
func (s *Service) PaySetup(ctx context.Context, sc Scope) (p PaySetup, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return p, err
	}
	b, err := s.Business(ctx)
	if err != nil {
		return p, err
	}
	p = PaySetup{PaySettings: b.Pay, Payee: b.Payee, Currency: b.Profile.Currency, Hook: s.Link(&b, paths.HookStripe().String())}
	key, err := s.unseal(ForStripe, b.Pay.Secret)
	_, hookErr := s.unseal(ForStripeWebhook, b.Pay.Webhook)
	p.Key, p.Lost = hint(key), err != nil || hookErr != nil
	p.Secret, p.Webhook = keep(p.Secret), keep(p.Webhook)
	return p, nil
}

// keep says only that there is a secret.
func keep(sealed []byte) []byte {
	if len(sealed) == 0 {
		return nil
	}
	return []byte{1}
}

// hint is enough of a key to recognise it.
func hint(key string) string {
	if key == "" {
		return ""
	}
	kind := ""
	if parts := strings.SplitN(key, "_", 3); len(parts) == 3 {
		kind = parts[0] + "_" + parts[1] + "_"
	}
	return kind + "…" + key[max(0, len(key)-4):]
}

// SavePayOptions saves what is offered and what it costs. The keys stay as they are.
func (s *Service) SavePayOptions(ctx context.Context, sc Scope, p portal.PaySettings, was portal.Version) error {
	return s.saveSettings(ctx, sc, portal.Office, "Payments", func(_ *store.Tx, b *portal.Business) error {
		p := p
		p.Version, p.Secret, p.Webhook, p.Live = b.Pay.Version, b.Pay.Secret, b.Pay.Webhook, b.Pay.Live
		if err := p.Validate(); err != nil {
			return err
		}
		b.Pay = p
		return over(&b.Pay.Version, was)
	})
}

// StripeKeys are the two secrets that the business has from Stripe; an empty one keeps what there is.
type StripeKeys struct {
	Secret, Webhook string
	Forget          bool // both, and paying online is off
}

func (k StripeKeys) check(b *portal.Business) error {
	var v portal.Check
	start := func(s string, prefixes ...string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) && len(s) > len(p)+8 })
	}
	v.That(k.Secret == "" && len(b.Pay.Secret) > 0 || start(k.Secret, "sk_test_", "sk_live_", "rk_test_", "rk_live_"), "secret",
		"A secret key begins with sk_live_ or sk_test_ (a restricted one with rk_). You find it in Stripe under Developers → API keys.")
	v.That(k.Webhook == "" && len(b.Pay.Webhook) > 0 || start(k.Webhook, "whsec_"), "webhook",
		"A signing secret begins with whsec_. You find it in Stripe at the webhook that you made.")
	return v.Done()
}

// SaveStripe saves the keys of the pay provider. Whose keys they are decides where the money goes, so this is guarded
// like the bank details.
func (s *Service) SaveStripe(ctx context.Context, sc Scope, k StripeKeys, was portal.Version) error {
	return s.saveGuarded(ctx, sc, "Stripe keys", func(tx *store.Tx, b *portal.Business) ([]string, error) {
		if k.Forget {
			b.Pay.Secret, b.Pay.Webhook, b.Pay.Live, b.Pay.Card, b.Pay.ACH = nil, nil, false, false, false
			return []string{"The keys were removed: cards and ACH are off."}, over(&b.Pay.Version, was)
		}
		if err := k.check(b); err != nil {
			return nil, err
		}
		var did []string
		if k.Secret != "" {
			old, _ := s.unseal(ForStripe, b.Pay.Secret) // one that can't be read is none
			did = append(did, change("Secret key", hint(old), hint(k.Secret)))
			b.Pay.Secret, b.Pay.Live = s.seal(ForStripe, k.Secret), strings.Contains(k.Secret[:8], "_live_")
		}
		if k.Webhook != "" {
			did = append(did, "Signing secret of the webhook: a new one")
			b.Pay.Webhook = s.seal(ForStripeWebhook, k.Webhook)
		}
		return did, over(&b.Pay.Version, was)
	})
}

// SavePayee saves where money goes.
func (s *Service) SavePayee(ctx context.Context, sc Scope, p portal.Payee, was portal.Version) error {
	p.IBAN, p.BIC = portal.PlainIBAN(p.IBAN), portal.PlainIBAN(p.BIC)
	if err := p.Validate(); err != nil {
		return err
	}
	return s.saveGuarded(ctx, sc, "Bank details", func(tx *store.Tx, b *portal.Business) (did []string, err error) {
		for _, c := range b.Payee.Changes(p) {
			did = append(did, change(c.Name, portal.Mask(c.Was), portal.Mask(c.Is)))
		}
		p := p
		p.Version, p.Since = b.Payee.Version, b.Payee.Since
		if len(did) > 0 {
			p.Since = tx.Now
		}
		b.Payee = p
		return did, over(&b.Payee.Version, was)
	})
}

func change(name, was, is string) string {
	if was == "" {
		was = "–"
	}
	return name + ": " + was + " → " + is
}

// saveGuarded changes where money goes: only an Owner, only with a fresh code, and every Owner is told what changed,
// by whom and from where.
func (s *Service) saveGuarded(ctx context.Context, sc Scope, what string, do func(*store.Tx, *portal.Business) ([]string, error)) error {
	return s.change(ctx, sc, staffOf(portal.Owner), func(tx *store.Tx) error {
		sess, err := session(tx, sc.session)
		if err != nil || !sess.Fresh(tx.Now) {
			return errFresh
		}
		b := *tx.Business()
		did, err := do(tx, &b)
		if err != nil || len(did) == 0 {
			return err
		}
		if err := tx.PutBusiness(b); err != nil {
			return err
		}
		tx.Notify(office)
		e := sc.Actor.event(portal.EventPayeeChanged)
		e.Detail = what + ": " + strings.Join(did, "; ")
		if err := tx.AddEvent(e); err != nil {
			return err
		}
		return s.tellOwners(tx, sc, what, did)
	})
}

// tellOwners mails every Owner what became of where money goes. Nobody can turn these mails off.
func (s *Service) tellOwners(tx *store.Tx, sc Scope, what string, did []string) error {
	all, err := tx.StaffList()
	if err != nil {
		return err
	}
	f := portal.LetterFacts{
		By: sc.name, What: what, Does: did, Path: paths.OfficeSettingsPayments().String(), Device: auth.DeviceLabel(sc.from.UserAgent),
		IP: sc.from.ip(), At: tx.Now,
	}
	for _, st := range all {
		if st.Role != portal.Owner || st.Off {
			continue
		}
		m := portal.Mail{Kind: portal.MailPayee, To: st.Email, ToName: st.Name, Person: st.Person}
		if _, err := s.postID(tx, m, f); err != nil {
			return err
		}
	}
	return nil
}
