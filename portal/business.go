package portal

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Business is the company that runs this copy: every setting of it. Each section has a version of its
// own, so that two people in two sections don't collide.
type Business struct {
	Profile   Profile        `cbor:"1,keyasint"`
	Portal    PortalSettings `cbor:"2,keyasint"`
	SignIn    SignInSettings `cbor:"3,keyasint"`
	Wording   Wording        `cbor:"4,keyasint"`
	Mail      MailSettings   `cbor:"5,keyasint"`
	Notify    NotifySettings `cbor:"6,keyasint"`
	Taxes     TaxSettings    `cbor:"7,keyasint"`
	Numbering Numbering      `cbor:"8,keyasint"`
	Terms     TermsSettings  `cbor:"9,keyasint"`
	Pay       PaySettings    `cbor:"10,keyasint"`
	Payee     Payee          `cbor:"11,keyasint"`

	Reminders ReminderSettings `cbor:"30,keyasint,omitzero"`
	Estimates EstimateSettings `cbor:"50,keyasint,omitzero"`
}

// Profile is who the business is.
type Profile struct {
	Version      Version      `cbor:"1,keyasint"`
	Name         string       `cbor:"2,keyasint"`
	LegalName    string       `cbor:"3,keyasint,omitempty"`
	Address      Address      `cbor:"4,keyasint,omitempty"`
	Phone        string       `cbor:"5,keyasint,omitempty"`
	Email        string       `cbor:"6,keyasint,omitempty"`
	TaxNumber    string       `cbor:"7,keyasint,omitempty"`
	Colour       string       `cbor:"8,keyasint"` // #rrggbb
	Zone         string       `cbor:"9,keyasint"` // IANA name
	Language     string       `cbor:"10,keyasint"`
	Currency     Currency     `cbor:"11,keyasint"`
	DateFormat   DateFormat   `cbor:"12,keyasint"`
	NumberFormat NumberFormat `cbor:"13,keyasint"`
	Logo         uint64       `cbor:"14,keyasint,omitempty"` // blob of a re-encoded PNG; 0 = none
	LogoHash     string       `cbor:"15,keyasint,omitempty"` // of the PNG, for its address
}

// DateFormat is how days are written.
type DateFormat uint8

// The date formats. The values are stored: append, never reorder.
const (
	DateDMY DateFormat = iota // Tue 3 Mar 2026
	DateMDY                   // Tue, Mar 3, 2026
	DateISO                   // 2026-03-03
)

// NumberFormat is how numbers are written.
type NumberFormat uint8

// The number formats. The values are stored: append, never reorder.
const (
	NumberPoint      NumberFormat = iota // 1,240.50
	NumberComma                          // 1.240,50
	NumberSpace                          // 1 240,50
	NumberApostrophe                     // 1’240.50
)

// DecimalSign is the sign before the decimals.
func (f NumberFormat) DecimalSign() rune {
	if f == NumberComma || f == NumberSpace {
		return ','
	}
	return '.'
}

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// Validate checks what a person typed.
func (p Profile) Validate() error {
	var v Check
	v.That(strings.TrimSpace(p.Name) != "", "name", "Give your business a name.")
	v.That(len(p.Name) <= 120, "name", "Keep the name under 120 letters.")
	v.That(colour.MatchString(p.Colour), "colour", "Choose a colour, like #0f5c70.")
	v.That(p.Currency.Valid(), "currency", "Choose a currency from the list.")
	v.That(p.Email == "" || strings.Contains(p.Email, "@"), "email", "Write an e-mail address, like office@example.com.")
	_, err := time.LoadLocation(p.Zone)
	v.That(p.Zone != "" && err == nil, "zone", "Choose a time zone from the list.")
	v.That(p.DateFormat <= DateISO, "date_format", "Choose a date format from the list.")
	v.That(p.NumberFormat <= NumberApostrophe, "number_format", "Choose a number format from the list.")
	return v.Done()
}

// Location is the business's time zone; UTC when it is not set.
func (p Profile) Location() *time.Location {
	l, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return l
}

// PortalSettings are the switches of the client portal.
type PortalSettings struct {
	Version    Version     `cbor:"1,keyasint"`
	On         bool        `cbor:"2,keyasint"`
	Address    string      `cbor:"3,keyasint,omitempty"` // host, "portal.example.com"
	Welcome    string      `cbor:"4,keyasint,omitempty"`
	Off        Permissions `cbor:"5,keyasint,omitempty"` // off for everybody
	Default    Permissions `cbor:"6,keyasint"`           // what a new contact gets
	Automatic  bool        `cbor:"7,keyasint,omitempty"` // access on when the first document is sent
	InviteDays int         `cbor:"8,keyasint"`
	UploadMB   int         `cbor:"9,keyasint"` // limit of one uploaded file
	NoUploads  bool        `cbor:"10,keyasint,omitempty"`
	LinksOff   bool        `cbor:"11,keyasint,omitempty"` // mails lead to sign-in instead of document links
	LinkDays   int         `cbor:"12,keyasint,omitempty"` // that a document link works; 0 = 90
}

