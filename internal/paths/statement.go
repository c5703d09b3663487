package paths

import (
	"strconv"

	"portico/portal"
)

// PortalPayments is the list of the account's payments.
func PortalPayments() URL { return "/portal/payments" }

// PortalPaymentsCSV is every row of the list that matches.
func PortalPaymentsCSV() URL { return "/portal/payments.csv" }

// PortalPayment is one payment.
func PortalPayment(p portal.PaymentID) URL { return of("/portal/payments/", p, "") }

// PortalPaymentProof is a file that shows for a payment, to be saved.
func PortalPaymentProof(p portal.PaymentID, d portal.DocumentID) URL {
	return of("/portal/payments/", p, "/proof/"+strconv.FormatUint(uint64(d), 10))
}

// PortalPaymentProofThumb is the small picture of it.
func PortalPaymentProofThumb(p portal.PaymentID, d portal.DocumentID) URL {
	return PortalPaymentProof(p, d) + "/thumb"
}

// PortalPaymentPDF is one payment's receipt.
func PortalPaymentPDF(p portal.PaymentID) URL { return of("/portal/payments/", p, "/pdf") }

// PortalStatement is the account over a period.
func PortalStatement() URL { return "/portal/statement" }

// PortalStatementCSV is the same, for a spreadsheet.
func PortalStatementCSV() URL { return "/portal/statement.csv" }

// PortalStatementPDF is the same, on paper.
func PortalStatementPDF() URL { return "/portal/statement/pdf" }

// OfficePaymentPDF is one payment's receipt.
func OfficePaymentPDF(p portal.PaymentID) URL { return of("/office/payments/", p, "/pdf") }

// OfficeClientStatement is the tab with the client's account over a period.
func OfficeClientStatement(c portal.ClientID) URL { return of("/office/clients/", c, "/statement") }

// OfficeClientStatementCSV is the same, for a spreadsheet.
func OfficeClientStatementCSV(c portal.ClientID) URL {
	return of("/office/clients/", c, "/statement.csv")
}

// OfficeClientStatementPDF is the same, on paper.
func OfficeClientStatementPDF(c portal.ClientID) URL {
	return of("/office/clients/", c, "/statement/pdf")
}

// OfficeClientStatementSend mails the statement; GET asks to whom.
func OfficeClientStatementSend(c portal.ClientID) URL {
	return of("/office/clients/", c, "/statement/send")
}

// OfficeClientStatementMonthly switches the client's monthly statement on and off.
func OfficeClientStatementMonthly(c portal.ClientID) URL {
	return of("/office/clients/", c, "/statement/monthly")
}
