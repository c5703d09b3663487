package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// TokenLen is the length in characters of a token: 256 bits as base64url without padding.
const TokenLen = 43

// NewToken makes a random 256-bit token that is safe in URLs and cookies.
func NewToken() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// DeriveToken makes the 256-bit token of a record from the server's key, so that the worker that writes the
// mail can work it out again and nobody has to store it. Kind keeps different links apart; nonce must be
// random and of the record. To anyone without the key it is as good as a random token.
func DeriveToken(keys *Keys, kind string, id uint64, nonce []byte) string {
	sum := keys.MAC(UseLink, []byte(kind), be64(id), nonce)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// HashToken is what is stored of a token. Plain SHA-256 is right here and only here: a token has 256 bits of
// its own, so there is nothing to guess that salt or slowness would protect.
func HashToken(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// TokenShaped reports whether s could be a token at all; what cannot be is not worth a look-up.
func TokenShaped(s string) bool {
	if len(s) != TokenLen {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// SameHash compares two hashes in constant time. The zero hash, which is "none", equals nothing.
func SameHash(a, b [32]byte) bool {
	var none [32]byte
	return subtle.ConstantTimeCompare(a[:], b[:])&^subtle.ConstantTimeCompare(a[:], none[:]) == 1
}

// crockford has no I, L, O or U, so that nothing read aloud or off paper is mistaken.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewShort makes a code for people to read and type: groups of size characters, five bits each.
func NewShort(groups, size int) string {
	raw := make([]byte, groups*size)
	_, _ = rand.Read(raw)
	var b strings.Builder
	for i, r := range raw {
		if i > 0 && i%size == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[r&31]) // 256 is a multiple of 32: no bias
	}
	return b.String()
}

// ReadShort is the bare form of a typed short code: no dashes or spaces, capitals, and the letters that look
// like digits taken as those digits.
func ReadShort(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'o' || r == 'O':
			return '0'
		case r == 'i' || r == 'I' || r == 'l' || r == 'L':
			return '1'
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
}
