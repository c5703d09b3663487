// Package browse drives a real Chromium in tests: one browser for a package, one tab with cookies of its own
// for a test. Whatever a page does against the content policy, or throws, fails the test.
package browse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The two widths that every page is looked at in (UI.md).
const (
	Phone   = 390
	Desktop = 1280
)

// patience bounds one step; a page that needs longer is broken.
const patience = 30 * time.Second

var browser = sync.OnceValues(func() (context.Context, error) {
	opts := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	for _, f := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update",
		"disable-sync", "hide-scrollbars", "disable-dev-shm-usage",
	} {
		opts = append(opts, chromedp.Flag(f, true))
	}
	alloc, _ := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, _ := chromedp.NewContext(alloc)
	err := chromedp.Do(ctx, chromedp.Navigate("about:blank"))
	return ctx, err
})

// Tab is one tab with cookies of its own.
type Tab struct {
	T    testing.TB
	Base string // of the server, "http://127.0.0.1:4242"
	ctx  context.Context

	opened map[string]bool // menus that were looked at

	mu      sync.Mutex
	faults  []string
	standIn string // what another site answers
}

// New opens a tab on a server.
func New(t testing.TB, base string) *Tab {
	t.Helper()
	root, err := browser()
	if err != nil {
		t.Fatalf("Chromium does not start (apt-get install chromium): %v", err)
	}
	tab := &Tab{T: t, Base: base, opened: map[string]bool{}}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext(), chromedp.WithListener(tab.hear))
	tab.ctx = ctx
	t.Cleanup(func() {
		cancel()
		for _, f := range tab.Faults() {
			t.Errorf("in the browser: %s", f)
		}
	})
	tab.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return err
	}))
	tab.Size(Desktop)
	return tab
}

// hear notes what must not happen in a page.
func (t *Tab) hear(ev any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := ev.(type) {
	case *fetch.EventRequestPaused:
		go t.answer(e.RequestID, t.standIn)
	case *runtime.EventExceptionThrown:
		t.faults = append(t.faults, "exception: "+e.ExceptionDetails.Text+" "+e.ExceptionDetails.URL)
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" && !strings.Contains(e.Entry.Text, "Failed to load resource") {
			t.faults = append(t.faults, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// Faults are the exceptions and policy violations so far.
func (t *Tab) Faults() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.faults)
}

func (t *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	t.T.Helper()
	if err := t.try(steps...); err != nil {
		t.Shot("failed-" + strings.ReplaceAll(t.T.Name(), "/", "-"))
		t.T.Fatalf("%v at %s", err, t.URL())
	}
}

func (t *Tab) try(steps ...chromedp.Action[chromedp.Void]) error {
	ctx := t.ctx
	if chromedp.FromContext(ctx) != nil && chromedp.FromContext(ctx).Target != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	return chromedp.Do(ctx, steps...)
}

// Go opens a page.
func (t *Tab) Go(path string) {
	t.T.Helper()
	if strings.HasPrefix(path, "/") {
		path = t.Base + path
	}
	t.do(chromedp.Navigate(path))
}

// Size sets the width; height is that of a usual screen.
func (t *Tab) Size(width int64) {
	t.T.Helper()
	if width < 600 {
		t.do(chromedp.EmulateViewport(width, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
		return
	}
	t.do(chromedp.EmulateViewport(width, 900))
}

// Dark switches the colour scheme.
func (t *Tab) Dark(on bool) {
	t.T.Helper()
	scheme := "light"
	if on {
		scheme = "dark"
	}
	t.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}

// NoScript switches the page's JavaScript off.
func (t *Tab) NoScript() {
	t.T.Helper()
	t.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// SignIn gives the tab a session's cookie.
func (t *Tab) SignIn(token string) {
	t.T.Helper()
	yes := true
	t.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: "portico", Value: token, URL: t.Base, HTTPOnly: &yes})
		return err
	}))
}

