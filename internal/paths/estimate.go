package paths

import "portico/portal"

// OfficeEstimates lists the estimates of all clients.
func OfficeEstimates() URL { return "/office/estimates" }

// OfficeEstimatesCSV is every row of the list that matches.
func OfficeEstimatesCSV() URL { return "/office/estimates.csv" }

// OfficeEstimateNew is the form for a new estimate.
func OfficeEstimateNew() URL { return "/office/estimates/new" }

// OfficeEstimateWork works an estimate out while it is written, and adds and removes its lines.
func OfficeEstimateWork() URL { return "/office/estimates/work" }

// OfficeEstimate is one estimate.
func OfficeEstimate(e portal.EstimateID) URL { return of("/office/estimates/", e, "") }

// OfficeEstimatePDF is one estimate as a PDF.
func OfficeEstimatePDF(e portal.EstimateID) URL { return of("/office/estimates/", e, "/pdf") }

// OfficeEstimateEdit is the form to edit a draft, or to write the next version.
func OfficeEstimateEdit(e portal.EstimateID) URL { return of("/office/estimates/", e, "/edit") }

// OfficeEstimateSend mails the estimate.
func OfficeEstimateSend(e portal.EstimateID) URL { return of("/office/estimates/", e, "/send") }

// OfficeEstimateDelete throws a draft away.
func OfficeEstimateDelete(e portal.EstimateID) URL { return of("/office/estimates/", e, "/delete") }

// OfficeEstimateDrop throws a version away that was not sent.
func OfficeEstimateDrop(e portal.EstimateID) URL { return of("/office/estimates/", e, "/drop") }

// OfficeEstimateWithdraw takes an estimate back.
func OfficeEstimateWithdraw(e portal.EstimateID) URL { return of("/office/estimates/", e, "/withdraw") }

// OfficeEstimateCopy starts a new draft with the same lines.
func OfficeEstimateCopy(e portal.EstimateID) URL { return of("/office/estimates/", e, "/copy") }

// OfficeEstimateInvoice makes the draft of an invoice of what was accepted.
func OfficeEstimateInvoice(e portal.EstimateID) URL { return of("/office/estimates/", e, "/invoice") }

// OfficeClientEstimates is the tab with a client’s estimates.
func OfficeClientEstimates(c portal.ClientID) URL { return of("/office/clients/", c, "/estimates") }

// OfficeSettingsEstimates is what new estimates start from, and what accepting one takes.
func OfficeSettingsEstimates() URL { return "/office/settings/estimates" }
