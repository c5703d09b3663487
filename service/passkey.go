package service

import (
	"portico/internal/auth"
	"portico/portal"
)

// passkeys is the portal as browsers know it; auth.ErrPasskeyHost when they allow no passkeys at its address.
func (s *Service) passkeys(b *portal.Business) (*auth.Passkeys, error) {
	return auth.NewPasskeys(s.Link(b, ""), b.Profile.Name)
}

// PasskeysWork reports whether browsers allow passkeys at the portal's address.
func (s *Service) PasskeysWork(b *portal.Business) bool {
	_, err := s.passkeys(b)
	return err == nil
}
