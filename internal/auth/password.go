package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of argon2id: OWASP's first choice, 19 MiB, two passes, one lane (RFC 9106 for the function).
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonSalt   = 16 // bytes
	argonKey    = 32 // bytes
)

// Stored hashes that ask for more than this are refused: a doctored file must not eat the memory.
const (
	argonMaxMemory = 256 * 1024 // KiB
	argonMaxTime   = 16
)

var (
	// ErrBusy says that too many are waiting for a password check; answer 503 with Retry-After.
	ErrBusy = errors.New("auth: too many password checks at once")
	// ErrPasswordHash says that a stored hash is not one of ours.
	ErrPasswordHash = errors.New("auth: stored password hash is not readable")
)

// Passwords hashes and checks passwords, a few at a time, so that a flood of sign-ins eats no more memory than
// the turns × 19 MiB.
type Passwords struct {
	turn  chan struct{} // held while hashing
	line  chan struct{} // held while waiting or hashing
	dummy string        // a hash of nothing anybody can type
}

// NewPasswords lets turns checks run at once (2 is right for a small machine) and 16 wait for each of them.
func NewPasswords(turns int) *Passwords {
	turns = max(turns, 1)
	return &Passwords{
		turn:  make(chan struct{}, turns),
		line:  make(chan struct{}, turns*17),
		dummy: hashPassword(NewToken()),
	}
}

// Hash makes the PHC string to store. The password is taken exactly as received (ASVS 6.2.8); check it with
// PasswordPolicy first.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := p.wait(ctx); err != nil {
		return "", err
	}
	defer p.done()
	return hashPassword(password), nil
}

// Verify checks a password in constant time. An empty hash, of a person without a password, costs the same
// work and is false.
func (p *Passwords) Verify(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		return false, p.DummyVerify(ctx, password)
	}
	if len(password) > passwordMaxBytes {
		return false, p.DummyVerify(ctx, "")
	}
	h, err := parsePHC(hash)
	if err != nil {
		return false, err
	}
	if err := p.wait(ctx); err != nil {
		return false, err
	}
	defer p.done()
	got := argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.lanes, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(got, h.key) == 1, nil
}

// DummyVerify does the work of Verify for a username that nobody has.
func (p *Passwords) DummyVerify(ctx context.Context, password string) error {
	_, err := p.Verify(ctx, p.dummy, password[:min(len(password), passwordMaxBytes)])
	return err
}

// NeedsRehash reports whether a hash was made with other costs than today's: hash anew at the next sign-in.
func NeedsRehash(hash string) bool {
	h, err := parsePHC(hash)
	return err != nil || h.memory != argonMemory || h.time != argonTime || h.lanes != argonLanes ||
		len(h.salt) != argonSalt || len(h.key) != argonKey
}

// GeneratePassword makes a password to hand over: five groups of four, 100 bits, easy to read and type.
func GeneratePassword() string { return strings.ToLower(NewShort(5, 4)) }

func (p *Passwords) wait(ctx context.Context) error {
	select {
	case p.line <- struct{}{}:
	default:
		return ErrBusy
	}
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-p.line
		return ctx.Err()
	}
}

func (p *Passwords) done() { <-p.turn; <-p.line }

// phc is a stored hash: $argon2id$v=19$m=19456,t=2,p=1$salt$key, the last two in base64 without padding.
type phc struct {
	memory, time uint32
	lanes        uint8
	salt, key    []byte
}

func hashPassword(password string) string {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

func parsePHC(s string) (h phc, err error) {
	f := strings.Split(s, "$")
	if len(f) != 6 || f[0] != "" || f[1] != "argon2id" || f[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, ErrPasswordHash
	}
	if _, err = fmt.Sscanf(f[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.lanes); err != nil {
		return h, ErrPasswordHash
	}
	enc := base64.RawStdEncoding.Strict()
	var saltErr, keyErr error
	h.salt, saltErr = enc.DecodeString(f[4])
	h.key, keyErr = enc.DecodeString(f[5])
	if saltErr != nil || keyErr != nil || len(h.salt) < 8 || len(h.salt) > 64 || len(h.key) < 16 || len(h.key) > 64 ||
		h.memory < 8 || h.memory > argonMaxMemory || h.time < 1 || h.time > argonMaxTime || h.lanes < 1 || h.lanes > 16 {
		return h, ErrPasswordHash
	}
	return h, nil
}
