package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"portico/internal/picture"
	"portico/portal"
	"portico/store"
)

// plea is a request to be: who raised it, how long ago, about what, and what was said since.
type plea struct {
	account, by string
	days        int
	kind        portal.RequestKind
	subject     string // of a free one; else the document says it
	text        string
	then        []line
	closed      bool
}

// line is one more message of a thread.
type line struct {
	hours int // after the one before
	staff bool
	text  string
}

const (
	halvorsen = "Halvorsen-Whitcombe Property Management LLC"
	harbour   = "Harbour Tower East"
	penrose   = "Penrose Gardens Residents’ Association"
	cottages  = "Casco Bay Cottage Rentals, Inc."
)

const (
	stained = "The ceiling is wet again"
	stood   = "Nobody came on Friday"
)

// pictured are the requests whose first message comes with a photo: the scene of it.
var pictured = map[string]int{stained: 2, stood: 0}

var pleas = []plea{
	{
		halvorsen, "Marguerite Okonkwo-Delacroix", 1, portal.Dispute, "",
		"Your men were on site for one day, not two: our concierge signed them in at 8:10 and out at 16:40. Please correct the labour before we pay.", nil, false,
	},
	{
		halvorsen, "Marguerite Okonkwo-Delacroix", 34, portal.Correction, "",
		"This transfer was meant for the two oldest invoices. Your receipt shows it on others.",
		[]line{
			{5, true, "Thank you, I see what happened: we took the oldest by due day, you by number. I have put it right, and the statement shows it now."},
			{19, false, "Perfect, it agrees with our books."},
		},
		true,
	},
	{
		harbour, "Oluwaseun Adeyemi", 6, portal.Dispute, "",
		"We were quoted a flat price for the filters on all nine floors. The invoice has them one by one.",
		[]line{
			{22, true, "You are right that there is a flat price, but it was agreed for eight floors. Would a credit for the ninth settle it?"},
			{3, false, "Nine floors are what the walk-through in January covered. I can send you the notes of that day."},
		},
		false,
	},
	{
		harbour, "Ciarán Dunleavy", 3, portal.Complaint, "Roof access left unlocked",
		"After Thursday’s visit the hatch on the roof was open all night. Nothing happened, but our insurer would not be amused.",
		[]line{{2, true, "That must not happen, and I am sorry. The crew now photographs the locked hatch before it leaves; you find the photo with each visit."}},
		false,
	},
	{
		harbour, "Ciarán Dunleavy", 15, portal.Question, "Which filters do the new units take?",
		"We would like to keep a box of them here. Size and class would do.",
		[]line{{26, true, "20 × 25 × 4 in, MERV 13. A box of six lasts you a year."}, {1, false, "Thanks!"}},
		true,
	},
	{
		penrose, "Saoirse Lindqvist-O’Brien", 2, portal.Correction, "",
		"The check was from the reserve fund and should pay the pool invoice only.", nil, false,
	},
	{
		penrose, "Saoirse Lindqvist-O’Brien", 61, portal.QuoteRequest, "Heated handrails for the pool steps",
		"The residents voted for it. Two flights, seven steps each, stainless.",
		[]line{{30, true, "With pleasure. Sam comes on Tuesday to measure, and you have our offer by the end of that week."}},
		true,
	},
	{
		cottages, "Rosalind Pelletier", 1, portal.Dispute, "",
		"Cottage 31 has no boiler, so it can’t have been serviced.", nil, false,
	},
	{
		cottages, "Rosalind Pelletier", 11, portal.Question, "One invoice a month?",
		"Forty-six cottages make a lot of paper. Could we have one bill a month for all of them?",
		[]line{{4, true, "Yes, we can. Is the last working day right for you?"}},
		false,
	},
	{
		"Okonkwo Family Trust", "Ngozi Iwu-Castellano", 4, portal.Complaint, stood,
		"The tenant took the morning off and waited until noon.",
		[]line{{1, true, "I am very sorry: the van broke down in South Portland and our call went to your old number. May we come tomorrow at 8, free of the call-out charge?"}, {3, false, "Tomorrow at 8 is fine. The number is in my profile now."}},
		false,
	},
	{
		"Nordlicht Hotels GmbH", "Þórunn Björnsdóttir", 8, portal.Dispute, "",
		"Bitte die Rechnung auf die Nordlicht Hotels GmbH ausstellen, nicht auf das Haus. Der Betrag stimmt.",
		[]line{{20, true, "Gern: Die Anschrift ist ab der nächsten Rechnung berichtigt, für diese kommt eine Gutschrift mit neuer Rechnung."}},
		false,
	},
	{
		"The Raman household", "Priya Raman", 20, portal.QuoteRequest, "Mini-split for the attic",
		"About 40 square metres, one outside wall to the north. What would it cost, roughly?", nil, false,
	},
	{
		"The Raman household", "Priya Raman", 2, portal.Complaint, stained,
		"You sealed the flashing in March. Since Sunday’s rain the stain is back, and larger than before.",
		[]line{{3, true, "That is on us. Could you send one from further away, so that we see where the beam runs?"}},
		false,
	},
	{
		"شركة الخطيب للعقارات", "ليلى الخطيب", 5, portal.Question, "موعد الصيانة القادمة",
		"متى تكون الصيانة القادمة لأجهزة التكييف؟", nil, false,
	},
}

