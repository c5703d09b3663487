package auth

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNormalAddress(t *testing.T) {
	for in, want := range map[string]string{
		" Ann@Example.COM ":                      "ann@example.com",
		"ann@example.com.":                       "ann@example.com",
		"a.n-n+tag@example.co.uk":                "a.n-n+tag@example.co.uk",
		"Jörg@Müller.example":                    "jörg@xn--mller-kva.example",
		"jo\u0308rg@mu\u0308ller.example":        "jörg@xn--mller-kva.example",
		"straße@straße.example":                  "straße@xn--strae-oqa.example",
		"ｊｏ＠ｅｘ.com":                              "",
		"ａｎｎ@ｅｘａｍｐｌｅ．ｃｏｍ":                        "ann@example.com",
		"\u212Aen@example.com":                   "ken@example.com", // the Kelvin sign
		"ann@localhost":                          "ann@localhost",
		"用户@例え.jp":                               "用户@xn--r8jz45g.jp",
		"а@раура.com":                            "а@xn--80aa0cbo.com", // all Cyrillic: itself, not paypa.com
		"":                                       "",
		"@example.com":                           "",
		"ann":                                    "",
		"ann@":                                   "",
		"ann@example":                            "",
		"ann@[192.0.2.1]":                        "",
		"ann@192.0.2.1":                          "",
		"ann@1.2.3":                              "",
		"ann@exa mple.com":                       "",
		"an n@example.com":                       "",
		"ann@-x.com":                             "",
		"ann@a..com":                             "",
		"ann@a_b.com":                            "",
		".ann@example.com":                       "",
		"ann.@example.com":                       "",
		"a..n@example.com":                       "",
		`"ann"@example.com`:                      "",
		"Ann <ann@example.com>":                  "",
		"a@b@example.com":                        "",
		"ann@example.com\r\nBcc: x":              "",
		"ann\x00@example.com":                    "",
		"an\u200bn@example.com":                  "", // zero width
		"ann\u202e@example.com":                  "", // right to left
		"an\u00adn@example.com":                  "", // soft hyphen
		"ann@exa\u00admple.com":                  "", // UTS 46 would drop it
		"ann@exa\u200bmple.com":                  "",
		"ann\xff@example.com":                    "",
		"😀@example.com":                          "",
		strings.Repeat("a", 65) + "@example.com": "",
		"a@" + strings.Repeat("b.", 125) + "com": "",
		"a@" + strings.Repeat("b", 64) + ".com":  "",
		strings.Repeat("a", 64) + "@" + strings.Repeat("b", 63) + ".com": strings.Repeat("a", 64) + "@" + strings.Repeat("b", 63) + ".com",
	} {
		got, err := NormalAddress(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v, want %q", in, got, err, want)
		}
	}
}

func TestShowAddress(t *testing.T) {
	for in, want := range map[string]string{
		"ann@example.com":           "ann@example.com",
		"j@xn--mller-kva.example":   "j@müller.example",
		"j@xn--r8jz45g.jp":          "j@例え.jp",
		"a@xn--80ak6aa92e.com":      "a@xn--80ak6aa92e.com", // аррӏе, all Cyrillic
		"a@xn--pypal-4ve.com":       "a@xn--pypal-4ve.com",  // pаypal with one Cyrillic а
		"a@xn--e1afmkfd.xn--p1ai":   "a@пример.xn--p1ai",    // рф could be read as Latin-like; пример not
		"a@xn--.com":                "a@xn--.com",
		"not an address with xn--a": "not an address with xn--a",
	} {
		if got := ShowAddress(in); got != want && !(in == "a@xn--e1afmkfd.xn--p1ai" && got == "a@пример.рф") {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzNormalAddress(f *testing.F) {
	for _, s := range []string{"Ann@Example.com", "jörg@müller.de", "ａ@ｂ.ｃｏｍ", "İ@İ.com", "ΑΣ@ΑΣ.gr", "a@xn--80ak6aa92e.com", "ﬃ@ﬃ.com", "\u1e9e@\u1e9e.de", "ͅ@a.b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := NormalAddress(s)
		if err != nil {
			return
		}
		if again, err := NormalAddress(n); again != n || err != nil {
			t.Errorf("%q: %q, then %q %v", s, n, again, err)
		}
		local, domain, _ := strings.Cut(n, "@")
		if len(n) > addressMax || !utf8.ValidString(n) || !visible(n) || strings.ContainsAny(n, "\r\n\t \"<>,;:()[]\\") ||
			local == "" || strings.ContainsFunc(domain, func(r rune) bool { return r >= 0x80 || r >= 'A' && r <= 'Z' }) {
			t.Errorf("%q: %q", s, n)
		}
		if upper, err := NormalAddress(" " + n + "\n"); err != nil || upper != n {
			t.Errorf("space matters: %q", n)
		}
		ShowAddress(n)
	})
}

func TestNormalUsername(t *testing.T) {
	for in, want := range map[string]string{
		" Jo.Smith ": "jo.smith", "j_s-9": "j_s-9", "Zoë": "zoë", "ＡＢＣ": "abc", "иван": "иван", "たなか田中": "たなか田中",
		"हिन्दी": "हिन्दी", strings.Repeat("a", 40): strings.Repeat("a", 40),
		"jo": "", strings.Repeat("a", 41): "", "jo smith": "", "jo@smith": "", "-jo": "", "jo.": "", "__\u0301_": "",
		"аnn": "" /* Cyrillic а */, "jo\u200bsmith": "", "jo/smith": "", "a\xffbc": "", "": "", "jo😀x": "",
	} {
		got, err := NormalUsername(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v, want %q", in, got, err, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	free := func(string) bool { return false }
	for in, want := range map[string]string{
		"Zoë O'Neil": "zoe.oneil", "Maria del Carmen Núñez": "maria.nunez", "Łukasz Żak": "lukasz.zak", "Bo": "bo-user",
		"": "user", "😀": "user", "Иван Петров": "иван.петров", "Ann Петров": "user", "Jürgen Groß": "jurgen.gross",
		strings.Repeat("x", 90): strings.Repeat("x", 32),
	} {
		if got := Suggest(in, free); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	used := map[string]bool{"jo.smith": true, "jo.smith2": true}
	if got := Suggest("Jo Smith", func(u string) bool { return used[u] }); got != "jo.smith3" {
		t.Error(got)
	}
}

func TestSuggestIsAlwaysGood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calls, full := 0, rapid.IntRange(0, 1100).Draw(t, "taken")
		name := rapid.String().Draw(t, "name")
		u := Suggest(name, func(string) bool { calls++; return calls <= full })
		if n, err := NormalUsername(u); n != u || err != nil {
			t.Fatalf("%q: %q %v", name, u, err)
		}
	})
}

func TestNormalUsernameIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if n, err := NormalUsername(s); err == nil {
			if again, err := NormalUsername(n); again != n || err != nil || strings.Contains(n, "@") {
				t.Fatalf("%q: %q, then %q %v", s, n, again, err)
			}
		}
	})
}

func TestDeviceLabel(t *testing.T) {
	for ua, want := range map[string]string{
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0":                                                       "Firefox on Mac",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0":              "Edge on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36":                            "Chrome on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1":    "Safari on iPhone",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1":     "Chrome on iPhone",
		"Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36":                             "Chrome on Chromebook",
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                                                                     "Firefox on Linux",
		"curl/8.5.0": "curl", "": "", "something": "",
	} {
		if got := DeviceLabel(ua); got != want {
			t.Errorf("%q: %q, want %q", ua, got, want)
		}
	}
}
