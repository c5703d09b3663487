// Portico is a client portal that a small service business runs itself: one binary, one data file.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "portico: the command line is being built")
	os.Exit(2)
}
