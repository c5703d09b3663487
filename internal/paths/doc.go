// Package paths builds every URL of Portico, typed. Nothing else does: a link is a call here, so a route
// that changes its address changes it in one place, and a test can fill every one of them.
// The client's pages are in client.go, the office's in staff.go, sign-in in signin.go.
package paths
