package service

import (
	"context"
	"net/netip"
	"net/url"
	"strings"
)

// Answers reports whether this copy answers for a host (without a port): its own addresses, and always those
// of this machine. While it has no name yet, any IP address will do, since no page of another site can pose as one.
func (s *Service) Answers(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	ip, err := netip.ParseAddr(host)
	isIP := err == nil
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || isIP && ip.Unmap().IsLoopback() {
		return true
	}
	known := s.KnownHosts(context.Background())
	for _, k := range known {
		if k == host {
			return true
		}
	}
	return isIP && len(known) == 0
}

// KnownHosts are the host names that this copy was given: of --url, and the portal address. The store keeps
// the settings decoded until they change, so this costs a look-up.
func (s *Service) KnownHosts(ctx context.Context) (hosts []string) {
	if u, err := url.Parse(s.opt.URL); err == nil && u.Hostname() != "" {
		hosts = append(hosts, strings.ToLower(u.Hostname()))
	}
	if b, err := s.Business(ctx); err == nil && b.Portal.Address != "" {
		hosts = append(hosts, b.Portal.Address)
	}
	return hosts
}
