package service

import (
	"context"

	"portico/internal/auth"
	"portico/store"
)

// OpenSession begins a session for a person who has proved who they are, and returns the cookie's token.
func (s *Service) OpenSession(ctx context.Context, sess auth.Session) (token string, err error) {
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		token, err = openSession(tx, sess)
		return err
	})
	return token, err
}

func openSession(tx *store.Tx, sess auth.Session) (string, error) {
	begun, token := auth.Begin(sess, tx.Now)
	return token, putSession(tx, begun)
}
