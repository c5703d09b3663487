package portal

import (
	"strings"
	"time"
)

// Address is a postal address as people write it.
type Address struct {
	Street  string `cbor:"1,keyasint,omitempty"` // may hold several lines
	City    string `cbor:"2,keyasint,omitempty"`
	Region  string `cbor:"3,keyasint,omitempty"`
	Code    string `cbor:"4,keyasint,omitempty"`
	Country string `cbor:"5,keyasint,omitempty"` // ISO 3166 alpha-2
}

// Lines returns the address line by line, without empty ones.
func (a Address) Lines() []string {
	var ls []string
	for _, l := range strings.Split(a.Street, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			ls = append(ls, l)
		}
	}
	if town := a.town(); town != "" {
		ls = append(ls, town)
	}
	if a.Country != "" {
		ls = append(ls, a.Country)
	}
	return ls
}

// town writes city, region and code in the order of the country: code first on the continent, last elsewhere.
func (a Address) town() string {
	switch a.Country {
	case "US", "CA", "AU":
		return joined(", ", a.City, joined(" ", a.Region, a.Code))
	case "GB", "IE", "NZ", "IN", "SG", "ZA":
		return joined(", ", joined(" ", a.City, a.Code), a.Region)
	}
	return joined(", ", joined(" ", a.Code, a.City), a.Region)
}

// OneLine returns the address on one line.
func (a Address) OneLine() string { return strings.Join(a.Lines(), ", ") }

func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// Client is a customer account: a person, household or company that is billed.
type Client struct {
	ID       ClientID    `cbor:"1,keyasint"`
	Version  Version     `cbor:"2,keyasint"`
	Number   string      `cbor:"3,keyasint"`
	Name     string      `cbor:"4,keyasint"`
	Email    string      `cbor:"5,keyasint,omitempty"` // main e-mail
	Phone    string      `cbor:"6,keyasint,omitempty"`
	Address  Address     `cbor:"7,keyasint,omitempty"`
	Currency Currency    `cbor:"8,keyasint"`
	Notes    string      `cbor:"9,keyasint,omitempty"`
	Off      Permissions `cbor:"10,keyasint,omitempty"` // modules switched off for this client
	Archived bool        `cbor:"11,keyasint,omitempty"`
	Created  time.Time   `cbor:"12,keyasint"`
	TaxID    string      `cbor:"13,keyasint,omitempty"`

	NoStatements bool `cbor:"40,keyasint,omitempty"` // no monthly statement by mail
	NoReminders  bool `cbor:"50,keyasint,omitempty"` // no reminders of open invoices by themselves
	MonthlyBatch bool `cbor:"70,keyasint,omitempty"` // the month's open invoices become one batch invoice
}

// Validate checks what a person typed.
func (c Client) Validate() error {
	var v Check
	v.That(strings.TrimSpace(c.Name) != "", "name", "Give the client a name.")
	v.That(len(c.Name) <= 200, "name", "Keep the name under 200 letters.")
	v.That(c.Email == "" || strings.Contains(c.Email, "@"), "email", "Write an e-mail address, like ann@example.com.")
	v.That(c.Currency.Valid(), "currency", "Choose a currency from the list.")
	v.That(len(c.Notes) <= 20_000, "notes", "Keep the notes under 20,000 letters.")
	return v.Done()
}

// ClientRow is a client in a list.
type ClientRow struct {
	_        struct{} `cbor:",toarray"`
	ID       ClientID
	Number   string
	Name     string
	Email    string
	Phone    string
	City     string
	Currency Currency
	Archived bool
}

// Row makes the list row.
func (c Client) Row() ClientRow {
	return ClientRow{
		ID: c.ID, Number: c.Number, Name: c.Name, Email: c.Email, Phone: c.Phone, City: c.Address.City, Currency: c.Currency,
		Archived: c.Archived,
	}
}

// Cloud is a contact's portal access as one glance: red, green with a dot, green.
type Cloud uint8

// The clouds. The values are stored in facets.
const (
	CloudOff Cloud = iota
	CloudInvited
	CloudOn
)

// Key is the cloud's name in URLs and CSS.
func (c Cloud) Key() string { return [...]string{"off", "invited", "on"}[c] }

