package paths

import (
	"strconv"

	"portico/portal"
)

// Requests, on both sides.

// PortalRequests lists what the client raised.
func PortalRequests() URL { return "/portal/requests" }

// PortalRequestsCSV is every row of the list that matches.
func PortalRequestsCSV() URL { return "/portal/requests.csv" }

// PortalRequestNew is the form to raise a request of a kind, or of one still to be chosen.
func PortalRequestNew(kind portal.RequestKind) URL {
	if kind == 0 {
		return "/portal/requests/new"
	}
	return URL("/portal/requests/new").With("kind", kind.Key())
}

// PortalDispute is the form to dispute an invoice.
func PortalDispute(i portal.InvoiceID) URL {
	return PortalRequestNew(portal.Dispute).With("invoice", strconv.FormatUint(uint64(i), 10))
}

// PortalCorrection is the form to ask for the correction of a payment.
func PortalCorrection(p portal.PaymentID) URL {
	return PortalRequestNew(portal.Correction).With("payment", strconv.FormatUint(uint64(p), 10))
}

// PortalRequest is one request's thread.
func PortalRequest(r portal.RequestID) URL { return of("/portal/requests/", r, "") }

// PortalRequestReply adds a message to the thread.
func PortalRequestReply(r portal.RequestID) URL { return of("/portal/requests/", r, "/reply") }

// PortalRequestClose says that the request is settled.
func PortalRequestClose(r portal.RequestID) URL { return of("/portal/requests/", r, "/close") }

// PortalRequestReopen says that it isn’t after all.
func PortalRequestReopen(r portal.RequestID) URL { return of("/portal/requests/", r, "/reopen") }

// PortalRequestFile is a file that came with a message, to be saved.
func PortalRequestFile(r portal.RequestID, d portal.DocumentID) URL {
	return of(string(of("/portal/requests/", r, "/files/")), d, "")
}

// PortalRequestFileThumb is the small picture of such a file.
func PortalRequestFileThumb(r portal.RequestID, d portal.DocumentID) URL {
	return of(string(of("/portal/requests/", r, "/files/")), d, "/thumb")
}

// OfficeRequestFile is a file that came with a message, to be saved.
func OfficeRequestFile(r portal.RequestID, d portal.DocumentID) URL {
	return of(string(of("/office/requests/", r, "/files/")), d, "")
}

// OfficeRequestFileThumb is the small picture of such a file.
func OfficeRequestFileThumb(r portal.RequestID, d portal.DocumentID) URL {
	return of(string(of("/office/requests/", r, "/files/")), d, "/thumb")
}

// OfficeRequests lists the requests of all clients.
func OfficeRequests() URL { return "/office/requests" }

// OfficeRequestsCSV is every row of the list that matches.
func OfficeRequestsCSV() URL { return "/office/requests.csv" }

// OfficeRequest is one request's thread.
func OfficeRequest(r portal.RequestID) URL { return of("/office/requests/", r, "") }

// OfficeRequestReply answers the client.
func OfficeRequestReply(r portal.RequestID) URL { return of("/office/requests/", r, "/reply") }

// OfficeRequestClose says that the request is settled.
func OfficeRequestClose(r portal.RequestID) URL { return of("/office/requests/", r, "/close") }

// OfficeRequestReopen says that it isn’t after all.
func OfficeRequestReopen(r portal.RequestID) URL { return of("/office/requests/", r, "/reopen") }