// Click clicks the first visible element that matches, once it is there.
func (t *Tab) Click(css string) {
	t.T.Helper()
	t.hit(css, fmt.Sprintf(`[...document.querySelectorAll(%q)]`, css))
}

// Press clicks the visible button or link that has a text.
func (t *Tab) Press(text string) {
	t.T.Helper()
	t.hit("a button “"+text+"”", fmt.Sprintf(`[...document.querySelectorAll('button, a, summary, [role=menuitem], label')]
		.filter(e => e.innerText.trim().replace(/\s+/g, ' ').includes(%q))`, text))
}

// hit clicks the first visible one of the elements that an expression answers, where it is: a live page may exchange the
// element itself at any moment.
func (t *Tab) hit(what, elements string) {
	t.T.Helper()
	find := `(() => { for (const e of ` + elements + `) { if (e.checkVisibility()) {
		e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getClientRects()[0]
		return r ? [r.x + r.width / 2, r.y + r.height / 2].join(' ') : '' } } return '' })()`
	t.Until(what, find)
	var x, y float64
	if _, err := fmt.Sscan(t.Value(find), &x, &y); err != nil {
		t.T.Fatalf("%s went away: %v", what, err)
	}
	t.do(chromedp.MouseClickXY(x, y))
}

// Type types into a field, replacing what is in it.
func (t *Tab) Type(css, text string) {
	t.T.Helper()
	t.Until("the field "+css, fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (!e?.checkVisibility()) return false
		e.focus(); e.select?.(); return document.activeElement === e })()`, css))
	t.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// Choose sets a select's value as a person would.
func (t *Tab) Choose(css, value string) {
	t.T.Helper()
	t.Eval(fmt.Sprintf(`(() => { const s = document.querySelector(%q); s.value = %q;
		s.dispatchEvent(new Event('change', {bubbles: true})); return true })()`, css, value))
}

// Eval runs an expression that answers true.
func (t *Tab) Eval(js string) bool {
	t.T.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
	if err != nil {
		t.T.Fatalf("%s: %v", js, err)
	}
	return ok
}

// Until waits for an expression to be true.
func (t *Tab) Until(what, js string) {
	t.T.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	err := t.poll(ctx, "Boolean("+js+")")
	if err != nil {
		t.Shot("failed-" + strings.ReplaceAll(t.T.Name(), "/", "-"))
		t.T.Fatalf("waiting for %s at %s: %v\n%s", what, t.URL(), err, t.Text())
	}
}

// poll asks from here, not in the page: without JavaScript its clock stands still. A page that goes away while
// it is asked says no.
func (t *Tab) poll(ctx context.Context, js string) error {
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for {
		if yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js)); yes && err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// See waits until the page shows a text.
func (t *Tab) See(text string) {
	t.T.Helper()
	t.Until("the text “"+text+"”", fmt.Sprintf(`document.body && document.body.innerText.replace(/\s+/g, ' ').includes(%q)`, text))
}

// At waits until the address begins with a path.
func (t *Tab) At(path string) {
	t.T.Helper()
	t.Until("the page "+path, fmt.Sprintf(`location.pathname.startsWith(%q) && document.readyState === 'complete'`, path))
}

// Text is what the page shows.
func (t *Tab) Text() string {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ''`))
	if err != nil {
		return err.Error()
	}
	return s
}

// Value is a string that an expression answers.
func (t *Tab) Value(js string) string {
	t.T.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](js))
	if err != nil {
		t.T.Fatalf("%s: %v", js, err)
	}
	return s
}

// URL is the page's address.
func (t *Tab) URL() string {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return s
}

// Shot writes a picture of the whole page into $PORTICO_SHOTS, if that is set.
func (t *Tab) Shot(name string) {
	dir := os.Getenv("PORTICO_SHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.T.Logf("no picture of %s: %v", name, err)
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.T.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.T.Fatal(err)
	}
}
