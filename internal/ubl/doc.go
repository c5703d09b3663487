// Package ubl writes invoices and credit notes as e-invoices: UBL 2.1 in the core of EN 16931, which every program that
// takes part in European e-invoicing reads. BT and BG numbers in comments are those of EN 16931-1.
package ubl
