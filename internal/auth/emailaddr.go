package auth

import (
	"errors"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// ErrAddress says that a text is not an e-mail address that mail can be sent to.
var ErrAddress = errors.New("auth: not an e-mail address")

const (
	addressMax = 254 // bytes, RFC 5321 §4.5.3.1.3 less the angle brackets
	localMax   = 64
)

// domains maps as UTS 46 does, without the transitional ß → ss, and keeps to letters, digits and hyphens.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.VerifyDNSLength(true), idna.Transitional(false))

// NormalAddress is the one form in which addresses are compared: trimmed, NFKC, lower case, the domain in
// Punycode. It folds no dots and no "+tag": those are other mailboxes at many hosts. Mail must go to the
// address as it is stored with the person, never to what somebody typed (that is what made the case mapping
// of look-alikes an account take-over elsewhere: CVE-2019-19844).
func NormalAddress(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) > 2*addressMax || !utf8.ValidString(s) || !visible(s) {
		return "", ErrAddress
	}
	at := strings.LastIndexByte(s, '@')
	if at < 1 {
		return "", ErrAddress
	}
	local, err := normalLocal(s[:at])
	if err != nil {
		return "", err
	}
	domain, err := normalDomain(s[at+1:])
	if err != nil || len(local)+1+len(domain) > addressMax {
		return "", ErrAddress
	}
	return local + "@" + domain, nil
}

// normalLocal takes the dot-atoms of RFC 5322 §3.2.3 with the letters of RFC 6531; quoted ones are refused.
func normalLocal(s string) (string, error) {
	s = fold(s)
	if len(s) > localMax || !visible(s) || s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return "", ErrAddress
	}
	for _, r := range s {
		if r < utf8.RuneSelf && !asciiAlnum(r) && !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r) {
			return "", ErrAddress
		}
		if r >= utf8.RuneSelf && !unicode.In(r, unicode.L, unicode.N, unicode.M) {
			return "", ErrAddress
		}
	}
	return s, nil
}

func normalDomain(s string) (string, error) {
	s, err := domains.ToASCII(strings.TrimSuffix(s, "."))
	if err != nil {
		return "", ErrAddress
	}
	if _, err := netip.ParseAddr(s); err == nil || s == "" || s != "localhost" && !strings.Contains(s, ".") {
		return "", ErrAddress
	}
	last := s[strings.LastIndexByte(s, '.')+1:]
	if strings.Trim(last, "0123456789") == "" { // no such top-level domain, but forms of IPv4 look so
		return "", ErrAddress
	}
	return s, nil
}

// ShowAddress is a normal address for people to read: Punycode is decoded only where the name cannot be taken
// for another, so "xn--80ak6aa92e.com" stays as it is and does not become a Cyrillic "apple".
func ShowAddress(normal string) string {
	local, domain, ok := strings.Cut(normal, "@")
	if !ok || !strings.Contains(domain, "xn--") {
		return normal
	}
	labels := strings.Split(domain, ".")
	for i, l := range labels {
		u, err := domains.ToUnicode(l)
		if err == nil && OneScript(u) && !lookAlike(u) {
			labels[i] = u
		}
	}
	return local + "@" + strings.Join(labels, ".")
}

// fold is NFKC, lower case, NFKC again, since lower case may bring what is not in that form.
func fold(s string) string {
	for range 3 {
		next := norm.NFKC.String(strings.ToLower(norm.NFKC.String(s)))
		if next == s {
			break
		}
		s = next
	}
	return s
}

// visible reports that a text has no space, control, format (zero-width, direction) or unassigned character.
func visible(s string) bool {
	for _, r := range s {
		if unicode.IsSpace(r) || !unicode.IsGraphic(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) {
			return false
		}
	}
	return true
}

func asciiAlnum(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
