package demo

import (
	"github.com/shopspring/decimal"

	"portico/portal"
)

// work is a kind of job as the price list has it: what a bill says and which lines it holds.
type work struct {
	trade trade
	often int // weight
	name  string
	order bool // companies give a purchase-order number
	lines []item
}

// trade is the line of business, and with it who carries it out.
type trade int

const (
	heating trade = iota
	pools
	plumbing
	cooling
	upkeep
)

// item is a line: quantities in tenths, the price in cents.
type item struct {
	text, detail, unit string
	low, high          int
	price              int64
	taxed              bool
}

var works = []work{
	{trade: heating, often: 12, name: "Annual boiler service", lines: []item{
		{"Boiler service, gas", "Combustion analysis, burner and heat exchanger cleaned", "", 10, 10, 18900, false},
		{"Service kit: electrode, gaskets, filter", "", "", 10, 10, 6450, true},
	}},
	{trade: heating, often: 8, name: "Oil burner tune-up and chimney check", lines: []item{
		{"Oil burner tune-up", "Nozzle, filter and strainer replaced", "", 10, 10, 21500, false},
		{"Nozzle, filter and pump strainer", "", "", 10, 10, 5820, true},
	}},
	{trade: heating, often: 7, name: "Emergency call-out: no heating", lines: []item{
		{"Emergency call-out, evenings and weekends", "", "", 10, 10, 19500, false},
		{"Labour, heating engineer", "", "h", 10, 40, 12800, false},
		{"Ignition control module", "", "", 10, 10, 23840, true},
	}},
	{trade: heating, often: 6, name: "Thermostat replacement", lines: []item{
		{"Smart thermostat, wired", "Set up with the owner’s phone", "", 10, 30, 24900, true},
		{"Labour, heating engineer", "", "h", 10, 25, 12800, false},
	}},
	{trade: heating, often: 2, name: "Boiler replacement, first stage", order: true, lines: []item{
		{"Vitodens 222-W boiler, 35 kW", "With flue kit and condensate trap", "", 10, 10, 548000, true},
		{"Deposit for labour", "", "", 10, 10, 150000, false},
	}},
	{trade: heating, often: 2, name: "Boiler replacement, final stage", order: true, lines: []item{
		{"Labour: removal, fitting, commissioning", "Two engineers", "h", 160, 320, 12800, false},
		{"Magnetic filter and system flush", "", "", 10, 10, 41250, true},
		{"Copper pipe 28 mm, fittings and lagging", "Primary circuit, plant room to riser", "m", 80, 260, 2120, true},
		{"Goodwill discount", "Second visit caused by a late delivery", "", 10, 10, -4607, false},
	}},
	{trade: heating, often: 5, name: "Radiators bled and balanced", lines: []item{
		{"Labour, heating engineer", "", "h", 15, 50, 12800, false},
		{"Radiator valve", "", "", 20, 60, 4175, true},
	}},
	{trade: cooling, often: 9, name: "Heat pump service", lines: []item{
		{"Heat pump service, per outdoor unit", "Coils washed, charge and drain checked", "", 10, 30, 16500, false},
		{"Filter set", "", "", 10, 40, 3290, true},
	}},
	{trade: cooling, often: 3, name: "Heat pump installation, two rooms", order: true, lines: []item{
		{"Outdoor unit, 24,000 BTU, cold climate", "", "", 10, 10, 389500, true},
		{"Indoor head, wall", "", "", 20, 20, 114000, true},
		{"Labour: installation and commissioning", "", "h", 120, 220, 12800, false},
		{"Line set, cover and electrical connection", "", "", 10, 10, 64375, true},
	}},
	{trade: cooling, often: 5, name: "Rooftop unit: compressor and refrigerant", order: true, lines: []item{
		{"Scroll compressor", "", "", 10, 10, 132600, true},
		{"Refrigerant R-410A", "Recovered and recharged", "lb", 60, 180, 4250, true},
		{"Labour, refrigeration engineer", "", "h", 40, 90, 13900, false},
	}},
	{trade: cooling, often: 6, name: "Duct cleaning and filter change", lines: []item{
		{"Duct cleaning, per system", "", "", 10, 40, 34500, false},
		{"Pleated filter, MERV 11", "", "", 20, 80, 2185, true},
	}},
	{trade: plumbing, often: 9, name: "Leak repair", lines: []item{
		{"Labour, plumber", "", "h", 10, 45, 11600, false},
		{"Pipe, fittings and sealant", "", "", 10, 10, 4760, true},
	}},
	{trade: plumbing, often: 6, name: "Water heater replacement", lines: []item{
		{"Hybrid water heater, 50 gal", "", "", 10, 10, 168900, true},
		{"Labour, plumber", "", "h", 30, 60, 11600, false},
		{"Removal and recycling of the old heater", "", "", 10, 10, 9500, false},
	}},
	{trade: plumbing, often: 6, name: "Drain cleared", lines: []item{
		{"Drain clearing, up to 50 ft", "", "", 10, 10, 22500, false},
		{"Camera inspection", "", "", 10, 10, 14500, false},
	}},
	{trade: plumbing, often: 5, name: "Backflow preventer test", order: true, lines: []item{
		{"Backflow test and certificate", "", "", 10, 40, 12500, false},
	}},
	{trade: plumbing, often: 4, name: "Frozen pipe thawed and insulated", lines: []item{
		{"Emergency call-out, evenings and weekends", "", "", 10, 10, 19500, false},
		{"Labour, plumber", "", "h", 20, 60, 11600, false},
		{"Pipe insulation", "", "ft", 100, 600, 385, true},
	}},
	{trade: pools, often: 7, name: "Pool opening", lines: []item{
		{"Pool opening", "Cover off, pump and filter started, first balance", "", 10, 10, 42500, false},
		{"Start-up chemicals", "", "", 10, 10, 8640, true},
	}},
	{trade: pools, often: 7, name: "Pool closing and winter cover", lines: []item{
		{"Pool closing", "Lines blown out, antifreeze, cover on", "", 10, 10, 39500, false},
		{"Winter chemicals", "", "", 10, 10, 6415, true},
	}},
	{trade: pools, often: 8, name: "Pool service, monthly", lines: []item{
		{"Weekly pool visit", "", "", 40, 50, 9200, false},
		{"Chlorine and balance", "", "", 10, 10, 5675, true},
	}},
	{trade: pools, often: 2, name: "Pool heat pump repair", lines: []item{
		{"Fan motor", "", "", 10, 10, 28640, true},
		{"Labour, pool technician", "", "h", 15, 40, 10400, false},
	}},
	{trade: upkeep, often: 7, name: "Quarterly maintenance, all units", order: true, lines: []item{
		{"Planned maintenance visit, per unit", "", "", 40, 180, 11500, false},
		{"Filters and belts", "", "", 10, 10, 16830, true},
	}},
	{trade: upkeep, often: 6, name: "Annual maintenance contract, monthly instalment", order: true, lines: []item{
		{"Maintenance contract, instalment", "", "", 10, 10, 48500, false},
	}},
	{trade: upkeep, often: 5, name: "Gas safety inspection", order: true, lines: []item{
		{"Gas safety inspection, per apartment", "", "", 10, 140, 9000, false},
	}},
	{trade: upkeep, often: 4, name: "Gutters cleared and heat cable checked", lines: []item{
		{"Labour, maintenance", "", "h", 20, 60, 8200, false},
		{"Heat cable clips and splice", "", "", 10, 10, 3980, true},
	}},
	{trade: upkeep, often: 4, name: "Carbon monoxide and smoke alarms", lines: []item{
		{"Combined alarm, hard-wired", "", "", 20, 80, 6490, true},
		{"Labour, electrician", "", "h", 10, 40, 11800, false},
	}},
}

