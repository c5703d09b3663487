package mail

import (
	"fmt"
	netmail "net/mail"
	"strings"

	"golang.org/x/net/idna"
)

// Envelope returns an address as mail servers take it: checked, and a domain
// in other letters than ASCII in its xn-- form. Mailbox names in other letters
// are refused, for most servers refuse them too.
func Envelope(addr string) (string, error) {
	at := strings.LastIndexByte(addr, '@')
	if at < 1 || hasControl(addr) {
		return "", fmt.Errorf("mail: not an address: %q", addr)
	}
	local, domain := addr[:at], addr[at+1:]
	if !plain(domain) {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return "", fmt.Errorf("mail: not an address: %q", addr)
		}
		domain = ascii
	}
	addr = local + "@" + domain
	// The parser takes names, comments and quotes too; then it returns another string.
	p, err := netmail.ParseAddress(addr)
	if err != nil || p.Name != "" || p.Address != addr || !plain(addr) || len(addr) > 254 {
		return "", fmt.Errorf("mail: not an address: %q", addr)
	}
	return addr, nil
}

// mailbox writes a name and an address for a header.
func mailbox(a Address) (string, error) {
	addr, err := Envelope(a.Email)
	if err != nil {
		return "", err
	}
	name := strings.TrimSpace(a.Name)
	switch {
	case hasControl(a.Name):
		return "", errControl
	case name == "":
		return addr, nil
	case !plain(name) || strings.Contains(name, "=?") || longestWord(name) > 60:
		return words(name) + " <" + addr + ">", nil
	}
	// Quotes the name where it has a comma or the like.
	return (&netmail.Address{Name: name, Address: addr}).String(), nil
}

func mailboxes(list []Address) (string, error) {
	all := make([]string, len(list))
	for i, a := range list {
		m, err := mailbox(a)
		if err != nil {
			return "", err
		}
		all[i] = m
	}
	return strings.Join(all, ", "), nil
}
