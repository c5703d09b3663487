package staff

import (
	"context"

	"portico/internal/words"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// StatementPage is the tab with a client's account over a period.
type StatementPage struct {
	ui.Statement
	Frame   ClientFrame
	Monthly bool // the business mails statements every month
	Off     bool // but not to this client
}

// SendStatementPage asks to whom a statement goes.
type SendStatementPage struct {
	service.DraftDesk
	Period portal.Period
	Form   ui.Form
}

func (p SendStatementPage) text(ctx context.Context) string {
	if p.Period.From == 0 {
		return words.T(ctx, "From the first entry to %s. Each address gets an e-mail of its own, with the PDF.", p.Period.To)
	}
	return words.T(ctx, "%s to %s. Each address gets an e-mail of its own, with the PDF.", p.Period.From, p.Period.To)
}
