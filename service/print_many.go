package service

import (
	"archive/zip"
	"context"
	"io"
	"slices"
	"strconv"

	"portico/portal"
	"portico/store"
)

// MostPapers is how many invoices come as one PDF or one ZIP.
const MostPapers = 100

// InvoicePapers reads invoices to be printed together, each once and in the order they were asked for. One that the
// scope doesn't see is as absent as one that isn't there.
func (s *Service) InvoicePapers(ctx context.Context, sc Scope, ids []portal.InvoiceID) (docs []portal.InvoiceDoc, err error) {
	switch {
	case len(ids) == 0:
		return nil, portal.Invalid("Choose at least one invoice.")
	case len(ids) > MostPapers:
		return nil, portal.Invalid("Choose %d invoices at most at once.", MostPapers)
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		docs = nil
		for n, id := range ids {
			if slices.Contains(ids[:n], id) {
				continue
			}
			d, err := invoicePaper(tx, sc, id)
			if err != nil {
				return err
			}
			docs = append(docs, d)
		}
		return nil
	})
	return docs, err
}

func invoicePaper(tx *store.Tx, sc Scope, id portal.InvoiceID) (portal.InvoiceDoc, error) {
	if sc.office && sc.sight.Client == 0 {
		one, err := narrow(tx, sc.Actor, portal.Ref{Kind: portal.KindInvoice, ID: uint64(id)})
		if err != nil {
			return portal.InvoiceDoc{}, err
		}
		sc = one
	}
	return invoiceDoc(tx, sc, id)
}

// InvoicesPDF draws several invoices into one document, one after the other.
func (s *Service) InvoicesPDF(ctx context.Context, docs []portal.InvoiceDoc, language string) (portal.PDF, error) {
	how, err := s.printing(ctx, language)
	if err != nil {
		return portal.PDF{}, err
	}
	return s.print(ctx, how, "invoices", func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Invoices(docs, how) })
}

// InvoicesZIP writes several invoices as PDFs into a ZIP, each as soon as it is drawn.
func (s *Service) InvoicesZIP(ctx context.Context, w io.Writer, docs []portal.InvoiceDoc, language string) error {
	how, err := s.printing(ctx, language)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, d := range docs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f, err := s.print(ctx, how, "invoice "+d.Number, func(pr Printer, how portal.Print) (portal.PDF, error) { return pr.Invoice(d, how) })
		if err != nil {
			return err
		}
		// PDFs are compressed inside.
		part, err := z.CreateHeader(&zip.FileHeader{Name: paperName(d), Method: zip.Store, Modified: d.Created})
		if err != nil {
			return err
		}
		if _, err := part.Write(f.Bytes); err != nil {
			return err
		}
	}
	return z.Close()
}

func (s *Service) printing(ctx context.Context, language string) (portal.Print, error) {
	b, err := s.Business(ctx)
	return portal.Print{Business: b, Language: language}, err
}

// paperName is a file name that every system takes: numbers may hold slashes, and drafts have none.
func paperName(d portal.InvoiceDoc) string {
	name := []byte(d.Number)
	if len(name) == 0 {
		name = []byte("draft-" + strconv.FormatUint(uint64(d.ID), 10))
	}
	for n, c := range name {
		if c < '-' || c > 'z' || c == '/' || c > '9' && c < 'A' || c > 'Z' && c < 'a' && c != '_' {
			name[n] = '-'
		}
	}
	return string(name) + ".pdf"
}
