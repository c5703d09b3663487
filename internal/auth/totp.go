package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
)

const (
	totpStep      = 30 // seconds, RFC 6238 §4
	totpSkew      = 1  // steps either way, RFC 6238 §5.2
	totpBytes     = 20 // of secret, RFC 4226 §4 R6
	RecoveryCodes = 10
)

// base32Plain is how both the app and the library want a secret.
var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// ErrTOTPKey says that the secret was sealed under another key: after a restore without the key file the
// authenticator has to be set up again (SPEC §11).
var ErrTOTPKey = errors.New("auth: authenticator was set up under another key")

// TOTP is a person's authenticator app. It protects nothing until Confirmed is set, by the first good code.
type TOTP struct {
	Sealed    []byte         `cbor:"1,keyasint"`           // the secret, sealed for this person
	LastStep  uint64         `cbor:"2,keyasint,omitempty"` // of the newest code used
	Created   time.Time      `cbor:"3,keyasint"`
	Confirmed time.Time      `cbor:"4,keyasint,omitempty"`
	Recovery  []RecoveryCode `cbor:"5,keyasint,omitempty"`
}

// RecoveryCode is a one-time code for when the app is lost; used ones stay, with their time.
type RecoveryCode struct {
	MAC  [32]byte  `cbor:"1,keyasint"`
	Used time.Time `cbor:"2,keyasint,omitempty"`
}

// Enrolment is what the set-up page shows: the QR code of URL (see QRSVG) and the secret to type instead.
type Enrolment struct{ Secret, URL string }

// NewTOTP makes the secret of a person's authenticator.
func NewTOTP(keys *Keys, person uint64, now time.Time) TOTP {
	secret := make([]byte, totpBytes)
	_, _ = rand.Read(secret)
	return TOTP{Sealed: keys.Seal(UseTOTP, secret, totpContext(person)), Created: now}
}

// Enrolment works out what to show while the set-up is not confirmed. Issuer is the business, account the
// person's e-mail address or username.
func (t TOTP) Enrolment(keys *Keys, person uint64, issuer, account string) (Enrolment, error) {
	secret, err := t.secret(keys, person)
	if err != nil {
		return Enrolment{}, err
	}
	text := base32Plain.EncodeToString(secret)
	return Enrolment{Secret: text, URL: "otpauth://totp/" + otpauth(issuer) + ":" + otpauth(account) + "?secret=" + text +
		"&issuer=" + otpauth(issuer) + "&algorithm=SHA1&digits=6&period=30"}, nil
}

// otpauth escapes a part of the URL; a colon would end the issuer. (totp.Generate leaves an & as it is, which
// cuts "Acme & Co" short.)
func otpauth(s string) string {
	return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(s, ":", " ")), "+", "%20")
}

// Verify takes the app's code: this step's or a neighbour's, and never one that is not newer than the last one
// used (RFC 6238 §5.2: one use only). On true save t in the same transaction.
func (t *TOTP) Verify(keys *Keys, person uint64, code string, now time.Time) (bool, error) {
	secret, err := t.secret(keys, person)
	if err != nil {
		return false, err
	}
	text := base32Plain.EncodeToString(secret)
	code = ReadCode(code)
	step := uint64(max(now.Unix(), 0)) / totpStep
	var used uint64
	for s := step - min(step, totpSkew); s <= step+totpSkew; s++ {
		want, err := hotp.GenerateCode(text, s)
		if err != nil {
			return false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > t.LastStep && used == 0 {
			used = s
		}
	}
	if used == 0 {
		return false, nil
	}
	t.LastStep = used
	if t.Confirmed.IsZero() {
		t.Confirmed = now
	}
	return true, nil
}

// NewRecovery replaces all recovery codes and returns the new ones, to be shown once. Each has 120 bits, so
// that a fast MAC may stand for it (ASVS 6.5.2 asks for 112).
func (t *TOTP) NewRecovery(keys *Keys, person uint64) []string {
	t.Recovery = make([]RecoveryCode, RecoveryCodes)
	codes := make([]string, RecoveryCodes)
	for i := range codes {
		codes[i] = NewShort(4, 6)
		t.Recovery[i].MAC = recoveryMAC(keys, person, codes[i])
	}
	return codes
}

// UseRecovery spends a recovery code; on true save t in the same transaction.
func (t *TOTP) UseRecovery(keys *Keys, person uint64, code string, now time.Time) bool {
	mac := recoveryMAC(keys, person, code)
	found := -1
	for i, r := range t.Recovery {
		if SameHash(r.MAC, mac) && r.Used.IsZero() {
			found = i
		}
	}
	if found < 0 {
		return false
	}
	t.Recovery[found].Used = now
	return true
}

// RecoveryLeft is the number of recovery codes not yet used.
func (t TOTP) RecoveryLeft() (n int) {
	for _, r := range t.Recovery {
		if r.Used.IsZero() {
			n++
		}
	}
	return n
}

func (t TOTP) secret(keys *Keys, person uint64) ([]byte, error) {
	secret, err := keys.Open(UseTOTP, t.Sealed, totpContext(person))
	if err != nil {
		return nil, ErrTOTPKey
	}
	return secret, nil
}

func totpContext(person uint64) []byte { return append([]byte("totp"), be64(person)...) }

func recoveryMAC(keys *Keys, person uint64, code string) [32]byte {
	return keys.MAC(UseTOTP, []byte("recovery"), be64(person), []byte(ReadShort(code)))
}
