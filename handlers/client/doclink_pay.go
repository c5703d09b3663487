package client

import (
	"portico/handlers/web"
	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// linkTill is where the document behind a link is paid: an invoice, a batch invoice, the deposit of an estimate.
func linkTill(c *web.Ctx, do func(till) error) error {
	return follow(c, func(v service.LinkVisit) error {
		if !v.Scope.May(portal.Pay) {
			return portal.Forbidden()
		}
		return do(till{Ctx: c, sc: v.Scope, token: c.Param("token"), visit: v})
	})
}

// DocLinkPay is where the document behind a link is paid.
func DocLinkPay(c *web.Ctx) error {
	return linkTill(c, func(t till) error {
		return t.pay(service.PayAsk{What: c.Query("what"), Amount: c.Query("amount")}, ui.Form{}, nil)
	})
}

// DocLinkPayStart leads from there to the provider's page.
func DocLinkPayStart(c *web.Ctx) error { return linkTill(c, till.start) }

// DocLinkPaid is what became of an attempt to pay it.
func DocLinkPaid(c *web.Ctx) error { return linkTill(c, till.outcome) }

// DocLinkPayHow is how to pay it in another way than online.
func DocLinkPayHow(c *web.Ctx) error {
	return linkTill(c, func(t till) error {
		return t.how(service.PayAsk{What: c.Query("what"), Amount: c.Query("amount")}, c.Query("method"), ui.Form{}, nil, false)
	})
}

// DocLinkPayQR is the QR code that fills a bank transfer for it in.
func DocLinkPayQR(c *web.Ctx) error {
	return linkTill(c, func(t till) error {
		return t.qr(service.PayAsk{What: c.Query("what"), Amount: c.Query("amount")})
	})
}

// DocLinkPayClaim keeps what the holder of the link says that they have paid.
func DocLinkPayClaim(c *web.Ctx) error { return linkTill(c, till.claim) }