// Allows is what is on for everybody. Without uploads nobody's paper clip does anything.
func (p PortalSettings) Allows() Permissions {
	return (AllPermissions &^ p.Off).With(UploadFiles, !p.NoUploads && !p.Off.Has(UploadFiles))
}

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$|^localhost$`)

// Validate checks what a person typed.
func (p PortalSettings) Validate() error {
	var v Check
	v.That(p.Address == "" || hostName.MatchString(p.Address), "address", "Write only the host name, like portal.example.com.")
	v.That(len(p.Welcome) <= 500, "welcome", "Keep the welcome text under 500 letters.")
	v.That(p.InviteDays >= 1 && p.InviteDays <= 60, "invite_days", "An invitation can last 1 to 60 days.")
	v.That(p.LinkDays >= 0 && p.LinkDays <= 365, "link_days", "A document link can last 1 to 365 days.")
	v.That(p.UploadMB >= 1 && p.UploadMB <= 200, "upload_mb", "The limit can be 1 to 200 MB.")
	return v.Done()
}

// SignInSettings say how people may sign in.
type SignInSettings struct {
	Version   Version `cbor:"1,keyasint"`
	Passwords bool    `cbor:"2,keyasint,omitempty"`
	StaffTOTP bool    `cbor:"3,keyasint,omitempty"` // every staff member needs a second factor
}

// Wording holds the display names of the words that staff may rename, by their SPEC word.
type Wording struct {
	Version Version           `cbor:"1,keyasint"`
	Words   map[string]string `cbor:"2,keyasint,omitempty"`
}

// Renamable are the words that staff may rename, in singular and plural.
var Renamable = []struct{ Key, Plural string }{
	{"Client", "Clients"}, {"Property", "Properties"}, {"Job", "Jobs"}, {"Estimate", "Estimates"},
}

// MailSettings say how mail leaves. The password is sealed with the server's key.
type MailSettings struct {
	Version  Version `cbor:"1,keyasint"`
	Host     string  `cbor:"2,keyasint,omitempty"`
	Port     int     `cbor:"3,keyasint,omitempty"`
	User     string  `cbor:"4,keyasint,omitempty"`
	Password []byte  `cbor:"5,keyasint,omitempty"`
	From     string  `cbor:"6,keyasint,omitempty"`
	FromName string  `cbor:"7,keyasint,omitempty"`
}

// NotifySettings hold the events that are switched off, and whom the others go to.
type NotifySettings struct {
	Version Version             `cbor:"1,keyasint"`
	Off     []string            `cbor:"2,keyasint,omitempty"`
	To      map[string]Audience `cbor:"3,keyasint,omitempty"` // by the Notification's key
}

// TaxSettings are the rates that lines may carry.
type TaxSettings struct {
	Version   Version   `cbor:"1,keyasint"`
	Rates     []TaxRate `cbor:"2,keyasint,omitempty"`
	Inclusive bool      `cbor:"3,keyasint,omitempty"`
	PerLine   bool      `cbor:"4,keyasint,omitempty"` // round per line instead of per rate
}

// TaxRate is a named rate in percent.
type TaxRate struct {
	ID      uint64          `cbor:"1,keyasint"`
	Name    string          `cbor:"2,keyasint"`
	Percent decimal.Decimal `cbor:"3,keyasint"`
}

// Numbering holds the prefix per kind; the next numbers live in the store, drawn in the issuing transaction.
type Numbering struct {
	Version  Version         `cbor:"1,keyasint"`
	Prefixes map[Kind]string `cbor:"2,keyasint,omitempty"`
}

// Prefix returns the prefix of a kind's numbers.
func (n Numbering) Prefix(k Kind) string {
	if p, ok := n.Prefixes[k]; ok {
		return p
	}
	return map[Kind]string{KindClient: "C-", KindInvoice: "INV-", KindPayment: "PAY-", KindCreditNote: "CN-", KindEstimate: "EST-", KindBatch: "B-", KindRequest: "REQ-"}[k]
}

// TermsSettings are what new invoices start from.
type TermsSettings struct {
	Version Version `cbor:"1,keyasint"`
	Days    int     `cbor:"2,keyasint"` // until due
	Text    string  `cbor:"3,keyasint,omitempty"`

	Statements StatementSettings `cbor:"40,keyasint,omitzero"`
}

// NewBusiness returns the settings that a business starts with.
func NewBusiness(name string, currency Currency, zone string) Business {
	return Business{
		Profile: Profile{Name: name, Currency: currency, Zone: zone, Colour: "#0f5c70", Language: "en"},
		Portal:  PortalSettings{On: true, Default: PresetAccounts.Permissions(), InviteDays: 7, UploadMB: 25},
		Terms:   TermsSettings{Days: 14},

		Estimates: EstimateSettings{Days: 30},
	}
}

// NotifyAccess is the key of the mail that tells a contact that their access has changed.
const NotifyAccess = "access-changed"

// Sends reports whether mails of an event go out.
func (n NotifySettings) Sends(key string) bool { return !slices.Contains(n.Off, key) }
