package portal

// Side is who acts where the business and its client may do different things.
type Side uint8

// The two sides.
const (
	ClientSide Side = iota
	StaffSide
)
