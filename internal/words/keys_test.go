package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sources parses every Go file of the module, what templ generated included.
func sources(t *testing.T) (*token.FileSet, map[string]*ast.File) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	set, files := token.NewFileSet(), map[string]*ast.File{}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "static" || d.Name() == "tools" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil // somebody is building
		}
		f, err := parser.ParseFile(set, path, src, parser.SkipObjectResolution)
		if err == nil {
			files[path] = f
		}
		return nil // what doesn't parse fails elsewhere
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, files
}

// keyArgs says which arguments of a call are keys: words.T(ctx, key), locale.T(key), portal.T(key), N with two.
func keyArgs(call *ast.CallExpr) (keys []ast.Expr, args []ast.Expr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, nil
	}
	x, _ := sel.X.(*ast.Ident)
	ofPackage := x != nil && x.Name == "words"
	skip := 0
	if ofPackage {
		skip = 1 // ctx
	}
	switch n := len(call.Args) - skip; sel.Sel.Name {
	case "T":
		if x != nil && (x.Name == "t" || x.Name == "b") && !ofPackage || n < 1 {
			return nil, nil
		}
		return call.Args[skip : skip+1], call.Args[skip+1:]
	case "N":
		if n < 3 {
			return nil, nil
		}
		return call.Args[skip+1 : skip+3], append([]ast.Expr{call.Args[skip]}, call.Args[skip+3:]...)
	case "Invalid":
		if x != nil && x.Name == "portal" {
			return call.Args[:1], call.Args[1:]
		}
	}
	return nil, nil
}

// TestKeysAreLiterals holds that a key is in the source as it is read, so that a catalog can be checked against
// it, and that a text has no more verbs than arguments.
func TestKeysAreLiterals(t *testing.T) {
	set, files := sources(t)
	seen := 0
	for path, f := range files {
		if strings.Contains(path, "/internal/words/") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			keys, args := keyArgs(call)
			for _, k := range keys {
				seen++
				lit, ok := k.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					if id, isParam := k.(*ast.Ident); isParam && id.Name == "key" {
						continue // a helper that hands on its own key
					}
					t.Errorf("%s: the key is not a literal", set.Position(k.Pos()))
					continue
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				if n := verbs(text); n > len(args) && call.Ellipsis == token.NoPos {
					t.Errorf("%s: %q has %d verbs for %d arguments", set.Position(k.Pos()), text, n, len(args))
				}
			}
			return true
		})
	}
	if seen < 50 {
		t.Errorf("only %d keys found: the test looks in the wrong place", seen)
	}
}

func verbs(text string) (n int) {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		if c := text[i+1]; c >= 'a' && c <= 'z' || c == '[' {
			n++
		}
		i = verbEnd(text, i) - 1
	}
	return n
}
