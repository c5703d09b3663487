package auth

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func signIn(person uint64) Challenge {
	return NewChallenge(testKeys, ChallengeFor{ID: 1, Person: person, Address: "ann@example.com", Purpose: PurposeSignIn, Browser: "ann's browser"}, noon)
}

// wrongFor is a code that is not the challenge's.
func wrongFor(c Challenge) string {
	code := []byte(c.Code(testKeys))
	code[5] = '0' + (code[5]-'0'+1)%10
	return string(code)
}

func TestCodeIsSixDigitsAndTheServersOwn(t *testing.T) {
	c := signIn(7)
	code := c.Code(testKeys)
	if len(code) != CodeDigits || strings.Trim(code, "0123456789") != "" || code != c.Code(testKeys) {
		t.Fatal(code)
	}
	same := 0
	for i := range 50 { // what is stored gives nothing without the key
		if c.Code(NewKeys([32]byte{byte(i), 99})) == code {
			same++
		}
	}
	if same > 1 {
		t.Errorf("%d of 50 other keys give the same code", same)
	}
	differ := 0
	for i := range 20 { // the id and the purpose are part of it
		a, b := c, c
		a.ID += uint64(i) + 1
		b.Purpose += Purpose(i) + 1
		if a.Code(testKeys) != code && b.Code(testKeys) != code {
			differ++
		}
	}
	if differ < 19 {
		t.Errorf("only %d of 20 differ", differ)
	}
}

func TestTry(t *testing.T) {
	const here = "ann's browser"
	late := noon.Add(ChallengeLife)
	for name, c := range map[string]struct {
		change  func(*Challenge)
		code    func(Challenge) string
		browser string
		now     time.Time
		want    Verdict
		tries   uint8
	}{
		"right":            {browser: here, now: noon, want: VerdictOK, tries: 1},
		"right, at last":   {browser: here, now: late.Add(-1), want: VerdictOK, tries: 1},
		"right, spaced":    {browser: here, now: noon, want: VerdictOK, tries: 1, code: func(c Challenge) string { s := c.Code(testKeys); return " " + s[:3] + "\u00a0" + s[3:] + "\n" }},
		"expired":          {browser: here, now: late, want: VerdictExpired},
		"another browser":  {browser: "mallory", now: noon, want: VerdictElsewhere},
		"no browser":       {browser: "", now: noon, want: VerdictElsewhere},
		"spent":            {browser: here, now: noon, want: VerdictSpent, change: func(c *Challenge) { c.Spent = true }},
		"dead":             {browser: here, now: noon, want: VerdictDead, change: func(c *Challenge) { c.Dead = true }},
		"wrong":            {browser: here, now: noon, want: VerdictWrong, tries: 1, code: wrongFor},
		"fifth wrong":      {browser: here, now: noon, want: VerdictDead, tries: 5, code: wrongFor, change: func(c *Challenge) { c.Tries = 4 }},
		"fifth right":      {browser: here, now: noon, want: VerdictOK, tries: 5, change: func(c *Challenge) { c.Tries = 4 }},
		"sixth right":      {browser: here, now: noon, want: VerdictDead, tries: 5, change: func(c *Challenge) { c.Tries = 5 }},
		"five digits":      {browser: here, now: noon, want: VerdictMalformed, code: func(Challenge) string { return "12345" }},
		"letters":          {browser: here, now: noon, want: VerdictMalformed, code: func(Challenge) string { return "12345a" }},
		"nothing":          {browser: here, now: noon, want: VerdictMalformed, code: func(Challenge) string { return "" }},
		"nobody's address": {browser: here, now: noon, want: VerdictWrong, tries: 1, change: func(c *Challenge) { c.Person = 0 }},
	} {
		ch := signIn(7)
		if c.change != nil {
			c.change(&ch)
		}
		code := ch.Code(testKeys)
		if c.code != nil {
			code = c.code(ch)
		}
		v, left := ch.Try(testKeys, code, c.browser, c.now)
		if v != c.want || ch.Tries != c.tries || (v == VerdictWrong && left != 4) {
			t.Errorf("%s: verdict %d, %d tries, %d left", name, v, ch.Tries, left)
		}
		if ch.Spent != (v == VerdictOK || v == VerdictSpent) || name == "fifth wrong" && !ch.Dead {
			t.Errorf("%s: not marked: %+v", name, ch)
		}
	}
}

func TestLink(t *testing.T) {
	c := signIn(7)
	token := c.LinkToken(testKeys)
	for range 3 { // a mail scanner opens it as often as it likes
		if v := c.CheckLink(token, noon); v != VerdictOK {
			t.Fatal(v)
		}
	}
	if v := c.UseLink(NewToken(), noon); v != VerdictWrong || c.Spent {
		t.Error("any token will do", v)
	}
	if v := c.UseLink(token, noon.Add(ChallengeLife)); v != VerdictExpired || c.Spent {
		t.Error("used after its time", v)
	}
	if v := c.UseLink(token, noon); v != VerdictOK {
		t.Error(v)
	}
	if v := c.UseLink(token, noon); v != VerdictSpent {
		t.Error("used twice", v)
	}
	if v, _ := c.Try(testKeys, c.Code(testKeys), "ann's browser", noon); v != VerdictSpent {
		t.Error("the code works after the link", v)
	}
	nobody := signIn(0)
	if v := nobody.UseLink(nobody.LinkToken(testKeys), noon); v != VerdictWrong || nobody.Spent {
		t.Error("nobody's link works", v)
	}
	newcomer := NewChallenge(testKeys, ChallengeFor{ID: 2, Address: "new@example.com", Purpose: PurposeRegister, Browser: "b"}, noon)
	if v, _ := newcomer.Try(testKeys, newcomer.Code(testKeys), "b", noon); v != VerdictOK {
		t.Error("cannot register", v)
	}
	next := signIn(7)
	next.ID = 2
	if !next.Replaces(c) || next.Replaces(next) || next.Replaces(newcomer) {
		t.Error("replaces wrongly")
	}
}

// TestChallengeBudget: whatever is done in whatever order, a challenge lets in at most once, and nothing after
// five counted tries.
func TestChallengeBudget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, now, oks, wrong := signIn(rapid.Uint64Range(0, 1).Draw(t, "person")), noon, 0, 0
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			before := c
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				now = now.Add(time.Duration(rapid.IntRange(-60, 400).Draw(t, "s")) * time.Second)
			case 1:
				if v := c.UseLink(c.LinkToken(testKeys), now); v == VerdictOK {
					oks++
				}
			case 2:
				if v, _ := c.Try(testKeys, c.Code(testKeys), "elsewhere", now); v != VerdictElsewhere || c != before {
					t.Fatal("counted from elsewhere")
				}
			case 3:
				if v, _ := c.Try(testKeys, c.Code(testKeys), "ann's browser", now); v == VerdictOK {
					oks++
				}
			default:
				if v, _ := c.Try(testKeys, wrongFor(c), "ann's browser", now); v == VerdictOK {
					t.Fatal("a wrong code is right")
				} else if c.Tries > before.Tries {
					wrong++
				}
			}
			if c.Tries < before.Tries || before.Dead && !c.Dead || before.Spent && !c.Spent {
				t.Fatal("went back")
			}
		}
		if oks > 1 || oks > 0 && c.Decoy() || wrong > ChallengeTries || c.Tries > ChallengeTries {
			t.Fatalf("let in %d times, %d wrong, %d counted", oks, wrong, c.Tries)
		}
	})
}
