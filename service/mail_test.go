package service

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/auth"
	"portico/internal/mail"
	"portico/internal/paths"
	"portico/internal/queue"
	"portico/portal"
	"portico/store"
	letters "portico/views/mail"
)

// outbox is a business with one client, one contact and an Owner, its outbox and a real mail server.
type outbox struct {
	*Service
	t       *testing.T
	file    string
	post    *postOffice
	wires   *mail.Wires
	clock   time.Time
	owner   Scope
	client  portal.ClientID
	contact portal.ContactID
	codes   []string
	opt     Options
}

func newOutbox(t *testing.T) *outbox {
	t.Helper()
	o := &outbox{
		t: t, file: filepath.Join(t.TempDir(), "portico.db"), post: openPostOffice(t), clock: time.Date(2026, 3, 10, 9, 0, 0, 123_456_789, time.UTC),
	}
	o.wires = &mail.Wires{Server: o.post.config}
	o.opt = Options{
		URL: "https://portal.larkfield.example", Letters: letters.Writer{}, CodeSink: func(_, code string) { o.codes = append(o.codes, code) },
		Carrier: func(m portal.MailSettings, password string) (Carrier, error) { return o.wires.Carrier(m, password) },
	}
	var secret [32]byte
	_, _ = rand.Read(secret[:])
	o.Service = New(nil, auth.NewKeys(secret), o.opt)
	o.open()
	o.update(func(tx *store.Tx) error {
		b := portal.NewBusiness("Larkfield Heating & Air", "USD", "America/New_York")
		b.Profile.Email = "office@larkfield.example"
		if err := tx.PutBusiness(b); err != nil {
			return err
		}
		p := portal.Person{Name: "Sam Reyes", Email: "sam@larkfield.example", EmailNorm: "sam@larkfield.example", Staff: 1}
		st := portal.Staff{Name: "Sam Reyes", Role: portal.Owner, Email: p.Email}
		c := portal.Client{Name: "Halvorsen-Whitcombe Property Management LLC", Number: "C-1", Currency: "USD"}
		if err := errors.Join(tx.PutStaff(&st, 0), tx.PutPerson(&p, 0), tx.PutClient(&c, 0)); err != nil {
			return err
		}
		k := portal.Contact{Client: c.ID, Name: "Marguerite", Email: "marguerite@halvorsen.example", On: true}
		if err := tx.PutContact(&k, 0); err != nil {
			return err
		}
		o.client, o.contact = c.ID, k.ID
		o.owner = Scope{Actor: Actor{person: p.ID, name: p.Name, staff: st.ID, role: portal.Owner}, office: true}
		return nil
	})
	return o
}

func (o *outbox) open() {
	o.t.Helper()
	db, err := store.Open(o.file, store.Options{NoSync: true, Clock: func() time.Time { return o.clock }})
	if err != nil {
		o.t.Fatal(err)
	}
	o.db = db
	o.t.Cleanup(func() { _ = db.Close() })
}

func (o *outbox) update(fn func(*store.Tx) error) {
	o.t.Helper()
	if err := o.db.Update(context.Background(), fn); err != nil {
		o.t.Fatal(err)
	}
}

// put posts a mail to the contact.
func (o *outbox) put(kind portal.MailKind, f portal.LetterFacts) (id portal.MailID) {
	o.t.Helper()
	o.update(func(tx *store.Tx) (err error) {
		m := portal.Mail{Kind: kind, To: "marguerite@halvorsen.example", ToName: "Marguerite", Client: o.client, Contact: o.contact}
		id, err = o.postID(tx, m, f)
		return err
	})
	return id
}

// invite posts an invitation with a link that is good for a week.
func (o *outbox) invite() (id portal.MailID, token string) {
	token = auth.NewToken()
	ends := o.clock.Add(7 * 24 * time.Hour)
	o.update(func(tx *store.Tx) error {
		return tx.PutSlip(store.Slip{Kind: store.SlipInvite, Hash: auth.HashToken(token), Owner: uint64(o.contact), Expires: ends})
	})
	return o.put(portal.MailInvitation, portal.LetterFacts{By: "Sam Reyes", Client: "Halvorsen", Ends: ends, Token: o.seal(forToken, token)}), token
}

// challenge posts a sign-in code.
func (o *outbox) challenge() (portal.MailID, auth.Challenge) {
	ch := auth.NewChallenge(o.keys, auth.ChallengeFor{ID: 7, Person: 1, Address: "sam@larkfield.example", Purpose: auth.PurposeSignIn, Browser: "b"}, o.clock)
	hash := auth.HashToken("b")
	o.keep(hash, ch)
	return o.put(portal.MailCode, portal.LetterFacts{Challenge: hash, Ends: ch.Expires, At: o.clock, Device: "Safari on iPhone", IP: "203.0.113.9"}), ch
}

