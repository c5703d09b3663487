package demo

import (
	"time"

	"portico/portal"
)

// star is an account with a part to play: something that a visitor should be able to find.
type star struct {
	name, email string
	land        string
	kind        kind
	street      string
	places      int
	bills       int
	trades      []trade
	pays        habit
	since       int // days ago
	people      []figure
	notes       string
}

// figure is somebody of a star: who, with which access, and what for.
type figure struct {
	name, email, title string
	preset             portal.Preset
	state              state
	part, sees         string // in the cast, "" = not listed
}

// state is how far somebody's access has come.
type state int

const (
	off state = iota
	invitedNow
	invitedPast
	bounced
	on
)

const (
	marguerite = "marguerite@halvorsen.example"
	priya      = "priya@larkfield.example"
)

var stars = []star{
	{
		name: "Halvorsen-Whitcombe Property Management LLC", email: "payable@halvorsen.example", kind: manager,
		street: "480 Commercial Street", places: 17, bills: 128, trades: []trade{upkeep, heating, cooling, plumbing}, pays: slow, since: 1300,
		notes: "Accounts Payable is on floor 11. Monthly round of all blocks on the second Tuesday 🏢",
		people: []figure{
			{"Marguerite Okonkwo-Delacroix", marguerite, "Director", portal.PresetAdmin, on, "Account admin", "at three clients: chooses one after signing in"},
			{"Bartholomew Abernathy-Okafor", "concierge.alderquay@halvorsen.example", "Concierge", portal.PresetSite, off, "", ""},
			{"Ingrid Halvorsen-Whitcombe", "ingrid@halvorsen.example", "Accounts payable", portal.PresetAccounts, invitedNow, "", ""},
			{"Desmond Achebe-Lindgren", "desmond@halvorsen.example", "Auditor", portal.PresetViewOnly, on, "View only", "sees everything there is, changes nothing"},
		},
	},
	{
		name: "Okonkwo Family Trust", email: "ngozi.iwu@okonkwotrust.example", kind: company, street: "14 Alder Quay, Unit 7", places: 3, bills: 31,
		trades: []trade{heating, plumbing}, pays: onTime, since: 900,
		people: []figure{
			{"Ngozi Iwu-Castellano", "ngozi.iwu@okonkwotrust.example", "Trustee", portal.PresetAdmin, on, "", ""},
			{"Marguerite Okonkwo-Delacroix", marguerite, "Beneficiary", portal.PresetViewOnly, on, "", ""},
			{"María del Carmen Castellanos y Fuentes", "", "Housekeeper", portal.PresetSite, off, "", ""},
		},
	},
	{
		name: "Penrose Gardens Residents’ Association", email: "treasurer@penrosegardens.example", kind: company, street: "1 Penrose Gardens", places: 4, bills: 64,
		trades: []trade{pools, upkeep}, pays: prompt, since: 1100,
		people: []figure{
			{"Saoirse Lindqvist-O’Brien", "saoirse@penrosegardens.example", "Treasurer", portal.PresetAccounts, on, "Accounts", "invoices, payments and documents, nothing of the work"},
			{"Lieselotte Achterberg", "l.achterberg@penrosegardens.example", "Secretary", portal.PresetViewOnly, off, "", ""},
			{"Marguerite Okonkwo-Delacroix", marguerite, "Resident", portal.PresetAccounts, on, "", ""},
		},
	},
	{
		name: "Harbour Tower East", email: "accounts@harbourtower.example", kind: manager, street: "1 Franklin Wharf", places: 9, bills: 77,
		trades: []trade{cooling, upkeep}, pays: onTime, since: 1500,
		people: []figure{
			{"Oluwaseun Adeyemi", "o.adeyemi@harbourtower.example", "General manager", portal.PresetAdmin, on, "", ""},
			{"Ciarán Dunleavy", "c.dunleavy@harbourtower.example", "Superintendent", portal.PresetSite, on, "Site", "work and places, no money"},
			{"Thandiwe Mbeki-Thornbury", "t.mbeki-thornbury@harbourtower.example", "Bookkeeper", portal.PresetAccounts, bounced, "", ""},
		},
	},
	{
		name: "Casco Bay Cottage Rentals, Inc.", email: "office@cascobaycottages.example", kind: manager, street: "77 Welch Street", places: 46, bills: 1540,
		trades: []trade{upkeep, heating, plumbing, pools}, pays: prompt, since: 1400,
		people: []figure{
			{"Rosalind Pelletier", "rosalind@cascobaycottages.example", "Owner", portal.PresetAdmin, on, "Account admin", "a client with 1,500 invoices"},
			{"Kenji Tibbetts", "kenji@cascobaycottages.example", "Rounds", portal.PresetSite, invitedPast, "", ""},
		},
	},
	{
		name: "Lotus Bakery", email: "minhchau@lotusbakery.example", kind: company, street: "212 Washington Avenue", places: 1, bills: 9,
		trades: []trade{cooling, heating}, pays: slow, since: 210,
		people: []figure{{"Hoàng Thị Minh Châu", "minhchau@lotusbakery.example", "Owner", portal.PresetAccounts, off, "", ""}},
	},
	{
		name: "Kawika Kaleo", email: "kawika.kaleo@mail.example", street: "9 Vesper Street", since: 1,
		people: []figure{{"Kawika Kaleo", "kawika.kaleo@mail.example", "", portal.PresetAdmin, on, "Account admin", "a brand-new client with nothing yet"}},
	},
	{
		name: "The Raman household", email: "priya@larkfield.example", street: "31 Carleton Street", places: 1, bills: 6, trades: []trade{heating}, pays: prompt, since: 700,
		people: []figure{
			{"Priya Raman", priya, "", portal.PresetAdmin, on, "Office, and a contact", "chooses between the office and her own account"},
		},
	},
	{
		name: "Nordlicht Hotels GmbH", email: "buchhaltung@nordlicht.example", land: "DE", kind: company, places: 2, bills: 26,
		trades: []trade{cooling, pools}, pays: onTime, since: 800,
		people: []figure{
			{"Þórunn Björnsdóttir", "thorunn@nordlicht.example", "Buchhaltung", portal.PresetAccounts, on, "Accounts", "billed in euro"},
			{"Annemette Jørgensen", "am.joergensen@nordlicht.example", "Einkauf", portal.PresetViewOnly, off, "", ""},
		},
	},
	{
		name: "Wharf Road Dental", email: "wojciech@wharfroaddental.example", kind: company, street: "5 Wharf Road", places: 1, bills: 18,
		trades: []trade{cooling, plumbing}, pays: never, since: 950,
		people: []figure{{"Wojciech Grzegorczyk", "wojciech@wharfroaddental.example", "Owner", portal.PresetCustom, on, "Own permissions", "long overdue"}},
	},
	{
		name: "St Brigid’s Primary School", email: "bursar@stbrigids.example", kind: company, street: "60 State Street", places: 2, bills: 22,
		trades: []trade{heating, upkeep}, pays: slow, since: 1000,
		people: []figure{{"Cordelia Featherstonehaugh", "bursar@stbrigids.example", "Bursar", portal.PresetAccounts, invitedPast, "", ""}},
	},
	{
		name: "Café Atlas", email: "fatima@cafeatlas.example", land: "FR", kind: company, places: 1, bills: 12,
		trades: []trade{cooling}, pays: onTime, since: 600,
		people: []figure{{"Fatima-Zahra Ait-Benhaddou", "fatima@cafeatlas.example", "Gérante", portal.PresetAdmin, invitedNow, "", ""}},
	},
	{
		name:  "The Trustees of the Eastern Promenade Historic Brick Rowhouses Condominium and Garden Association of Portland, Maine",
		email: "trustees@easternpromenade.example", kind: company, street: "118 Eastern Promenade", places: 6, bills: 40,
		trades: []trade{upkeep, heating}, pays: onTime, since: 1050,
		people: []figure{{"Wolfeschlegelsteinhausen-Bergerdorff, Hubert Blaine", "hubert@easternpromenade.example", "Chair of the trustees", portal.PresetAdmin, on, "", ""}},
	},
	{
		name: "شركة الخطيب للعقارات", email: "layla@alkhatib.example", land: "AE", kind: company, places: 2, bills: 14, trades: []trade{cooling, pools}, pays: prompt, since: 500,
		people: []figure{{"ليلى الخطيب", "layla@alkhatib.example", "مديرة", portal.PresetAdmin, on, "", ""}},
	},
	{
		name: "פרידמן נכסים בע״מ", email: "noa@friedman.example", land: "IL", kind: company, places: 1, bills: 11, trades: []trade{heating, plumbing}, pays: onTime, since: 640,
		people: []figure{{"נועה פרידמן", "noa@friedman.example", "מנהלת", portal.PresetAdmin, on, "", ""}},
	},
	{
		name: "渡辺不動産株式会社", email: "yoko@watanabe.example", land: "JP", kind: company, places: 1, bills: 10, trades: []trade{cooling, upkeep}, pays: prompt, since: 720,
		people: []figure{{"渡辺 陽子", "yoko@watanabe.example", "経理", portal.PresetAccounts, on, "", ""}},
	},
}

