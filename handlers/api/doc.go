// Package api is what programs talk to: events that come in.
package api
