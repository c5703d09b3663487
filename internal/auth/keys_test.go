package auth

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"
)

var (
	testKeys = NewKeys([32]byte{1, 2, 3})
	noon     = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portico.key")
	var wg sync.WaitGroup
	made := make([]bool, 8)
	macs := make([][32]byte, len(made))
	for i := range made { // eight first starts at once agree on one key
		wg.Go(func() {
			k, created, err := LoadOrCreateKey(path)
			if err != nil {
				t.Error(err)
				return
			}
			made[i], macs[i] = created, k.MAC(UseCode)
		})
	}
	wg.Wait()
	n := 0
	for i := range made {
		if made[i] {
			n++
		}
		if macs[i] != macs[0] {
			t.Error("two starts have two keys")
		}
	}
	if n != 1 {
		t.Errorf("%d starts say they made it", n)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	left, _ := filepath.Glob(path + ".*")
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestKeyFileRefused(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.key")
	if _, _, err := LoadOrCreateKey(good); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(good)
	turned := bytes.Clone(text)
	turned[len(keyMark)+5] ^= 1
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		want string
	}{
		"readable by all": {string(text), 0o644, "chmod 600"},
		"by the group":    {string(text), 0o640, "chmod 600"},
		"empty":           {"", 0o600, "is empty"},
		"cut short":       {string(text[:40]), 0o600, "is cut short"},
		"cut in the sum":  {string(text[:len(text)-3]), 0o600, "is damaged"},
		"one bit":         {string(turned), 0o600, "is damaged"},
		"something else":  {"-----BEGIN RSA PRIVATE KEY-----", 0o600, "is not a Portico key"},
		"newer":           {strings.Replace(string(text), "key-1", "key-2", 1), 0o600, "newer version"},
	} {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
		if err := errors.Join(os.WriteFile(path, []byte(c.text), 0o600), os.Chmod(path, c.mode)); err != nil {
			t.Fatal(err)
		}
		_, _, err := LoadOrCreateKey(path)
		if !errors.Is(err, ErrKeyFile) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(path); string(after) != c.text {
			t.Errorf("%s: the file was changed", name)
		}
	}
	if _, _, err := LoadOrCreateKey(dir); !errors.Is(err, ErrKeyFile) {
		t.Errorf("a directory: %v", err)
	}
	if _, _, err := LoadOrCreateKey(filepath.Join(dir, "absent", "portico.key")); err == nil {
		t.Error("made a key where there is no directory")
	}
}

func TestKeysStayApart(t *testing.T) {
	seen := map[[32]byte]bool{}
	for u := range uses {
		seen[testKeys.MAC(u, []byte("a"))] = true
	}
	seen[testKeys.MAC(UseCode, []byte("a"), nil)] = true
	seen[testKeys.MAC(UseCode, []byte("ab"), []byte("c"))] = true
	seen[testKeys.MAC(UseCode, []byte("a"), []byte("bc"))] = true
	if len(seen) != int(uses)+3 {
		t.Errorf("%d different values", len(seen))
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if got := fmt.Sprintf(verb, testKeys) + fmt.Sprintf(verb, *testKeys); got != "auth.Keys(secret)auth.Keys(secret)" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, context := rapid.SliceOf(rapid.Byte()).Draw(t, "plain"), rapid.SliceOf(rapid.Byte()).Draw(t, "context")
		sealed := testKeys.Seal(UseTOTP, plain, context)
		got, err := testKeys.Open(UseTOTP, sealed, context)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatal(got, err)
		}
		if _, err := testKeys.Open(UseCursor, sealed, context); !errors.Is(err, ErrSealed) {
			t.Fatal("opens for another use")
		}
		if _, err := testKeys.Open(UseTOTP, sealed, append(context, 0)); !errors.Is(err, ErrSealed) {
			t.Fatal("opens in another context")
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "i")
		sealed[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := testKeys.Open(UseTOTP, sealed, context); !errors.Is(err, ErrSealed) {
			t.Fatal("opens though changed")
		}
		if _, err := testKeys.Open(UseTOTP, sealed[:i], context); !errors.Is(err, ErrSealed) {
			t.Fatal("opens though cut")
		}
	})
}

func TestTokens(t *testing.T) {
	a, b := NewToken(), NewToken()
	if a == b || !TokenShaped(a) || TokenShaped(a[1:]) || TokenShaped(a[1:]+"=") || TokenShaped(a+"x") {
		t.Error(a, b)
	}
	if !SameHash(HashToken(a), HashToken(a)) || SameHash(HashToken(a), HashToken(b)) || SameHash([32]byte{}, [32]byte{}) {
		t.Error("hashes compare wrongly")
	}
	d := DeriveToken(testKeys, "invitation", 7, []byte("nonce"))
	if !TokenShaped(d) || d != DeriveToken(testKeys, "invitation", 7, []byte("nonce")) ||
		d == DeriveToken(testKeys, "document", 7, []byte("nonce")) || d == DeriveToken(testKeys, "invitation", 8, []byte("nonce")) {
		t.Error("derived tokens")
	}
	if s := NewShort(4, 6); len(s) != 27 || ReadShort(strings.ToLower(s)) != strings.ReplaceAll(s, "-", "") {
		t.Error(s)
	}
	if got := ReadShort(" ol-i1 é"); got != "0111" {
		t.Error(got)
	}
}

// TestRecordsSurviveCBOR: what the service stores comes back, with the library's default options too.
func TestRecordsSurviveCBOR(t *testing.T) {
	c := NewChallenge(testKeys, ChallengeFor{ID: 9, Person: 4, Address: "a@example.com", Purpose: PurposeSignIn, Browser: "b"}, noon)
	s, _ := Begin(Session{Person: 4, Keep: true}, noon)
	var g Guard
	g.Sends.Hit(noon)
	g.Missed(noon)
	for _, v := range []any{&c, &s, &g} {
		raw, err := cbor.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		switch v := v.(type) {
		case *Challenge:
			var got Challenge
			if err := cbor.Unmarshal(raw, &got); err != nil || got.Code(testKeys) != v.Code(testKeys) || got.Link != v.Link || !got.Expires.Equal(v.Expires) {
				t.Error(got, err)
			}
		case *Session:
			var got Session
			if err := cbor.Unmarshal(raw, &got); err != nil || got.Hash != v.Hash || !got.Expires.Equal(v.Expires) || !got.PreviewUntil.IsZero() {
				t.Error(got, err)
			}
		case *Guard:
			var got Guard
			if err := cbor.Unmarshal(raw, &got); err != nil || got.Sends.Window != v.Sends.Window || got.Wrong != v.Wrong || !got.Sends.Last.Equal(noon) {
				t.Error(got, err)
			}
			if len(raw) > 90 {
				t.Errorf("a guard has %d bytes", len(raw))
			}
		}
	}
}
