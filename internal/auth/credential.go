package auth

import (
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Passkey is one stored credential (WebAuthn §4, credential record).
type Passkey struct {
	ID             []byte    `cbor:"1,keyasint"`
	PublicKey      []byte    `cbor:"2,keyasint"` // COSE
	SignCount      uint32    `cbor:"3,keyasint,omitempty"`
	AAGUID         []byte    `cbor:"4,keyasint,omitempty"` // model of authenticator
	Transports     []string  `cbor:"5,keyasint,omitempty"`
	Attachment     string    `cbor:"6,keyasint,omitempty"` // "platform" or "cross-platform"
	UserVerified   bool      `cbor:"7,keyasint,omitempty"`
	BackupEligible bool      `cbor:"8,keyasint,omitempty"` // never changes
	BackupState    bool      `cbor:"9,keyasint,omitempty"` // synced between devices now
	Cloned         bool      `cbor:"10,keyasint,omitempty"`
	Name           string    `cbor:"11,keyasint,omitempty"` // given by its owner
	Created        time.Time `cbor:"12,keyasint"`
	LastUsed       time.Time `cbor:"13,keyasint,omitempty"`
}

// take copies what a ceremony found.
func (k *Passkey) take(c *webauthn.Credential) {
	k.ID, k.PublicKey = c.ID, c.PublicKey
	k.SignCount, k.Cloned = c.Authenticator.SignCount, c.Authenticator.CloneWarning
	k.AAGUID, k.Attachment = c.Authenticator.AAGUID, string(c.Authenticator.Attachment)
	k.UserVerified, k.BackupEligible, k.BackupState = c.Flags.UserVerified, c.Flags.BackupEligible, c.Flags.BackupState
	k.Transports = nil
	for _, t := range c.Transport {
		k.Transports = append(k.Transports, string(t))
	}
}

func (k Passkey) credential() webauthn.Credential {
	c := webauthn.Credential{
		ID: k.ID, PublicKey: k.PublicKey,
		AttestationType: "none", AttestationFormat: "none",
		Flags: webauthn.CredentialFlags{
			UserPresent: true, UserVerified: k.UserVerified,
			BackupEligible: k.BackupEligible, BackupState: k.BackupState,
		},
		Authenticator: webauthn.Authenticator{
			AAGUID: k.AAGUID, SignCount: k.SignCount, CloneWarning: k.Cloned,
			Attachment: protocol.AuthenticatorAttachment(k.Attachment),
		},
	}
	for _, t := range k.Transports {
		c.Transport = append(c.Transport, protocol.AuthenticatorTransport(t))
	}
	return c
}

// webUser is a PasskeyUser in the library's terms.
type webUser PasskeyUser

func (u webUser) WebAuthnID() []byte          { return u.Handle }
func (u webUser) WebAuthnName() string        { return u.Name }
func (u webUser) WebAuthnDisplayName() string { return u.Display }

func (u webUser) WebAuthnCredentials() []webauthn.Credential {
	creds := make([]webauthn.Credential, len(u.Passkeys))
	for i, k := range u.Passkeys {
		creds[i] = k.credential()
	}
	return creds
}
