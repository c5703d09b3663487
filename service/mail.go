package service

import (
	"crypto/rand"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/portal"
	"portico/store"
)

// post puts a mail into the outbox and queues its sending, in the transaction of its cause.
func (s *Service) post(tx *store.Tx, m portal.Mail, f portal.LetterFacts) error {
	facts, err := cbor.Marshal(f)
	if err != nil {
		return fmt.Errorf("mail facts: %w", err)
	}
	m.ID, m.State, m.Created, m.Facts = 0, portal.MailWaiting, tx.Now, facts
	m.MessageID = "<" + rand.Text() + "@localhost>"
	m.Secret = m.Kind == portal.MailCode || f.Token != nil || f.Password != nil
	if err := tx.PutMail(&m); err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: "mail", Key: fmt.Sprintf("mail %d", m.ID)})
}

const forToken = "letter token"

// seal makes a secret fit to be stored.
func (s *Service) seal(what, secret string) []byte {
	return s.keys.Seal(auth.UseLink, []byte(secret), []byte(what))
}
