package paths

import "portico/portal"

// Documents: what is shared with a client and what a client uploads.

// PortalDocuments is the list of the account's documents, and where uploads are posted.
func PortalDocuments() URL { return "/portal/documents" }

// PortalDocumentsCSV is every row of the list that matches.
func PortalDocumentsCSV() URL { return "/portal/documents.csv" }

// PortalDocument is one document, to be saved.
func PortalDocument(d portal.DocumentID) URL { return of("/portal/documents/", d, "") }

// PortalDocumentThumb is the small picture of one document.
func PortalDocumentThumb(d portal.DocumentID) URL { return of("/portal/documents/", d, "/thumb") }

// PortalDocumentRemove takes an upload back; GET asks first.
func PortalDocumentRemove(d portal.DocumentID) URL { return of("/portal/documents/", d, "/remove") }

// OfficeClientDocuments is the tab with the client's documents, and where files are shared.
func OfficeClientDocuments(c portal.ClientID) URL { return of("/office/clients/", c, "/documents") }

// OfficeDocument is one document, to be saved.
func OfficeDocument(d portal.DocumentID) URL { return of("/office/documents/", d, "") }

// OfficeDocumentThumb is the small picture of one document.
func OfficeDocumentThumb(d portal.DocumentID) URL { return of("/office/documents/", d, "/thumb") }

// OfficeDocumentRemove removes a document; GET asks first.
func OfficeDocumentRemove(d portal.DocumentID) URL { return of("/office/documents/", d, "/remove") }
