package demo

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Cast is whom to sign in as, each for something else to see.
type Cast []Role

// Role is one person of the cast.
type Role struct {
	Part, Email, Sees string
	Path              string // a page to open, instead of an address to sign in with
}

func (c Cast) introduce(w io.Writer, url, mail string) error {
	fmt.Fprintf(w, "\nPortico demo: open  %s\n\n", url)
	fmt.Fprintf(w, "Sign in with one of these e-mail addresses; the code appears here.\n\n")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range c {
		if r.Path != "" {
			continue
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\n", r.Part, r.Email, r.Sees)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, r := range c {
		if r.Path != "" {
			fmt.Fprintf(w, "\n%s: %s\n  %s%s\n", r.Part, r.Sees, url, r.Path)
		}
	}
	if mail != "" {
		fmt.Fprintf(w, "\nEvery mail is a file in  %s\n", mail)
	}
	_, err := fmt.Fprintf(w, "Ctrl-C ends the demo and throws everything away.\n\n")
	return err
}
