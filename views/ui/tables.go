package ui

import (
	"net/url"

	"portico/internal/paths"
)

// seg is the list with another seg and the other filters as they are; it starts at the first page.
func (f FilterBar) seg(value string) paths.URL {
	query := make(url.Values, len(f.Values)+1)
	for k, v := range f.Values {
		if k != "after" {
			query[k] = v
		}
	}
	if value == "" {
		query.Del(f.Param)
	} else {
		query.Set(f.Param, value)
	}
	return f.URL.WithAll(query)
}
