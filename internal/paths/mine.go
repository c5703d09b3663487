package paths

import "portico/portal"

// Mine is the root of a person's own pages: the same in the portal and in the office.
type Mine string

// The two roots.
const (
	PortalMine Mine = "/portal/profile"
	OfficeMine Mine = "/office/profile"
)

// MineOf is the root for staff or for contacts.
func MineOf(staff bool) Mine {
	if staff {
		return OfficeMine
	}
	return PortalMine
}

// URL is the profile itself.
func (m Mine) URL() URL { return URL(m) }

// Confirm asks for a fresh code before something delicate.
func (m Mine) Confirm() URL { return URL(m + "/confirm") }

// ConfirmSend mails that code.
func (m Mine) ConfirmSend() URL { return URL(m + "/confirm/send") }

// Devices lists where the person is signed in.
func (m Mine) Devices() URL { return URL(m + "/devices") }

// DeviceEnd signs one device out.
func (m Mine) DeviceEnd(s portal.SessionID) URL { return of(string(m)+"/devices/", s, "/end") }

// DevicesEnd signs every other device out.
func (m Mine) DevicesEnd() URL { return URL(m + "/devices/end") }

// Passkeys lists the person's passkeys.
func (m Mine) Passkeys() URL { return URL(m + "/passkeys") }

// PasskeyBegin starts adding a passkey.
func (m Mine) PasskeyBegin() URL { return URL(m + "/passkeys/begin") }

// PasskeyFinish keeps the new passkey.
func (m Mine) PasskeyFinish() URL { return URL(m + "/passkeys/finish") }

// PasskeyRename gives a passkey another name.
func (m Mine) PasskeyRename(key string) URL { return token(string(m)+"/passkeys/", key) + "/rename" }

// PasskeyRemove takes a passkey away.
func (m Mine) PasskeyRemove(key string) URL { return token(string(m)+"/passkeys/", key) + "/remove" }

// Password sets or changes the password.
func (m Mine) Password() URL { return URL(m + "/password") }

// PasswordRemove takes the password away.
func (m Mine) PasswordRemove() URL { return URL(m + "/password/remove") }

// Email changes the person's address.
func (m Mine) Email() URL { return URL(m + "/email") }

// EmailCode takes the code that proves the new address.
func (m Mine) EmailCode() URL { return URL(m + "/email/code") }

// TOTP is the authenticator app.
func (m Mine) TOTP() URL { return URL(m + "/totp") }

// TOTPBegin makes the secret of a new authenticator.
func (m Mine) TOTPBegin() URL { return URL(m + "/totp/begin") }

// TOTPQR is its QR code.
func (m Mine) TOTPQR() URL { return URL(m + "/totp/qr.svg") }

// TOTPRecovery makes new recovery codes.
func (m Mine) TOTPRecovery() URL { return URL(m + "/totp/recovery") }

// TOTPRemove takes the authenticator away.
func (m Mine) TOTPRemove() URL { return URL(m + "/totp/remove") }