// overhaul is the largest bill of all, to see that pages hold it.
var overhaul = work{trade: cooling, name: "Chiller overhaul, levels 1 to 38, with out-of-hours access and crane hire", order: true, lines: []item{
	{"Centrifugal chiller overhaul, per unit", "Tubes, bearings, seals and controls", "", 40, 40, 2436500, true},
	{"Labour, refrigeration engineers, out of hours", "", "h", 1200, 1200, 18900, false},
	{"Crane hire and street permit", "", "day", 20, 20, 182600, false},
}}

var salesTax = portal.TaxRate{ID: 1, Name: "Maine sales tax", Percent: decimal.New(55, -1)}

// rates are how far prices are from those in dollars.
var rates = map[portal.Currency]int64{"USD": 100, "EUR": 92, "GBP": 79, "CAD": 136}

// lines makes a bill's lines of a work.
func (b *builder) lines(w work, c portal.Currency) []portal.Line {
	ls := make([]portal.Line, 0, len(w.lines))
	for _, it := range w.lines {
		price := it.price * rates[c] / 100
		if c != "USD" {
			price -= price % 25
		}
		q := int64(b.between(it.low, it.high))
		if it.unit == "" {
			q -= q % 10
		} else if it.unit == "h" {
			q -= q % 5
		}
		l := portal.Line{
			Description: it.text, Detail: it.detail, Unit: it.unit, Quantity: decimal.New(q, -1), Price: decimal.New(price, -2),
		}
		if it.taxed {
			l.Tax, l.TaxName, l.TaxPercent = salesTax.ID, salesTax.Name, salesTax.Percent
		}
		ls = append(ls, l)
	}
	return ls
}

// worksOf are the works that a client has done, and how often each.
func worksOf(ts []trade) (out []work) {
	for _, w := range works {
		for _, t := range ts {
			for range w.often * bit(w.trade == t) {
				out = append(out, w)
			}
		}
	}
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
