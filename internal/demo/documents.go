package demo

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"portico/internal/pdf"
	"portico/internal/picture"
	"portico/portal"
	"portico/store"
)

// paper is a document to be, with its bytes.
type paper struct {
	portal.File
	content []byte
	thumb   []byte
}

// documents gives the accounts with a part to play what was shared with them and what they sent.
func (b *builder) documents() error {
	photos, err := developed(b.ctx)
	if err != nil {
		return err
	}
	for n, s := range stars {
		a := b.find(s.name)
		if len(a.bills) == 0 {
			continue
		}
		papers, err := b.papers(a, n, photos)
		if err != nil {
			return err
		}
		for _, p := range papers {
			if err := b.file(a, p); err != nil {
				return err
			}
		}
	}
	return b.flush()
}

// developed are the scenes as the program keeps photos.
func developed(ctx context.Context) (photos []picture.Photo, err error) {
	for _, s := range scenes {
		p, err := picture.Anew(ctx, bytes.NewReader(s.draw()))
		if err != nil {
			return nil, err
		}
		photos = append(photos, p)
	}
	return photos, nil
}

// withStatement is how many of the stars got last year's statement: drawing one takes its time.
const withStatement = 4

// papers are an account's documents.
func (b *builder) papers(a *account, n int, photos []picture.Photo) (ps []paper, err error) {
	year := b.today.Time().Year() - 1
	if n < withStatement {
		statement, err := b.yearPaper(a, year)
		if err != nil {
			return nil, err
		}
		ps = append(ps, b.shared(60, fmt.Sprintf("Account statement %d.pdf", year), "application/pdf", "The whole year, for your books.", statement))
	}
	ps = append(ps, b.shared(12, "How to reach us out of hours.txt", "text/plain", "", []byte(outOfHours)))
	uploader := slices.IndexFunc(a.people, func(m *member) bool { return m.seen && m.Permissions.Has(portal.UploadFiles) })
	if uploader < 0 {
		return ps, nil
	}
	m := a.people[uploader]
	ps = append(ps, b.sent(m, 9, "Meter readings.csv", "text/csv", "Read on the first of every month.", []byte(readings(year))))
	for i := range 1 + n%3 {
		scene, photo := scenes[(n+i)%len(scenes)], photos[(n+i)%len(scenes)]
		p := b.sent(m, 3+20*i, scene.name, photo.Kind, scene.note, photo.Full)
		p.Name, p.thumb = portal.PictureName(p.Name, photo.Kind), photo.Thumb
		if len(a.places) > 0 {
			p.Property = a.places[i%len(a.places)].ID
		}
		ps = append(ps, p)
	}
	return ps, nil
}

func (b *builder) shared(days int, name, kind, note string, content []byte) paper {
	return paper{content: content, File: portal.File{
		Name: name, Kind: kind, Note: note, From: portal.FileShared, By: "Sam Reyes", Created: b.at(b.today-portal.Day(days), 10, 12),
	}}
}

func (b *builder) sent(m *member, days int, name, kind, note string, content []byte) paper {
	return paper{content: content, File: portal.File{
		Name: name, Kind: kind, Note: note, From: portal.FileUploaded, By: m.Name, ByContact: m.ID, Created: b.at(b.today-portal.Day(days), 17, 40),
	}}
}

// file stores a document and tells of it, when it is of late.
func (b *builder) file(a *account, p paper) (err error) {
	f := &p.File
	f.Client, f.Size = a.ID, int64(len(p.content))
	if f.Blob, _, err = b.db.PutBlob(b.ctx, bytes.NewReader(p.content)); err != nil {
		return err
	}
	if p.thumb != nil {
		if f.Thumb, _, err = b.db.PutBlob(b.ctx, bytes.NewReader(p.thumb)); err != nil {
			return err
		}
	}
	if b.now.Sub(f.Created) < lately*24*time.Hour {
		e := b.bySam(portal.EventDocumentShared, a)
		if f.From == portal.FileUploaded {
			e = portal.Event{Kind: portal.EventUploaded, Name: f.By, Client: a.ID, Contact: f.ByContact}
		}
		e.Detail = f.Name
		b.tell(f.Created, e)
	}
	return b.write(1, func(tx *store.Tx) error { return tx.PutDocument(f, 0) })
}

// yearPaper is an account's statement over a year, as a PDF.
func (b *builder) yearPaper(a *account, year int) ([]byte, error) {
	biz, err := b.settings()
	if err != nil {
		return nil, err
	}
	from, to := portal.DayOf(time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC), time.UTC), portal.DayOf(time.Date(year, 12, 31, 12, 0, 0, 0, time.UTC), time.UTC)
	d := portal.StatementDoc{
		Issuer:   portal.Party{Name: biz.Profile.LegalName, Address: biz.Profile.Address, TaxID: biz.Profile.TaxNumber},
		Receiver: portal.Party{Name: a.Name, Address: a.Address}, Account: a.Number, Currency: a.Currency, From: from, To: to, Today: b.today,
	}
	all := statementRows(a)
	balance := portal.Of(0, a.Currency)
	d.Opening = balance
	for _, r := range all {
		if r.On > to {
			break
		}
		balance = balance.Add(r.Amount)
		if r.Balance = balance; r.On < from {
			d.Opening = balance
		} else {
			d.Rows = append(d.Rows, r)
		}
	}
	d.Closing = balance
	d.Ageing = portal.Ageing{On: to}
	for _, m := range []*portal.Money{&d.Ageing.Current, &d.Ageing.Late30, &d.Ageing.Late60, &d.Ageing.Late90, &d.Ageing.Over90, &d.Ageing.Credit} {
		*m = portal.Of(0, a.Currency)
	}
	d.Ageing.Current = balance
	out, err := pdf.Printer{}.Statement(d, portal.Print{Business: biz, Logo: logo(), Language: "en"})
	return out.Bytes, err
}

func (b *builder) settings() (biz portal.Business, err error) {
	err = b.db.View(b.ctx, func(tx *store.Tx) error {
		biz = *tx.Business()
		return nil
	})
	return biz, err
}

// statementRows are an account's bills and payments in the order of their days.
func statementRows(a *account) (rows []portal.StatementRow) {
	for _, i := range a.bills {
		if i.State == portal.Issued {
			rows = append(rows, portal.StatementRow{
				On: i.Issued, Kind: portal.EntryInvoice, Number: i.Number, Text: i.Description, Due: i.Due, Amount: portal.Of(i.Totals.Total, a.Currency),
			})
		}
	}
	for _, r := range a.money {
		rows = append(rows, portal.StatementRow{
			On: r.On, Kind: portal.EntryPayment, Number: r.Number, Text: r.Reference, Amount: portal.Of(-r.Amount, a.Currency),
		})
	}
	slices.SortStableFunc(rows, func(x, y portal.StatementRow) int { return cmp.Compare(x.On, y.On) })
	return rows
}

const outOfHours = `Larkfield Heating & Air

No heating, water where it should not be, or the smell of gas?
Call (207) 555-0142 at any hour and press 1. For gas, leave the house first.

For everything else we answer on weekdays from 7:30 to 17:00.
`

func readings(year int) string {
	var s strings.Builder
	s.WriteString("month,gas m3,water m3\n")
	for m := range 12 {
		fmt.Fprintf(&s, "%d-%02d,%d,%d\n", year, m+1, 41+(6-m)*(6-m)*9, 12+m%5)
	}
	return s.String()
}
