package auth

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// authenticator is a software passkey: one ES256 key (WebAuthn §6), the browser around it included.
type authenticator struct {
	t                *testing.T
	key              *ecdsa.PrivateKey
	id, handle       []byte
	count            uint32
	flags            byte // UP 1, UV 4, BE 8, BS 16
	origin, rpID     string
	challenge        string // instead of the one that was asked for
	kind             string // instead of webauthn.create or .get
	spoilt, noHandle bool
}

func newAuthenticator(t *testing.T) *authenticator {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &authenticator{t: t, key: key, id: id, flags: 1 | 4, origin: "https://portal.example.com", rpID: "portal.example.com"}
}

var b64 = base64.RawURLEncoding

func (a *authenticator) clientData(kind, challenge string) []byte {
	if a.challenge != "" {
		challenge = a.challenge
	}
	if a.kind != "" {
		kind = a.kind
	}
	raw, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	return raw
}

func (a *authenticator) authData(flags byte) []byte {
	sum := sha256.Sum256([]byte(a.rpID))
	out := append(sum[:], flags)
	return binary.BigEndian.AppendUint32(out, a.count)
}

func (a *authenticator) marshal(v any) []byte {
	enc, _ := cbor.CTAP2EncOptions().EncMode()
	raw, err := enc.Marshal(v)
	if err != nil {
		a.t.Fatal(err)
	}
	return raw
}

// create answers navigator.credentials.create with attestation "none".
func (a *authenticator) create(options []byte) []byte {
	var o struct {
		PublicKey struct {
			Challenge              string `json:"challenge"`
			RP                     struct{ ID string }
			User                   struct{ ID string }
			AuthenticatorSelection struct{ ResidentKey, UserVerification string }
			ExcludeCredentials     []struct{ ID string }
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(options, &o); err != nil {
		a.t.Fatal(err)
	}
	if s := o.PublicKey.AuthenticatorSelection; s.ResidentKey != "required" || s.UserVerification != "required" || o.PublicKey.RP.ID != "portal.example.com" {
		a.t.Errorf("options %s", options)
	}
	a.handle, _ = b64.DecodeString(o.PublicKey.User.ID)
	point, err := a.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		a.t.Fatal(err)
	}
	cose := a.marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	data := append(a.authData(a.flags|0x40), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), cose...)
	return a.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(a.clientData("webauthn.create", o.PublicKey.Challenge)),
		"attestationObject": b64.EncodeToString(a.marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})),
		"transports":        []string{"internal", "hybrid"},
	})
}

// get answers navigator.credentials.get.
func (a *authenticator) get(options []byte) []byte {
	var o struct {
		PublicKey struct {
			Challenge        string
			AllowCredentials []any
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(options, &o); err != nil || len(o.PublicKey.AllowCredentials) != 0 {
		a.t.Fatal(string(options), err)
	}
	a.count++
	client, data := a.clientData("webauthn.get", o.PublicKey.Challenge), a.authData(a.flags)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		a.t.Fatal(err)
	}
	if a.spoilt {
		sig[len(sig)-1] ^= 1
	}
	answer := map[string]any{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data),
		"signature": b64.EncodeToString(sig),
	}
	if !a.noHandle {
		answer["userHandle"] = b64.EncodeToString(a.handle)
	}
	return a.answer(answer)
}

func (a *authenticator) answer(response map[string]any) []byte {
	raw, _ := json.Marshal(map[string]any{
		"id": b64.EncodeToString(a.id), "rawId": b64.EncodeToString(a.id), "type": "public-key",
		"authenticatorAttachment": "platform", "clientExtensionResults": map[string]any{}, "response": response,
	})
	return raw
}

