package portal

// Property is a place where work is done.
type Property struct {
	ID      PropertyID `cbor:"1,keyasint"`
	Version Version    `cbor:"2,keyasint"`
	Client  ClientID   `cbor:"3,keyasint"`
	Name    string     `cbor:"4,keyasint"`
	Address Address    `cbor:"5,keyasint,omitempty"`
	UPRN    string     `cbor:"6,keyasint,omitempty"` // unique property reference
}

// Contractor is who carries out work: the business itself, a branch or trading name, or a subcontractor.
type Contractor struct {
	ID      ContractorID `cbor:"1,keyasint"`
	Version Version      `cbor:"2,keyasint"`
	Name    string       `cbor:"3,keyasint"`
}
