package portal

import "time"

// Person is who signs in: one per e-mail address in normal form.
type Person struct {
	ID           PersonID  `cbor:"1,keyasint"`
	Version      Version   `cbor:"2,keyasint"`
	Name         string    `cbor:"3,keyasint"`
	Email        string    `cbor:"4,keyasint"`
	EmailNorm    string    `cbor:"5,keyasint"`
	Username     string    `cbor:"6,keyasint,omitempty"`
	Language     string    `cbor:"7,keyasint,omitempty"`
	PasswordHash string    `cbor:"8,keyasint,omitempty"`
	MustChange   bool      `cbor:"9,keyasint,omitempty"`  // a password somebody else made: change it at the first sign-in
	TOTP         []byte    `cbor:"10,keyasint,omitempty"` // auth's enrolment, sealed with the server's key
	Passkeys     [][]byte  `cbor:"11,keyasint,omitempty"` // auth's credentials
	Handle       []byte    `cbor:"12,keyasint,omitempty"` // WebAuthn user handle
	Staff        StaffID   `cbor:"13,keyasint,omitempty"`
	Created      time.Time `cbor:"14,keyasint"`
	Mute         []string  `cbor:"15,keyasint,omitempty"` // optional notifications turned off
	Phone        string    `cbor:"16,keyasint,omitempty"`
	PasskeyIDs   [][]byte  `cbor:"17,keyasint,omitempty"` // of the credentials: each belongs to one person
}

// Role is what a staff member may do.
type Role uint8

// The roles, by rank. The values are stored: append, never reorder.
const (
	RoleNone Role = iota
	Employee
	Office
	Owner
)

// Key is the role's name in forms.
func (r Role) Key() string { return [...]string{"none", "employee", "office", "owner"}[r] }

// Name is the role's name on screen.
func (r Role) Name() string { return [...]string{"None", "Employee", "Office", "Owner"}[r] }

// ParseRole finds a role by its form key.
func ParseRole(key string) (Role, bool) {
	for _, r := range []Role{Employee, Office, Owner} {
		if r.Key() == key {
			return r, true
		}
	}
	return RoleNone, false
}

// Staff is a person of the business.
type Staff struct {
	ID       StaffID   `cbor:"1,keyasint"`
	Version  Version   `cbor:"2,keyasint"`
	Person   PersonID  `cbor:"3,keyasint"`
	Name     string    `cbor:"4,keyasint"`
	Role     Role      `cbor:"5,keyasint"`
	Off      bool      `cbor:"6,keyasint,omitempty"`
	Created  time.Time `cbor:"7,keyasint"`
	Email    string    `cbor:"8,keyasint"`
	LastSeen time.Time `cbor:"9,keyasint,omitzero"`
}
