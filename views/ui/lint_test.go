package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What templ would let through and we don't: script and style in markup, unescaped text.
var forbidden = regexp.MustCompile(`\bstyle=|\bhx-on|\s(on[a-z]+)\??=|templ\.Raw|JSONScript|JSFuncCall|templ\.SafeURL|templ\.SafeScript|<script(?:>|\s+[^s])|<style|^\s*(css|script) \w+\(`)

// An attribute that loads or sends takes its address from package paths: a call of it, or a field of type URL,
// which the page's own types declare.
var (
	address  = regexp.MustCompile(`\b(src|srcset|poster|formaction|hx-get|hx-post|hx-put|hx-patch|hx-delete|hx-sse:connect|data-begin|data-finish|data-viewed-url)=\{\s*([^}]*?)\s*\}`)
	built    = regexp.MustCompile(`\+|Sprintf|^"|^string\(`)
	iconCall = regexp.MustCompile(`\bIcon\("([^"]*)"\)|\bIcon: +"([^"]*)"|\b(?:Badge|Note|Empty|Retry)\((?:ui\.)?(?:[A-Z]\w+, )?"([a-z0-9-]+)"`)
)

func TestTemplatesKeepToTheRules(t *testing.T) {
	list, err := os.ReadFile("../../tools/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	icons := strings.Fields(string(list))
	files := 0
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".templ") {
			return err
		}
		files++
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		mail := strings.Contains(path, "/mail/") // styled inline, as mail must be
		for n, line := range strings.Split(string(src), "\n") {
			if m := forbidden.FindString(line); m != "" && !mail {
				t.Errorf("%s:%d: %s", path, n+1, strings.TrimSpace(m))
			}
			for _, m := range address.FindAllStringSubmatch(line, -1) {
				if built.MatchString(m[2]) && !mail {
					t.Errorf("%s:%d: %s is put together here: add it to package paths", path, n+1, m[1])
				}
			}
			for _, m := range iconCall.FindAllStringSubmatch(line, -1) {
				if name := m[1] + m[2] + m[3]; !slices.Contains(icons, name) {
					t.Errorf("%s:%d: the icon %q is not in tools/icons.txt", path, n+1, name)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 8 {
		t.Errorf("only %d templates: the test looks in the wrong place", files)
	}
}
