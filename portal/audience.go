package portal

import (
	"net/mail"
	"slices"
	"strings"
)

// Whom says which people get a notification. The values are stored: append, never reorder.
type Whom uint8

// The people.
const (
	WhomUsual   Whom = iota // nothing was chosen: the notification's first
	WhomOwners              // every Owner
	WhomOffice              // every Owner and everybody of the Office
	WhomChosen              // staff people, one by one
	WhomBilling             // the client's contacts who get its invoices
	WhomPayers              // the client's contacts who may view payments
	WhomMain                // the client's main e-mail
	WhomAdmins              // the client's contacts who manage its users
	WhomReaders             // the client's contacts who may view documents
)

var whomWords = [...]struct{ key, name string }{
	{"usual", "As usual"},
	{"owners", "All Owners"},
	{"office", "Owners and Office"},
	{"chosen", "Chosen people"},
	{"billing", "The contacts who get invoices"},
	{"payers", "Everybody who may view payments"},
	{"main", "The client’s main e-mail"},
	{"admins", "The contacts who manage users"},
	{"readers", "Everybody who may view documents"},
}

// Key is the choice's name in forms.
func (w Whom) Key() string { return whomWords[w].key }

// Name is the choice's name on screen.
func (w Whom) Name() string { return whomWords[w].name }

// ParseWhom finds a choice by its form key.
func ParseWhom(key string) (Whom, bool) {
	for i, w := range whomWords {
		if w.key == key {
			return Whom(i), true
		}
	}
	return 0, false
}

// toStaff are the choices of what goes to the business's own people, the usual one first.
var toStaff = []Whom{WhomOffice, WhomOwners, WhomChosen}

// Audience is who gets a notification, as the business has chosen.
type Audience struct {
	Whom  Whom      `cbor:"1,keyasint,omitempty"`
	Staff []StaffID `cbor:"2,keyasint,omitempty"` // WhomChosen
	Also  string    `cbor:"3,keyasint,omitempty"` // one more address, of what goes to staff
}

// Audience is who gets mails of a kind. A kind that nothing was chosen for goes to the usual people; one that is
// no Notification, to Owners and Office.
func (n NotifySettings) Audience(k MailKind) Audience {
	x, _ := NotificationOf(k)
	whoms := x.Whoms
	if len(whoms) == 0 {
		whoms = toStaff
	}
	a := n.To[x.Key]
	if !slices.Contains(whoms, a.Whom) {
		a.Whom = whoms[0]
	}
	return a
}

// Field names a field of the notification in the form of the settings: "to", "staff" or "also".
func (n Notification) Field(part string) string { return part + "_" + n.Key }

// Validate checks what a person chose; knows tells whether a staff person can be told such things.
func (n NotifySettings) Validate(knows func(StaffID) bool) error {
	var v Check
	for _, x := range Notifications {
		a, ok := n.To[x.Key]
		if !ok {
			continue
		}
		v.That(slices.Contains(x.Whoms, a.Whom), x.Field("to"), "Choose from the list whom it goes to.")
		v.That(a.Whom != WhomChosen || len(a.Staff) > 0 || a.Also != "", x.Field("to"), "Choose at least one person, or write an address.")
		for _, id := range a.Staff {
			v.That(knows(id), x.Field("to"), "Choose people of the office from the list.")
		}
		_, err := mail.ParseAddress(a.Also)
		plain := err == nil && !strings.ContainsAny(a.Also, "<> ") && len(a.Also) <= 254
		v.That(a.Also == "" || x.ToStaff() && plain, x.Field("also"), "Write an e-mail address, like office@example.com.")
	}
	return v.Done()
}

// StaffOf picks the staff people of an audience. Nobody who is switched off, and no Employee: these mails are
// about what Employees don't see. When none is left of those who were chosen, the Owners get it: better than nobody.
func (a Audience) StaffOf(all []Staff) (out []Staff) {
	for _, st := range all {
		if !st.Off && a.wants(st) {
			out = append(out, st)
		}
	}
	if len(out) == 0 && a.Also == "" && a.Whom != WhomOwners {
		return Audience{Whom: WhomOwners}.StaffOf(all)
	}
	return out
}

func (a Audience) wants(st Staff) bool {
	switch a.Whom {
	case WhomOwners:
		return st.Role == Owner
	case WhomChosen:
		return st.Role >= Office && slices.Contains(a.Staff, st.ID)
	}
	return st.Role >= Office
}

// ContactsOf picks addresses of a client's contacts: normal forms, each once. main is the client's own, billing
// those that its last invoices went to, and may tells what a contact may do now. Who is limited to some properties
// sees no payments, so they get no mail about one. When nobody is left, the client's main e-mail gets it.
func (a Audience) ContactsOf(all []Contact, main string, billing []string, may func(Contact) Permissions) (out []string) {
	for _, c := range all {
		in := false
		switch a.Whom {
		case WhomBilling:
			in = slices.Contains(billing, c.EmailNorm)
		case WhomPayers:
			in = c.Properties == nil && may(c).Has(ViewPayments)
		case WhomAdmins:
			in = may(c).Has(ManageUsers)
		case WhomReaders:
			in = may(c).Has(ViewDocuments)
		}
		if in && !c.Archived && c.EmailNorm != "" && !slices.Contains(out, c.EmailNorm) {
			out = append(out, c.EmailNorm)
		}
	}
	if len(out) == 0 && main != "" {
		return []string{main}
	}
	return out
}
