package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestPasswords(t *testing.T) {
	ctx := context.Background()
	p := NewPasswords(2)
	const good = "Grüne Wolken über Öland"
	hash, err := p.Hash(ctx, good)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash, err)
	}
	if again, _ := p.Hash(ctx, good); again == hash {
		t.Error("no salt")
	}
	for password, want := range map[string]bool{good: true, strings.ToLower(good): false, good + " ": false, "": false} {
		if ok, err := p.Verify(ctx, hash, password); ok != want || err != nil {
			t.Errorf("%q: %v %v", password, ok, err)
		}
	}
	if ok, err := p.Verify(ctx, "", ""); ok || err != nil {
		t.Error("a person without a password gets in", err)
	}
	if ok, err := p.Verify(ctx, hash, strings.Repeat("x", 1<<20)); ok || err != nil {
		t.Error(ok, err)
	}
	if NeedsRehash(hash) || !NeedsRehash(strings.Replace(hash, "t=2", "t=1", 1)) || !NeedsRehash("") {
		t.Error("NeedsRehash")
	}
}

func TestStoredHashIsNotTrusted(t *testing.T) {
	p := NewPasswords(1)
	salt, key := "c2FsdHNhbHRzYWx0c2FsdA", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"
	for _, h := range []string{
		"x", "$argon2i$v=19$m=19456,t=2,p=1$" + salt + "$" + key, "$argon2id$v=16$m=19456,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=4294967295,t=2,p=1$" + salt + "$" + key, "$argon2id$v=19$m=19456,t=99999,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=0,p=1$" + salt + "$" + key, "$argon2id$v=19$m=19456,t=2,p=1$$" + key,
		"$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$", "$argon2id$v=19$m=19456,t=2,p=999$" + salt + "$" + key,
	} {
		if ok, err := p.Verify(context.Background(), h, "anything"); ok || !errors.Is(err, ErrPasswordHash) {
			t.Errorf("%s: %v %v", h, ok, err)
		}
	}
}

// TestFloodOfPasswords: one turn and its line of 17 places; who comes after is told so at once, and who gives
// up makes room.
func TestFloodOfPasswords(t *testing.T) {
	p := NewPasswords(1)
	if err := p.wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	left := make(chan error)
	for range 16 {
		go func() { left <- p.DummyVerify(ctx, "x") }()
	}
	for len(p.line) < cap(p.line) {
		time.Sleep(time.Millisecond)
	}
	if _, err := p.Hash(ctx, "x"); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	cancel()
	for range 16 {
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	p.done()
	if ok, err := p.Verify(context.Background(), p.dummy, "x"); ok || err != nil || len(p.line) != 0 || len(p.turn) != 0 {
		t.Error("places are lost", ok, err)
	}
}

func TestPasswordPolicy(t *testing.T) {
	about := []string{"jo.smith", "Joanna.Smith@example.com", "Acme Pool Care", "Bo"}
	for password, want := range map[string]PasswordFault{
		"elevenchar1":                  PasswordShort,
		"ÄÖÜäöüßÄÖÜä":                  PasswordShort,
		"maple-otter-kettle":           PasswordGood,
		"vT9#kq2!mZxw":                 PasswordGood,
		"849302718465":                 PasswordGood,
		"Дождь над морем":              PasswordGood,
		"雨が降る海の上の白い鳥を見た":               PasswordGood,
		strings.Repeat("ab3x", 33):     PasswordLong,
		"bad\xff-utf8-here":            PasswordUnusable,
		"maple-otter\x00kettle":        PasswordUnusable,
		"love-SMITH-forever":           PasswordPersonal,
		"xkq $m1th zvw9":               PasswordPersonal,
		"my-joanna-zx81":               PasswordPersonal,
		"acmepoolcare-77":              PasswordPersonal,
		"password1234":                 PasswordCommon,
		"P@ssw0rd2024!":                PasswordCommon,
		"Welcome12345!":                PasswordCommon,
		"qwertyuiop12":                 PasswordCommon,
		"1q2w3e4r5t6y":                 PasswordCommon,
		"qwertyuiopasdfghjkl":          PasswordCommon,
		"aaaaaaaaaaaa":                 PasswordCommon,
		"abcabcabcabc":                 PasswordCommon,
		"123456789012":                 PasswordCommon,
		"iloveyou2024":                 PasswordCommon,
		"Summer2025!!!":                PasswordCommon,
		"letmein-letmein-letmein":      PasswordCommon,
		"correct horse battery staple": PasswordCommon,
		"            ":                 PasswordCommon,
		"111222333444":                 PasswordCommon,
		"dragondragon":                 PasswordCommon,
		"1234qwerasdf":                 PasswordCommon,
	} {
		if got := PasswordPolicy(password, about...); got != want {
			t.Errorf("%q: %q, want %q (%d points)", password, got, want, surprise(strings.ToLower(password)))
		}
	}
}

func TestGeneratedPasswords(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		p := GeneratePassword()
		if len(p) != 24 || strings.Count(p, "-") != 4 || strings.ContainsAny(p, "ilou") || seen[p] {
			t.Fatal(p)
		}
		if f := PasswordPolicy(p); f != PasswordGood {
			t.Fatalf("%s: %s", p, f)
		}
		seen[p] = true
	}
}

func BenchmarkPasswordVerify(b *testing.B) {
	p := NewPasswords(1)
	for b.Loop() {
		_ = p.DummyVerify(context.Background(), "maple-otter-kettle")
	}
}