func landOf(code string) land {
	for _, l := range lands {
		if l.code == code {
			return l
		}
	}
	return maine
}

// star makes the account of a star.
func (b *builder) star(s star) *account {
	a := &account{land: landOf(s.land), kind: s.kind, count: s.bills, trades: s.trades, pays: s.pays, since: b.today - portal.Day(s.since)}
	a.Name, a.Currency, a.Address, a.Phone, a.Notes = s.name, a.land.currency, b.address(a.land), b.phone(a.land), s.notes
	if s.street != "" {
		a.Address = portal.Address{Street: s.street, City: "Portland", Region: "ME", Code: "04101", Country: "US"}
	}
	b.locate(a, s.places)
	for _, p := range s.people {
		m := b.appear(a, p)
		a.people = append(a.people, m)
		if p.part != "" {
			b.cast = append(b.cast, Role{Part: p.part, Email: p.email, Sees: p.sees})
		}
	}
	a.describe(b)
	a.Email = s.email
	return a
}

func (b *builder) appear(a *account, p figure) *member {
	b.taken[p.email] = true
	m := &member{email: p.email}
	m.Name, m.Email, m.Title, m.Phone = p.name, p.email, p.title, b.phone(a.land)
	m.Created = b.at(a.since, 10, 5)
	m.Permissions = p.preset.Permissions()
	if p.preset == portal.PresetCustom {
		m.Permissions = portal.Set(portal.ViewInvoices, portal.ViewPayments, portal.EditProfile)
	}
	switch p.state {
	case invitedNow:
		b.invited(m, 4)
	case invitedPast:
		b.invited(m, 24)
	case bounced:
		b.invited(m, 2)
		m.Delivery = bounces[0]
	case on:
		b.accepted(m, a)
		m.LastSeen = b.now.Add(-time.Duration(b.between(20, 2000)) * time.Minute)
		if m.LastSeen.Before(m.Accepted) {
			m.LastSeen = m.Accepted
		}
	}
	return m
}
