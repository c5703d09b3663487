package store

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"portico/portal"
)

// TestALimitComesBackAsItWas: nil is every property and none is none. What reads back as the other opens the account.
func TestALimitComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := portal.Contact{ID: 1, Client: 2, Name: "Ann"}
		if rapid.Bool().Draw(t, "limited") {
			c.Properties = rapid.SliceOfN(rapid.Map(rapid.Uint64(), func(n uint64) portal.PropertyID { return portal.PropertyID(n) }), 0, 5).Draw(t, "to")
		}
		b, err := pack(recordVersion, c)
		if err != nil {
			t.Fatal(err)
		}
		var back portal.Contact
		if err := unpack(recordVersion, b, &back); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(back.Properties, c.Properties) || (back.Properties == nil) != (c.Properties == nil) {
			t.Fatalf("%#v came back as %#v", c.Properties, back.Properties)
		}
	})
}
