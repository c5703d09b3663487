package paths

import "portico/portal"

// The client's portal.

// PortalHome is the client's home.
func PortalHome() URL { return "/portal" }

// PortalInvoices is the list of the account's invoices.
func PortalInvoices() URL { return "/portal/invoices" }

// PortalInvoicesCSV is every row of the list that matches.
func PortalInvoicesCSV() URL { return "/portal/invoices.csv" }

// PortalInvoice is one invoice.
func PortalInvoice(i portal.InvoiceID) URL { return of("/portal/invoices/", i, "") }

// PortalInvoicePDF is one invoice as a PDF.
func PortalInvoicePDF(i portal.InvoiceID) URL { return of("/portal/invoices/", i, "/pdf") }

// PortalInvoiceXML is one invoice as an e-invoice.
func PortalInvoiceXML(i portal.InvoiceID) URL { return of("/portal/invoices/", i, "/xml") }

// PortalInvoiceViewed is where the shown page reports that somebody looked.
func PortalInvoiceViewed(i portal.InvoiceID) URL { return of("/portal/invoices/", i, "/viewed") }

// PortalEstimates is the list of the account’s estimates.
func PortalEstimates() URL { return "/portal/estimates" }

// PortalEstimatesCSV is every row of the list that matches.
func PortalEstimatesCSV() URL { return "/portal/estimates.csv" }

// PortalEstimate is one estimate.
func PortalEstimate(e portal.EstimateID) URL { return of("/portal/estimates/", e, "") }

// PortalEstimatePDF is one estimate as a PDF: signed, once it is accepted.
func PortalEstimatePDF(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/pdf") }

// PortalEstimateViewed is where the shown page reports that somebody looked.
func PortalEstimateViewed(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/viewed") }

// PortalEstimateTotal works the estimate out with the lines that are ticked.
func PortalEstimateTotal(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/total") }

// PortalEstimateAccept signs the estimate.
func PortalEstimateAccept(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/accept") }

// PortalEstimateCode mails the code that accepting asks for.
func PortalEstimateCode(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/code") }

// PortalEstimateDecline declines the estimate; GET asks why.
func PortalEstimateDecline(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/decline") }

// PortalEstimateChanges asks for changes; GET asks which.
func PortalEstimateChanges(e portal.EstimateID) URL { return of("/portal/estimates/", e, "/changes") }

// PortalProfile is the person's own details.
func PortalProfile() URL { return "/portal/profile" }

// PortalDevices lists the signed-in devices.
func PortalDevices() URL { return "/portal/profile/devices" }

// PortalWhoLooked lists the previews of the account by staff.
func PortalWhoLooked() URL { return "/portal/profile/who-looked" }

// PortalAccounts lets the person switch between their accounts.
func PortalAccounts() URL { return "/portal/accounts" }

// PortalLive is the stream of "something changed".
func PortalLive() URL { return "/portal/live" }
