package service

import (
	"context"
	"net/netip"
	"net/url"
	"strings"
)

// Answers reports whether this copy answers for a host name: the one of --url, the portal address as it is
// set now, and always this very machine.
func (s *Service) Answers(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "" {
		return false
	}
	if loopback(host) {
		return true
	}
	if u, err := url.Parse(s.opt.URL); err == nil && strings.EqualFold(u.Hostname(), host) {
		return true
	}
	b, err := s.Business(context.Background())
	return err == nil && b.Portal.Address == host
}

func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
