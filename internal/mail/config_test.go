package mail

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestParseConfig(t *testing.T) {
	for in, want := range map[string]Config{
		"smtp://u%40x.example:p%3A%2F@mail.example:2525": {Host: "mail.example", Port: 2525, User: "u@x.example", Pass: "p:/"},
		"smtp://mail.example":                            {Host: "mail.example", Port: 587},
		"smtp://mail.example:465":                        {Host: "mail.example", Port: 465, Implicit: true},
		"smtps://u:p@mail.example/":                      {Host: "mail.example", Port: 465, User: "u", Pass: "p", Implicit: true},
		"smtps://mail.example:2465":                      {Host: "mail.example", Port: 2465, Implicit: true},
		"smtp://[::1]:1025?plain=loopback":               {Host: "::1", Port: 1025, AllowPlain: true},
	} {
		if got, err := ParseConfig(in); got != want || err != nil {
			t.Errorf("%s: %#v, %v", in, got, err)
		}
	}
	for _, in := range []string{
		"", "mail.example:587", "http://mail.example", "smtp://", "smtp://:587", "smtp://h/path", "smtp://h#x", "smtp://h:0", "smtp://h:99999",
		"smtp://h?tls=off", "smtp://hunter2@h", "smtp://u:hunter2@h:x", "smtp://u:hunter2%@h", "smtp://u:hunter2%0d%0a@h", "smtp://u:hunter2/x@h",
	} {
		_, err := ParseConfig(in)
		if err == nil {
			t.Errorf("took %q", in)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q tells the password: %v", in, err)
		}
	}
}

func TestConfigHidesThePassword(t *testing.T) {
	c, err := ParseConfig("smtps://office:hunter2@mail.example")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("mail", "config", c)
	all := fmt.Sprintf("%v %+v %#v %s %s", c, c, c, c, log.String())
	if strings.Contains(all, "hunter2") || strings.Count(all, "smtps://office:•••@mail.example:465") != 5 {
		t.Error(all)
	}
}
