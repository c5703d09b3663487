package portal

import (
	"slices"
	"testing"
)

func TestAudienceOfStaff(t *testing.T) {
	all := []Staff{{ID: 1, Role: Owner}, {ID: 2, Role: Office}, {ID: 3, Role: Employee}, {ID: 4, Role: Owner, Off: true}, {ID: 5, Role: Office}}
	for name, c := range map[string]struct {
		a    Audience
		want []StaffID
	}{
		"as usual":                         {Audience{}, []StaffID{1, 2, 5}},
		"Owners":                           {Audience{Whom: WhomOwners}, []StaffID{1}},
		"Owners and Office":                {Audience{Whom: WhomOffice}, []StaffID{1, 2, 5}},
		"chosen":                           {Audience{Whom: WhomChosen, Staff: []StaffID{5}}, []StaffID{5}},
		"an Employee is never told":        {Audience{Whom: WhomChosen, Staff: []StaffID{3, 2}}, []StaffID{2}},
		"who was switched off is not told": {Audience{Whom: WhomChosen, Staff: []StaffID{4, 2}}, []StaffID{2}},
		"nobody is left: the Owners":       {Audience{Whom: WhomChosen, Staff: []StaffID{4}}, []StaffID{1}},
		"only an address":                  {Audience{Whom: WhomChosen, Also: "x@y.example"}, nil},
		"a client's choice is no choice":   {Audience{Whom: WhomMain}, []StaffID{1, 2, 5}},
	} {
		var got []StaffID
		for _, st := range c.a.StaffOf(all) {
			got = append(got, st.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAudienceOfAClient(t *testing.T) {
	all := []Contact{
		{ID: 1, EmailNorm: "ann@x.example", Permissions: AllPermissions},
		{ID: 2, EmailNorm: "bob@x.example", Permissions: Set(ViewPayments)},
		{ID: 3, EmailNorm: "cy@x.example", Permissions: Set(ViewJobs)},
		{ID: 4, EmailNorm: "di@x.example", Permissions: AllPermissions, Archived: true},
		{ID: 5, Permissions: AllPermissions},
		{ID: 6, EmailNorm: "ed@x.example", Permissions: AllPermissions, Properties: []PropertyID{7}},
	}
	may := func(c Contact) Permissions { return c.Permissions }
	const main = "main@x.example"
	for name, c := range map[string]struct {
		whom    Whom
		main    string
		billing []string
		want    []string
	}{
		"who gets invoices":               {WhomBilling, main, []string{"cy@x.example", "other@x.example"}, []string{"cy@x.example"}},
		"no invoice yet: the main e-mail": {WhomBilling, main, nil, []string{main}},
		"who may view payments":           {WhomPayers, main, nil, []string{"ann@x.example", "bob@x.example"}},
		"the main e-mail":                 {WhomMain, main, nil, []string{main}},
		"who manages users":               {WhomAdmins, main, nil, []string{"ann@x.example", "ed@x.example"}},
		"nobody at all":                   {WhomMain, "", nil, nil},
	} {
		if got := (Audience{Whom: c.whom}).ContactsOf(all, c.main, c.billing, may); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestAudienceIsOneThatIsOffered(t *testing.T) {
	var n NotifySettings
	for _, x := range Notifications {
		if len(x.Whoms) > 0 && n.Audience(x.Kind).Whom != x.Whoms[0] {
			t.Errorf("%s goes to %s by itself", x.Key, n.Audience(x.Kind).Whom.Name())
		}
		if (x.To == "") == (len(x.Whoms) == 0) {
			t.Errorf("%s: either it says whom it goes to or there is a choice", x.Key)
		}
	}
	n.To = map[string]Audience{"receipt": {Whom: WhomOwners}, "accepted": {Whom: WhomOwners, Also: "x@y.example"}}
	if n.Audience(MailReceipt).Whom != WhomBilling || n.Audience(MailAccepted).Whom != WhomOwners || n.Audience(MailAccepted).Also == "" {
		t.Error("a choice that isn’t offered was taken, or one that is was not")
	}
	if n.Audience(MailAlert).Whom != WhomOffice {
		t.Error("what has no choice goes to Owners and Office")
	}
}

func TestNotifySettingsAreChecked(t *testing.T) {
	knows := func(id StaffID) bool { return id == 1 }
	for name, c := range map[string]struct {
		key  string
		a    Audience
		good bool
	}{
		"chosen":           {"accepted", Audience{Whom: WhomChosen, Staff: []StaffID{1}}, true},
		"nobody chosen":    {"accepted", Audience{Whom: WhomChosen}, false},
		"only an address":  {"accepted", Audience{Whom: WhomChosen, Also: "desk@x.example"}, true},
		"a stranger":       {"accepted", Audience{Whom: WhomChosen, Staff: []StaffID{1, 9}}, false},
		"no address":       {"accepted", Audience{Whom: WhomOwners, Also: "desk"}, false},
		"two addresses":    {"accepted", Audience{Whom: WhomOwners, Also: "a@x.example, b@x.example"}, false},
		"a name with it":   {"accepted", Audience{Whom: WhomOwners, Also: "A <a@x.example>"}, false},
		"not offered":      {"receipt", Audience{Whom: WhomOwners}, false},
		"not for a client": {"receipt", Audience{Whom: WhomMain, Also: "a@x.example"}, false},
		"a client's":       {"receipt", Audience{Whom: WhomPayers}, true},
	} {
		err := NotifySettings{To: map[string]Audience{c.key: c.a}}.Validate(knows)
		if (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMutesOfStaffAndContactsStayApart(t *testing.T) {
	keys := func(staff bool) (ks []string) {
		for _, n := range NoticesOf(staff) {
			ks = append(ks, n.Key)
		}
		return ks
	}
	p := Person{Mute: []string{"payment"}}
	p.MuteBut(nil, NoticesOf(true))
	if !p.Mutes(MailAccepted) || !p.Mutes(MailReceipt) || p.Mutes(MailInvoice) || p.Mutes(MailCode) {
		t.Errorf("%v", p.Mute)
	}
	p.MuteBut(keys(true), NoticesOf(true))
	p.MuteBut(keys(false), NoticesOf(false))
	if len(p.Mute) != 0 {
		t.Errorf("%v", p.Mute)
	}
}