func (o *outbox) keep(hash [32]byte, ch auth.Challenge) {
	data, err := cbor.Marshal(ch)
	if err != nil {
		o.t.Fatal(err)
	}
	o.update(func(tx *store.Tx) error {
		return tx.PutSlip(store.Slip{Kind: store.SlipChallenge, Hash: hash, Owner: 1, Expires: ch.Expires, Data: data})
	})
}

func (o *outbox) mail(id portal.MailID) (m portal.Mail) {
	o.t.Helper()
	err := o.db.View(context.Background(), func(tx *store.Tx) (err error) {
		m, err = tx.Mail(id)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return m
}

// work does what the queue's loop does with every task that is due now, once each, and says how many there were.
func (o *outbox) work() int {
	o.t.Helper()
	ctx := context.Background()
	kinds := map[string]taskKind{}
	for _, k := range o.taskKinds() {
		kinds[k.name] = k
	}
	ts := tasks{o.db, kinds}
	due, err := ts.Due(ctx, o.clock, 100)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, t := range due {
		err := kinds[t.Kind].do(ctx, t)
		switch t.Tries++; {
		case err == nil:
			err = ts.Done(ctx, t)
		case queue.IsPermanent(err) || t.Tries >= 20:
			err = ts.Fail(ctx, t, err.Error())
		default:
			err = ts.Retry(ctx, t, o.clock.Add(time.Duration(t.Tries)*31*time.Second+567_891), err.Error())
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	return len(due)
}

func TestMailLeavesOnceAndOnlyWithItsCause(t *testing.T) {
	o := newOutbox(t)
	refused := errors.New("the cause failed")
	err := o.db.Update(context.Background(), func(tx *store.Tx) error {
		if err := o.Service.post(tx, portal.Mail{Kind: portal.MailTest, To: "a@example.com"}, portal.LetterFacts{}); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) || o.work() != 0 {
		t.Fatalf("a mail without its cause: %v", err)
	}
	id := o.put(portal.MailNewDevice, portal.LetterFacts{Device: "Safari on iPhone", At: o.clock, Path: paths.PortalDevices().String()})
	before := o.mail(id)
	o.work()
	o.work()
	if err := o.SendMail(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	got, m := o.post.mails(), o.mail(id)
	if len(got) != 1 || header(got[0], "Message-ID") != before.MessageID || !strings.HasSuffix(before.MessageID, "@portal.larkfield.example>") {
		t.Fatalf("%d mails, identity %q", len(got), before.MessageID)
	}
	if m.State != portal.MailSent || m.Sent.IsZero() || m.Tries != 1 || m.Subject != "New sign-in to your account at Larkfield Heating & Air" {
		t.Errorf("recorded as %+v", m)
	}
	if strings.TrimSpace(string(m.Frozen)) != strings.TrimSpace(got[0]) {
		t.Error("what was sent is not what was frozen")
	}
	if header(got[0], "From") != `"Larkfield Heating & Air" <office@larkfield.example>` {
		t.Errorf("from %q", header(got[0], "From"))
	}
}

func TestServerDownThenUp(t *testing.T) {
	o := newOutbox(t)
	o.post.answer(busyServer, nil)
	id := o.put(portal.MailTest, portal.LetterFacts{})
	wait := time.Duration(0)
	for try := 1; try <= 4; try++ {
		if n := o.work(); n != 1 {
			t.Fatalf("try %d: %d tasks due", try, n)
		}
		m := o.mail(id)
		if m.State != portal.MailWaiting || m.Tries != try || m.Why != "Your mail server cannot take the mail now. It will be tried again." {
			t.Fatalf("try %d: %+v", try, m)
		}
		if next := m.Due.Sub(o.clock); next <= wait {
			t.Errorf("try %d: waits %v after %v", try, next, wait)
		} else {
			wait = next
		}
		if !strings.Contains(m.Detail, "closed for lunch") {
			t.Errorf("detail %q", m.Detail)
		}
		if o.work() != 0 {
			t.Error("tried before it was due")
		}
		o.clock = m.Due.Add(time.Millisecond)
	}
	o.post.answer(nil, nil)
	o.work()
	if m := o.mail(id); m.State != portal.MailSent || m.Why != "" || len(o.post.mails()) != 1 {
		t.Errorf("%+v", m)
	}
	o.clock = o.clock.Add(48 * time.Hour)
	if o.work() != 0 {
		t.Error("a task is left")
	}
}

func (o *outbox) delivery() (why string) {
	_ = o.db.View(context.Background(), func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: o.client}, o.contact)
		why = c.Delivery
		return err
	})
	return why
}

func TestRefusedInvitationShowsAtItsCloud(t *testing.T) {
	o := newOutbox(t)
	o.post.answer(nil, nobody)
	id, token := o.invite()
	o.work()
	const why = "The address was refused. Check that it is right."
	if m := o.mail(id); m.State != portal.MailFailed || m.Why != why || o.delivery() != why {
		t.Fatalf("%+v, at the cloud %q", m, o.delivery())
	}
	o.post.answer(nil, nil)
	again, err := o.Resend(context.Background(), o.owner, id)
	if err != nil || again != id {
		t.Fatalf("resend: %d, %v", again, err)
	}
	o.work()
	if m := o.mail(id); m.State != portal.MailSent || o.delivery() != "" {
		t.Errorf("%+v, at the cloud %q", m, o.delivery())
	}
	if got := o.post.mails(); len(got) != 1 || !strings.Contains(unfold(got[0]), paths.Invitation(token).String()) {
		t.Error("the invitation lacks its link")
	}
}

// unfold undoes quoted-printable as far as links need it.
func unfold(raw string) string { return strings.ReplaceAll(raw, "=\r\n", "") }

func TestServerRefusesThePassword(t *testing.T) {
	o := newOutbox(t)
	o.wires.Server = nil
	o.settings("wrong")
	id := o.put(portal.MailNewDevice, portal.LetterFacts{})
	o.work()
	m := o.mail(id)
	if m.State != portal.MailWaiting || m.Why != "Your mail server refused the password. Check Settings → Mail." || strings.Contains(m.Detail, "wrong is") {
		t.Fatalf("%+v", m)
	}
	o.settings("s3cret")
	if _, err := o.SendTestMail(context.Background(), o.owner); err != nil {
		t.Fatal(err)
	}
	o.work() // the test mail arrives, and what waited need not wait longer
	o.work()
	if m := o.mail(id); m.State != portal.MailSent || len(o.post.mails()) != 2 {
		t.Errorf("%+v", m)
	}
}

func (o *outbox) settings(password string) {
	o.update(func(tx *store.Tx) error {
		b := *tx.Business()
		c := o.post.config
		b.Mail = portal.MailSettings{Host: c.Host, Port: c.Port, User: "office", Password: o.seal(forSMTP, password), From: "mail@larkfield.example"}
		return tx.PutBusiness(b)
	})
}

// dying accepts a mail and then lets the program die before it can say so.
type dying struct {
	Carrier
	die func()
}

func (d dying) Carry(ctx context.Context, p portal.Parcel) error {
	err := d.Carrier.Carry(ctx, p)
	d.die()
	return err
}

func TestDeathBetweenAcceptanceAndRecord(t *testing.T) {
	o := newOutbox(t)
	id := o.put(portal.MailNewDevice, portal.LetterFacts{Device: "Safari on iPhone"})
	ctx, cancel := context.WithCancel(context.Background())
	carrier := o.Service.opt.Carrier
	o.Service.opt.Carrier = func(m portal.MailSettings, password string) (Carrier, error) {
		c, err := carrier(m, password)
		return dying{c, func() { _ = o.db.Close(); cancel() }}, err
	}
	if err := o.SendMail(ctx, id); err == nil {
		t.Fatal("a dead program recorded a mail")
	}
	o.Service.opt.Carrier = carrier
	o.open()
	o.update(func(tx *store.Tx) error { // the business has changed since: the mail has not
		b := *tx.Business()
		b.Profile.Name = "Something else"
		return tx.PutBusiness(b)
	})
	o.work()
	o.work()
	got := o.post.mails()
	if len(got) != 2 || got[0] != got[1] || header(got[0], "Message-ID") != o.mail(id).MessageID {
		t.Fatalf("%d mails", len(got))
	}
	if m := o.mail(id); m.State != portal.MailSent {
		t.Errorf("%+v", m)
	}
}

func TestSecretsAreNeitherStoredNorLogged(t *testing.T) {
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(old)
	o := newOutbox(t)
	o.post.answer(busyServer, nil)
	code, ch := o.challenge()
	invite, token := o.invite()
	told := o.put(portal.MailInvitation, portal.LetterFacts{By: "Sam", Password: o.seal(forPassword, "K7QD-2MHX-9RTB"), Path: "/sign-in"})
	o.work()
	o.clock = o.clock.Add(2 * time.Minute)
	o.post.answer(nil, nil)
	o.work()
	got := o.post.mails()
	if len(got) != 3 || len(o.codes) != 1 || o.codes[0] != ch.Code(o.keys) {
		t.Fatalf("%d mails, codes %q", len(got), o.codes)
	}
	all := unfold(strings.Join(got, ""))
	secrets := []string{ch.Code(o.keys), ch.LinkToken(o.keys), token, "K7QD-2MHX-9RTB"}
	for _, s := range secrets {
		if !strings.Contains(all, s) {
			t.Errorf("no mail tells %q", s)
		}
	}
	for _, id := range []portal.MailID{code, invite, told} {
		if m := o.mail(id); m.Frozen != nil || !m.Secret || m.State != portal.MailSent {
			t.Errorf("%+v", m)
		}
	}
	if f, _ := factsOf(o.mail(told)); f.Password != nil || !f.Told {
		t.Error("a password that was told is kept")
	}
	_ = o.db.Close()
	file, err := os.ReadFile(o.file)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if bytes.Contains(file, []byte(s)) {
			t.Errorf("%q is in the data file", s)
		}
		if strings.Contains(log.String(), s) {
			t.Errorf("%q is in the log", s)
		}
	}
}
