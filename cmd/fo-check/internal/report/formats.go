package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/fo-check/fo-check/rules/suggest"
)

// Writer writes a run in one format.
type Writer func(w io.Writer, run *Run) error

// Format is one of the formats of --output.
type Format struct {
	Name    string
	Use     string // what it is for, in a few words
	Write   Writer
	Digests bool // it shows the digests of the inputs, which cost a second look at each byte
}

// table lists the formats in the order in which they are documented. A new format is a writer and a line here.
func table() []Format {
	return []Format{
		{Name: "text", Use: "for people", Write: Text},
		{Name: "compact", Use: "a finding a line, place first", Write: Compact},
		{Name: "json", Use: "the whole report, fo-check/report/v1", Write: JSON, Digests: true},
		{Name: "ndjson", Use: "the same, a finding a line", Write: NDJSON, Digests: true},
		{Name: "sarif", Use: "SARIF 2.1.0 for code scanning: violations, and what is open", Write: SARIF, Digests: true},
		{Name: "sarif-all", Use: "SARIF 2.1.0 with rules kept and not exercised too", Write: SARIFAll, Digests: true},
		{Name: "junit", Use: "JUnit XML: a suite per pack", Write: JUnit},
		{Name: "github", Use: "annotations of GitHub Actions, and its job summary", Write: GitHub},
		{Name: "markdown", Use: "for tickets and wikis", Write: Markdown},
		{Name: PageFormat, Use: "a page with a timeline, in one file", Write: writePage},
	}
}

// Formats lists the names of the formats in the order in which they are documented.
func Formats() []string {
	var names []string
	for _, f := range table() {
		names = append(names, f.Name)
	}
	return names
}

// For returns the format of a name.
func For(name string) (Format, error) {
	for _, f := range table() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("output format %q: unknown%s; %s are accepted", name,
		suggest.Hint(name, Formats()), strings.Join(Formats(), ", "))
}
