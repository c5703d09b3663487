package demo

import (
	"fmt"
	"strings"

	"portico/portal"
)

// land is where somebody comes from: names, towns and formats as they are written there. A name in another
// script is followed by “|” and its Latin form, which e-mail addresses are made of.
type land struct {
	code          string
	currency      portal.Currency
	given, family []string
	streets       []string // %d is the house number
	towns         []town
	phone         string // # is a digit
}

type town struct{ city, region, code string }

func list(s string) []string {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

var maine = land{
	code: "US", currency: "USD", phone: "(207) 555-0###",
	given: list(`Amara, Ruth, Peter, Dolores, Caleb, Imani, Harold, Josephine, Marcus, Yolanda, Everett, Beatriz, Walter, Linh,
		Siobhan, Terrence, Agnes, Rafael, Winifred, Elijah, Naomi, Clarence, Priscilla, Omar, Hazel, Vincent, Lucinda, Raymond,
		Ingrid, Desmond, Mabel, Anthony, Keiko, Gordon, Leticia, Silas, Rosalind, Bernard, Thuy, Franklin, Odette, Malik,
		Constance, Jerome, Adaeze, Wendell, Marisol, Theodore, Fern, Curtis`),
	family: list(`Brennan, Castellano, Okafor, Pelletier, Thibodeau, Nguyen, MacLeod, Ouellette, Washington, Hargrove, Levesque,
		Sullivan, Abdi, Whitcomb, Novak, Beaulieu, Farah, Mahoney, Delgado, Gagnon, Littlefield, Merrill, Osei, Pinkham, Quimby,
		Rossignol, Sewall, Tibbetts, Underwood, Varney, Wadleigh, Yeaton, Bowdoin, Cushman, Doughty, Frost, Hutchins, Jalbert,
		Kimball, Leavitt, Michaud, Nadeau, Prescott, Ramsdell, Sawtelle, Trafton, Haskell, Ibarra, Achebe, Lindgren`),
	streets: list(`%d Congress Street, %d Alder Quay, %d Commercial Street, %d Foundry Street, %d Munjoy Street, %d Eastern Promenade,
		%d Stevens Avenue, %d Woodford Street, %d Brighton Avenue, %d Vesper Street, %d Danforth Street, %d Spring Street,
		%d Ocean Avenue, %d Washington Avenue, %d Pine Street, %d Carleton Street, %d Neal Street, %d Cottage Road,
		%d Shore Road, %d Mitchell Road, %d Highland Street, %d Forest Avenue`),
	towns: []town{
		{"Portland", "ME", "04101"},
		{"Portland", "ME", "04102"},
		{"Portland", "ME", "04103"},
		{"South Portland", "ME", "04106"},
		{"Cape Elizabeth", "ME", "04107"},
		{"Peaks Island", "ME", "04108"},
		{"Falmouth", "ME", "04105"},
		{"Scarborough", "ME", "04074"},
		{"Westbrook", "ME", "04092"},
		{"Yarmouth", "ME", "04096"},
		{"Freeport", "ME", "04032"},
		{"Gorham", "ME", "04038"},
	},
}

// lands are where the owners of houses in Maine live when they don't live there.
var lands = []land{
	{
		code: "CA", currency: "CAD", phone: "+1 514 555 0###",
		given:   list(`Geneviève, Jean-François, Océane, Étienne, Maëlle, Benoît, Noémie, Rosalie`),
		family:  list(`Tremblay, Bélanger, Côté, Gagné, Lévesque-Martel, Desrosiers, Bouchard, Saint-Onge`),
		streets: list(`%d rue Saint-Denis, %d avenue du Mont-Royal Est, %d Queen Street West, %d boulevard René-Lévesque Ouest`),
		towns:   []town{{"Montréal", "QC", "H2J 1W8"}, {"Québec", "QC", "G1R 4P5"}, {"Toronto", "ON", "M5V 2A8"}, {"Halifax", "NS", "B3J 1S9"}},
	},
	{
		code: "GB", currency: "GBP", phone: "+44 20 7946 0###",
		given:   list(`Cordelia, Alistair, Saoirse, Rhiannon, Hamish, Nigel, Thandiwe, Oluwaseun`),
		family:  list(`Featherstonehaugh, Thornbury, Llewellyn-Jones, Ashworth, MacGillivray, Penhaligon, Adeyemi, Cholmondeley`),
		streets: list(`%d Lamb’s Conduit Street, Flat %d; Rosebery Court, %d Charlotte Square, %d Pontcanna Street`),
		towns:   []town{{"London", "", "WC1N 3LL"}, {"Edinburgh", "", "EH2 4DR"}, {"Cardiff", "", "CF11 9HS"}, {"Bath", "Somerset", "BA1 2LT"}},
	},
	{
		code: "IE", currency: "EUR", phone: "+353 1 555 0###",
		given: list(`Ciarán, Aoife, Pádraig, Niamh`), family: list(`Dunleavy, Ní Dhomhnaill, Ó Súilleabháin, O’Brien`),
		streets: list(`%d Baggot Street Lower, %d Quay Street`), towns: []town{{"Dublin 2", "", "D02 XE61"}, {"Galway", "", "H91 CX3P"}},
	},
	{
		code: "DE", currency: "EUR", phone: "+49 30 5550 0###",
		given:  list(`Lieselotte, Jürgen, Annemarie, Käthe, Wolfgang, Björn`),
		family: list(`Achterberg, Großmann, Müller-Lüdenscheidt, Schönfeld, Vogelsang, Weißhaupt`), streets: list(`Torstraße %d, Schöne Aussicht %d, Lindenallee %d`),
		towns: []town{{"Berlin", "", "10119"}, {"München", "", "80331"}, {"Lübeck", "", "23552"}},
	},
	{
		code: "FR", currency: "EUR", phone: "+33 1 55 50 0# ##",
		given: list(`Éloïse, Baptiste, Hélène, Loïc, Françoise`), family: list(`Desrochers, Le Goff, d’Aubigné, Charpentier, Fournier`),
		streets: list(`%d rue des Martyrs, %d quai de la Fosse, %d bis avenue Foch`), towns: []town{{"Paris", "", "75009"}, {"Nantes", "", "44100"}, {"Saint-Malo", "", "35400"}},
	},
	{
		code: "PT", currency: "EUR", phone: "+351 21 555 0###",
		given: list(`Conceição, João, Inês, Gonçalo`), family: list(`Magalhães, Sá Carneiro, Araújo, Brandão`),
		streets: list(`Rua do Alecrim %d; 3.º Esq., Avenida da Liberdade %d`), towns: []town{{"Lisboa", "", "1200-018"}, {"Porto", "", "4000-322"}},
	},
	{
		code: "PL", currency: "EUR", phone: "+48 22 555 00 ##",
		given: list(`Wojciech, Agnieszka, Łukasz, Małgorzata`), family: list(`Grzegorczyk, Szczepańska, Wiśniewski, Źródłowska`),
		streets: list(`ul. Nowy Świat %d, ul. Świętojańska %d/4`), towns: []town{{"Warszawa", "", "00-029"}, {"Gdynia", "", "81-391"}},
	},
	{
		code: "IS", currency: "EUR", phone: "+354 555 0###",
		given: list(`Þórunn, Guðmundur, Ásdís`), family: list(`Björnsdóttir, Þorsteinsson, Ægisdóttir`),
		streets: list(`Laugavegur %d, Hverfisgata %d`), towns: []town{{"Reykjavík", "", "101"}, {"Akureyri", "", "600"}},
	},
	{
		code: "JP", currency: "USD", phone: "+81 3-5550-0###",
		given: list(`美咲|misaki, 健太|kenta, 陽子|yoko`), family: list(`高橋|takahashi, 渡辺|watanabe, 小林|kobayashi`),
		streets: list(`神宮前%d丁目14-3`), towns: []town{{"渋谷区", "東京都", "150-0001"}, {"京都市", "京都府", "600-8216"}},
	},
	{
		code: "IL", currency: "USD", phone: "+972 3-555-0###",
		given: list(`נועה|noa, איתן|eitan, תמר|tamar`), family: list(`לוי|levi, בן־דוד|bendavid, פרידמן|friedman`),
		streets: list(`רחוב דיזנגוף %d, שדרות רוטשילד %d`), towns: []town{{"תל אביב", "", "6433222"}, {"חיפה", "", "3303139"}},
	},
	{
		code: "AE", currency: "USD", phone: "+971 4 555 0###",
		given: list(`فاطمة|fatima, محمد|mohammed, ليلى|layla`), family: list(`الهاشمي|alhashimi, بن ناصر|binnasser, الخطيب|alkhatib`),
		streets: list(`%d شارع الشيخ زايد, %d شارع الجميرا`), towns: []town{{"دبي", "", ""}, {"أبو ظبي", "", ""}},
	},
	{
		code: "GR", currency: "EUR", phone: "+30 21 0555 0###",
		given: list(`Ελένη|eleni, Νίκος|nikos`), family: list(`Παπαδοπούλου|papadopoulou, Καραγιάννης|karagiannis`),
		streets: list(`Ερμού %d`), towns: []town{{"Αθήνα", "", "105 63"}},
	},
	{
		code: "UA", currency: "USD", phone: "+380 44 555 0###",
		given: list(`Оксана|oksana, Тарас|taras`), family: list(`Шевченко|shevchenko, Ковальчук|kovalchuk`),
		streets: list(`вул. Хрещатик %d`), towns: []town{{"Київ", "", "01001"}},
	},
	{
		code: "VN", currency: "USD", phone: "+84 24 5550 0###",
		given: list(`Minh Châu, Đức Anh`), family: list(`Hoàng Thị, Nguyễn Phước`),
		streets: list(`%d phố Hàng Bông`), towns: []town{{"Hà Nội", "", "100000"}},
	},
	{
		code: "IN", currency: "USD", phone: "+91 22 5550 0###",
		given: list(`Ananya, Venkatesh, Lakshmi`), family: list(`Krishnamurthy, Chattopadhyay, Subramaniam`),
		streets: list(`%d Marine Drive; Churchgate`), towns: []town{{"Mumbai", "Maharashtra", "400020"}},
	},
}

// name is somebody's name and its Latin form.
type name struct{ shown, latin string }

func parseName(s string) name {
	shown, latin, ok := strings.Cut(s, "|")
	if !ok {
		latin = shown
	}
	return name{shown, latin}
}

func (b *builder) name(l land) name {
	g, f := parseName(pick(b, l.given)), parseName(pick(b, l.family))
	shown := g.shown + " " + f.shown
	if l.code == "JP" || l.code == "VN" {
		shown = f.shown + " " + g.shown
	}
	return name{shown, g.latin + " " + f.latin}
}

func (b *builder) address(l land) portal.Address {
	street := strings.ReplaceAll(pick(b, l.streets), ";", ",") // a list's own commas part its items
	if strings.Contains(street, "%d") {
		street = fmt.Sprintf(street, 1+b.IntN(240))
	}
	t := pick(b, l.towns)
	return portal.Address{Street: street, City: t.city, Region: t.region, Code: t.code, Country: l.code}
}

func (b *builder) phone(l land) string {
	return strings.Map(func(r rune) rune {
		if r == '#' {
			return rune('0' + b.IntN(10))
		}
		return r
	}, l.phone)
}

// pick chooses one of a list.
func pick[T any](b *builder, from []T) T { return from[b.IntN(len(from))] }

// chance is true so many times in a hundred.
func (b *builder) chance(percent int) bool { return b.IntN(100) < percent }

// between is a number from low to high, both included.
func (b *builder) between(low, high int) int { return low + b.IntN(high-low+1) }
