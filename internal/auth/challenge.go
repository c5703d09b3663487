package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
)

const (
	ChallengeLife  = 10 * time.Minute // ASVS 6.5.5 allows an out-of-band code no more
	ChallengeTries = 5                // wrong codes until it is dead
	CodeDigits     = 6                // 20 bits, ASVS 6.5.4
)

// Purpose says what a challenge proves an address for. A code for one does nothing for another.
type Purpose uint8

const (
	PurposeSignIn    Purpose = iota + 1
	PurposeNewDevice         // after a password, on a device not seen before
	PurposeConfirm           // a fresh code before changing e-mail, factor or password
	PurposeAddress           // proves the new address of a person
	PurposeRegister          // self-registration or invitation: there may be no person yet
	PurposeAccept            // a fresh code to accept one version of an estimate
)

// Challenge is one e-mailed code with its link. What it stores gives neither back without the server's key.
type Challenge struct {
	ID      uint64    `cbor:"1,keyasint"`
	Person  uint64    `cbor:"2,keyasint,omitempty"` // 0: the address is nobody's, see Decoy
	Nonce   [20]byte  `cbor:"3,keyasint"`
	Address [32]byte  `cbor:"4,keyasint"` // hash of the address in its normal form
	Purpose Purpose   `cbor:"5,keyasint"`
	Created time.Time `cbor:"6,keyasint"`
	Expires time.Time `cbor:"7,keyasint"`
	Tries   uint8     `cbor:"8,keyasint,omitempty"`  // counted before the comparison
	Spent   bool      `cbor:"9,keyasint,omitempty"`  // used, by code or by link
	Dead    bool      `cbor:"10,keyasint,omitempty"` // too many wrong tries, or asked again
	Link    [32]byte  `cbor:"11,keyasint"`           // hash of the link's token
	Browser [32]byte  `cbor:"12,keyasint"`           // hash of the asking browser's cookie
}

// ChallengeFor is what a challenge is asked for.
type ChallengeFor struct {
	ID      uint64 // of the record; fixed from here on, since the code depends on it
	Person  uint64 // 0 when the address is unknown or its access is off
	Address string // in its normal form
	Purpose Purpose
	Browser string // the random value of the asking browser's cookie
}

// NewChallenge makes a challenge. It does the same work for known and unknown addresses; the caller must store
// it and count the send for both, and queue a mail only for a known one.
func NewChallenge(keys *Keys, f ChallengeFor, now time.Time) Challenge {
	c := Challenge{
		ID: f.ID, Person: f.Person, Purpose: f.Purpose,
		Address: HashAddress(keys, f.Address), Browser: HashToken(f.Browser),
		Created: now, Expires: now.Add(ChallengeLife),
	}
	_, _ = rand.Read(c.Nonce[:])
	c.Link = HashToken(c.LinkToken(keys))
	return c
}

// HashAddress is the key under which challenges and limits of an address are kept, known or not.
func HashAddress(keys *Keys, normal string) [32]byte {
	return keys.MAC(UseCode, []byte("address"), []byte(normal))
}

// Decoy reports that the address is nobody's: it behaves like any other challenge and never succeeds.
func (c Challenge) Decoy() bool { return c.Person == 0 && c.Purpose != PurposeRegister }

// Replaces reports whether c, the newer, makes old worthless. The caller then sets old.Dead.
func (c Challenge) Replaces(old Challenge) bool {
	return c.ID != old.ID && c.Address == old.Address && c.Purpose == old.Purpose
}

// Code works out the six digits: HOTP (RFC 4226) at counter 0 over a secret that only the server's key gives
// from the stored nonce. Call it when the mail is sent; never store or log the result.
func (c Challenge) Code(keys *Keys) string {
	secret := keys.MAC(UseCode, []byte("challenge"), c.Nonce[:], be64(c.ID), []byte{byte(c.Purpose)})
	code, err := hotp.GenerateCode(base32Plain.EncodeToString(secret[:]), 0)
	if err != nil {
		panic(err) // only for a secret that is not base32
	}
	return code
}

// LinkToken works out the token of the link in the same mail. It is not bound to the browser, for people read
// their mail elsewhere; the page it opens must ask for one confirming click.
func (c Challenge) LinkToken(keys *Keys) string {
	return DeriveToken(keys, "challenge", c.ID, c.Nonce[:])
}

// Verdict is the answer to a try.
type Verdict uint8

const (
	VerdictOK        Verdict = iota + 1
	VerdictWrong             // tries are left
	VerdictMalformed         // not six digits: no guess, not counted
	VerdictElsewhere         // not the browser that asked: not counted, not compared
	VerdictDead
	VerdictExpired
	VerdictSpent
)

// Try takes a typed code. It counts the try first, then compares in constant time. The caller saves c whatever
// the verdict, in the transaction that loaded it, and answers only after the commit: then no guess is ever
// answered that was not durably counted. Left is the number of tries that remain after VerdictWrong.
func (c *Challenge) Try(keys *Keys, code, browser string, now time.Time) (v Verdict, left int) {
	if !SameHash(c.Browser, HashToken(browser)) {
		return VerdictElsewhere, 0
	}
	if v := c.state(now); v != VerdictOK {
		return v, 0
	}
	code = ReadCode(code)
	if len(code) != CodeDigits {
		return VerdictMalformed, ChallengeTries - int(c.Tries)
	}
	c.Tries++
	if subtle.ConstantTimeCompare([]byte(c.Code(keys)), []byte(code)) == 1 && !c.Decoy() {
		c.Spent = true
		return VerdictOK, 0
	}
	if c.Tries >= ChallengeTries {
		c.Dead = true
		return VerdictDead, 0
	}
	return VerdictWrong, ChallengeTries - int(c.Tries)
}

// CheckLink tells what UseLink would answer and changes nothing: for the page that asks for the click, which
// mail scanners open too.
func (c Challenge) CheckLink(token string, now time.Time) Verdict {
	if !SameHash(c.Link, HashToken(token)) || c.Decoy() {
		return VerdictWrong
	}
	return c.state(now)
}

// UseLink spends the challenge by its link; save c when the verdict is VerdictOK.
func (c *Challenge) UseLink(token string, now time.Time) Verdict {
	v := c.CheckLink(token, now)
	c.Spent = c.Spent || v == VerdictOK
	return v
}

func (c Challenge) state(now time.Time) Verdict {
	switch {
	case c.Spent:
		return VerdictSpent
	case c.Dead || c.Tries >= ChallengeTries:
		return VerdictDead
	case !now.Before(c.Expires):
		return VerdictExpired
	}
	return VerdictOK
}

// ReadCode is the digits of a typed or pasted code, without the spaces and dashes between them; "" when there
// is anything else in it.
func ReadCode(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '-', '\u00a0', '\u2009', '\u202f':
			return -1
		}
		return r
	}, s)
	if strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s
}
