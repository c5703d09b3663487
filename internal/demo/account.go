package demo

import (
	"fmt"
	"strings"
	"time"

	"portico/internal/auth"
	"portico/portal"
)

// account is one client with all that belongs to it, before it has ids.
type account struct {
	portal.Client
	land   land
	kind   kind
	places []portal.Property
	people []*member
	bills  []*bill
	money  []*receipt
	trades []trade
	count  int // of bills
	pays   habit
	since  portal.Day
}

// kind is what sort of customer an account is.
type kind int

const (
	household kind = iota
	company
	manager // of many properties
)

// habit is how an account pays.
type habit int

const (
	prompt habit = iota
	onTime
	slow
	never
)

// member is a contact to be, and who is behind it.
type member struct {
	portal.Contact
	email string // of the person; the same at several clients is the same person
	seen  bool   // has devices and a history
}

var quarters = list(`Munjoy Hill, Back Cove, Deering, Woodfords, Stroudwater, Libbytown, Bayside, Parkside, West End, Old Port,
	Peaks Island, Eastern Promenade, Casco Bay, Fore River, Willard Beach, Knightville, Ferry Village, Pine Point, Higgins Beach,
	Falmouth Foreside, Cousins Island, Saccarappa, Rosemont, Riverton, Oakdale, East End, Great Diamond, Thornton Heights`)

var trading = list(`Bakery, Dental, Veterinary Clinic, Condominium Association, Inn, Brewing Co., Bookshop, Early Learning Center,
	Yoga, Hardware, Physical Therapy, Fish Market, Marina, Community Church, Public Library, Self Storage, Auto Repair,
	Montessori School, Assisted Living, Coffee Roasters, Pottery Studio, Credit Union, Tap Room, Swim Club`)

var titles = list(`Owner, Office manager, Facilities, Accounts payable, Bookkeeper, Concierge, Superintendent, Treasurer, Property manager, Director`)

// stranger makes an account out of the hat.
func (b *builder) stranger() *account {
	a := &account{land: maine, pays: habitOf(b.IntN(100)), since: b.today - portal.Day(b.between(20, 3*365+200))}
	if b.chance(17) {
		a.land = pick(b, lands)
		if b.chance(35) {
			a.land = lands[b.IntN(2)] // most come from Canada and Britain
		}
	}
	n := b.name(a.land)
	a.Currency = a.land.currency
	a.Address = b.address(a.land)
	a.Phone = b.phone(a.land)
	switch k := b.IntN(100); {
	case k < 58:
		a.household(b, n)
	case k < 93:
		a.company(b)
	default:
		a.kind, a.count, a.trades = manager, b.between(40, 90), []trade{upkeep, heating, cooling, plumbing}
		a.Name = parseName(pick(b, maine.family)).shown + " " + pick(b, list("Property Management LLC, Realty Trust, & Daughters Rentals, Apartments"))
		b.locate(a, b.between(5, 14))
		b.staffed(a, b.between(2, 4))
	}
	if with := int(b.today - a.since); with < years {
		a.count = 1 + a.count*with/years // who came later has had less done
	}
	a.describe(b)
	return a
}

func habitOf(n int) habit {
	switch {
	case n < 45:
		return prompt
	case n < 75:
		return onTime
	case n < 96:
		return slow
	}
	return never
}

func (a *account) household(b *builder, n name) {
	a.kind, a.count = household, b.between(2, 14)
	a.trades = pick(b, [][]trade{{heating}, {heating, plumbing}, {cooling, heating}, {heating, pools}, {plumbing, upkeep}})
	a.Name = n.shown
	last := n.shown[strings.LastIndexByte(n.shown, ' ')+1:]
	if a.land.code == "US" && b.chance(30) {
		a.Name = pick(b, maine.given) + " & " + n.shown
	} else if a.land.code == "US" && b.chance(12) {
		a.Name = "The " + last + " family"
	}
	b.locate(a, 1+bit(b.chance(12)))
	b.join(a, n, "")
	if b.chance(40) {
		b.join(a, b.name(a.land), "")
	}
}

