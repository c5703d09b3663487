package handlers_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/testkit"
	"portico/portal"
)

// softKey is a software passkey with the browser around it: one ES256 key (WebAuthn §6).
type softKey struct {
	t          *testing.T
	key        *ecdsa.PrivateKey
	id, handle []byte
	count      uint32
}

func newSoftKey(t *testing.T) *softKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &softKey{t: t, key: key, id: id}
}

var raw64 = base64.RawURLEncoding

type options struct {
	PublicKey struct {
		Challenge string
		RP        struct{ ID string }
		User      struct{ ID string }
	} `json:"publicKey"`
}

func (k *softKey) read(body string) (o options) {
	k.t.Helper()
	if err := json.Unmarshal([]byte(body), &o); err != nil || o.PublicKey.Challenge == "" {
		k.t.Fatalf("options %s: %v", body, err)
	}
	return o
}

func (k *softKey) marshal(v any) []byte {
	enc, _ := cbor.CTAP2EncOptions().EncMode()
	data, err := enc.Marshal(v)
	if err != nil {
		k.t.Fatal(err)
	}
	return data
}

func clientData(kind, challenge string) []byte {
	data, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": "https://portal.test", "crossOrigin": false})
	return data
}

func (k *softKey) authData(flags byte) []byte {
	sum := sha256.Sum256([]byte("portal.test"))
	return binary.BigEndian.AppendUint32(append(sum[:], flags), k.count)
}

func (k *softKey) create(body string) string {
	o := k.read(body)
	k.handle, _ = raw64.DecodeString(o.PublicKey.User.ID)
	point, err := k.key.PublicKey.Bytes()
	if err != nil {
		k.t.Fatal(err)
	}
	cose := k.marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	data := append(k.authData(1|4|0x40), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id)))
	data = append(append(data, k.id...), cose...)
	return k.answer(map[string]any{
		"clientDataJSON":    raw64.EncodeToString(clientData("webauthn.create", o.PublicKey.Challenge)),
		"attestationObject": raw64.EncodeToString(k.marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})),
	})
}

func (k *softKey) get(body string) string {
	o := k.read(body)
	k.count++
	client, data := clientData("webauthn.get", o.PublicKey.Challenge), k.authData(1|4)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, k.key, sum[:])
	if err != nil {
		k.t.Fatal(err)
	}
	return k.answer(map[string]any{
		"clientDataJSON": raw64.EncodeToString(client), "authenticatorData": raw64.EncodeToString(data),
		"signature": raw64.EncodeToString(sig), "userHandle": raw64.EncodeToString(k.handle),
	})
}

func (k *softKey) answer(response map[string]any) string {
	data, _ := json.Marshal(map[string]any{
		"id": raw64.EncodeToString(k.id), "rawId": raw64.EncodeToString(k.id), "type": "public-key",
		"authenticatorAttachment": "platform", "clientExtensionResults": map[string]any{}, "response": response,
	})
	return string(data)
}

func TestPasskeys(t *testing.T) {
	app := testkit.Start(t)
	acme := app.Client("Acme")
	ann := app.Contact(acme, "Ann", "ann@acme.test", portal.AllPermissions)
	b, key := app.As(ann), newSoftKey(t)
	app.Anonymous().Get("/sign-in").Want(t, 200, "data-passkey=\"login\"")
	b.Get("/portal/profile/passkeys").Want(t, 200, "No passkeys yet", "/portal/profile/confirm?next=")
	b.JSON("/portal/profile/passkeys/begin", "{}").Want(t, 403, "confirm that it’s you")
	confirm(t, app, b, "/portal/profile", "ann@acme.test")
	b.Get("/portal/profile/passkeys").Want(t, 200, "data-passkey=\"register\"")

	made := key.create(b.JSON("/portal/profile/passkeys/begin", "{}").Want(t, 200).Body)
	b.JSON("/portal/profile/passkeys/finish", made).Want(t, 200, `"location":"/portal/profile/passkeys"`)
	b.JSON("/portal/profile/passkeys/finish", made).Want(t, 422, "error")
	again := key.create(b.JSON("/portal/profile/passkeys/begin", "{}").Want(t, 200).Body)
	b.JSON("/portal/profile/passkeys/finish", again).Want(t, 422, "known here already")

	page := b.Get("/portal/profile/passkeys").Want(t, 200, "Firefox on Mac")
	path := regexp.MustCompile(`/portal/profile/passkeys/[A-Za-z0-9_-]+/`).FindString(page.Body)
	b.Post(path+"rename", "name", "My laptop").Want(t, 303)
	b.Post(path+"rename", "name", " ").Want(t, 422, "Give the passkey a name")
	b.Get("/portal/profile/passkeys").Want(t, 200, "My laptop")

	in := app.Anonymous()
	used := key.get(in.JSON("/sign-in/passkey/begin", "{}").Want(t, 200).Body)
	app.Anonymous().JSON("/sign-in/passkey/finish", used).Want(t, 422) // another browser
	in.JSON("/sign-in/passkey/finish?next=%2Fportal%2Finvoices", used).Want(t, 200, "next=%2Fportal%2Finvoices")
	in.Get("/portal/profile").Want(t, 200, "One passkey")
	app.Anonymous().JSON("/sign-in/passkey/finish", used).Want(t, 422)

	key.count = 0 // a copy of the key, whose counter lags behind
	copied := app.Anonymous()
	copied.JSON("/sign-in/passkey/finish", key.get(copied.JSON("/sign-in/passkey/begin", "{}").Body)).Want(t, 422)
	b.Get("/portal/profile/passkeys").Want(t, 200, "May have been copied", "My laptop")

	app.Pass(11 * time.Minute)
	b.Post(path+"remove").Want(t, 303)
	b.Get("/portal/profile/passkeys").Want(t, 200, "My laptop")
	confirm(t, app, b, "/portal/profile", "ann@acme.test")
	b.Post(path+"remove").Want(t, 303)
	b.Get("/portal/profile/passkeys").Want(t, 200, "No passkeys yet")
	b.Post(path+"remove").Want(t, 404)
}

// A passkey of staff is two factors in one.
func TestPasskeyIsASecondFactor(t *testing.T) {
	app := testkit.Start(t)
	sam := app.Staff("Sam", "sam@larkfield.test", portal.Office)
	b, key := app.AsStaff(sam), newSoftKey(t)
	confirm(t, app, b, "/office/profile", "sam@larkfield.test")
	b.JSON("/office/profile/passkeys/finish", key.create(b.JSON("/office/profile/passkeys/begin", "{}").Body)).Want(t, 200)
	b.Post("/office/profile/totp/begin").Want(t, 303)
	secret := secretOn(t, b.Get("/office/profile/totp"))
	b.Post("/office/profile/totp", "code", codeOf(t, secret, app.Now())).Want(t, 200)
	in := app.Anonymous()
	in.JSON("/sign-in/passkey/finish", key.get(in.JSON("/sign-in/passkey/begin", "{}").Body)).Want(t, 200)
	in.Get("/office").Want(t, 200)
}
