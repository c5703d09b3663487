// Package staff is the office, one file per resource.
package staff
