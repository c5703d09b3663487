package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"sort"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// catalog is one language. English has no texts of its own: a key is its text.
type catalog struct {
	Lang       string                       `json:"lang"`
	Name       string                       `json:"name"` // in the language itself
	Dir        string                       `json:"dir"`
	Days       [7]string                    `json:"days"`   // short, Sunday first
	Months     [12]string                   `json:"months"` // short
	LongMonths [12]string                   `json:"longMonths"`
	Texts      map[string]string            `json:"texts"`
	Plurals    map[string]map[string]string `json:"plurals"` // by the English plural: CLDR category → text

	tag    language.Tag
	change func(string) string // a pseudo-language
}

//go:embed catalog
var files embed.FS

var english = &catalog{
	Lang: "en", Name: "English", Dir: "ltr", tag: language.English,
	Days:   [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	Months: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	LongMonths: [12]string{
		"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
	},
}

var catalogs = load()

func load() map[string]*catalog {
	all := map[string]*catalog{"en": english, "en-XA": accented(), "en-XB": mirrored()}
	entries, err := files.ReadDir("catalog")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		data, err := files.ReadFile("catalog/" + e.Name())
		if err != nil {
			panic(err)
		}
		c := new(catalog)
		if err := json.Unmarshal(data, c); err != nil {
			panic(fmt.Sprintf("words: catalog %s: %v", e.Name(), err))
		}
		c.tag = language.MustParse(c.Lang)
		if c.Lang != "en" {
			all[c.Lang] = c
		}
	}
	return all
}

// find returns the catalog of a language, or of its base: "de-AT" is answered by "de".
func find(lang string) *catalog {
	if c, ok := catalogs[lang]; ok {
		return c
	}
	tag, err := language.Parse(lang)
	if err != nil {
		return nil
	}
	base, _ := tag.Base()
	return catalogs[base.String()]
}

// Language is one that a person can choose.
type Language struct{ Tag, Name string }

// Languages are those with a catalog, in the order of their names; pseudo-languages are left out.
func Languages() []Language {
	var ls []Language
	for _, c := range catalogs {
		if c.change == nil && c.Lang != "en-XB" {
			ls = append(ls, Language{c.Lang, c.Name})
		}
	}
	sort.Slice(ls, func(i, j int) bool { return ls[i].Name < ls[j].Name })
	return ls
}

func (c *catalog) text(key string) string {
	if c.change != nil {
		return c.change(key)
	}
	if t, ok := c.Texts[key]; ok {
		return t
	}
	return key
}

// count chooses the text for n of something, by the language's own categories.
func (c *catalog) count(n int, one, other string) string {
	if forms, ok := c.Plurals[other]; ok {
		if t, ok := forms[categories[plural.Cardinal.MatchPlural(c.tag, max(n, -n)%10_000_000, 0, 0, 0, 0)]]; ok {
			return t
		}
		if t, ok := forms["other"]; ok {
			return t
		}
	}
	if n == 1 || n == -1 {
		return c.text(one)
	}
	return c.text(other)
}

var categories = [...]string{
	plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
}
