package ubl

import "encoding/xml"

// The elements in the order that the schema asks for; encoding/xml writes a name with its prefix as it stands.

type document struct {
	XMLName  xml.Name
	NS       string     `xml:"xmlns,attr"`
	CAC      string     `xml:"xmlns:cac,attr"`
	CBC      string     `xml:"xmlns:cbc,attr"`
	Custom   string     `xml:"cbc:CustomizationID"`
	ID       string     `xml:"cbc:ID"`
	Issued   string     `xml:"cbc:IssueDate"`
	Due      string     `xml:"cbc:DueDate,omitempty"`
	Invoice  string     `xml:"cbc:InvoiceTypeCode,omitempty"`
	Credit   string     `xml:"cbc:CreditNoteTypeCode,omitempty"`
	Note     string     `xml:"cbc:Note,omitempty"`
	Currency string     `xml:"cbc:DocumentCurrencyCode"`
	Order    *reference `xml:"cac:OrderReference"`
	Of       *billing   `xml:"cac:BillingReference"`
	Seller   side       `xml:"cac:AccountingSupplierParty"`
	Buyer    side       `xml:"cac:AccountingCustomerParty"`
	Delivery *delivery  `xml:"cac:Delivery"`
	Means    *means     `xml:"cac:PaymentMeans"`
	Terms    *terms     `xml:"cac:PaymentTerms"`
	Tax      taxTotal   `xml:"cac:TaxTotal"`
	Sum      sums       `xml:"cac:LegalMonetaryTotal"`
	Billed   []line     `xml:"cac:InvoiceLine"`
	Credited []line     `xml:"cac:CreditNoteLine"`
}

type reference struct {
	ID string `xml:"cbc:ID"`
}

type billing struct {
	Invoice reference `xml:"cac:InvoiceDocumentReference"`
}

type side struct {
	Party party `xml:"cac:Party"`
}

type party struct {
	Address address    `xml:"cac:PostalAddress"`
	Tax     *taxScheme `xml:"cac:PartyTaxScheme"`
	Legal   legal      `xml:"cac:PartyLegalEntity"`
	Contact *contact   `xml:"cac:Contact"`
}

type legal struct {
	Name string `xml:"cbc:RegistrationName"`
}

type contact struct {
	Phone string `xml:"cbc:Telephone,omitempty"`
	Mail  string `xml:"cbc:ElectronicMail,omitempty"`
}

type address struct {
	Street  string  `xml:"cbc:StreetName,omitempty"`
	More    string  `xml:"cbc:AdditionalStreetName,omitempty"`
	City    string  `xml:"cbc:CityName,omitempty"`
	Code    string  `xml:"cbc:PostalZone,omitempty"`
	Region  string  `xml:"cbc:CountrySubentity,omitempty"`
	Country country `xml:"cac:Country"`
}

type country struct {
	Code string `xml:"cbc:IdentificationCode"`
}

type delivery struct {
	Place deliveryPlace `xml:"cac:DeliveryLocation"`
}

type deliveryPlace struct {
	Address address `xml:"cac:Address"`
}

type means struct {
	Code    string  `xml:"cbc:PaymentMeansCode"`
	For     string  `xml:"cbc:PaymentID,omitempty"`
	Account account `xml:"cac:PayeeFinancialAccount"`
}

type account struct {
	ID     string     `xml:"cbc:ID"`
	Name   string     `xml:"cbc:Name,omitempty"`
	Branch *reference `xml:"cac:FinancialInstitutionBranch"`
}

type terms struct {
	Note string `xml:"cbc:Note"`
}

type taxTotal struct {
	Amount amount   `xml:"cbc:TaxAmount"`
	Parts  []taxSum `xml:"cac:TaxSubtotal"`
}

type taxSum struct {
	Net      amount   `xml:"cbc:TaxableAmount"`
	Tax      amount   `xml:"cbc:TaxAmount"`
	Category category `xml:"cac:TaxCategory"`
}

type category struct {
	ID      string    `xml:"cbc:ID"`
	Percent string    `xml:"cbc:Percent,omitempty"`
	Reason  string    `xml:"cbc:TaxExemptionReason,omitempty"`
	Scheme  reference `xml:"cac:TaxScheme"`
}

type taxScheme struct {
	Number string    `xml:"cbc:CompanyID"`
	Scheme reference `xml:"cac:TaxScheme"`
}

type sums struct {
	Lines     amount `xml:"cbc:LineExtensionAmount"`
	Exclusive amount `xml:"cbc:TaxExclusiveAmount"`
	Inclusive amount `xml:"cbc:TaxInclusiveAmount"`
	Payable   amount `xml:"cbc:PayableAmount"`
}

type amount struct {
	Currency string `xml:"currencyID,attr"`
	Value    string `xml:",chardata"`
}

type line struct {
	ID       string     `xml:"cbc:ID"`
	Billed   *quantity  `xml:"cbc:InvoicedQuantity"`
	Credited *quantity  `xml:"cbc:CreditedQuantity"`
	Net      amount     `xml:"cbc:LineExtensionAmount"`
	Discount *allowance `xml:"cac:AllowanceCharge"`
	Item     item       `xml:"cac:Item"`
	Price    price      `xml:"cac:Price"`
}

type quantity struct {
	Unit  string `xml:"unitCode,attr"`
	Value string `xml:",chardata"`
}

type allowance struct {
	Charge bool   `xml:"cbc:ChargeIndicator"`
	Code   string `xml:"cbc:AllowanceChargeReasonCode"`
	Amount amount `xml:"cbc:Amount"`
}

type item struct {
	Detail string   `xml:"cbc:Description,omitempty"`
	Name   string   `xml:"cbc:Name"`
	Tax    category `xml:"cac:ClassifiedTaxCategory"`
}

type price struct {
	Amount amount `xml:"cbc:PriceAmount"`
}
