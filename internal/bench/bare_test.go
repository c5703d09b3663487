package bench

import (
	"fmt"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"portico/portal"
)

// bareRow is a row ready to be printed: the plain route has no formatting to do.
type bareRow struct {
	URL, Title, Number, Due, Status, Total, Open string
}

var bareTemplate = template.Must(template.New("").Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Invoices</title>
<link rel="stylesheet" href="/static/app.css"></head><body><header><a href="/portal">Larkfield</a></header>
<nav><ul>{{range .Nav}}<li><a href="{{.}}">{{.}}</a></li>{{end}}</ul></nav><main><h1>Invoices</h1><p>You owe {{.Due}}</p><table><tbody>
{{range .Rows}}<tr role="row"><td role="cell" class="c-title"><a class="title-link" href="{{.URL}}" dir="auto">{{.Title}}</a><span class="sub" dir="auto">{{.Number}}</span></td>
<td role="cell" class="c-hide"><time datetime="{{.Due}}">{{.Due}}</time></td><td role="cell" class="c-state"><span class="badge"><svg class="icon" aria-hidden="true"><use href="/static/icons.svg#send"></use></svg>{{.Status}}</span></td>
<td role="cell" class="end c-hide"><span class="money">{{.Total}}</span></td><td role="cell" class="end c-amount"><strong class="money">{{.Open}}</strong></td></tr>
{{end}}</tbody></table></main></body></html>`))

func bareRows(n int) []bareRow {
	rows := make([]bareRow, n)
	for i := range rows {
		rows[i] = bareRow{
			URL: fmt.Sprintf("/portal/invoices/%d", i), Title: "Quarterly duct cleaning, all blocks", Number: fmt.Sprintf("INV-%d", i),
			Due: "Fri 3 Apr", Status: portal.StatusSent.Name(), Total: "$1,234.56", Open: "$1,234.56",
		}
	}
	return rows
}

// bareRoutes are the two routes that ours are measured against: the same rows with html/template, and the
// same bytes ready-made.
func bareRoutes(rows int, same []byte) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	g := gin.New()
	page := struct {
		Nav  []string
		Due  string
		Rows []bareRow
	}{[]string{"/portal", "/portal/invoices", "/portal/profile"}, "$18,642.75", bareRows(rows)}
	g.GET("/template", func(c *gin.Context) {
		c.Header("Content-Type", "text/html; charset=utf-8")
		if err := bareTemplate.Execute(c.Writer, page); err != nil {
			panic(err)
		}
	})
	g.GET("/ready", func(c *gin.Context) { c.Data(http.StatusOK, "text/html; charset=utf-8", same) })
	return g
}
