package browse

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Files chooses files in a file field.
func (t *Tab) Files(css string, paths ...string) {
	t.T.Helper()
	t.do(chromedp.SetUploadFiles(chromedp.CSS(css), paths))
}

// Draw draws a line with a finger; the points are in parts of the element's width and height.
func (t *Tab) Draw(css string, line ...[2]float64) {
	t.T.Helper()
	var x, y, wide, high float64
	box := t.Value(fmt.Sprintf(`(() => { const e = document.querySelector(%q)
		e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect()
		return [r.x, r.y, r.width, r.height].join(' ') })()`, css))
	if _, err := fmt.Sscan(box, &x, &y, &wide, &high); err != nil {
		t.T.Fatalf("%s has no place: %v", css, err)
	}
	for n, p := range line {
		kind := input.DispatchTouchEventTypeTouchMove
		if n == 0 {
			kind = input.DispatchTouchEventTypeTouchStart
		}
		t.touch(kind, &input.TouchPoint{X: x + p[0]*wide, Y: y + p[1]*high})
	}
	t.touch(input.DispatchTouchEventTypeTouchEnd)
}

func (t *Tab) touch(kind input.DispatchTouchEventType, at ...*input.TouchPoint) {
	t.T.Helper()
	t.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: at})
		return err
	}))
}

// StandIn answers for another site: whatever is asked of addresses that match gets one page.
func (t *Tab) StandIn(pattern, html string) {
	t.T.Helper()
	t.mu.Lock()
	t.standIn = html
	t.mu.Unlock()
	t.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern}}})
		return err
	}))
}

// answer sends the page; not from within a listener, which must not wait for the browser.
func (t *Tab) answer(id fetch.RequestID, html string) {
	err := t.try(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
			RequestID: id, ResponseCode: 200, Body: []byte(html),
			ResponseHeaders: []*fetch.HeaderEntry{{Name: "Content-Type", Value: "text/html; charset=utf-8"}},
		})
		return err
	}))
	if err != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.faults = append(t.faults, "the other site: "+err.Error())
	}
}
