package mail

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/portal"
)

func TestWhichWayMailLeaves(t *testing.T) {
	flag := &Config{Host: "flag.example", Port: 587}
	set := portal.MailSettings{Host: "settings.example", User: "office"}
	for _, c := range []struct {
		name string
		w    *Wires
		m    portal.MailSettings
		pass string
		want string
	}{
		{"the flag wins", &Wires{Server: flag, Folder: "mail"}, set, "s3cret", "smtp://flag.example:587"},
		{"--mail-dir wins over the settings", &Wires{Folder: "mail", Forced: true}, set, "s3cret", "mail"},
		{"the settings", &Wires{Folder: "mail"}, set, "s3cret", "smtp://office:•••@settings.example:587"},
		{"port 465", &Wires{}, portal.MailSettings{Host: "settings.example", Port: 465}, "", "smtps://settings.example:465"},
		{"nothing set", &Wires{Folder: "mail"}, portal.MailSettings{}, "", "mail"},
		{"half set", &Wires{Folder: "mail"}, set, "", "The mail server's settings are incomplete. Check Settings → Mail."},
	} {
		got, err := "", error(nil)
		switch carrier, failed := c.w.Carrier(c.m, c.pass); {
		case failed != nil:
			got, err = failed.Error(), failed
		case carrier.folder != nil:
			got = carrier.folder.Path
		default:
			got = carrier.smtp.String()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q (%v)", c.name, got, c.want, err)
		}
	}
}

func TestCarrierToTheFolder(t *testing.T) {
	var out bytes.Buffer
	w := &Wires{Folder: filepath.Join(t.TempDir(), "mail"), Out: &out}
	c, err := w.Carrier(portal.MailSettings{}, "")
	if err != nil {
		t.Fatal(err)
	}
	p := portal.Parcel{
		MessageID: NewMessageID("portal.example.com"), Date: noon, From: "office@larkfield.example", FromName: "Larkfield", To: "ann@example.com", ToName: "Ann",
		Written: portal.Written{Subject: "Hello", HTML: `<img src="cid:logo">`, Text: "Hello.\n"}, Logo: []byte("\x89PNG"),
	}
	if p.Raw, err = c.Compose(p); err != nil {
		t.Fatal(err)
	}
	if err := c.Carry(context.Background(), p); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(w.Folder)
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	raw, _ := os.ReadFile(filepath.Join(w.Folder, files[0].Name()))
	if !bytes.Contains(raw, []byte("<"+LogoCID+">")) || !bytes.Equal(raw, p.Raw) {
		t.Error("the file is not the mail")
	}
	if line := out.String(); !strings.HasPrefix(line, "mail to ann@example.com: Hello (") || strings.Count(line, "\n") != 1 {
		t.Errorf("the terminal said %q", line)
	}
}
