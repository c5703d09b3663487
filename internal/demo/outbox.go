package demo

import (
	"errors"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/portal"
	"portico/store"
)

// post adds a mail to the outbox's history; one with a Why did not arrive.
func (b *builder) post(m *portal.Mail, f portal.LetterFacts) {
	facts, err := cbor.Marshal(f)
	if err != nil {
		panic(err) // plain strings and numbers
	}
	m.Facts, m.Tries = facts, 1
	m.MessageID = fmt.Sprintf("<demo-%d@larkfield.example>", len(b.mails)+1)
	m.State, m.Sent = portal.MailSent, m.Created.Add(time.Duration(b.between(1, 20))*time.Second)
	if m.Why != "" {
		m.State, m.Sent = portal.MailFailed, time.Time{}
		m.Detail = "550 5.1.1 <" + m.To + ">: Recipient address rejected"
	}
	if m.Sent.After(b.now) {
		m.Sent = b.now
	}
	b.mails = append(b.mails, m)
}

// waiting are how many of the newest invoices' mails are still on their way: the receiver's server asked to
// come back later.
const waiting = 3

// saveMail writes a mail; last counts from the newest, 1. A waiting one is queued, and really goes out.
func (b *builder) saveMail(tx *store.Tx, m *portal.Mail, last int) error {
	wait := m.Kind == portal.MailInvoice && b.held < waiting && last < 60
	if wait {
		b.held++
		m.State, m.Sent, m.Due = portal.MailWaiting, time.Time{}, b.now.Add(time.Duration(10+7*b.held)*time.Minute)
		m.Why, m.Detail = "The receiver’s mail server asks to come back later.", "451 4.7.1 Greylisted, try again in 15 minutes"
	}
	if err := errors.Join(tx.PutMail(m), b.saveLink(tx, m)); err != nil || !wait {
		return err
	}
	facts, err := cbor.Marshal(m.ID)
	if err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: "mail", Key: fmt.Sprintf("mail %d", m.ID), Due: m.Due, Facts: facts, Tries: 1})
}
