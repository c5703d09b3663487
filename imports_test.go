package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors says which of our packages each may import; a name stands for its subpackages too. When this has to
// change, change the picture in CONTRIBUTING.md with it.
var floors = map[string]string{
	"":                 "internal/serve internal/demo store",
	"portal":           "",
	"internal/safe":    "",
	"internal/auth":    "",
	"internal/live":    "",
	"internal/picture": "",
	"internal/queue":   "internal/safe",
	"internal/words":   "portal",
	"internal/paths":   "portal",
	"internal/mail":    "portal internal/paths internal/words",
	"internal/pdf":     "portal internal/paths internal/words",
	"internal/ubl":     "portal",
	"internal/pay":     "portal internal/paths internal/words",
	"store/kv":         "",
	"store":            "portal store/kv",
	"service":          "portal store internal/auth internal/queue internal/safe internal/picture internal/paths",
	"views":            "portal service store internal/paths internal/words views",
	"views/mail":       "portal internal/paths internal/words",
	"handlers":         "portal service store views handlers internal/auth internal/live internal/mail internal/paths internal/ubl internal/words internal/safe",
	"internal/serve":   "portal service store handlers views/mail internal",
	"internal/demo":    "portal store service handlers/web views internal/auth internal/paths internal/safe internal/serve internal/pdf internal/picture",
	"internal/testkit": "portal service store handlers views internal",
	"internal/bench":   "portal service store handlers views internal",
	"internal/crash":   "portal service store handlers views internal",
	"store/storetest":  "portal store",
	"handlers/browser": "portal service store handlers views internal",
}

// only says who alone may import a module: behind that wall it can be replaced.
var only = map[string]string{
	"go.etcd.io/bbolt":                    "store/kv",
	"github.com/gin-gonic/gin":            "handlers",
	"github.com/jordan-wright/email":      "internal/mail",
	"net/smtp":                            "internal/mail",
	"github.com/signintech/gopdf":         "internal/pdf",
	"github.com/stripe/stripe-go":         "internal/pay",
	"github.com/gen2brain/heic":           "internal/picture",
	"github.com/alecthomas/kong":          ".",
	"github.com/prometheus/client_golang": "internal/serve",
	"golang.org/x/crypto/acme":            "internal/serve",
	"github.com/go-webauthn/webauthn":     "internal/auth",
	"github.com/pquerna/otp":              "internal/auth",
	"github.com/gorilla/sessions":         "internal/auth",
	"golang.org/x/crypto/argon2":          "internal/auth",
	"math/rand":                           "internal/demo internal/queue internal/auth", // nothing secret comes of it
	"html/template":                       "internal/bench",
	"unsafe":                              "",
}

type listed struct {
	ImportPath string
	Imports    []string
}

// TestImports holds the house's floors: each package knows only what is under it.
func TestImports(t *testing.T) {
	for _, p := range list(t) {
		from, ok := inside(p.ImportPath)
		if !ok {
			continue
		}
		key, known := nearest(from)
		if !known {
			t.Errorf("%s has no place in the house: give it one in this test and in CONTRIBUTING.md", p.ImportPath)
			continue
		}
		for _, to := range p.Imports {
			if ours, ok := inside(to); ok {
				if ours != key && !under(ours, strings.Fields(floors[key])) {
					t.Errorf("%s must not import %s", p.ImportPath, to)
				}
				continue
			}
			for module, who := range only {
				if (to == module || strings.HasPrefix(to, module+"/")) && !under(from, strings.Fields(who)) {
					t.Errorf("%s must not import %s: only %q may", p.ImportPath, to, who)
				}
			}
		}
	}
}

func list(t *testing.T) (ps []listed) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return ps
		} else if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
}

// inside is a package of ours by its folder, "" for the root.
func inside(path string) (string, bool) {
	if path == "portico" {
		return "", true
	}
	return strings.CutPrefix(path, "portico/")
}

// nearest is the entry of the table that a package falls under.
func nearest(pkg string) (string, bool) {
	for key := pkg; ; {
		if _, ok := floors[key]; ok {
			return key, key != "" || pkg == ""
		}
		i := strings.LastIndexByte(key, '/')
		if i < 0 {
			return "", false
		}
		key = key[:i]
	}
}

// under reports whether a package is one of those named, or inside one.
func under(pkg string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		return n == pkg || strings.HasPrefix(pkg, n+"/") || n == "." && pkg == ""
	})
}

// TestNothingIsLoaded: the HEIC decoder must not bring back what loads the machine's libraries, or the binary is no
// static one any more, not even without cgo.
func TestNothingIsLoaded(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "github.com/ebitengine/purego").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "=> ./internal/nodlopen") {
		t.Errorf("purego is not replaced: %s", out)
	}
}
