package auth

import (
	"strings"
	"unicode"
)

type sign struct{ mark, name string }

// The first mark found counts, so what pretends to be something else comes before it.
var (
	browsers = []sign{
		{"Edg/", "Edge"},
		{"EdgA/", "Edge"},
		{"EdgiOS/", "Edge"},
		{"OPR/", "Opera"},
		{"OPT/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Vivaldi/", "Vivaldi"},
		{"YaBrowser/", "Yandex Browser"},
		{"DuckDuckGo/", "DuckDuckGo"},
		{"Ddg/", "DuckDuckGo"},
		{"FxiOS/", "Firefox"},
		{"Firefox/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"HeadlessChrome/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Chromium/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
	}
	systems = []sign{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"iPod", "iPod"},
		{"Android", "Android"},
		{"CrOS", "Chromebook"},
		{"Windows", "Windows"},
		{"Macintosh", "Mac"},
		{"Mac OS X", "Mac"},
		{"FreeBSD", "FreeBSD"},
		{"Linux", "Linux"},
	}
)

// Device reads a User-Agent as people speak of it: "Firefox", "Mac". Either is "" when unknown. It is a label
// for the owner's eyes and proves nothing. (An iPad says it is a Mac; nothing in the header tells them apart.)
func Device(userAgent string) (browser, system string) {
	return first(browsers, userAgent), first(systems, userAgent)
}

// DeviceLabel is "Firefox on Mac", "Firefox", "Mac", or "" when nothing is known (the page has a word for it).
func DeviceLabel(userAgent string) string {
	browser, system := Device(userAgent)
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " on " + system
}

func first(table []sign, text string) string {
	for _, s := range table {
		if strings.Contains(text, s.mark) {
			return s.name
		}
	}
	return ""
}

// plainLine is text from a header, fit for a record or a log: valid, on one line, and no longer than max bytes.
func plainLine(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s[:min(len(s), most)])
	return strings.TrimSpace(s)
}
