package browse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
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

// Axe checks the page against WCAG 2.2 AA, and that nothing scrolls sideways.
func (t *Tab) Axe(where string) {
	t.T.Helper()
	src, err := axe()
	if err != nil {
		t.T.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](src)); err != nil {
		t.T.Fatalf("axe: %v", err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](`axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})
		.then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' — ' + (n.any[0]?.message ?? n.failureSummary ?? ''))})))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.T.Fatalf("axe: %v", err)
	}
	for _, v := range found {
		t.T.Errorf("%s: %s (%s): %q", where, v.Help, v.ID, v.Nodes)
	}
	if t.Eval(`document.documentElement.scrollWidth > innerWidth + 1`) {
		wide := t.Value(`[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')`)
		t.T.Errorf("%s: the page scrolls sideways: %s", where, wide)
	}
}

// Looks checks a page in both widths and both themes, with a picture of each.
func (t *Tab) Looks(path, name string) {
	t.T.Helper()
	for _, dark := range []bool{false, true} {
		t.Dark(dark)
		for _, width := range []int64{Desktop, Phone} {
			t.Size(width)
			t.Go(path)
			theme := map[bool]string{false: "light", true: "dark"}[dark]
			t.Axe(fmt.Sprintf("%s at %d, %s", path, width, theme))
			t.Shot(fmt.Sprintf("%s-%d-%s", name, width, theme))
		}
	}
	t.Dark(false)
	t.Size(Desktop)
}
