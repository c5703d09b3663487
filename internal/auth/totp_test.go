package auth

import (
	"encoding/xml"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"
)

func appCode(t testing.TB, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// TestRFC6238 checks the vectors of appendix B (their last six digits).
func TestRFC6238(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		app := TOTP{Sealed: testKeys.Seal(UseTOTP, secret, totpContext(1))}
		if ok, err := app.Verify(testKeys, 1, want, time.Unix(at, 0)); !ok || err != nil {
			t.Errorf("at %d: %v %v", at, ok, err)
		}
	}
}

func TestTOTP(t *testing.T) {
	app := NewTOTP(testKeys, 5, noon)
	e, err := app.Enrolment(testKeys, 5, "Acme: Pools & Co", "ann@example.com")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Query().Get("secret") != e.Secret || u.Query().Get("issuer") != "Acme  Pools & Co" {
		t.Error(e.URL, err)
	}
	if raw, err := base32Plain.DecodeString(e.Secret); err != nil || len(raw) != totpBytes {
		t.Error(e.Secret, err)
	}
	check := func(what string, code string, at time.Time, want bool) {
		t.Helper()
		if ok, err := app.Verify(testKeys, 5, code, at); err != nil || ok != want {
			t.Errorf("%s: %v %v", what, ok, err)
		}
	}
	const step = totpStep * time.Second
	check("nothing", "", noon, false)
	check("two steps old", appCode(t, e.Secret, noon.Add(-2*step)), noon, false)
	check("two steps ahead", appCode(t, e.Secret, noon.Add(2*step)), noon, false)
	if !app.Confirmed.IsZero() {
		t.Error("confirmed by a wrong code")
	}
	check("a step old", appCode(t, e.Secret, noon.Add(-step)), noon, true)
	if !app.Confirmed.Equal(noon) {
		t.Error("not confirmed")
	}
	check("the same again", appCode(t, e.Secret, noon.Add(-step)), noon, false)
	check("a step ahead", appCode(t, e.Secret, noon.Add(step)), noon, true)
	check("an older one, never used", appCode(t, e.Secret, noon), noon, false)
	check("the next", appCode(t, e.Secret, noon.Add(2*step)), noon.Add(2*step), true)

	if _, err := app.Verify(testKeys, 6, "123456", noon); !errors.Is(err, ErrTOTPKey) {
		t.Error("another person's secret opens", err)
	}
	if _, err := app.Enrolment(NewKeys([32]byte{9}), 5, "a", "b"); !errors.Is(err, ErrTOTPKey) {
		t.Error("another key opens it", err)
	}
}

func TestTOTPCodeOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		app := NewTOTP(testKeys, 5, noon)
		secret, _ := app.secret(testKeys, 5)
		text := base32Plain.EncodeToString(secret)
		now, last := noon, uint64(0)
		for range rapid.IntRange(1, 25).Draw(t, "n") {
			now = now.Add(time.Duration(rapid.IntRange(-45, 60).Draw(t, "s")) * time.Second)
			code, _ := totp.GenerateCode(text, now.Add(time.Duration(rapid.IntRange(-75, 75).Draw(t, "skew"))*time.Second))
			ok, err := app.Verify(testKeys, 5, code, now)
			if err != nil || ok != (app.LastStep > last) {
				t.Fatal("accepted without a newer step", err)
			}
			last = app.LastStep
		}
	})
}

func TestRecovery(t *testing.T) {
	app := NewTOTP(testKeys, 5, noon)
	codes := app.NewRecovery(testKeys, 5)
	if len(codes) != RecoveryCodes || app.RecoveryLeft() != RecoveryCodes {
		t.Fatal(codes)
	}
	if !app.UseRecovery(testKeys, 5, strings.ToLower(strings.ReplaceAll(codes[3], "-", " ")), noon) || app.RecoveryLeft() != 9 {
		t.Error("a good code is refused")
	}
	if app.UseRecovery(testKeys, 5, codes[3], noon) || app.UseRecovery(testKeys, 6, codes[4], noon) || app.UseRecovery(testKeys, 5, "", noon) {
		t.Error("used twice, by another, or nothing")
	}
	fresh := app.NewRecovery(testKeys, 5)
	if app.UseRecovery(testKeys, 5, codes[4], noon) || !app.UseRecovery(testKeys, 5, fresh[9], noon) {
		t.Error("old codes outlive new ones")
	}
}

func TestQR(t *testing.T) {
	const text = "otpauth://totp/Acme:ann@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Acme"
	rows, err := QRModules(text)
	if err != nil || len(rows) < 21 || len(rows) != len(rows[0]) {
		t.Fatal(len(rows), err)
	}
	for i := range 7 { // the finder in the corner
		if !rows[0][i] || !rows[6][i] || !rows[i][0] {
			t.Fatal("no finder pattern")
		}
	}
	svg, err := QRSVG(text)
	if err != nil || xml.Unmarshal(svg, new(struct{ XMLName xml.Name })) != nil {
		t.Error("not well-formed", err)
	}
	if s := string(svg); strings.Contains(s, "JBSWY") || strings.Contains(s, "style") || len(s) > 30_000 {
		t.Error(len(s))
	}
	if _, err := QRSVG(strings.Repeat("x", 5000)); err == nil {
		t.Error("drew what does not fit")
	}
}
