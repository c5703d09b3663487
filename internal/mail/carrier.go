package mail

import (
	"context"
	"io"
	"strings"
	"sync"

	"portico/portal"
)

// Wires are the ways that mail can leave, as the command line gives them.
type Wires struct {
	Server *Config   // --smtp: wins over everything
	Folder string    // where mails are written while there is no server: --mail-dir, or mail/ beside the data file
	Forced bool      // --mail-dir was given: it wins over the settings
	Out    io.Writer // gets a short line for each mail written to the folder

	once sync.Once
	dir  *Dir
}

// Carrier takes mails the way that holds now: --smtp, else --mail-dir, else the server in the settings, else
// the folder. Settings that cannot work are an error that says so.
func (w *Wires) Carrier(m portal.MailSettings, password string) (*Carrier, error) {
	switch {
	case w.Server != nil:
		return &Carrier{smtp: w.Server}, nil
	case m.Host == "" || w.Forced:
		return &Carrier{folder: w.folder()}, nil
	}
	c, err := settingsConfig(m, password)
	return &Carrier{smtp: c}, err
}

// folder is made once, for it counts its files.
func (w *Wires) folder() *Dir {
	w.once.Do(func() { w.dir = &Dir{Path: w.Folder, Out: w.Out} })
	return w.dir
}

func settingsConfig(m portal.MailSettings, password string) (*Config, error) {
	c := Config{
		Host: m.Host, Port: m.Port, User: m.User, Pass: password, Implicit: m.Port == 465,
		AllowPlain: true, // counts for this very machine only, whose server may have no certificate
	}
	if c.Port == 0 {
		c.Port = 587
	}
	if err := c.check(); err != nil {
		return nil, &Error{Kind: Auth, Msg: "The mail server's settings are incomplete. Check Settings → Mail."}
	}
	return &c, nil
}

// Carrier sends the portal's mails. It satisfies service.Carrier.
type Carrier struct {
	smtp   *Config
	folder *Dir
}

// Compose makes the bytes that travel.
func (c *Carrier) Compose(p portal.Parcel) ([]byte, error) {
	m := Message{
		From: p.From, FromName: p.FromName, To: []Address{{p.ToName, p.To}}, ReplyTo: Address{Email: p.ReplyTo},
		Subject: p.Written.Subject, HTML: p.Written.HTML, Text: p.Written.Text, MessageID: p.MessageID, Date: p.Date,
	}
	if p.Logo != nil {
		m.Inline = []Part{{Name: "logo.png", Type: "image/png", CID: LogoCID, Data: p.Logo}}
	}
	for _, f := range p.Attach {
		m.Attach = append(m.Attach, Part{Name: f.Name, Type: f.Type, Data: f.Data})
	}
	return Compose(m)
}

// LogoCID is what letters call the logo: cid:logo.
const LogoCID = "logo"

// Carry sends a composed parcel.
func (c *Carrier) Carry(ctx context.Context, p portal.Parcel) error {
	if c.folder != nil {
		return c.folder.Send(ctx, p.From, []string{p.To}, p.Raw)
	}
	_, hello, _ := strings.Cut(p.From, "@")
	return (&SMTP{Config: *c.smtp, Hello: hello}).Send(ctx, p.From, []string{p.To}, p.Raw)
}
