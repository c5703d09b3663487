// Package auth holds the engines of signing in: keys, tokens, e-mailed codes, limits, second factors,
// passwords, passkeys, sessions and the normal form of an address.
//
// It is pure where it can be: no store, no gin, and no clock (now is always passed in). The service package
// calls it inside its own transactions and persists its plain structs. Their fields are exported and carry
// small CBOR keys, so that a field may be renamed freely but a key never re-used. A codec may drop the
// fractions of a second of a time.Time; nothing here depends on them.
//
// Sources that are cited as such: RFC 4226 (HOTP), RFC 6238 (TOTP), RFC 5869 (HKDF), RFC 9106 (Argon2),
// WebAuthn level 3, UTS 39 (look-alikes), OWASP ASVS 5.0.
package auth
