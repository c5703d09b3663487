package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"portico/internal/picture"
	"portico/portal"
	"portico/store"
)

// LogoLimit bounds an uploaded logo, LogoSide the longer side of the one that is kept.
const (
	LogoLimit = 5 << 20
	LogoSide  = 512
)

// SetLogo takes a picture as the business's logo. It is written anew as a PNG; the old one is deleted.
func (s *Service) SetLogo(ctx context.Context, sc Scope, r io.Reader) error {
	if err := sc.officeAt(portal.Office); err != nil {
		return err
	}
	png, err := picture.PNG(r, LogoSide)
	if err != nil {
		return badPicture(err)
	}
	id, _, err := s.db.PutBlob(ctx, bytes.NewReader(png))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(png)
	if err := s.swapLogo(ctx, sc, id, hex.EncodeToString(sum[:8])); err != nil {
		return errors.Join(err, s.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.DeleteBlob(id) }))
	}
	return nil
}

// RemoveLogo takes the logo down; the business's initial stands in its place.
func (s *Service) RemoveLogo(ctx context.Context, sc Scope) error { return s.swapLogo(ctx, sc, 0, "") }

func (s *Service) swapLogo(ctx context.Context, sc Scope, id uint64, hash string) error {
	return s.saveSettings(ctx, sc, portal.Office, "Logo", func(tx *store.Tx, b *portal.Business) error {
		old := b.Profile.Logo
		b.Profile.Logo, b.Profile.LogoHash = id, hash
		if old == 0 {
			return nil
		}
		return tx.DeleteBlob(old)
	})
}

func badPicture(err error) error {
	var v portal.Check
	switch {
	case errors.Is(err, picture.ErrKind):
		v.That(false, "logo", "Choose a picture: %s. SVG files can hold scripts, so they are not taken.", picture.Kinds)
	case errors.Is(err, picture.ErrLarge):
		v.That(false, "logo", "That picture has too many pixels. Make it smaller: 40 megapixels at most.")
	case errors.Is(err, picture.ErrHeavy):
		v.That(false, "logo", "That picture takes too much memory to open. Make it smaller, or save it as a plain JPEG.")
	case errors.Is(err, picture.ErrBad):
		v.That(false, "logo", "That picture can’t be read. It may be damaged: save it again and try once more.")
	default:
		return err
	}
	return v.Done()
}
