// Package client is the client's portal, one file per resource.
package client
