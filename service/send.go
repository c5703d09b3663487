package service

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/portal"
	"portico/store"
)

// refusal is what a Carrier's errors can say.
type refusal interface {
	error
	Again() bool                 // trying again later makes sense
	Words() (msg, detail string) // for people
}

// SendMail makes one attempt at a mail of the outbox and records how it went. An error means "again later". A
// crash between the mail server's acceptance and the record sends it again with the same Message-ID; nothing
// else does.
func (s *Service) SendMail(ctx context.Context, id portal.MailID) error {
	d, err := s.draft(ctx, id)
	if d.mail.ID == 0 {
		return err
	}
	if err == nil && d.mail.State != portal.MailWaiting {
		return nil
	}
	if err == nil {
		err = s.send(ctx, &d)
	}
	if err != nil && ctx.Err() != nil {
		return err // cut off: not the mail's fault, so not counted
	}
	why := outcomeOf(err)
	if err := s.insist(ctx, func() error { return s.record(&d, why) }); err != nil {
		return err
	}
	if why.state == portal.MailWaiting {
		return err
	}
	return nil
}

func (s *Service) send(ctx context.Context, d *draft) error {
	password, err := s.unseal(forSMTP, d.business.Mail.Password)
	if err != nil {
		return broken{"The password of the mail server cannot be read any more. Type it again in Settings → Mail.", err}
	}
	carrier, err := s.opt.Carrier(d.business.Mail, password)
	if err != nil {
		return err
	}
	p := s.parcel(d)
	if p.Raw == nil {
		if p.Raw, err = s.compose(ctx, carrier, d, p); err != nil {
			return err
		}
	}
	if err := carrier.Carry(ctx, p); err != nil {
		return err
	}
	if d.letter.Code != "" && s.opt.CodeSink != nil {
		s.opt.CodeSink(d.mail.To, d.letter.Code)
	}
	return nil
}

// compose writes the mail and freezes it, so that a later try sends the same bytes, whatever has changed by
// then. What holds a secret is never stored: it is composed anew each time.
func (s *Service) compose(ctx context.Context, c Carrier, d *draft, p portal.Parcel) (raw []byte, err error) {
	d.letter.Logo = s.logo(ctx, &d.business, mailLogo)
	p.Attach = s.attach(ctx, d)
	d.letter.Attached = len(p.Attach) > 0
	if p.Written, err = s.opt.Letters.Write(ctx, d.letter); err != nil {
		return nil, err
	}
	d.subject, p.Logo = p.Written.Subject, d.letter.Logo
	if raw, err = c.Compose(p); err != nil || d.mail.Secret {
		return raw, unwritable(err)
	}
	return raw, s.db.Update(ctx, func(tx *store.Tx) error {
		m, err := tx.Mail(d.mail.ID)
		if err != nil {
			return err
		}
		m.Frozen, m.Subject = s.freeze(d.facts, raw), d.subject
		return tx.PutMail(&m)
	})
}

// broken is a fault with words for people; another try may find it mended.
type broken struct {
	msg   string
	cause error
}

func (b broken) Error() string           { return b.msg + " (" + b.cause.Error() + ")" }
func (b broken) Unwrap() error           { return b.cause }
func (b broken) Again() bool             { return true }
func (b broken) Words() (string, string) { return b.msg, "" }

// unwritable is a mail that no mail program could read: no later try can mend it.
func unwritable(err error) error {
	if err == nil {
		return nil
	}
	return never{broken{"The mail could not be written. Check the names and addresses in it.", err}}
}

type never struct{ broken }

func (never) Again() bool { return false }

// outcome is what one attempt came to.
type outcome struct {
	state       portal.MailState
	why, detail string
	untried     bool // nothing was offered to a mail server
}

func outcomeOf(err error) outcome {
	var p pointless
	var r refusal
	switch {
	case err == nil:
		return outcome{state: portal.MailSent}
	case errors.As(err, &p):
		return outcome{state: portal.MailFailed, why: string(p), untried: true}
	case errors.As(err, &r):
		o := outcome{state: portal.MailFailed}
		if r.Again() {
			o.state = portal.MailWaiting
		}
		o.why, o.detail = r.Words()
		return o
	}
	return outcome{state: portal.MailWaiting, why: "Something went wrong in Portico. The mail will be tried again."}
}

// insist writes the outcome down, however long that takes: with a full disk, a mail that forgot it was sent
// would go out again and again.
func (s *Service) insist(ctx context.Context, write func() error) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		err := write()
		if err == nil {
			return nil
		}
		slog.Error("mail: cannot record an attempt", "err", err)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

func (s *Service) record(d *draft, o outcome) error {
	return s.db.Update(context.Background(), func(tx *store.Tx) error {
		m, err := tx.Mail(d.mail.ID)
		if err != nil || m.State != portal.MailWaiting {
			return err
		}
		if err := settle(tx, &m, d, o); err != nil {
			return err
		}
		if m.Kind == portal.MailTest && m.State == portal.MailSent {
			return tx.HurryTasks(taskMail, 200) // mail works again: what waited need not wait longer
		}
		return nil
	})
}

// settle writes an outcome into the mail and, for an invitation, beside its contact's cloud.
func settle(tx *store.Tx, m *portal.Mail, d *draft, o outcome) error {
	if o.why == whyExpired && m.Why != "" {
		o.detail = m.Why // what had kept it
	}
	m.State, m.Why, m.Detail, m.Due = o.state, o.why, o.detail, time.Time{}
	if d.subject != "" {
		m.Subject = d.subject
	}
	if !o.untried {
		m.Tries++
	}
	if m.State == portal.MailSent {
		m.Sent = tx.Now
		if err := forget(m, d.facts); err != nil {
			return err
		}
	}
	tx.Notify(office)
	if err := tx.PutMail(m); err != nil {
		return err
	}
	if m.Kind != portal.MailInvitation || m.Contact == 0 || m.State == portal.MailWaiting {
		return nil
	}
	return delivered(tx, m.Contact, o.why)
}

// forget drops a password once it has been told.
func forget(m *portal.Mail, f portal.LetterFacts) (err error) {
	if f.Password == nil {
		return nil
	}
	f.Password, f.Told = nil, true
	m.Facts, err = cbor.Marshal(f)
	return err
}

// delivered notes at a contact why their invitation did not arrive, "" when it did.
func delivered(tx *store.Tx, id portal.ContactID, why string) error {
	owner, err := tx.ContactOwner(id)
	if portal.CodeOf(err) == portal.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := tx.Contact(portal.Sight{Client: owner}, id)
	if err != nil || c.Delivery == why {
		return err
	}
	c.Delivery = why
	return tx.PutContact(&c, c.Version)
}
