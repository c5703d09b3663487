package gallery

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/a-h/templ"

	"portico/internal/words"
	"portico/portal"
	"portico/views/layout"
	"portico/views/ui"
)

func in(lang string) context.Context {
	return words.With(context.Background(), words.New(lang, Business()).At(Now))
}

func within(shell, page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return shell.Render(templ.WithChildren(ctx, page), w)
	})
}

func render(t testing.TB, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const longName = "Halvorsen-Whitcombe Property Management LLC"

func pages() map[string]templ.Component {
	preview, flash := ClientShell(), ClientShell()
	preview.Preview = &layout.Preview{Staff: "Sam Reyes", As: "Marguerite Okonkwo-Delacroix", Until: Now}
	flash.Flash, flash.Accounts = &layout.Flash{Variant: ui.Success, Text: "Saved."}, 1
	trouble := layout.Problem{Title: "We can’t find that page", Text: "It may have moved.", Go: "/portal", Label: "Go to Home"}
	pieces := Pieces(longName, Now)
	return map[string]templ.Component{
		"client-invoices": within(layout.Client(preview), Invoices(InvoiceRows(), InvoiceFilters())),
		"client-pieces":   within(layout.Client(flash), pieces),
		"client-trouble":  within(layout.Client(ClientShell()), layout.Trouble(trouble)),
		"staff-contacts":  within(layout.Staff(StaffShell(portal.Owner)), Contacts(People())),
		"staff-pieces":    within(layout.Staff(StaffShell(portal.Owner)), pieces),
		"staff-employee":  within(layout.Staff(StaffShell(portal.Employee)), layout.Trouble(trouble)),
		"door":            within(layout.Door(ClientShell()), Fields(Refused("x"))),
	}
}

// TestWrite writes the pages as files, to look at.
func TestWrite(t *testing.T) {
	dir := os.Getenv("PORTICO_GALLERY")
	if dir == "" {
		t.Skip("PORTICO_GALLERY says where to")
	}
	for name, page := range pages() {
		for _, lang := range []string{"en", "en-XA", "en-XB"} {
			file := filepath.Join(dir, name+"."+lang+".html")
			if err := os.WriteFile(file, []byte(render(t, in(lang), page)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func BenchmarkInvoiceList(b *testing.B) {
	benchmark(b, within(layout.Client(ClientShell()), Invoices(InvoiceRows(), InvoiceFilters())))
}

func BenchmarkContactList(b *testing.B) {
	benchmark(b, within(layout.Staff(StaffShell(portal.Owner)), Contacts(People())))
}

func BenchmarkShell(b *testing.B) { benchmark(b, layout.Client(ClientShell())) }

func benchmark(b *testing.B, page templ.Component) {
	ctx := in("en")
	b.ReportAllocs()
	for b.Loop() {
		if err := page.Render(ctx, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
