package bench

import (
	"fmt"
	"html/template"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// cells are the values of one row, ready to be printed: the bare route has nothing to look up or to format.
type cells struct {
	F0, F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13, F14, F15, F16, F17, F18, F19, F20, F21, F22, F23, F24, F25, F26, F27, F28, F29 string
}

// group is rows of one shape.
type group struct{ Rows []cells }

// unit is what repeats in a page: rows of tables and lists, facts with their sums, ticks and bars of a chart. value is
// what differs from one to the next.
var (
	unit  = regexp.MustCompile(`(?s)<tr[ >].*?</tr>|<li[ >].*?</li>|<div><dt>.*?</dd></div>|<line [^>]*></line><text .*?</text>|<rect [^>]*></rect>(?:<text .*?</text>)?`)
	value = regexp.MustCompile(`(?s)(>)([^<>]*[^<>\s][^<>]*)(<)|( (?:href|datetime|data-variant|x|y|y1|y2|width|height)=")([^"]*)(")`)
)

// bareTemplate turns a page of ours into a template that prints the same page: the rows with their values, the
// rest as it is. That favours the template, which draws the shell from nothing but text.
func bareTemplate(t testing.TB, page string) (*template.Template, []group) {
	var out strings.Builder
	var groups []group
	last, shape := 0, ""
	for _, at := range unit.FindAllStringIndex(page, -1) {
		skeleton, row := hollow(page[at[0]:at[1]])
		between := page[last:at[0]]
		if skeleton != shape || strings.TrimSpace(between) != "" {
			if shape != "" {
				out.WriteString("{{end}}")
			}
			out.WriteString(escaped(between))
			fmt.Fprintf(&out, "{{range (index . %d).Rows}}%s", len(groups), skeleton)
			groups, shape = append(groups, group{}), skeleton
		}
		groups[len(groups)-1].Rows = append(groups[len(groups)-1].Rows, row)
		last = at[1]
	}
	out.WriteString("{{end}}" + escaped(page[last:]))
	tpl, err := template.New("").Parse(out.String())
	if err != nil {
		t.Fatal(err)
	}
	return tpl, groups
}

func escaped(s string) string { return strings.ReplaceAll(s, "{{", "{ {") }

// hollow takes the values out of a row.
func hollow(row string) (skeleton string, c cells) {
	v := reflect.ValueOf(&c).Elem()
	n := 0
	skeleton = value.ReplaceAllStringFunc(escaped(row), func(s string) string {
		m := value.FindStringSubmatch(s)
		if n == v.NumField() {
			return s
		}
		n++
		v.Field(n - 1).SetString(m[2] + m[5])
		return fmt.Sprintf("%s%s{{.F%d}}%s%s", m[1], m[4], n-1, m[3], m[6])
	})
	return skeleton, c
}

// bareRoutes are the two routes that ours are measured against: the same rows with html/template, and the
// same bytes ready-made.
func bareRoutes(t testing.TB, page string) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	tpl, groups := bareTemplate(t, page)
	g.GET("/template", func(c *gin.Context) {
		c.Header("Content-Type", "text/html; charset=utf-8")
		if err := tpl.Execute(c.Writer, groups); err != nil {
			panic(err)
		}
	})
	same := []byte(page)
	g.GET("/ready", func(c *gin.Context) { c.Data(http.StatusOK, "text/html; charset=utf-8", same) })
	return g
}
