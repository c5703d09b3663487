package browse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

var axe = sync.OnceValues(func() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for range 6 {
		if b, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")); err == nil {
			return string(b), nil
		}
		dir = filepath.Dir(dir)
	}
	return "", fmt.Errorf("axe-core is not there: run `make assets`")
})

type violation struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// What axe is asked. A theme changes nothing but colours.
const (
	everything = `{runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}`
	colours    = `{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}`
)

// Axe checks the page against WCAG 2.2 AA, and that nothing scrolls sideways.
func (t *Tab) Axe(where string) {
	t.T.Helper()
	t.axe(where, "document", everything)
	t.NoSideways(where)
}

// axe checks what a script's expression answers: the document, or an element of it.
func (t *Tab) axe(where, what, rules string) {
	t.T.Helper()
	src, err := axe()
	if err != nil {
		t.T.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	if !t.Eval(`Boolean(window.axe)`) {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](src)); err != nil {
			t.T.Fatalf("axe: %v", err)
		}
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](`axe.run(`+what+`, `+rules+`)
		.then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' — ' + (n.any[0]?.message ?? n.failureSummary ?? ''))})))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.T.Fatalf("axe at %s: %v", where, err)
	}
	for _, v := range found {
		t.T.Errorf("%s: %s (%s): %q", where, v.Help, v.ID, v.Nodes)
	}
}

// NoSideways checks that nothing scrolls sideways.
func (t *Tab) NoSideways(where string) {
	t.T.Helper()
	if t.Eval(`document.documentElement.scrollWidth > innerWidth + 1`) {
		wide := t.Value(`[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')`)
		t.T.Errorf("%s: the page scrolls sideways: %s", where, wide)
	}
}

// small finds what a thumb can't hit: under 44 px in either direction, unless it is a link within a text. A
// tick box counts with its label.
const small = `[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]')]
	.filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !e.closest('[inert]'))
	.map(e => e.matches('[type=checkbox], [type=radio]') ? e.closest('label') ?? e : e)
	.filter(e => !(e.matches('a') && getComputedStyle(e).display === 'inline' && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.data.trim())))
	.map(e => [e, e.getBoundingClientRect()])
	.filter(([e, r]) => r.width > 1 && r.height > 1 && (r.width < 43.5 || r.height < 43.5))
	.slice(0, 5).map(([e, r]) => Math.round(r.width) + '×' + Math.round(r.height) + ' ' + e.outerHTML.replace(/\s+/g, ' ').slice(0, 140)).join(' | ')`

// Touch checks that a thumb hits everything on the page.
func (t *Tab) Touch(where string) {
	t.T.Helper()
	if found := t.Value(small); found != "" {
		t.T.Errorf("%s: touch targets under 44 px: %s", where, found)
	}
}

// Looks opens a page and checks it in both widths and both themes, with a picture of each.
func (t *Tab) Looks(path, name string) {
	t.T.Helper()
	t.Dark(false)
	t.Size(Desktop)
	t.Go(path)
	t.LooksHere(path, name)
}

// still ends all transitions for good: a new theme would begin some, and axe would see half of both.
func (t *Tab) still() {
	t.T.Helper()
	t.Eval(`(() => { const s = new CSSStyleSheet(); s.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }')
		document.adoptedStyleSheets = [s]; return true })()`)
}

// look is one way to see a page.
type look struct {
	width int64
	dark  bool
	rules string
}

// looks are the ways in which a page is checked: both widths in both themes. What a width breaks shows in either theme,
// and a theme changes nothing but colours.
var looks = []look{{Desktop, false, everything}, {Desktop, true, colours}, {Phone, true, colours}, {Phone, false, everything}}

// LooksHere checks the page that is open, as it is, without loading it again.
func (t *Tab) LooksHere(where, name string) {
	t.T.Helper()
	t.still()
	for _, at := range looks {
		theme := map[bool]string{false: "light", true: "dark"}[at.dark]
		here := fmt.Sprintf("%s at %d, %s", where, at.width, theme)
		t.Size(at.width)
		t.Dark(at.dark)
		t.axe(here, "document", at.rules)
		if at.rules == everything {
			t.NoSideways(here)
		}
		if at.rules == everything && at.width == Phone && t.Eval(`Boolean(document.body?.classList.contains('client'))`) {
			t.Touch(here)
		}
		shot := fmt.Sprintf("%s-%d-%s", name, at.width, theme)
		t.Shot(shot)
		t.menus(here, shot, at)
	}
	t.Size(Desktop)
}

// opener are the buttons that open something over the page; of those that rows have alike, the first.
const opener = `[...document.querySelectorAll('[popovertarget]')].filter((e, i, all) => e.checkVisibility() &&
	all.findIndex(o => o.checkVisibility() && o.popoverTargetElement.id.replace(/\d+$/, '') === e.popoverTargetElement.id.replace(/\d+$/, '')) === i)`

// menus opens each kind of menu that the tab has not seen yet and checks it: closed, axe sees nothing of it.
func (t *Tab) menus(where, name string, at look) {
	t.T.Helper()
	for _, id := range strings.Fields(t.Value(opener + `.map(e => e.popoverTargetElement.id).join(' ')`)) {
		kind := fmt.Sprint(strings.TrimRight(id, "-0123456789"), at)
		if t.opened[kind] {
			continue
		}
		t.opened[kind] = true
		menu := fmt.Sprintf(`document.getElementById(%q)`, id)
		t.Eval(fmt.Sprintf(`(document.querySelector('[popovertarget=%q]').click(), %s.matches(':popover-open'))`, id, menu))
		t.axe(where+", "+id+" open", menu, at.rules)
		t.Shot(name + "-" + id)
		t.Eval(fmt.Sprintf(`(%s.hidePopover(), true)`, menu))
	}
}
