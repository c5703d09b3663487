package auth

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"golang.org/x/net/idna"
)

// CeremonyLife is how long a browser may take between begin and finish.
const CeremonyLife = 5 * time.Minute

var (
	// ErrPasskeyHost says that browsers allow no passkeys at this portal address: they want https or
	// localhost, and a name, not an IP address.
	ErrPasskeyHost = errors.New("auth: passkeys need https or localhost, and a host name")
	// ErrPasskey says that a ceremony failed; why is for the log, not for the page.
	ErrPasskey = errors.New("auth: passkey not accepted")
	// ErrPasskeyCloned says that the counter went back: two copies of the key may exist (WebAuthn §6.1.1).
	ErrPasskeyCloned = fmt.Errorf("%w: its counter went back", ErrPasskey)
	// ErrPasskeyExpired says that begin was too long ago; begin again.
	ErrPasskeyExpired = fmt.Errorf("%w: it took too long", ErrPasskey)
)

// Ceremony is what the server remembers between begin and finish: keep it server-side under the browser's
// session or Browser value, and delete it when finishing, whatever the outcome.
type Ceremony struct {
	Data    []byte    `cbor:"1,keyasint"`
	Expires time.Time `cbor:"2,keyasint"`
}

// PasskeyUser is a person as the browser's passkey dialog knows him.
type PasskeyUser struct {
	Handle   []byte // see NewPasskeyHandle
	Name     string // username or address, which the dialog shows
	Display  string
	Passkeys []Passkey
}

// NewPasskeyHandle makes the random user handle of a person (WebAuthn §14.6.1: nothing personal in it). Made
// once; the same for all passkeys of that person.
func NewPasskeyHandle() []byte {
	h := make([]byte, 32)
	_, _ = rand.Read(h)
	return h
}

// Passkeys is the relying party: the portal at its address.
type Passkeys struct{ w *webauthn.WebAuthn }

// NewPasskeys makes the relying party of a portal address ("https://portal.example.com"): its id is the host,
// its only origin the address. Name is the business.
func NewPasskeys(portal, name string) (*Passkeys, error) {
	u, err := url.Parse(portal)
	if err != nil {
		return nil, ErrPasskeyHost
	}
	host, err := idna.Lookup.ToASCII(strings.ToLower(u.Hostname()))
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if err != nil || protocol.ValidateRPID(host) != nil || u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return nil, ErrPasskeyHost
	}
	origin := u.Scheme + "://" + host
	if p := u.Port(); p != "" && (u.Scheme != "https" || p != "443") && (u.Scheme != "http" || p != "80") {
		origin += ":" + p
	}
	must := true
	w, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: &must,
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			UserVerification:   protocol.VerificationRequired, // so a passkey is two factors in one
		},
	})
	if err != nil {
		return nil, err
	}
	return &Passkeys{w}, nil
}

// BeginAdd answers the options for navigator.credentials.create, as JSON, and what to remember.
func (p *Passkeys) BeginAdd(u PasskeyUser, now time.Time) (options []byte, c Ceremony, err error) {
	user := webUser(u)
	creation, data, err := p.w.BeginRegistration(user,
		webauthn.WithExclusions(webauthn.Credentials(user.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, c, err
	}
	return begun(creation, data, now)
}

// FinishAdd checks the browser's answer and makes the passkey to store. Refuse it if its ID is known already,
// to anybody (WebAuthn §7.1 step 26).
func (p *Passkeys) FinishAdd(u PasskeyUser, c Ceremony, answer []byte, name string, now time.Time) (Passkey, error) {
	data, err := c.open(now)
	if err != nil {
		return Passkey{}, err
	}
	if len(u.Handle) == 0 || !bytes.Equal(u.Handle, data.UserID) { // a sign-in's ceremony has no person
		return Passkey{}, fmt.Errorf("%w: begun by another", ErrPasskey)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, failed(err)
	}
	cred, err := p.w.CreateCredential(webUser(u), data, parsed)
	if err != nil {
		return Passkey{}, failed(err)
	}
	k := Passkey{Name: plainLine(name, 80), Created: now}
	k.take(cred)
	return k, nil
}

// BeginSignIn answers the options for navigator.credentials.get: no username, the browser offers its passkeys.
func (p *Passkeys) BeginSignIn(now time.Time) (options []byte, c Ceremony, err error) {
	assertion, data, err := p.w.BeginDiscoverableLogin()
	if err != nil {
		return nil, c, err
	}
	return begun(assertion, data, now)
}

// FinishSignIn checks the browser's answer. Find is asked for the person with this user handle. Save the
// passkey that comes back, also with ErrPasskeyCloned: its Cloned is then set, and it signs nobody in.
func (p *Passkeys) FinishSignIn(c Ceremony, answer []byte, find func(handle []byte) (PasskeyUser, error), now time.Time) (PasskeyUser, Passkey, error) {
	data, err := c.open(now)
	if err != nil {
		return PasskeyUser{}, Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return PasskeyUser{}, Passkey{}, failed(err)
	}
	var u PasskeyUser
	cred, err := p.w.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		var err error
		u, err = find(handle)
		return webUser(u), err
	}, data, parsed)
	if err != nil {
		return PasskeyUser{}, Passkey{}, failed(err)
	}
	for _, k := range u.Passkeys {
		if !bytes.Equal(k.ID, cred.ID) {
			continue
		}
		if k.take(cred); k.Cloned {
			return u, k, ErrPasskeyCloned
		}
		k.LastUsed = now
		return u, k, nil
	}
	return PasskeyUser{}, Passkey{}, ErrPasskey
}

func begun(options any, data *webauthn.SessionData, now time.Time) ([]byte, Ceremony, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return nil, Ceremony{}, err
	}
	kept, err := json.Marshal(data)
	return text, Ceremony{Data: kept, Expires: now.Add(CeremonyLife)}, err
}

func (c Ceremony) open(now time.Time) (data webauthn.SessionData, err error) {
	if !now.Before(c.Expires) {
		return data, ErrPasskeyExpired
	}
	return data, json.Unmarshal(c.Data, &data)
}

func failed(err error) error {
	var e *protocol.Error
	if errors.As(err, &e) && e.DevInfo != "" {
		return fmt.Errorf("%w: %s: %s", ErrPasskey, e.Details, e.DevInfo)
	}
	return fmt.Errorf("%w: %w", ErrPasskey, err)
}
