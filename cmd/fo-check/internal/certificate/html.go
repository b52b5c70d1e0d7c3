package certificate

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

//go:embed certificate.html
var page string

// HTML writes the certificate as a page that needs no other file, to be read and printed.
func HTML(w io.Writer, c *Certificate) error {
	t, err := template.New("certificate").Funcs(template.FuncMap{
		"visible": report.Visible,
		"result":  ResultText,
		"verdict": VerdictText,
		"by":      func(o Obligation) string { return strings.Join(exercisers(&o), ", ") },
		"kept":    func(o Obligation) bool { return o.Kept() },
		"open":    func(o Obligation) bool { return o.Verdict == string(rules.NotExercised) },
	}).Parse(page)
	if err != nil {
		return err
	}
	return t.Execute(w, c)
}
