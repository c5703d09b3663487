package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"unicode"
)

// Kind says what can be done about a mail that did not go out.
type Kind uint8

// The kinds of failure.
const (
	Temporary Kind = iota + 1 // goes away: the server is down, slow or busy
	Permanent                 // the server will never take this mail
	Auth                      // the server refused the user name or password, or the settings lack them
	TLS                       // no encryption that can be trusted
)

// Error is a mail that did not go out. Its text can be shown to the Owner: it
// holds neither the password nor anything of the mail's content.
type Error struct {
	Kind   Kind
	Code   int    // the server's, 0 where it gave none
	Msg    string // what happened and what to do
	Detail string // the server's own words, one line, without secrets
	cause  error
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Msg
	}
	return e.Msg + " (" + e.Detail + ")"
}

// Unwrap gives the cause where that is a cancelled context, and nothing else:
// a server may repeat a password in its reply.
func (e *Error) Unwrap() error { return e.cause }

// Again says whether trying again later makes sense. Wrong settings count: once
// the Owner has put them right, what waits goes out.
func (e *Error) Again() bool { return e.Kind != Permanent }

// Words are what happened and what to do, and the server's own words.
func (e *Error) Words() (msg, detail string) { return e.Msg, e.Detail }

// IsPermanent says whether err is of the kind that no later attempt can mend.
func IsPermanent(err error) bool {
	var e *Error
	return errors.As(err, &e) && !e.Again()
}

// stage is how far the talk with the server has come.
type stage uint8

const (
	connecting stage = iota
	greeting
	securing
	signingIn
	sender
	recipient
	content
)

// explain turns an error of a stage into one that people can act on.
func explain(ctx context.Context, at stage, err error, secrets []string) *Error {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		e := fromReply(at, reply.Code)
		e.Code, e.Detail = reply.Code, redact(strconv.Itoa(reply.Code)+" "+reply.Msg, secrets)
		return e
	}
	if cause := ctx.Err(); cause != nil {
		return &Error{Kind: Temporary, Msg: "Sending was stopped before your mail server answered.", cause: cause}
	}
	if msg := untrusted(err); msg != "" {
		return &Error{Kind: TLS, Msg: msg, Detail: redact(err.Error(), secrets)}
	}
	e := &Error{Kind: Temporary, Msg: "The connection to your mail server broke. The mail will be tried again.", Detail: redact(err.Error(), secrets)}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		e.Msg = "There is no mail server of that name. Check Settings → Mail."
	case errors.As(err, &timeout) && timeout.Timeout():
		e.Msg = "Your mail server did not answer in time. The mail will be tried again."
	case at == connecting:
		e.Msg = "Your mail server cannot be reached. The mail will be tried again."
	}
	return e
}

func fromReply(at stage, code int) *Error {
	switch {
	case code == 530 || code == 534 || code == 535 || code == 538 || (at == signingIn && code >= 500):
		return &Error{Kind: Auth, Msg: "Your mail server refused the password. Check Settings → Mail."}
	case at == securing && code >= 500:
		return &Error{Kind: TLS, Msg: "Your mail server refused to encrypt the connection. Check Settings → Mail."}
	// Before the mail was offered, nothing about it can be wrong.
	case code < 500 || at < sender:
		return &Error{Kind: Temporary, Msg: "Your mail server cannot take the mail now. It will be tried again."}
	case at == sender:
		return &Error{Kind: Permanent, Msg: "Your mail server does not allow this sender. Check Settings → Mail."}
	case at == recipient:
		return &Error{Kind: Permanent, Msg: "The address was refused. Check that it is right."}
	case code == 552:
		return &Error{Kind: Permanent, Msg: "The mail is too big for the mail server."}
	default:
		return &Error{Kind: Permanent, Msg: "The mail server refused the mail."}
	}
}

// untrusted names what is wrong with the encryption, or nothing when it isn't that.
func untrusted(err error) string {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var verify *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	switch {
	case errors.As(err, &name):
		return "Your mail server's certificate is for another name. Check the server's name in Settings → Mail."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "Your mail server's certificate has expired. Its operator has to renew it."
	case errors.As(err, &unknown), errors.As(err, &invalid), errors.As(err, &verify):
		return "Your mail server's certificate cannot be trusted. Check the server's name in Settings → Mail."
	case errors.As(err, &plain):
		return "This port of your mail server is not encrypted from the start. Try smtp:// with port 587 in Settings → Mail."
	// The rest of them has no types: alerts of either side, versions, ciphers.
	case strings.Contains(err.Error(), "tls: "):
		return "Your mail server and Portico found no encryption that both accept."
	}
	return ""
}

// redact makes a server's words fit for a page and a log.
func redact(s string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "•••")
		}
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
