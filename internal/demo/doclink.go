package demo

import (
	"time"

	"portico/internal/auth"
	"portico/internal/paths"
	"portico/internal/serve"
	"portico/portal"
	"portico/store"
)

// openKeys reads the demo’s secret key, which seals the links of its mails, making it as the server would.
func (b *builder) openKeys(data string) (err error) {
	b.keys, _, err = auth.LoadOrCreateKey(serve.KeyFile(data))
	return err
}

// forToken is what the server seals a mail’s token for.
const forToken = "letter token"

// link gives the mail about a bill a document link, opened when the bill was looked at. The newest bill that
// is still to pay lends its link to the cast.
func (b *builder) link(a *account, i *bill, m *portal.Mail, f *portal.LetterFacts) {
	l, token := b.linkTo(m, f, portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, paths.PortalInvoice(i.ID))
	if !i.Viewed.IsZero() && b.now.Sub(i.Viewed) > 0 {
		o := portal.DocOpen{At: i.Viewed, IP: pick(b, addresses), Device: auth.DeviceLabel(pick(b, browsers))}
		l.Open(o)
		b.tell(i.Viewed, portal.Event{
			Kind: portal.EventLinkOpened, Name: l.Receiver(), Client: a.ID, Subject: f.Doc, Detail: i.Number + " → " + m.To, IP: o.IP, Device: o.Device,
		})
	}
	b.links[m] = l
	if !i.Open().IsZero() && (b.shown.Path == "" || i.Issued > b.shownOn) {
		b.shownOn = i.Issued
		b.shown = Role{Part: "Document link", Path: "/d/" + token, Sees: "What the mail about " + i.Number + " opens for " + a.Name + ", without signing in"}
	}
}

// linkTo gives a mail about a document a link to it, which is to be saved with it.
func (b *builder) linkTo(m *portal.Mail, f *portal.LetterFacts, doc portal.Ref, page paths.URL) (portal.DocLink, string) {
	token := auth.NewToken()
	f.Doc, f.Path, f.Token = doc, page.String(), b.keys.Seal(auth.UseMail, []byte(token), []byte(forToken))
	l := portal.DocLink{
		Hash: auth.HashToken(token), Client: m.Client, Doc: doc, To: m.To, ToName: m.ToName,
		Created: m.Created, Expires: m.Created.Add(90 * 24 * time.Hour),
	}
	b.links[m] = l
	return l, token
}

// mailNow writes a mail about a document, with its link.
func (b *builder) mailNow(tx *store.Tx, m *portal.Mail, f portal.LetterFacts, doc portal.Ref, page paths.URL) error {
	b.linkTo(m, &f, doc, page)
	b.post(m, f)
	if err := tx.PutMail(m); err != nil {
		return err
	}
	return b.saveLink(tx, m)
}

// saveLink writes the document link of a mail, once that has its id.
func (b *builder) saveLink(tx *store.Tx, m *portal.Mail) error {
	l, ok := b.links[m]
	if !ok {
		return nil
	}
	l.Mail = m.ID
	return tx.PutDocLink(l)
}
