package paths

import (
	"strconv"

	"portico/portal"
)

// DocLink is the link of a mail to its document.
func DocLink(t string) URL { return token("/d/", t) }

// DocLinkPDF is that document as a PDF.
func DocLinkPDF(t string) URL { return token("/d/", t) + "/pdf" }

// DocLinkViewed is where the page behind a document link reports that somebody looked.
func DocLinkViewed(t string) URL { return token("/d/", t) + "/viewed" }

// SignInFor asks who is there and then leads to a page.
func SignInFor(next URL) URL { return SignIn().With("next", string(next)) }

// OfficeInvoiceLinkRevoke ends one document link of an invoice.
func OfficeInvoiceLinkRevoke(i portal.InvoiceID, l portal.LinkID) URL {
	return of("/office/invoices/", i, "/links/"+strconv.FormatUint(uint64(l), 10)+"/revoke")
}

// OfficeInvoiceLinksRevoke ends every document link of an invoice.
func OfficeInvoiceLinksRevoke(i portal.InvoiceID) URL {
	return of("/office/invoices/", i, "/links/revoke")
}
