package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Use names what a subkey is for. Every use has its own keys, so that a value made for one can never be
// offered for another.
type Use uint8

const (
	UseSession Use = iota // cookies
	UseCursor             // places in a list
	UseETag               // validators of pages
	UseCode               // e-mailed sign-in codes
	UseTOTP               // authenticator secrets and recovery codes
	UseLink               // tokens in mailed links
	UseMail               // secrets that wait to be mailed, and the mail server's password
	uses
)

// useNames are part of the derivation: changing one invalidates everything made with it.
var useNames = [uses]string{"session", "cursor", "etag", "code", "totp", "link", "mail"}

// ErrSealed says that a sealed value was not made by this key, for this use, with this context.
var ErrSealed = errors.New("auth: sealed value does not open")

// Keys are the subkeys of the one secret in the key file, by HKDF-SHA256 (RFC 5869).
type Keys struct {
	mac  [uses][]byte
	aead [uses]cipher.AEAD
}

// NewKeys derives all subkeys from the 32-byte secret.
func NewKeys(secret [32]byte) *Keys {
	k := new(Keys)
	for u := range uses {
		k.mac[u] = derive(secret, "mac", u)
		block, err := aes.NewCipher(derive(secret, "seal", u))
		if err != nil {
			panic(err) // 32 bytes are always a valid AES-256 key
		}
		if k.aead[u], err = cipher.NewGCMWithRandomNonce(block); err != nil {
			panic(err)
		}
	}
	return k
}

func derive(secret [32]byte, form string, u Use) []byte {
	key, err := hkdf.Key(sha256.New, secret[:], nil, "portico/1/"+form+"/"+useNames[u], 32)
	if err != nil {
		panic(err) // only for lengths over 255 hashes
	}
	return key
}

// MAC is HMAC-SHA256 over the parts. Each part is preceded by its length, so ("ab", "c") and ("a", "bc") differ.
func (k *Keys) MAC(u Use, parts ...[]byte) [32]byte {
	h := hmac.New(sha256.New, k.mac[u])
	var size [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(size[:], uint64(len(p)))
		h.Write(size[:])
		h.Write(p)
	}
	var sum [32]byte
	h.Sum(sum[:0])
	return sum
}

// CheckMAC reports in constant time whether sum is the MAC of the parts.
func (k *Keys) CheckMAC(u Use, sum []byte, parts ...[]byte) bool {
	want := k.MAC(u, parts...)
	return hmac.Equal(want[:], sum)
}

// Seal encrypts plain with AES-256-GCM and a random nonce, which goes in front. The context (associated data)
// is not stored: say whose value it is, so that it opens nowhere else. Overhead: 28 bytes. One key is good for
// 2^32 values (NIST SP 800-38D §8.3): 13 years at 10 a second.
func (k *Keys) Seal(u Use, plain, context []byte) []byte {
	return k.aead[u].Seal(nil, nil, plain, context)
}

// Open undoes Seal; it fails with ErrSealed and nothing more.
func (k *Keys) Open(u Use, sealed, context []byte) ([]byte, error) {
	plain, err := k.aead[u].Open(nil, nil, sealed, context)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Format keeps the keys out of every log, whatever the verb.
func (Keys) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("auth.Keys(secret)")) }

func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
