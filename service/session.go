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

// SetPreview puts a session into the preview that another one describes. The office's use cases check who
// may; tests stand in a preview with it directly.
func (s *Service) SetPreview(ctx context.Context, token string, like auth.Session) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		sess, err := session(tx, auth.HashToken(token))
		if err != nil {
			return err
		}
		sess.PreviewOf, sess.PreviewClient, sess.PreviewUntil, sess.Acting = like.PreviewOf, like.PreviewClient, like.PreviewUntil, like.Acting
		return putSession(tx, sess)
	})
}
