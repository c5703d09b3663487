// Package mail composes messages and hands them to a mail server or a folder.
// Only what has been composed here is sent, so every header has passed its
// checks.
package mail

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Message is one mail. Text, From, To, Subject, MessageID and Date are
// required; the identity is the caller's, so that a retry is the same mail.
type Message struct {
	From, FromName string
	To             []Address
	ReplyTo        Address // none when empty
	Subject        string
	HTML, Text     string
	MessageID      string // from NewMessageID
	Date           time.Time
	Inline         []Part            // images that HTML shows by cid:
	Attach         []Part            // files beside the text
	Headers        map[string]string // further ones, printable ASCII: List-Unsubscribe, References
}

// Address is a person and their mailbox.
type Address struct{ Name, Email string }

// Part is a file in the mail. CID names an inline one to the HTML; Type is its
// MIME type.
type Part struct {
	Name, Type, CID string
	Data            []byte
}

// NewMessageID makes the identity of a new mail. The host is that of the
// portal; a port is dropped.
func NewMessageID(host string) string {
	host, _, _ = strings.Cut(host, ":")
	if !hostName.MatchString(host) {
		host = "localhost"
	}
	return "<" + rand.Text() + "@" + host + ">"
}

var (
	hostName  = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$`)
	messageID = regexp.MustCompile(`^<[A-Za-z0-9._+=-]{1,200}@[A-Za-z0-9.-]{1,253}>$`)
	contentID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}(@[A-Za-z0-9.-]{1,100})?$`)
)

// Compose makes the bytes that travel. Its errors are permanent: the same
// message fails again.
func Compose(m Message) ([]byte, error) {
	head, err := m.head()
	if err != nil {
		return nil, err
	}
	kind, body, err := m.body()
	if err != nil {
		return nil, err
	}
	for _, f := range kind {
		head.add(f.name, f.value)
	}
	return append(append(head.bytes(), "\r\n"...), body...), nil
}

// head makes every header but those that say how the body is built.
func (m *Message) head() (header, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	var h header
	from, err := mailbox(Address{m.FromName, m.From})
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	to, err := mailboxes(m.To)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	subject, err := text(m.Subject)
	if err != nil {
		return nil, fmt.Errorf("subject: %w", err)
	}
	h.add("Date", m.Date.Format(time.RFC1123Z))
	h.add("Message-ID", m.MessageID)
	h.add("From", from)
	h.add("To", to)
	if m.ReplyTo.Email != "" {
		reply, err := mailbox(m.ReplyTo)
		if err != nil {
			return nil, fmt.Errorf("reply address: %w", err)
		}
		h.add("Reply-To", reply)
	}
	h.add("Subject", subject)
	// Keeps out-of-office answers from coming back.
	h.add("Auto-Submitted", "auto-generated")
	if err := h.addExtra(m.Headers); err != nil {
		return nil, err
	}
	h.add("MIME-Version", "1.0")
	return h, nil
}

func (m *Message) check() error {
	switch {
	case !messageID.MatchString(m.MessageID):
		return fmt.Errorf("mail: not a message id: %q", m.MessageID)
	case m.Date.IsZero():
		return fmt.Errorf("mail: no date")
	case len(m.To) == 0:
		return fmt.Errorf("mail: no recipient")
	case m.Text == "":
		return fmt.Errorf("mail: no text")
	case len(m.Inline) > 0 && m.HTML == "":
		return fmt.Errorf("mail: inline parts without HTML")
	}
	return nil
}
