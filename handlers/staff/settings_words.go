package staff

import (
	"strings"

	"github.com/a-h/templ"

	"portico/handlers/web"
	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	views "portico/views/staff"
	"portico/views/ui"
)

// Wording renames words.
func Wording(c *web.Ctx) error { return showWording(c, nil) }

func showWording(c *web.Ctx, refused error) error {
	b, err := c.S.Business(c.Std())
	if err != nil {
		return err
	}
	example := func(f ui.Form) templ.Component { return views.WordsExample(locale(c, typedWords(f.Value))) }
	e := views.WordingEditor(c.Std(), ui.Form{Values: views.WordingValues(b.Wording)}, example)
	return section(c, views.SettingsPage{Title: c.L.T("Wording"), Editor: e}, b.Wording.Version, refused)
}

// typedWords reads the words of a form.
func typedWords(value func(string) string) portal.Wording {
	w := portal.Wording{Words: map[string]string{}}
	for _, r := range portal.Renamable {
		for _, key := range []string{r.Key, r.Plural} {
			if word := strings.TrimSpace(value(portal.WordField(key))); word != "" {
				w.Words[key] = word
			}
		}
	}
	return w
}

// locale is the visitor's language under other words.
func locale(c *web.Ctx, w portal.Wording) *words.Locale {
	b := *c.V.Business
	b.Wording = w
	return words.New(c.L.Lang(), b)
}

// WordingSave renames words.
func WordingSave(c *web.Ctx) error {
	if err := c.Bind(&struct{}{}); err != nil {
		return err
	}
	return settled(c, c.S.SaveWording(c.Std(), c.Scope(), typedWords(c.PostForm), version(c)), paths.OfficeSettingsWording(), showWording)
}

// WordsExample shows how words read, while they are typed.
func WordsExample(c *web.Ctx) error {
	return piece(c, views.WordsExample(locale(c, typedWords(c.Query))), paths.OfficeSettingsWording())
}
