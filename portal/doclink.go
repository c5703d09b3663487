package portal

import (
	"slices"
	"time"
)

// DocLink is a link to one document, made for one receiver of one mail. Whoever holds its token may read that
// document, and nothing else.
type DocLink struct {
	Hash    [32]byte  `cbor:"-"` // of the token: what it is found by
	ID      LinkID    `cbor:"-"` // names it in URLs; worked out of the hash
	Client  ClientID  `cbor:"1,keyasint"`
	Doc     Ref       `cbor:"2,keyasint"`
	To      string    `cbor:"3,keyasint"` // address that it was mailed to
	ToName  string    `cbor:"4,keyasint,omitempty"`
	Contact ContactID `cbor:"5,keyasint,omitempty"`
	Person  PersonID  `cbor:"6,keyasint,omitempty"`
	Mail    MailID    `cbor:"7,keyasint,omitempty"`
	Created time.Time `cbor:"8,keyasint"`
	Expires time.Time `cbor:"9,keyasint"`
	Revoked time.Time `cbor:"10,keyasint,omitzero"`
	Opens   []DocOpen `cbor:"11,keyasint,omitempty"` // the last MaxOpens, oldest first
	Count   int       `cbor:"12,keyasint,omitempty"` // of all opens
}

// DocOpen is one time that a link's document was on somebody's screen.
type DocOpen struct {
	At     time.Time `cbor:"1,keyasint"`
	IP     string    `cbor:"2,keyasint,omitempty"`
	Device string    `cbor:"3,keyasint,omitempty"`
}

// MaxOpens is how many opens of a link are kept, and logged; further ones are only counted.
const MaxOpens = 20

// sameOpen is how long the same device is still looking: a page loaded anew is no second open.
const sameOpen = 30 * time.Minute

// Receiver is who the link was made for.
func (l DocLink) Receiver() string {
	if l.ToName != "" {
		return l.ToName
	}
	return l.To
}

// Open notes that the document was on screen, and reports whether that is news.
func (l *DocLink) Open(o DocOpen) bool {
	again := func(was DocOpen) bool {
		return was.IP == o.IP && was.Device == o.Device && o.At.Sub(was.At).Abs() < sameOpen
	}
	if slices.ContainsFunc(l.Opens, again) {
		return false
	}
	l.Opens = append(slices.Clone(l.Opens), o)
	l.Opens = l.Opens[max(0, len(l.Opens)-MaxOpens):]
	l.Count++
	return true
}

// Revoke ends the link, and reports whether it had not ended before.
func (l *DocLink) Revoke(now time.Time) bool {
	if l.Ended(now) != DocLinkLive {
		return false
	}
	l.Revoked = now
	return true
}

// DocLinkState is what a link does when it is followed.
type DocLinkState uint8

// The states.
const (
	DocLinkUnknown  DocLinkState = iota // never made, or long gone
	DocLinkLive                         // shows its document
	DocLinkExpired                      // its days are over
	DocLinkRevoked                      // staff ended it
	DocLinkSignIn                       // the business has switched document links off
	DocLinkClosed                       // the portal is off for everybody
	DocLinkArchived                     // the client's account is closed
)

// Ended is how the link itself stands, whatever the switches around it say.
func (l DocLink) Ended(now time.Time) DocLinkState {
	switch {
	case !l.Revoked.IsZero():
		return DocLinkRevoked
	case !now.Before(l.Expires):
		return DocLinkExpired
	}
	return DocLinkLive
}

// State is what the link does now. A contact's own access doesn't matter: the document was sent to them.
func (l DocLink) State(p PortalSettings, archived bool, now time.Time) DocLinkState {
	if s := l.Ended(now); s != DocLinkLive {
		return s
	}
	switch {
	case !p.On:
		return DocLinkClosed
	case archived:
		return DocLinkArchived
	case p.LinksOff:
		return DocLinkSignIn
	}
	return DocLinkLive
}

// linkDays is how long a document link works where the business has not chosen.
const linkDays = 90

// LinkLife is how many days a document link works.
func (p PortalSettings) LinkLife() int {
	if p.LinkDays == 0 {
		return linkDays
	}
	return p.LinkDays
}
