package auth

import (
	"errors"
	"time"
)

// How long sessions last. ASVS 7.3.1 and 7.3.2: both an idle and an absolute end.
const (
	SessionShort   = 12 * time.Hour      // without "keep me signed in", from sign-in
	SessionIdle    = 30 * 24 * time.Hour // with it, from the last use…
	SessionMax     = 90 * 24 * time.Hour // …and at most this, from sign-in
	SessionTouch   = time.Minute         // last use is written no more often
	PreviewLife    = 30 * time.Minute    // of "view as client"
	FreshLife      = 10 * time.Minute    // a fresh code lets change what is delicate for so long
	maxUserAgent   = 256                 // bytes kept
	maxSessionNote = 64                  // bytes kept of an IP address
)

// ErrNoSession is what a Backend answers for a session it does not have, and Store.Read for one that is over.
var ErrNoSession = errors.New("auth: no such session")

// Session is one signed-in browser. Only the hash of its id is ever stored.
type Session struct {
	Hash      [32]byte  `cbor:"1,keyasint"`
	Person    uint64    `cbor:"2,keyasint"`
	Contact   uint64    `cbor:"3,keyasint,omitempty"` // the place it acts in; 0: none chosen yet, or the office
	Staff     bool      `cbor:"4,keyasint,omitempty"` // in the office
	Created   time.Time `cbor:"5,keyasint"`           // of the sign-in; a new id keeps it
	LastSeen  time.Time `cbor:"6,keyasint"`
	Expires   time.Time `cbor:"7,keyasint"`
	Keep      bool      `cbor:"8,keyasint,omitempty"` // "keep me signed in on this device"
	IP        string    `cbor:"9,keyasint,omitempty"`
	UserAgent string    `cbor:"10,keyasint,omitempty"`
	Device    string    `cbor:"11,keyasint,omitempty"` // "Firefox on Mac"

	PreviewOf     uint64    `cbor:"12,keyasint,omitempty"` // contact looked through; 0 with a client: the default preset
	PreviewClient uint64    `cbor:"13,keyasint,omitempty"`
	PreviewUntil  time.Time `cbor:"14,keyasint,omitempty"`
	Acting        bool      `cbor:"15,keyasint,omitempty"` // for this client, not only looking

	SecondFactorDone bool      `cbor:"16,keyasint,omitempty"`
	FreshUntil       time.Time `cbor:"17,keyasint,omitempty"`

	PreviewFrom string `cbor:"18,keyasint,omitempty"` // page of the office that the preview began on
}

// Begin completes a session at sign-in with a new id, its times and its device, and returns the token for the
// cookie. Person, Keep, IP, UserAgent and the rest of the rights are the caller's; what may have been there
// before (a preview, an older id) is gone.
func Begin(s Session, now time.Time) (Session, string) {
	token := NewToken()
	s.Hash = HashToken(token)
	s.Created, s.LastSeen = now, now
	s.UserAgent = plainLine(s.UserAgent, maxUserAgent)
	s.IP = plainLine(s.IP, maxSessionNote)
	s.Device = DeviceLabel(s.UserAgent)
	s.EndPreview()
	s.Expires = s.end(now)
	return s, token
}

// Rotate gives the session a new id, at any change of rights: second factor, choice of account, preview. Save
// the new one and delete the old one (old.Hash) in one transaction, then set the cookie. The times stay, so
// that no number of rotations outlives SessionMax.
func Rotate(old Session) (Session, string) {
	token := NewToken()
	old.Hash = HashToken(token)
	return old, token
}

// Touch notes a use and reports whether the session has to be saved: at most once a minute, so that reading
// does not write.
func (s *Session) Touch(now time.Time) bool {
	if now.Sub(s.LastSeen) < SessionTouch {
		return false
	}
	s.LastSeen = now
	s.Expires = s.end(now)
	return true
}

// Expired reports whether the session is over.
func (s Session) Expired(now time.Time) bool {
	return !now.Before(s.Expires) || !now.Before(s.Last())
}

// Last is the moment that no use moves: 12 hours or 90 days after sign-in.
func (s Session) Last() time.Time {
	if s.Keep {
		return s.Created.Add(SessionMax)
	}
	return s.Created.Add(SessionShort)
}

func (s Session) end(now time.Time) time.Time {
	last := s.Last()
	if idle := now.Add(SessionIdle); s.Keep && idle.Before(last) {
		return idle
	}
	return last
}

// StartPreview lets staff look through a contact for PreviewLife, read-only until Acting is set. Rotate with it.
func (s *Session) StartPreview(client, contact uint64, now time.Time) {
	s.PreviewClient, s.PreviewOf, s.PreviewUntil, s.Acting = client, contact, now.Add(PreviewLife), false
}

// EndPreview goes back to the office.
func (s *Session) EndPreview() {
	s.PreviewClient, s.PreviewOf, s.PreviewUntil, s.Acting, s.PreviewFrom = 0, 0, time.Time{}, false, ""
}

// Previewing reports whether a preview is on and not over. A preview that is over must end in the office,
// never in the client's portal with more rights.
func (s Session) Previewing(now time.Time) bool {
	return s.PreviewClient != 0 && now.Before(s.PreviewUntil)
}

// Fresh reports whether a factor was proved a moment ago, as changing e-mail, factor or password asks for.
func (s Session) Fresh(now time.Time) bool { return now.Before(s.FreshUntil) }

// Refresh notes a factor just proved.
func (s *Session) Refresh(now time.Time) { s.FreshUntil = now.Add(FreshLife) }
