package service

import (
	"context"
	"errors"
	"io"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// draft is one attempt at a mail: all that is known about it, read in one View.
type draft struct {
	mail     portal.Mail
	facts    portal.LetterFacts
	business portal.Business
	letter   portal.Letter
	subject  string
	papers   []paper // what is drawn and attached
}

// pointless ends a mail that nobody should get any more.
type pointless string

func (p pointless) Error() string { return string(p) }

const (
	whyExpired   = "It expired before it could be sent."
	whyReplaced  = "A newer code was asked for."
	whyWithdrawn = "Its link was used or withdrawn before it could be sent."
	whySettled   = "The invoice was settled before the reminder could be sent."
	whyHeld      = "The invoice was disputed, or money for it came on its way, before the reminder could be sent."
	whyVoid      = "The invoice was voided before it could be sent."
	whyUnseen    = "Whoever it is for may no longer read what it is about."
	whyGone      = "What it is about has been deleted."
	whySealed    = "Portico’s secret key has changed since this was written. Send a new one."
)

func (s *Service) draft(ctx context.Context, id portal.MailID) (d draft, err error) {
	err = s.db.View(ctx, func(tx *store.Tx) error {
		d = draft{business: *tx.Business()}
		if d.mail, err = tx.Mail(id); err != nil || d.mail.State != portal.MailWaiting {
			return err
		}
		if d.facts, err = factsOf(d.mail); err != nil {
			return err
		}
		if expired(d.mail, tx.Now) {
			return pointless(whyExpired)
		}
		if d.mail.Frozen, err = s.thaw(d.facts, d.mail.Frozen); err != nil {
			return err
		}
		d.letter = portal.Letter{
			Kind: d.mail.Kind, Business: d.business, To: d.mail.To, Name: d.mail.ToName, Facts: d.facts,
			Home: s.Link(&d.business, paths.Root().String()),
		}
		if p, err := tx.Person(d.mail.Person); err == nil {
			d.letter.Language = p.Language
		}
		return s.fill(tx, &d)
	})
	switch {
	case errors.Is(err, auth.ErrSealed):
		err = pointless(whySealed)
	case portal.CodeOf(err) == portal.CodeNotFound && d.mail.ID != 0:
		err = pointless(whyGone)
	}
	return d, err
}

// fill adds what only some kinds have, and works out secrets.
func (s *Service) fill(tx *store.Tx, d *draft) error {
	var err error
	if d.letter.Password, err = s.unseal(forPassword, d.facts.Password); err != nil {
		return err
	}
	switch d.mail.Kind {
	case portal.MailCode:
		return s.fillCode(tx, d)
	case portal.MailInvoice:
		return s.fillInvoice(tx, d)
	case portal.MailReceipt:
		return s.fillReceipt(tx, d)
	case portal.MailEstimate, portal.MailEstimateAnswered, portal.MailSigned:
		return s.fillEstimate(tx, d)
	case portal.MailClaimed, portal.MailAlert, portal.MailPaymentDeclined, portal.MailPaymentFailed, portal.MailRefund:
		return s.fillPayment(tx, d)
	case portal.MailReminder:
		return s.fillReminder(tx, d)
	case portal.MailCreditNote:
		return s.fillCreditNote(tx, d)
	case portal.MailStatement:
		return s.fillStatement(tx, d)
	case portal.MailBatch:
		return s.fillBatch(tx, d)
	case portal.MailRequestRaised, portal.MailRequestAnswered:
		return s.fillRequest(tx, d)
	}
	return s.fillLink(tx, d)
}

// fillCode works the code out of its challenge. Without the challenge it is no use to anybody.
func (s *Service) fillCode(tx *store.Tx, d *draft) error {
	slip, err := tx.Slip(store.SlipChallenge, d.facts.Challenge)
	if err != nil {
		return pointless(whyReplaced)
	}
	var ch auth.Challenge
	if err := cbor.Unmarshal(slip.Data, &ch); err != nil {
		return err
	}
	switch {
	// The same browser asked again: this is the challenge of its newer mail.
	case ch.Dead || ch.Spent || ch.Expires.Sub(d.mail.Expires).Abs() > 2*time.Second:
		return pointless(whyReplaced)
	case !tx.Now.Before(ch.Expires):
		return pointless(whyExpired)
	}
	d.letter.Code = ch.Code(s.keys)
	if ch.Purpose == auth.PurposeSignIn || ch.Purpose == auth.PurposeNewDevice {
		d.letter.Link, d.letter.Once = s.Link(&d.business, paths.SignInLink(ch.LinkToken(s.keys)).String()), true
	}
	return nil
}

// fillLink makes the button: a path, or a one-time link while it is still good.
func (s *Service) fillLink(tx *store.Tx, d *draft) error {
	if d.facts.Doc.Kind != portal.KindNone {
		return s.fillDocument(tx, d)
	}
	token, err := s.unseal(forToken, d.facts.Token)
	if err != nil {
		return err
	}
	path := d.facts.Path
	if path == "" && d.mail.Kind == portal.MailNewDevice {
		path = s.devicesPath(tx, d.mail.Person)
	}
	if token != "" {
		kind, link := store.SlipInvite, paths.Invitation(token)
		if d.mail.Kind == portal.MailRegister {
			kind, link = store.SlipRegister, paths.Register(token)
		}
		if _, err := tx.Slip(kind, auth.HashToken(token)); err != nil {
			return pointless(whyWithdrawn)
		}
		path, d.letter.Once = link.String(), true
	}
	if path != "" {
		d.letter.Link = s.Link(&d.business, path)
	}
	return nil
}

// devicesPath is where a person signs devices out: staff do so in the office.
func (s *Service) devicesPath(tx *store.Tx, id portal.PersonID) string {
	if p, err := tx.Person(id); err == nil && p.Staff != 0 {
		return paths.OfficeDevices().String()
	}
	return paths.PortalDevices().String()
}

func (s *Service) fillInvoice(tx *store.Tx, d *draft) error {
	i, err := tx.Invoice(portal.Sight{Client: d.mail.Client}, d.facts.Invoice)
	if err != nil {
		return err
	}
	if i.State == portal.Void {
		return pointless(whyVoid)
	}
	d.letter.Invoice = &i
	if d.facts.Path == "" {
		d.facts.Path = paths.PortalInvoice(i.ID).String()
	}
	return s.fillLink(tx, d)
}

// fillReminder adds the invoice; one that was settled in the meantime is nothing to remind of.
func (s *Service) fillReminder(tx *store.Tx, d *draft) error {
	if err := s.fillInvoice(tx, d); err != nil {
		return err
	}
	if d.letter.Invoice.Remindable() != nil {
		return pointless(whySettled)
	}
	disputed, coming, err := held(tx, *d.letter.Invoice)
	if err != nil {
		return err
	}
	if disputed || coming {
		return pointless(whyHeld)
	}
	d.letter.Late = int(tx.Today - d.letter.Invoice.Term())
	return nil
}

// fillPayment adds the payment that a mail is about, and the invoices that it pays or was meant for.
func (s *Service) fillPayment(tx *store.Tx, d *draft) error {
	if d.mail.Kind == portal.MailAlert && d.facts.Payment == 0 { // about a schedule that has stopped
		return s.fillLink(tx, d)
	}
	sight := portal.Sight{Client: d.mail.Client}
	p, err := tx.Payment(sight, d.facts.Payment)
	if err != nil {
		return err
	}
	d.letter.Payment = &p
	parts := append(p.Wanted[:len(p.Wanted):len(p.Wanted)], p.Allocations...)
	for _, a := range parts[:min(len(parts), mostPaid)] {
		i, err := tx.Invoice(sight, a.Invoice)
		if err != nil {
			return err
		}
		d.letter.Paid = append(d.letter.Paid, i.Number)
	}
	return s.fillLink(tx, d)
}

// mostPaid is how many invoices a receipt names.
const mostPaid = 12

func (s *Service) fillReceipt(tx *store.Tx, d *draft) error {
	sight := portal.Sight{Client: d.mail.Client}
	p, err := tx.Payment(sight, d.facts.Payment)
	if err != nil {
		return err
	}
	d.letter.Payment = &p
	paid := portal.PerInvoice(p.Allocations)
	for _, a := range paid[:min(len(paid), mostPaid)] {
		i, err := tx.Invoice(sight, a.Invoice)
		if err != nil {
			return err
		}
		d.letter.Paid = append(d.letter.Paid, i.Number)
	}
	d.facts.Path = paths.PortalPayment(p.ID).String()
	if err := s.fillLink(tx, d); err != nil {
		return err
	}
	return s.attachReceipt(tx, d, p.ID)
}

// Limits of a logo. A mail stays light: a larger one is left out. On paper it is made smaller.
const (
	mailLogo  = 200 << 10
	printLogo = 4 << 20
)

// logo reads the business's logo, of at most so many bytes. A mail or a document without it is better than none.
func (s *Service) logo(ctx context.Context, b *portal.Business, limit int64) []byte {
	if b.Profile.Logo == 0 {
		return nil
	}
	blob, err := s.db.Blob(ctx, b.Profile.Logo)
	if err != nil {
		return nil
	}
	png, err := io.ReadAll(io.LimitReader(blob, limit+1))
	if err != nil || int64(len(png)) > limit {
		return nil
	}
	return png
}

// parcel addresses a mail.
func (s *Service) parcel(d *draft) portal.Parcel {
	from, name := s.sender(&d.business)
	p := portal.Parcel{
		MessageID: d.mail.MessageID, Date: d.mail.Created, From: from, FromName: oneLine(name), To: d.mail.To,
		ToName: oneLine(d.mail.ToName), Raw: d.mail.Frozen, Logo: d.letter.Logo,
	}
	if reply := d.business.Profile.Email; reply != from {
		p.ReplyTo = reply
	}
	return p
}

// sender is whom mails come from: --mail-from, else the settings, else the business's own address.
func (s *Service) sender(b *portal.Business) (address, name string) {
	name = b.Mail.FromName
	if name == "" {
		name = b.Profile.Name
	}
	if a, err := netmail.ParseAddress(s.opt.MailFrom); err == nil {
		if a.Name != "" {
			name = a.Name
		}
		return a.Address, name
	}
	for _, a := range []string{b.Mail.From, b.Profile.Email} {
		if a != "" {
			return a, name
		}
	}
	return "portico@" + s.host(b), name
}

// oneLine makes a name fit for a header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
}
