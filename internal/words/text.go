package words

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"portico/portal"
)

// T returns the text of a key with its verbs filled in. Whatever the verb, an argument is written as a person
// reads it: Money with its currency, Day and Time as dates, int as a number with grouping (write a year or an
// id as a string), a Text or a named value of the domain translated. %[2]s takes the second argument.
func (l *Locale) T(key string, args ...any) string {
	return l.fill(l.catalog.text(key), args)
}

// N returns the text for n of something. n is the first argument of the text; args follow.
func (l *Locale) N(n int, one, other string, args ...any) string {
	text := l.catalog.count(n, one, other)
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	return l.fill(text, append([]any{n}, args...))
}

// Text translates a message of the domain.
func (l *Locale) Text(t portal.Text) string { return l.T(t.Key, t.Args...) }

// Named is a value of the domain with a name on screen: a status, a role, a permission, a preset.
type Named interface{ Name() string }

// Name translates a value's name.
func (l *Locale) Name(n Named) string { return l.catalog.text(n.Name()) }

// Label translates a name out of a table of the domain or of the program, such as a Module's: a key that the
// source holds as data, not a literal. Never what a person typed.
func (l *Locale) Label(key string) string { return l.catalog.text(key) }

// T is the context's locale's T.
func T(ctx context.Context, key string, args ...any) string { return From(ctx).T(key, args...) }

// N is the context's locale's N.
func N(ctx context.Context, n int, one, other string, args ...any) string {
	return From(ctx).N(n, one, other, args...)
}

// Word returns what the business calls a thing: Word(ctx, "Client"), Word(ctx, "clients").
func Word(ctx context.Context, key string) string { return From(ctx).Word(key) }

func (l *Locale) fill(text string, args []any) string {
	at := strings.IndexByte(text, '%')
	if at < 0 {
		return text
	}
	var room [256]byte
	b := room[:0]
	next := 0
	for rest := text; ; at = strings.IndexByte(rest, '%') {
		if at < 0 || at == len(rest)-1 {
			return string(append(b, rest...))
		}
		b = append(b, rest[:at]...)
		end := verbEnd(rest, at)
		verb := rest[at:end]
		rest = rest[end:]
		if verb == "%%" {
			b = append(b, '%')
			continue
		}
		if len(verb) == 5 && verb[1] == '[' {
			next = int(verb[2] - '1')
		}
		if next < 0 || next >= len(args) {
			b = append(append(b, "%!("...), verb[1:]...) // as fmt does: seen at once, never a crash
			b = append(b, ')')
			continue
		}
		arg := args[next]
		if t, ok := arg.(portal.Text); ok { // here, not in append: the stack's room would escape by the recursion
			arg = l.Text(t)
		}
		b = l.append(b, arg)
		next++
	}
}

// verbEnd is the index after the verb that begins at: %s, %d, %%, %[1]s.
func verbEnd(s string, at int) int {
	if s[at+1] == '[' && at+4 < len(s) && s[at+3] == ']' {
		return at + 5
	}
	return at + 2
}

func (l *Locale) append(b []byte, arg any) []byte {
	switch v := arg.(type) {
	case string:
		return append(b, v...)
	case int:
		return l.numbers.integer(b, int64(v))
	case int64:
		return l.numbers.integer(b, v)
	case portal.Money:
		return l.AppendMoney(b, v)
	case portal.Day:
		return l.AppendDay(b, v)
	case portal.Month:
		return append(b, l.Month(v)...)
	case time.Time:
		return l.AppendTime(b, v)
	case decimal.Decimal:
		return append(b, l.Decimal(v)...)
	case Named:
		return append(b, l.Name(v)...)
	}
	return append(b, fmt.Sprint(arg)...)
}

// Word returns what the business calls a thing (Settings → Wording): Word("Client"), Word("client"), in the
// case and number of the key.
func (l *Locale) Word(key string) string {
	if w, ok := l.renamed[key]; ok {
		return w
	}
	return l.catalog.text(key)
}

// Words returns what the business calls several of a thing; both Words("Client") and Words("Clients") do.
func (l *Locale) Words(key string) string {
	for _, r := range portal.Renamable {
		switch key {
		case r.Key:
			return l.Word(r.Plural)
		case lower(r.Key):
			return l.Word(lower(r.Plural))
		}
	}
	return l.Word(key)
}

func renamings(words map[string]string) map[string]string {
	if len(words) == 0 {
		return nil
	}
	all := make(map[string]string, 2*len(words))
	for key, name := range words {
		if name = strings.TrimSpace(name); name != "" {
			all[key], all[lower(key)] = name, lower(name)
		}
	}
	return all
}

// lower turns the first letter small, unless the word is all capitals, like "AMC".
func lower(s string) string {
	if s == "" || s == strings.ToUpper(s) && len(s) > 1 {
		return s
	}
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
