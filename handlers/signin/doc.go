// Package signin is the front door: codes, links, passkeys, TOTP, passwords, invitations, account choice, set-up.
package signin