// plead raises the requests, in the order of time. The bills and payments have their ids by now.
func (b *builder) plead() error {
	slices.SortStableFunc(pleas, func(x, y plea) int { return cmp.Compare(y.days, x.days) })
	for n, p := range pleas {
		a := b.find(p.account)
		r := &portal.Request{Client: a.ID, Kind: p.kind, Subject: p.subject, Number: fmt.Sprintf("REQ-%d", n+1)}
		if !b.cite(a, r) {
			continue
		}
		if err := b.converse(a, r, p); err != nil {
			return err
		}
		if err := b.write(1, func(tx *store.Tx) error { return tx.PutRequest(r, 0) }); err != nil {
			return err
		}
		if err := b.picture(a, r); err != nil {
			return err
		}
	}
	return b.write(1, func(tx *store.Tx) error { return tx.SetLastNumber(portal.KindRequest, int64(len(pleas))) })
}

// picture adds the photo that a request came with.
func (b *builder) picture(a *account, r *portal.Request) error {
	n, ok := pictured[r.Subject]
	if !ok {
		return nil
	}
	if err := b.flush(); err != nil { // the photo needs the request’s id
		return err
	}
	photo, err := picture.Anew(b.ctx, bytes.NewReader(scenes[n].draw()))
	if err != nil {
		return err
	}
	first := &r.Messages[0]
	f := portal.File{
		Client: a.ID, Name: scenes[n].name, Kind: photo.Kind, Size: int64(len(photo.Full)), From: portal.FileUploaded, By: first.Name,
		ByContact: first.Contact, Created: first.At, Request: r.ID,
	}
	for blob, content := range map[*uint64][]byte{&f.Blob: photo.Full, &f.Thumb: photo.Thumb} {
		if *blob, _, err = b.db.PutBlob(b.ctx, bytes.NewReader(content)); err != nil {
			return err
		}
	}
	return b.write(2, func(tx *store.Tx) error {
		if err := tx.PutDocument(&f, 0); err != nil {
			return err
		}
		first.Files = []portal.DocumentID{f.ID}
		return tx.PutRequest(r, r.Version)
	})
}

// cite finds the newest document that the request can be about.
func (b *builder) cite(a *account, r *portal.Request) bool {
	switch r.Kind {
	case portal.Dispute:
		for _, i := range slices.Backward(a.bills) {
			if i.State == portal.Issued && !i.Open().IsZero() {
				r.About, r.Property = portal.Ref{Kind: portal.KindInvoice, ID: uint64(i.ID)}, i.Property
				r.Subject = i.Number + " · " + i.Description
				return true
			}
		}
		return false
	case portal.Correction:
		if len(a.money) == 0 {
			return false
		}
		last := a.money[len(a.money)-1]
		r.About, r.Subject = portal.Ref{Kind: portal.KindPayment, ID: uint64(last.ID)}, last.Number
	}
	return true
}

// converse lets both sides speak, and tells the audit log.
func (b *builder) converse(a *account, r *portal.Request, p plea) error {
	who := a.people[slices.IndexFunc(a.people, func(m *member) bool { return m.Name == p.by })]
	at := b.at(b.today-portal.Day(p.days), b.between(8, 11), b.IntN(60))
	r.Contact = who.ID
	if err := r.Raise(portal.Message{At: at, Name: who.Name, Person: who.Person, Contact: who.ID, Text: p.text}); err != nil {
		return err
	}
	about := func(kind portal.EventKind, staff bool) portal.Event {
		e := portal.Event{Person: who.Person, Name: who.Name, Client: a.ID, Contact: who.ID, Kind: kind}
		if staff {
			e = b.bySam(kind, a)
		}
		e.Detail = r.Number
		return e
	}
	b.tell(at, about(portal.EventRequestRaised, false))
	for _, l := range p.then {
		at = at.Add(time.Duration(l.hours)*time.Hour + time.Duration(b.IntN(50))*time.Minute)
		m := portal.Message{At: at, Name: who.Name, Person: who.Person, Contact: who.ID, Text: l.text}
		if l.staff {
			m = portal.Message{At: at, Name: "Sam Reyes", Staff: true, Person: b.office, Text: l.text}
		}
		if err := r.Reply(m); err != nil {
			return err
		}
		b.tell(at, about(portal.EventRequestAnswered, l.staff))
	}
	if !p.closed {
		return nil
	}
	b.tell(at.Add(time.Hour), about(portal.EventRequestClosed, true))
	return r.Close()
}
