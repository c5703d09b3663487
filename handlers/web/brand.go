package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"strings"
	"time"

	"portico/portal"
)

var colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

const defaultColour = "#3d5a80"

func colourHash(colour string) string {
	sum := sha256.Sum256([]byte(colour))
	return hex.EncodeToString(sum[:6])
}

// brandStyle serves the stylesheet with the business's colour, under a name with its hash.
func brandStyle(c *Ctx) error {
	colour := c.V.Business.Profile.Colour
	if !colourForm.MatchString(colour) {
		colour = defaultColour
	}
	if c.Param("file") == colourHash(c.V.Business.Profile.Colour)+".css" {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte(":root { --brand: "+colour+"; }\n"))
	return nil
}

// BrandFile serves what carries the business's brand: its stylesheet and its logo.
func BrandFile(c *Ctx) error {
	if strings.HasSuffix(c.Param("file"), ".css") {
		return brandStyle(c)
	}
	b := c.V.Business.Profile
	if b.Logo == 0 || c.Param("file") != b.LogoHash+".png" {
		return portal.NotFound()
	}
	blob, err := c.S.Logo(c.ctx)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Content-Type", "image/png")
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, blob)
	return nil
}

// Root leads to where the visitor belongs.
func Root(c *Ctx) error { return c.To(c.home(), nil) }
