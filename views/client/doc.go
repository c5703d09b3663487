// Package client is the pages of the client's portal.
package client
