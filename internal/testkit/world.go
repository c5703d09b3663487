package testkit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"portico/internal/paths"
	"portico/portal"
	"portico/store"
)

// World is two clients with everything, one with nothing, and everybody who could ask for it.
type World struct {
	*App
	Own, Foreign, Empty    portal.Client
	Ann, Bob, Eve, Nil     portal.Contact // Ann at Own, Bob at Foreign, Eve at Empty, Nil at Own without any permission
	Gone                   portal.Contact // at Own, access off
	Owner, Office, Worker  portal.Staff
	OwnThings, OtherThings map[string]string // path parameter → id of each side
	OwnToken, OtherToken   string            // of a document link of each side
}

// Marker begins every text of a client, so that a leak can be found.
func Marker(c string) string { return "zq" + c + "mark" }

// NewWorld makes the world.
func NewWorld(a *App) *World {
	w := &World{App: a.Paying()}
	a.Update(func(tx *store.Tx) error {
		b := *tx.Business()
		b.Profile.Address = portal.Address{Street: "12 Foundry Lane", City: "Portland", Region: "ME", Code: "04101", Country: "US"}
		return tx.PutBusiness(b)
	})
	w.Owner = a.Staff("Olive Owner", "olive@larkfield.test", portal.Owner)
	w.Office = a.Staff("Otto Office", "otto@larkfield.test", portal.Office)
	w.Worker = a.Staff("Emma Employee", "emma@larkfield.test", portal.Employee)
	w.Own, w.Ann, w.OwnThings = w.side("own", w.Office.ID)
	w.Foreign, w.Bob, w.OtherThings = w.side("foreign", w.Worker.ID)
	w.OwnToken, w.OtherToken = take(w.OwnThings, "token"), take(w.OtherThings, "token")
	w.Empty = a.Client("Brand New")
	w.Eve = a.Contact(w.Empty, "Eve Empty", "eve@empty.test", portal.AllPermissions)
	w.Nil = a.Contact(w.Own, "Nil Nothing", "nil@own.test", 0)
	w.Gone = a.Contact(w.Own, "Gone Away", "gone@own.test", portal.AllPermissions)
	a.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: w.Own.ID}, w.Gone.ID)
		if err != nil {
			return err
		}
		c.On = false
		return tx.PutContact(&c, c.Version)
	})
	return w
}

func (w *World) side(name string, st portal.StaffID) (portal.Client, portal.Contact, map[string]string) {
	m := Marker(name)
	c := w.Client(m + " client")
	contact := w.Contact(c, m+" contact", m+"@contact.test", portal.AllPermissions)
	i := w.Invoice(c, m+" invoice", 98_765, 9)
	w.Invoice(c, m+" late", 4_321, -9)
	p := w.Payment(c, i, 1_000, m+" reference")
	note := w.CreditNote(c, i, 700, m+" credited")
	est := w.Estimate(c, m+" estimate", 50_000)
	w.SignedEstimate(c, contact, m+" signed", 7_000)
	r := w.Request(contact, portal.Question, m+" subject", m+" question")
	prop := portal.Property{Client: c.ID, Name: m + " property", UPRN: "100"}
	mail := portal.Mail{
		Kind: portal.MailInvoice, To: m + "@contact.test", Subject: m + " subject", Created: w.Now(), MessageID: "<" + m + "@test>",
		Client: c.ID, Contact: contact.ID, State: portal.MailSent, Sent: w.Now(),
	}
	w.Update(func(tx *store.Tx) error {
		c, err := tx.Client(portal.Sight{Client: c.ID})
		if err != nil {
			return err
		}
		c.Notes, c.Phone, c.Email = m+" notes", "555 "+m, m+"@client.test"
		if err := tx.PutClient(&c, c.Version); err != nil {
			return err
		}
		prop.ID, prop.Version, mail.ID = 0, 0, 0
		if err := tx.PutProperty(&prop, 0); err != nil {
			return err
		}
		if err := tx.PutMail(&mail); err != nil {
			return err
		}
		return tx.AddEvent(portal.Event{Kind: portal.EventProfile, Name: m + " event", Detail: m, Client: c.ID, Contact: contact.ID, Person: contact.Person})
	})
	again, price := w.Recurring(c, m+" schedule"), w.PriceItem(m+" item", 8_650)
	token, link := w.DocLink(i, contact)
	checkout := w.Checkout(w.InvoiceNow(c, i.ID), contact, m+" key")
	doc := w.Document(c, m+" document.txt", m+" content", portal.FileShared, contact.ID)
	with := w.Attach(r, m+" photo.txt", m+" content")
	w.Document(c, m+" upload.txt", m+" content", portal.FileUploaded, contact.ID)
	proof := w.Proof(c, p.ID, m+" proof.txt", m+" content", contact.ID)
	batch := w.Batch(c, m+" note", w.Invoice(c, m+" in a batch", 7_100, 12), w.Invoice(c, m+" batched too", 2_900, -3))
	id := func(n uint64) string { return fmt.Sprint(n) }
	return c, contact, map[string]string{
		"client": id(uint64(c.ID)), "contact": id(uint64(contact.ID)), "invoice": id(uint64(i.ID)), "payment": id(uint64(p.ID)),
		"property": id(uint64(prop.ID)), "mail": id(uint64(mail.ID)), "staff": id(uint64(st)),
		"link": id(uint64(link.ID)), "token": token, "checkout": id(uint64(checkout.ID)), "request": id(uint64(r.ID)),
		"estimate": id(uint64(est.ID)),
		"document": id(uint64(doc.ID)), "attachment": id(uint64(with.ID)), "credit_note": id(uint64(note.ID)),
		"batch": id(uint64(batch.ID)), "proof": id(uint64(proof.ID)),
		"item": id(uint64(price.ID)), "recurring": id(uint64(again.ID)),
	}
}