// Contact is a person's place at one client. Portal access, permissions, cloud and clip belong to it.
type Contact struct {
	ID          ContactID    `cbor:"1,keyasint"`
	Version     Version      `cbor:"2,keyasint"`
	Client      ClientID     `cbor:"3,keyasint"`
	Person      PersonID     `cbor:"4,keyasint,omitempty"` // 0 until invited
	Name        string       `cbor:"5,keyasint"`
	Email       string       `cbor:"6,keyasint,omitempty"`
	EmailNorm   string       `cbor:"7,keyasint,omitempty"` // normal form; unique within the client
	Phone       string       `cbor:"8,keyasint,omitempty"`
	Title       string       `cbor:"9,keyasint,omitempty"` // "Concierge"
	On          bool         `cbor:"10,keyasint,omitempty"`
	Permissions Permissions  `cbor:"11,keyasint,omitempty"`
	Properties  []PropertyID `cbor:"12,keyasint,omitzero"` // nil = all, which is not none
	Invited     time.Time    `cbor:"13,keyasint,omitzero"`
	InvitedBy   PersonID     `cbor:"14,keyasint,omitempty"`
	Accepted    time.Time    `cbor:"15,keyasint,omitzero"`
	LastSeen    time.Time    `cbor:"16,keyasint,omitzero"`  // last sign-in
	Delivery    string       `cbor:"17,keyasint,omitempty"` // why the last invitation did not arrive
	Archived    bool         `cbor:"18,keyasint,omitempty"`
	Created     time.Time    `cbor:"19,keyasint"`
	InviteEnds  time.Time    `cbor:"20,keyasint,omitzero"`  // when the newest invitation link expires
	ClientName  string       `cbor:"21,keyasint,omitempty"` // kept by the store, to be found by
}

// Cloud tells the contact's access at one glance.
func (c Contact) Cloud() Cloud {
	switch {
	case !c.On:
		return CloudOff
	case c.Accepted.IsZero():
		return CloudInvited
	}
	return CloudOn
}

// Clip reports whether the attachments section is on for this contact.
func (c Contact) Clip() bool { return c.Permissions.Has(UploadFiles) }

// Preset names the contact's permissions.
func (c Contact) Preset() Preset { return PresetOf(c.Permissions) }

// InviteExpired reports whether the invitation ran out before it was used.
func (c Contact) InviteExpired(now time.Time) bool {
	return c.Cloud() == CloudInvited && !c.InviteEnds.IsZero() && now.After(c.InviteEnds)
}

// Validate checks what a person typed.
func (c Contact) Validate() error {
	var v Check
	v.That(strings.TrimSpace(c.Name) != "", "name", "Write the contact’s name.")
	v.That(len(c.Name) <= 200, "name", "Keep the name under 200 letters.")
	v.That(c.Email == "" || strings.Contains(c.Email, "@"), "email", "Write an e-mail address, like ann@example.com.")
	return v.Done()
}

// ContactRow is a contact in a list.
type ContactRow struct {
	_           struct{} `cbor:",toarray"`
	ID          ContactID
	Client      ClientID
	Person      PersonID
	Name        string
	Email       string
	Phone       string
	Title       string
	Cloud       Cloud
	Permissions Permissions
	Invited     int64 // Unix seconds; 0 = never
	InviteEnds  int64
	Accepted    int64
	LastSeen    int64
	Delivery    string
	Archived    bool
}

// Clip reports whether the attachments section is on.
func (r ContactRow) Clip() bool { return r.Permissions.Has(UploadFiles) }

// Preset names the contact's permissions.
func (r ContactRow) Preset() Preset { return PresetOf(r.Permissions) }

// Row makes the list row.
func (c Contact) Row() ContactRow {
	return ContactRow{
		ID: c.ID, Client: c.Client, Person: c.Person, Name: c.Name, Email: c.Email, Phone: c.Phone, Title: c.Title,
		Cloud: c.Cloud(), Permissions: c.Permissions, Invited: seconds(c.Invited), InviteEnds: seconds(c.InviteEnds),
		Accepted: seconds(c.Accepted), LastSeen: seconds(c.LastSeen), Delivery: c.Delivery, Archived: c.Archived,
	}
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
