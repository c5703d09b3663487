package mail

import (
	"encoding/base64"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Config says which mail server to use. It prints without the password.
type Config struct {
	Host       string
	Port       int
	User, Pass string
	Implicit   bool // encrypted from the first byte, as on port 465
	// AllowPlain lets a server on this very machine go without encryption.
	AllowPlain bool
}

// errConfig never repeats the address: the password is in it.
var errConfig = errors.New("mail: the mail server must look like smtp://user:password@host:587, with signs such as @ / # % in the user or password written as %40 %2F %23 %25")

// ParseConfig reads smtp://user:pass@host:587 (encrypted by STARTTLS) or
// smtps://user:pass@host (encrypted from the start, as is port 465 always).
// ?plain=loopback sets AllowPlain.
func ParseConfig(s string) (Config, error) {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" ||
		strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return Config{}, errConfig
	}
	c := Config{Host: u.Hostname(), Port: 587, Implicit: u.Scheme == "smtps", User: u.User.Username()}
	c.Pass, _ = u.User.Password()
	if c.Implicit {
		c.Port = 465
	}
	if p := u.Port(); p != "" {
		c.Port, err = strconv.Atoi(p)
		if err != nil || c.Port < 1 || c.Port > 65535 {
			return Config{}, errConfig
		}
	}
	c.Implicit = c.Implicit || c.Port == 465
	switch u.RawQuery {
	case "":
	case "plain=loopback":
		c.AllowPlain = true
	default:
		return Config{}, errors.New("mail: the only option of a mail server's address is ?plain=loopback")
	}
	return c, c.check()
}

func (c Config) check() error {
	if c.Host == "" || strings.ContainsAny(c.Host, " <>\"'") || hasControl(c.Host+c.User+c.Pass) || (c.User == "") != (c.Pass == "") {
		return errConfig
	}
	return nil
}

func (c Config) addr() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.Port)) }

// String is the address with the password hidden.
func (c Config) String() string {
	s, user := "smtp://", ""
	if c.Implicit {
		s = "smtps://"
	}
	if c.User != "" {
		user = url.User(c.User).String() + ":•••@"
	}
	return s + user + c.addr()
}

// GoString keeps the password out of %#v too.
func (c Config) GoString() string { return c.String() }

// LogValue keeps the password out of structured logs.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// secrets are the forms in which a server could give the password back.
func (c Config) secrets() []string {
	if c.Pass == "" {
		return nil
	}
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return []string{b64("\x00" + c.User + "\x00" + c.Pass), b64(c.Pass), c.Pass}
}
