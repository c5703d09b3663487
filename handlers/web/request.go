package web

import (
	"strconv"
	"time"

	"portico/portal"
)

// RequestTail is the end of a request's line in a file: raised when and by whom, and how the thread goes on.
func (c *Ctx) RequestTail(r portal.RequestRow) []string {
	at := func(seconds int64) string { return time.Unix(seconds, 0).In(c.V.Zone).Format("2006-01-02 15:04") }
	return []string{at(r.Created), r.By, at(r.Last), strconv.Itoa(r.Messages)}
}
