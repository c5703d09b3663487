package mail

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/portal"
)

// TestShots writes every letter as a page to look at, when PORTICO_SHOTS names a folder.
func TestShots(t *testing.T) {
	dir := os.Getenv("PORTICO_SHOTS")
	if dir == "" {
		t.Skip("PORTICO_SHOTS is not set")
	}
	for name, l := range shown() {
		w, err := Writer{}.Write(context.Background(), l)
		if err != nil {
			t.Fatal(err)
		}
		src := "data:image/png;base64," + base64.StdEncoding.EncodeToString(l.Logo)
		write(t, dir, name+".html", strings.ReplaceAll(w.HTML, "cid:logo", src))
		write(t, dir, name+".txt", "Subject: "+w.Subject+"\n\n"+w.Text)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "mail"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mail", name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shown are the samples, and one in colours, directions and names that are hard.
func shown() map[string]portal.Letter {
	all := samples()
	for name, colour := range map[string]string{"yellow": "#ffe600", "white": "#ffffff", "black": "#000000", "neon": "#39ff14"} {
		l := all["invitation-password"]
		l.Business.Profile.Colour = colour
		all["brand-"+name] = l
	}
	l := all["invoice-long"]
	l.Language = "en-XB"
	all["rtl"] = l
	l = all["invitation"]
	l.Name, l.Facts.Client, l.Facts.By, l.Business.Profile.Name = nasty, nasty, nasty, nasty
	all["nasty"] = l
	return all
}
