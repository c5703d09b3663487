// Package signin is the pages before somebody is in: sign-in, invitation, registration, set-up.
package signin