// take moves what is no record’s id out of a side’s things.
func take(things map[string]string, key string) string {
	defer delete(things, key)
	return things[key]
}

// Payment records a payment of an invoice.
func (a *App) Payment(client portal.Client, i portal.Invoice, amount int64, reference string) portal.Payment {
	a.T.Helper()
	var p portal.Payment
	a.Update(func(tx *store.Tx) error {
		inv, err := tx.Invoice(portal.Sight{Client: client.ID}, i.ID)
		if err != nil {
			return err
		}
		if err := inv.Allocate(amount, tx.Today); err != nil {
			return err
		}
		if err := tx.PutInvoice(&inv, inv.Version); err != nil {
			return err
		}
		n, err := tx.NextNumber(portal.KindPayment, "PAY-")
		if err != nil {
			return err
		}
		p = portal.Payment{
			Client: client.ID, Number: n, On: tx.Today, Amount: amount, Currency: client.Currency, Method: portal.ByTransfer,
			Reference: reference, Created: tx.Now, Allocations: []portal.Allocation{{Invoice: i.ID, Amount: amount}},
		}
		if err := tx.PutPayment(&p, 0); err != nil {
			return err
		}
		_, err = tx.AddEntry(portal.Entry{
			Client: client.ID, On: p.On, Kind: portal.EntryPayment, Doc: portal.Ref{Kind: portal.KindPayment, ID: uint64(p.ID)},
			Amount: -amount, Currency: client.Currency,
		})
		return err
	})
	return p
}

// Actor is somebody who may try a route.
type Actor struct {
	Name    string
	Browser *Browser
	Contact bool // stands in the portal
	May     portal.Permissions
	Role    portal.Role
	Looks   bool // a preview: reads only
}

// Actors are everybody who could ask, each with a browser of their own.
func (w *World) Actors() []Actor {
	return []Actor{
		{Name: "anonymous", Browser: w.Anonymous()},
		{Name: "own", Browser: w.As(w.Ann), Contact: true, May: portal.AllPermissions},
		{Name: "other client", Browser: w.As(w.Bob), Contact: true, May: portal.AllPermissions},
		{Name: "no permission", Browser: w.As(w.Nil), Contact: true},
		{Name: "disabled", Browser: w.As(w.Gone)},
		{Name: "preview", Browser: w.Preview(w.Office, w.Ann, false), Contact: true, May: portal.AllPermissions, Looks: true},
		{Name: "acting", Browser: w.Preview(w.Office, w.Ann, true), Contact: true, May: portal.AllPermissions},
		{Name: "employee", Browser: w.AsStaff(w.Worker), Role: portal.Employee},
		{Name: "office", Browser: w.AsStaff(w.Office), Role: portal.Office},
		{Name: "owner", Browser: w.AsStaff(w.Owner), Role: portal.Owner},
	}
}

// Preview signs a staff member in and looks at the portal as a contact, or acts for their client.
func (a *App) Preview(st portal.Staff, c portal.Contact, act bool) *Browser {
	a.T.Helper()
	b := a.AsStaff(st)
	b.Post(paths.OfficePreviewContact(c.ID).String()).Want(a.T, 303)
	if act {
		b.Post(paths.OfficePreviewAct().String()).Want(a.T, 303)
	}
	b.Token = b.cookies["portico"]
	return b
}

// Copy is the same world in a program of its own, with the same sessions: what is tried there changes nothing here.
func (w *World) Copy(t testing.TB, actors []Actor) (*World, []Actor) {
	t.Helper()
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, dataFile))
	w.must(err)
	_, err = w.DB.WriteTo(file)
	w.must(errors.Join(err, file.Close()))
	there := *w
	there.App = StartIn(t, dir, "https://portal.test")
	there.now = w.Now()
	there.Till.Orders = slices.Clone(w.Till.Orders)
	out := slices.Clone(actors)
	for i, a := range actors {
		out[i].Browser = &Browser{app: there.App, Token: a.Browser.Token, cookies: maps.Clone(a.Browser.cookies)}
	}
	return &there, out
}

// Fingerprint is a hash of everything in the store but what every visit may move: last seen.
func (a *App) Fingerprint() string {
	a.T.Helper()
	h := sha256.New()
	var size [8]byte
	a.View(func(tx *store.Tx) error {
		var names []string
		if err := tx.Buckets(func(name string, _ int) error { names = append(names, name); return nil }); err != nil {
			return err
		}
		for _, n := range names {
			if strings.HasPrefix(n, "slip") {
				continue
			}
			err := tx.Walk(n, nil, nil, func(k, v []byte) (bool, error) {
				binary.BigEndian.PutUint32(size[:4], uint32(len(k)))
				binary.BigEndian.PutUint32(size[4:], uint32(len(v)))
				h.Write(size[:])
				h.Write(k)
				h.Write(v)
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return hex.EncodeToString(h.Sum(nil))
}

// Writes counts the keys in the store that some work adds, changes or removes.
func (a *App) Writes(work func()) (n int) {
	a.T.Helper()
	before := a.content()
	work()
	after := a.content()
	for k, v := range after {
		if old, ok := before[k]; !ok || old != v {
			n++
		}
		delete(before, k)
	}
	return n + len(before)
}

func (a *App) content() map[string]string {
	all := map[string]string{}
	a.View(func(tx *store.Tx) error {
		var names []string
		if err := tx.Buckets(func(name string, _ int) error { names = append(names, name); return nil }); err != nil {
			return err
		}
		for _, n := range names {
			err := tx.Walk(n, nil, nil, func(k, v []byte) (bool, error) {
				all[n+"/"+string(k)] = string(v)
				return true, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return all
}
