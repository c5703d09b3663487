package paths

import (
	"strconv"

	"portico/portal"
)

// PortalPay is where invoices are paid; none = all that are open.
func PortalPay(ids ...portal.InvoiceID) URL { return paying("/portal/pay", ids) }

// PortalPayHow is how to pay in another way than online.
func PortalPayHow(ids ...portal.InvoiceID) URL { return paying("/portal/pay/how", ids) }

// PortalPayQR is the QR code that fills a bank transfer in.
func PortalPayQR(ids ...portal.InvoiceID) URL { return paying("/portal/pay/qr.svg", ids) }

func paying(path URL, ids []portal.InvoiceID) URL {
	for n, id := range ids {
		sep := "&"
		if n == 0 {
			sep = "?"
		}
		path += URL(sep + "invoice=" + strconv.FormatUint(uint64(id), 10))
	}
	return path
}

// ForEstimate makes it the deposit of an estimate that is paid.
func (u URL) ForEstimate(e portal.EstimateID) URL {
	return u.With("estimate", strconv.FormatUint(uint64(e), 10))
}

// ForBatch makes it all that is open of a batch that is paid.
func (u URL) ForBatch(b portal.BatchID) URL {
	return u.With("batch", strconv.FormatUint(uint64(b), 10))
}

// PortalPaid is what became of an attempt to pay.
func PortalPaid(c portal.CheckoutID) URL { return of("/portal/pay/", c, "") }

// DocLinkPay is where the document behind a link is paid.
func DocLinkPay(t string) URL { return token("/d/", t) + "/pay" }

// DocLinkPayHow is how to pay it in another way than online.
func DocLinkPayHow(t string) URL { return token("/d/", t) + "/pay/how" }

// DocLinkPayQR is the QR code that fills a bank transfer for it in.
func DocLinkPayQR(t string) URL { return token("/d/", t) + "/pay/qr.svg" }

// DocLinkPaid is what became of an attempt to pay it.
func DocLinkPaid(t string, c portal.CheckoutID) URL {
	return token("/d/", t) + URL("/pay/"+strconv.FormatUint(uint64(c), 10))
}

// HookStripe is where Stripe sends its events.
func HookStripe() URL { return "/hooks/stripe" }

// OfficeSettingsPayments says how clients pay.
func OfficeSettingsPayments() URL { return "/office/settings/payments" }

// OfficeSettingsStripe holds the keys of the pay provider.
func OfficeSettingsStripe() URL { return "/office/settings/payments/stripe" }

// OfficeSettingsPayee holds where money goes.
func OfficeSettingsPayee() URL { return "/office/settings/payments/payee" }

// DemoPay is the demo's stand-in for Stripe's page. No ordinary copy has it.
func DemoPay(session string) URL { return token("/demo/pay/", session) }
