package api

import (
	"errors"
	"io"
	"log/slog"
	"net/http"

	"portico/handlers/web"
	"portico/portal"
)

// Stripe takes Stripe's signed events. It answers well only once the event is in the file: otherwise Stripe sends it
// again, for days. What is wrong with an event is for the log; the answer tells a forger nothing.
func Stripe(c *web.Ctx) error {
	body, err := io.ReadAll(c.Request.Body)
	if err == nil {
		err = c.S.ProviderEvent(c.Std(), body, c.GetHeader("Stripe-Signature"))
	}
	status := statusOf(err)
	if err != nil {
		slog.Warn("an event of Stripe was not taken", "status", status, "error", err)
	}
	c.Header("Cache-Control", "no-store")
	c.String(status, http.StatusText(status)+"\n")
	return nil
}

func statusOf(err error) int {
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case portal.CodeOf(err) == portal.CodeInvalid:
		return http.StatusBadRequest
	case portal.CodeOf(err) == portal.CodeAway:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
