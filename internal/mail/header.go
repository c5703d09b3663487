package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// errControl is what every header field answers to a line break: one that got
// through would start a header, or a body, of the attacker's own.
var errControl = errors.New("mail: line breaks and control characters are not allowed here")

// header is written in the order in which it was filled.
type header []field

type field struct{ name, value string }

func (h *header) add(name, value string) { *h = append(*h, field{name, value}) }

var (
	fieldName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,60}$`)
	// reserved headers are made here or say who sends; nobody else sets them.
	reserved = []string{
		"Auto-Submitted", "Bcc", "Cc", "Date", "From", "Message-Id", "Mime-Version", "Received",
		"Reply-To", "Return-Path", "Sender", "Subject", "To",
	}
)

func (h *header) addExtra(extra map[string]string) error {
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		value, key := extra[name], textproto.CanonicalMIMEHeaderKey(name)
		switch {
		case !fieldName.MatchString(name), seen[key], slices.Contains(reserved, key),
			strings.HasPrefix(key, "Content-"), strings.HasPrefix(key, "Resent-"):
			return fmt.Errorf("mail: header %q may not be set", name)
		case hasControl(value):
			return fmt.Errorf("%s: %w", name, errControl)
		case !plain(value) || strings.TrimSpace(value) == "" || longestWord(value) > 900:
			return fmt.Errorf("mail: header %s has a value that cannot be sent", name)
		}
		seen[key] = true
		h.add(name, strings.TrimSpace(value))
	}
	return nil
}

func (h header) bytes() []byte {
	var b strings.Builder
	for _, f := range h {
		fold(&b, f.name+": "+f.value)
	}
	return []byte(b.String())
}

// fold writes a header in lines of 76 where its spaces allow. It breaks only
// at single spaces, so no line consists of white space alone, which would end
// the header for some readers.
func fold(b *strings.Builder, line string) {
	const most = 76
	head := strings.Index(line, ": ") + 2 // never break right after the name
	for len(line) > most {
		cut := -1
		for i := head; i < len(line)-1 && (i <= most || cut < 0); i++ {
			if line[i] == ' ' && line[i-1] != ' ' && line[i+1] != ' ' {
				cut = i
			}
		}
		if cut < 0 {
			break
		}
		b.WriteString(line[:cut] + "\r\n")
		line, head = line[cut:], 1
	}
	b.WriteString(line + "\r\n")
}

// text makes the value of a header that people read.
func text(s string) (string, error) {
	if hasControl(s) {
		return "", errControl
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return "", errors.New("mail: empty")
	}
	if plain(s) && !strings.Contains(s, "=?") && longestWord(s) <= 60 {
		return s, nil
	}
	return words(s), nil
}

// words encodes a text as RFC 2047 words of at most 75 characters. The standard
// library's encoder leaves plain ASCII alone, even where that looks encoded
// already and the reader's program would decode it into something else.
func words(s string) string {
	var out []string
	for s = strings.ToValidUTF8(s, "�"); s != ""; {
		n := 0
		for n < len(s) {
			_, size := utf8.DecodeRuneInString(s[n:])
			if n+size > 45 {
				break
			}
			n += size
		}
		out = append(out, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s = s[n:]
	}
	return strings.Join(out, " ")
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func longestWord(s string) int {
	longest := 0
	for w := range strings.FieldsSeq(s) {
		longest = max(longest, len(w))
	}
	return longest
}