func passkeys(t *testing.T) *Passkeys {
	p, err := NewPasskeys("https://portal.example.com", "Acme")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// enrolled is a person with one passkey, after a trip through CBOR as the store makes it.
func enrolled(t *testing.T, p *Passkeys, a *authenticator) PasskeyUser {
	u := PasskeyUser{Handle: NewPasskeyHandle(), Name: "ann", Display: "Ann"}
	options, c, err := p.BeginAdd(u, noon)
	if err != nil {
		t.Fatal(err)
	}
	k, err := p.FinishAdd(u, c, a.create(options), "Ann's phone\n", noon)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := cbor.Marshal(k)
	var back Passkey
	if err := cbor.Unmarshal(raw, &back); err != nil || back.Name != "Ann's phone" || !bytes.Equal(back.ID, a.id) || !back.UserVerified || len(back.Transports) != 2 {
		t.Fatalf("%+v %v", back, err)
	}
	u.Passkeys = []Passkey{back}
	return u
}

func (u PasskeyUser) find(handle []byte) (PasskeyUser, error) {
	if !bytes.Equal(handle, u.Handle) {
		return PasskeyUser{}, errors.New("nobody has this handle")
	}
	return u, nil
}

func TestPasskeySignIn(t *testing.T) {
	p, a := passkeys(t), newAuthenticator(t)
	u := enrolled(t, p, a)
	for i := range 3 {
		options, c, err := p.BeginSignIn(noon)
		if err != nil {
			t.Fatal(err)
		}
		who, k, err := p.FinishSignIn(c, a.get(options), u.find, noon.Add(time.Minute))
		if err != nil || !bytes.Equal(who.Handle, u.Handle) || k.SignCount != uint32(i+1) || !k.LastUsed.Equal(noon.Add(time.Minute)) || k.Name != "Ann's phone" {
			t.Fatalf("%+v %v", k, err)
		}
		u.Passkeys[0] = k
	}
}

func TestPasskeySignInRefused(t *testing.T) {
	stranger := newAuthenticator(t)
	for name, change := range map[string]func(*authenticator){
		"wrong origin":         func(a *authenticator) { a.origin = "https://portal.example.com.evil.test" },
		"origin without TLS":   func(a *authenticator) { a.origin = "http://portal.example.com" },
		"another port":         func(a *authenticator) { a.origin = "https://portal.example.com:8443" },
		"a subdomain":          func(a *authenticator) { a.origin = "https://x.portal.example.com" },
		"another relying part": func(a *authenticator) { a.rpID = "evil.test" },
		"wrong challenge":      func(a *authenticator) { a.challenge = b64.EncodeToString(make([]byte, 32)) },
		"a creation":           func(a *authenticator) { a.kind = "webauthn.create" },
		"a spoilt signature":   func(a *authenticator) { a.spoilt = true },
		"another's key":        func(a *authenticator) { a.key = stranger.key },
		"an unknown id":        func(a *authenticator) { a.id = stranger.id },
		"another handle":       func(a *authenticator) { a.handle = NewPasskeyHandle() },
		"no handle":            func(a *authenticator) { a.noHandle = true },
		"nobody was there":     func(a *authenticator) { a.flags = 4 },
		"user not verified":    func(a *authenticator) { a.flags = 1 },
		"became a synced one":  func(a *authenticator) { a.flags = 1 | 4 | 8 },
	} {
		p, a := passkeys(t), newAuthenticator(t)
		u := enrolled(t, p, a)
		options, c, _ := p.BeginSignIn(noon)
		change(a)
		if who, k, err := p.FinishSignIn(c, a.get(options), u.find, noon); !errors.Is(err, ErrPasskey) || errors.Is(err, ErrPasskeyCloned) || who.Handle != nil || k.ID != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPasskeyCloned(t *testing.T) {
	p, a := passkeys(t), newAuthenticator(t)
	u := enrolled(t, p, a)
	u.Passkeys[0].SignCount = 7
	for _, count := range []uint32{6, 3} { // the counter stands still, goes back
		a.count = count
		options, c, _ := p.BeginSignIn(noon)
		_, k, err := p.FinishSignIn(c, a.get(options), u.find, noon)
		if !errors.Is(err, ErrPasskeyCloned) || !k.Cloned || k.SignCount != 7 || !k.LastUsed.IsZero() {
			t.Errorf("count %d: %+v %v", count+1, k, err)
		}
	}
}

func TestPasskeyCeremonies(t *testing.T) {
	p, a := passkeys(t), newAuthenticator(t)
	u := enrolled(t, p, a)
	options, c, _ := p.BeginSignIn(noon)
	answer := a.get(options)
	if _, _, err := p.FinishSignIn(c, answer, u.find, noon.Add(CeremonyLife)); !errors.Is(err, ErrPasskeyExpired) {
		t.Error("too late", err)
	}
	_, other, _ := p.BeginSignIn(noon)
	if _, _, err := p.FinishSignIn(other, answer, u.find, noon); !errors.Is(err, ErrPasskey) {
		t.Error("an answer to another ceremony", err)
	}
	if _, _, err := p.FinishSignIn(Ceremony{Expires: noon.Add(1)}, answer, u.find, noon); err == nil {
		t.Error("an empty ceremony")
	}
	for _, junk := range []string{"", "{}", "null", "[]", `{"id":"a"}`, string(answer[:len(answer)/2])} {
		if _, _, err := p.FinishSignIn(c, []byte(junk), u.find, noon); !errors.Is(err, ErrPasskey) {
			t.Errorf("%q: %v", junk, err)
		}
	}

	mallory := PasskeyUser{Handle: NewPasskeyHandle(), Name: "mallory", Display: "M"}
	options, c, _ = p.BeginAdd(u, noon)
	if !bytes.Contains(options, []byte(b64.EncodeToString(a.id))) {
		t.Error("the passkey there is not excluded")
	}
	b := newAuthenticator(t)
	created := b.create(options)
	if _, err := p.FinishAdd(mallory, c, created, "x", noon); !errors.Is(err, ErrPasskey) {
		t.Error("finished by another", err)
	}
	if _, err := p.FinishAdd(u, other, created, "x", noon); !errors.Is(err, ErrPasskey) {
		t.Error("a sign-in's ceremony adds a passkey", err)
	}
	signIn, c2, _ := p.BeginSignIn(noon)
	nobody := newAuthenticator(t)
	var asked struct{ PublicKey struct{ Challenge string } }
	_ = json.Unmarshal(signIn, &asked)
	nobody.challenge = asked.PublicKey.Challenge
	if _, err := p.FinishAdd(PasskeyUser{Name: "x"}, c2, nobody.create(options), "x", noon); !errors.Is(err, ErrPasskey) {
		t.Error("a person without a handle adds a passkey", err)
	}
	if _, err := p.FinishAdd(u, c, created, "x", noon.Add(CeremonyLife)); !errors.Is(err, ErrPasskeyExpired) {
		t.Error("too late", err)
	}
	b.origin = "https://evil.test"
	if _, err := p.FinishAdd(u, c, b.create(options), "x", noon); !errors.Is(err, ErrPasskey) {
		t.Error("wrong origin", err)
	}
	b.origin, b.flags = a.origin, 1
	if _, err := p.FinishAdd(u, c, b.create(options), "x", noon); !errors.Is(err, ErrPasskey) {
		t.Error("user not verified", err)
	}
	if _, _, err := p.FinishSignIn(c, answer, u.find, noon); !errors.Is(err, ErrPasskey) {
		t.Error("adding's ceremony signs in", err)
	}
}

func TestPasskeyHost(t *testing.T) {
	for portal, origin := range map[string]string{
		"https://portal.example.com":        "https://portal.example.com",
		"https://Portal.Example.com:443/x":  "https://portal.example.com",
		"https://portal.example.com:8443":   "https://portal.example.com:8443",
		"https://bücher.example":            "https://xn--bcher-kva.example",
		"http://localhost:8080":             "http://localhost:8080",
		"http://portal.example.com":         "",
		"http://127.0.0.1:8080":             "",
		"https://[::1]":                     "",
		"https://192.0.2.1":                 "",
		"portal.example.com":                "",
		"":                                  "",
		"javascript://portal.example.com/x": "",
	} {
		p, err := NewPasskeys(portal, "Acme")
		switch {
		case origin == "" && !errors.Is(err, ErrPasskeyHost):
			t.Errorf("%s: %v", portal, err)
		case origin != "" && (err != nil || p.w.Config.RPOrigins[0] != origin):
			t.Errorf("%s: %v", portal, err)
		}
	}
}
