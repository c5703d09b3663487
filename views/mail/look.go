package mail

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"io"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"portico/portal"
)

// look is everything about how a letter looks that isn't the same for all.
type look struct {
	Lang, Dir string
	End       string // where amounts stand: right, or left where writing goes the other way
	Light     palette
	dark      palette
	Business  string
	Initial   string // instead of a logo
	Logo      bool
	Width     string // of the logo, pixels
	Named     bool   // the logo is wide: the name is in it
	Reason    string
	NotYou    string // what is strong in it is the link
	Mail      string // the business's address
	Imprint   string
}

const logoHeight = 40

func (d *desk) look() look {
	b := d.l.Business.Profile
	brand := parseColour(b.Colour)
	k := look{
		Lang: d.Lang(), Dir: d.Dir(), End: "right", Light: lightPalette(brand), dark: darkPalette(brand), Business: b.Name,
		Initial: initial(b.Name), Reason: d.reason(), Mail: b.Email, Imprint: d.imprint(),
		NotYou: d.T("Not you? %s and we remove it.", strong(d.T("Tell us"))),
	}
	if k.Dir == "rtl" {
		k.End = "left"
	}
	if c, err := png.DecodeConfig(bytes.NewReader(d.l.Logo)); err == nil && c.Height > 0 {
		width := min(logoHeight*c.Width/c.Height, 200)
		k.Logo, k.Width, k.Named = true, fmt.Sprint(width), width > 2*logoHeight
	}
	return k
}

// reason says why the receiver gets the letter.
func (d *desk) reason() string {
	if n, ok := portal.NotificationOf(d.l.Kind); ok && n.ToStaff() {
		return d.T("%s sends this to its own people. Who gets such mails is chosen under Settings → Notifications; staff turn their own off under “My profile”.", d.business())
	}
	return d.T("You get this because %s keeps this address for your account.", d.business())
}

// imprint is who the business is, in one line.
func (d *desk) imprint() string {
	b := d.l.Business.Profile
	name := b.LegalName
	if name == "" {
		name = b.Name
	}
	parts := []string{oneLine(name)}
	for _, s := range []string{oneLine(b.Address.OneLine()), oneLine(b.Phone)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

func initial(name string) string {
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return "·"
}

// styles are the few rules that cannot stand at their elements: dark mode and narrow screens. It is written
// here because a template takes no values inside a style element; all of them are colours that we made.
func (k look) styles() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, sheet, k.dark.Ink, k.dark.Fill, k.dark.On, k.dark.Edge, k.dark.Fill, k.dark.On)
		return err
	})
}

const sheet = `<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
.bg { background: #161412 !important; }
.card { background: #1f1c1a !important; border-color: #35312e !important; }
.well { background: #2a2623 !important; }
.ink { color: #f0eeeb !important; }
.soft { color: #b8b2ab !important; }
.rule { border-color: #3d3834 !important; }
.link { color: %s !important; }
.btn { background: %s !important; color: %s !important; border-color: %s !important; }
.mark { background: %s !important; color: %s !important; }
.logo { background: #ffffff !important; }
}
@media (max-width: 480px) {
.pad { padding: 28px 22px 12px !important; }
.wide { width: 100%% !important; }
.wide a { display: block !important; text-align: center !important; }
}
</style>`
