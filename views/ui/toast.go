package ui

import "github.com/a-h/templ"

// Toast is a message that goes by itself. Every page has three of them waiting, so they are written by hand.
func Toast(variant Variant, text string) templ.Component {
	return Rows(func(o Out) {
		o.attr(`<div class="toast" role="status" data-variant="`, string(variant))
		o.Markup(`>`)
		o.Icon(toastIcon(variant))
		o.Markup(` <span data-text dir="auto">`)
		o.Text(text)
		o.Markup(`</span> <button type="button" data-dismiss>`)
		o.Say("Close")
		o.Markup(`</button></div>`)
	})
}

func toastIcon(v Variant) string {
	switch v {
	case Danger:
		return "circle-alert"
	case Warning:
		return "triangle-alert"
	case Info:
		return "info"
	}
	return "circle-check"
}

// Retry is a toast about a request that failed.
func Retry(icon, text string) templ.Component {
	return Rows(func(o Out) {
		o.Markup(`<div class="toast" role="alert">`)
		o.Icon(icon)
		o.Markup(` <span data-text>`)
		o.Text(text)
		o.Markup(`</span> <button type="button" data-retry>`)
		o.Say("Try again")
		o.Markup(`</button></div>`)
	})
}
