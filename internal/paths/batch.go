package paths

import "portico/portal"

// Batch invoices, and several invoices as one file.

// PortalBatches is the list of the account's batch invoices.
func PortalBatches() URL { return "/portal/batches" }

// PortalBatchesCSV is every row of the list that matches.
func PortalBatchesCSV() URL { return "/portal/batches.csv" }

// PortalBatch is one batch invoice.
func PortalBatch(b portal.BatchID) URL { return of("/portal/batches/", b, "") }

// PortalBatchPDF is one batch invoice as a PDF.
func PortalBatchPDF(b portal.BatchID) URL { return of("/portal/batches/", b, "/pdf") }

// PortalBatchCSV is one batch invoice for a spreadsheet.
func PortalBatchCSV(b portal.BatchID) URL { return of("/portal/batches/", b, "/csv") }

// PortalBatchViewed is where the shown page reports that somebody looked.
func PortalBatchViewed(b portal.BatchID) URL { return of("/portal/batches/", b, "/viewed") }

// PortalInvoicesPDF is the chosen invoices as one PDF.
func PortalInvoicesPDF() URL { return "/portal/invoices/pdf" }

// PortalInvoicesZIP is the chosen invoices as PDFs in a ZIP.
func PortalInvoicesZIP() URL { return "/portal/invoices/zip" }

// OfficeInvoicesPDF is the chosen invoices as one PDF.
func OfficeInvoicesPDF() URL { return "/office/invoices/pdf" }

// OfficeInvoicesZIP is the chosen invoices as PDFs in a ZIP.
func OfficeInvoicesZIP() URL { return "/office/invoices/zip" }

// OfficeBatches lists the batch invoices of all clients.
func OfficeBatches() URL { return "/office/batches" }

// OfficeBatchesCSV is every row of the list that matches.
func OfficeBatchesCSV() URL { return "/office/batches.csv" }

// OfficeBatchNew is the form that makes a batch invoice.
func OfficeBatchNew() URL { return "/office/batches/new" }

// OfficeBatch is one batch invoice.
func OfficeBatch(b portal.BatchID) URL { return of("/office/batches/", b, "") }

// OfficeBatchPDF is one batch invoice as a PDF.
func OfficeBatchPDF(b portal.BatchID) URL { return of("/office/batches/", b, "/pdf") }

// OfficeBatchCSV is one batch invoice for a spreadsheet.
func OfficeBatchCSV(b portal.BatchID) URL { return of("/office/batches/", b, "/csv") }

// OfficeBatchSend mails the batch invoice; GET asks to whom.
func OfficeBatchSend(b portal.BatchID) URL { return of("/office/batches/", b, "/send") }

// OfficeBatchApart takes the batch invoice apart; GET asks first.
func OfficeBatchApart(b portal.BatchID) URL { return of("/office/batches/", b, "/apart") }
