package portal

import "slices"

// Sight is what may be seen of one client: always exactly one client, all or some of its properties,
// anybody's or one employee's work. A Sight without a client sees nothing.
type Sight struct {
	Client     ClientID
	Properties []PropertyID // nil = all
	Assignee   StaffID      // 0 = any
}

// Sees reports whether a record of client at property (0 = none) for assignees lies in the sight.
func (s Sight) Sees(client ClientID, property PropertyID, assignees ...StaffID) bool {
	if s.Client == 0 || s.Client != client {
		return false
	}
	if s.Properties != nil && !slices.Contains(s.Properties, property) {
		return false
	}
	return s.Assignee == 0 || slices.Contains(assignees, s.Assignee)
}
