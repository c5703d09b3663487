// Package serve runs one copy of the program: it opens the store, joins the engines to it, listens, and stops
// in order. main only says with which configuration.
package serve