func (a *account) company(b *builder) {
	a.kind, a.count = company, b.between(6, 34)
	a.trades = pick(b, [][]trade{{heating, cooling}, {cooling, plumbing}, {upkeep, heating}, {plumbing, upkeep}, {cooling, upkeep, heating}})
	a.Name = pick(b, quarters) + " " + pick(b, trading)
	if a.land.code != "US" {
		a.Name = b.name(a.land).shown + map[string]string{
			"DE": " GmbH", "FR": " SARL", "CA": " inc.", "GB": " Ltd", "IE": " Teoranta", "PT": ", Lda.", "PL": " sp. z o.o.", "IS": " ehf.",
			"JP": "株式会社", "IL": " בע״מ", "AE": " ش.م.م", "GR": " Α.Ε.", "UA": " ТОВ", "IN": " Pvt. Ltd.",
		}[a.land.code]
	}
	b.locate(a, b.between(1, 3))
	b.staffed(a, b.between(1, 3))
}

func (b *builder) staffed(a *account, people int) {
	for range people {
		b.join(a, b.name(a.land), pick(b, titles))
	}
}

// locate gives an account the places where work is done: in Maine, wherever the owner lives.
func (b *builder) locate(a *account, places int) {
	for n := range places {
		p := portal.Property{Address: b.address(maine)}
		if n == 0 && a.land.code == "US" {
			p.Address = a.Address
		}
		p.Name = p.Address.Street
		if a.kind == manager || b.chance(10) {
			p.Address.Street += fmt.Sprintf(", Unit %d", b.between(1, 38))
			p.Name = p.Address.Street
		}
		if b.chance(55) {
			p.UPRN = fmt.Sprintf("1000%08d", b.IntN(100_000_000))
		}
		a.places = append(a.places, p)
	}
}

var notes = list(`Key with the neighbour; dog is friendly, Call before coming 🐕, Parking behind the house only, Prefers e-mail to calls,
	Boiler in the crawl space — bring the short ladder, Summers only; water is off from October to May ❄️, Gate code changes on the 1st`)

// describe fills in what is left: number, main e-mail, day of the first contact, notes.
func (a *account) describe(b *builder) {
	a.Created = b.at(a.since, 9, 30)
	if len(a.people) > 0 {
		a.Email = a.people[0].Email
	}
	if b.chance(12) {
		a.Notes = pick(b, notes)
	}
	if a.kind != household && b.chance(40) {
		a.TaxID = fmt.Sprintf("%02d-%07d", b.between(1, 99), b.IntN(10_000_000))
	}
}

// at is a moment of a day, on the business's clock, but never later than now.
func (b *builder) at(d portal.Day, hour, minute int) time.Time {
	y, m, day := d.Time().Date()
	t := time.Date(y, m, day, hour, minute, b.IntN(60), 0, b.zone).UTC()
	if !t.Before(b.now) {
		t = b.now.Add(-time.Duration(1+b.IntN(50)) * time.Minute).UTC()
	}
	return t
}

var hosts = list(`mail.example, post.example, inbox.example, harbor.example, fastpost.example`)

// address makes an e-mail address that nobody has yet.
func (b *builder) email(n name, host string) string {
	for try := 1; ; try++ {
		local := auth.Suggest(n.latin, func(string) bool { return false })
		if try > 1 {
			local += fmt.Sprint(try)
		}
		if e := local + "@" + host; !b.taken[e] {
			b.taken[e] = true
			return e
		}
	}
}

// join makes somebody a contact of an account, with access in one of its states.
func (b *builder) join(a *account, n name, title string) *member {
	host := pick(b, hosts)
	if a.kind != household {
		if slug := auth.Suggest(a.Name, func(string) bool { return false }); len(slug) > 3 {
			host = strings.Trim(strings.ReplaceAll(slug, ".", "-"), "-") + ".example"
		}
	}
	m := &member{email: b.email(n, host)}
	m.Name, m.Title, m.Phone = n.shown, title, b.phone(a.land)
	m.Email = m.email
	m.Created = b.at(a.since, 10, 5)
	b.let(m, a)
	a.people = append(a.people, m)
	return m
}
