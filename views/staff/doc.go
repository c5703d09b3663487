// Package staff is the pages of the office.
package staff
