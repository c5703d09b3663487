// Package pay talks to Stripe: hosted pages to pay on, refunds, signed events. Nothing else of Portico knows Stripe.
package pay
