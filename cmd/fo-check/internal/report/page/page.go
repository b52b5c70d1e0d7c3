// Package page writes the HTML report: one file without anything from outside, which shows what a check
// found on a timeline of the events around it. It opens from a mail attachment and needs no network.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"io"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

//go:embed assets
var assets embed.FS

// scripts are joined in this order and share one function scope: a page from a mail attachment can load no
// modules.
var scripts = [...]string{"data.js", "select.js", "scale.js", "draw.js", "timeline.js", "marks.js", "overview.js", "sequence.js",
	"findings.js", "detail.js", "keys.js", "main.js"}

// styles are joined in this order.
var styles = [...]string{"theme.css", "layout.css", "report.css"}

// Write writes the page of a run. Without a judged report (timeline) run.Report holds the inputs only.
func Write(w io.Writer, run *report.Run, seen *Recorder) error {
	b := newBuilder(run, seen)
	return write(w, b.data(), newStatic(run, b))
}

// view is what the template shows.
type view struct {
	Title  string
	Policy string
	Style  template.CSS
	Script template.JS
	Data   template.JS
	Static *static
}

func write(w io.Writer, data *document, s *static) error {
	style, err := join(styles[:])
	if err != nil {
		return err
	}
	code, err := join(scripts[:])
	if err != nil {
		return err
	}
	// encoding/json writes <, > and & as \u003c, \u003e and \u0026: no text of a log can end the element.
	encoded, err := json.Marshal(data)
	if err != nil {
		return err
	}
	t, err := template.ParseFS(assets, "assets/page.html")
	if err != nil {
		return err
	}
	script := "(() => {\n\"use strict\";\n" + code + "})();\n"
	return t.Execute(w, view{Title: data.Title, Policy: policy(script, style), Style: template.CSS(style),
		Script: template.JS(script), Data: template.JS(encoded), Static: s})
}

// policy lets the page run its own script and style, by their digests, and nothing else: it can load
// nothing and send nothing, whatever a log may have smuggled in.
func policy(script, style string) string {
	return "default-src 'none'; base-uri 'none'; form-action 'none'; script-src " + digest(script) + "; style-src " + digest(style)
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func join(names []string) (string, error) {
	var out bytes.Buffer
	for _, name := range names {
		b, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return "", err
		}
		out.Write(b)
	}
	return out.String(), nil
}
