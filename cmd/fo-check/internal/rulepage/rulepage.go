// Package rulepage writes what there is to say of a rule: as text for a terminal, and as a page of the
// documentation.
package rulepage

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruledoc"
)

// Page is a rule to be shown. Parsers are those whose logs it may be judged on.
type Page struct {
	*ruledoc.Page
	Parsers []parsers.Parser
}

// section is a part of a page. Either form shows what there is of it, in this order.
type section struct {
	title string
	prose []string
	head  []string   // of rows, in documentation
	rows  [][]string // of a setting: name, default, meaning
	code  []block
}

// block is text as it stands, with what it is.
type block struct{ caption, text string }

// sections are the parts behind the obligation and its head.
func (p *Page) sections() ([]section, error) {
	out := []section{p.settings()}
	for _, x := range []struct {
		title   string
		prose   []string
		example *ruledoc.Example
	}{{"Violated", nil, p.Violated}, {"Kept", nil, p.Kept}, {"Inconclusive", nil, p.Open}} {
		s, err := p.example(x.title, x.example)
		if err != nil {
			return nil, err
		}
		if x.title == "Inconclusive" {
			s.head, s.rows = []string{"reason", "meaning", "shown by the test"}, p.reasons()
		}
		out = append(out, s)
	}
	out = append(out, p.related())
	return slices.DeleteFunc(out, func(s section) bool { return len(s.prose)+len(s.rows)+len(s.code) == 0 }), nil
}

// head are the properties of the rule: name and value.
func (p *Page) head() [][2]string {
	r := p.Rule
	rows := [][2]string{
		{"severity", fmt.Sprintf("%s (a violation is reported as %s)", r.Severity, reportedAs(r))},
		{"pattern", r.Pattern()},
		{"owed by", r.Party},
		{"profiles", Profiles(r)},
		{"tags", strings.Join(r.Tags, ", ")},
		{"source", cited(r)},
		{"pack", r.Pack.Name},
		{"decides", strings.Join(p.Decides, ", ")},
		{"judged on", origins(p.Direct)},
		{"knows by", origins(p.Known)},
		{"read by", p.readBy()},
	}
	return slices.DeleteFunc(rows, func(row [2]string) bool { return row[1] == "" })
}

func reportedAs(r *rules.Rule) string {
	if r.Severity.Level() == rules.LevelNote {
		return "note, printed as deviation"
	}
	return string(r.Severity.Level())
}

// Profiles says in which profiles a rule counts.
func Profiles(r *rules.Rule) string {
	if len(r.Profiles) == 0 {
		return "all"
	}
	return strings.Join(r.Profiles, ",")
}

// Document is the title of the document that a rule cites, else its id.
func Document(r *rules.Rule) string {
	if t := r.Pack.Documents[r.Cite.Document].Title; t != "" {
		return t
	}
	return r.Cite.Document
}

// cited names document, publisher, date and passage.
func cited(r *rules.Rule) string {
	d := r.Pack.Documents[r.Cite.Document]
	s := commas(Document(r), d.Publisher, d.Date)
	if r.Cite.Section != "" {
		s += ": " + r.Cite.Section
	}
	if d.URL != "" {
		s += " <" + d.URL + ">"
	}
	return s
}

func commas(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// origins names events and the kinds of log that show them, each once.
func origins(list []*rules.Predicate) string {
	var out []string
	for _, p := range list {
		out = append(out, origin(p))
	}
	sort.Strings(out)
	return strings.Join(slices.Compact(out), "; ")
}

func origin(p *rules.Predicate) string {
	names := strings.Join(p.Names, ", ")
	if p.Any {
		names = "any record"
	}
	if len(p.Sources) == 0 {
		return names
	}
	return names + " (" + strings.Join(p.Sources, ", ") + ")"
}

// readBy names the parsers that write events of the sources that the rule depends on.
func (p *Page) readBy() string {
	sources := map[string]bool{}
	for _, predicate := range slices.Concat(p.Direct, p.Known) {
		for _, s := range predicate.Sources {
			sources[s] = true
		}
	}
	var out []string
	for _, parser := range p.Parsers {
		info := parser.Info()
		some := slices.ContainsFunc(info.Sources, func(s string) bool { return sources[s] })
		if some || len(info.Sources) == 0 || len(sources) == 0 {
			out = append(out, "the parser "+info.Name+" ("+info.Title+")")
		}
	}
	return strings.Join(out, "; ")
}

func (p *Page) reasons() [][]string {
	var rows [][]string
	for _, o := range p.Reasons {
		rows = append(rows, []string{string(o.Reason), report.Words(o.Reason), o.Tests[0]})
	}
	return rows
}

// related groups the neighbours by what they have to do with the rule.
func (p *Page) related() section {
	s := section{title: "Related rules", head: []string{"rule", "", "because"}}
	for _, r := range p.Related {
		s.rows = append(s.rows, []string{r.Rule.ID, r.Rule.Title, r.Why})
	}
	return s
}

// example shows the trace of a test, and what the check prints of it.
func (p *Page) example(title string, x *ruledoc.Example) (section, error) {
	s := section{title: title}
	if x == nil {
		return s, nil
	}
	printed, err := Output(x)
	s.prose = []string{"The test \"" + x.Case.Name + "\":"}
	if flags := Flags(x); flags != "" {
		s.prose = []string{"The test \"" + x.Case.Name + "\", judged with `" + flags + "`:"}
	}
	s.code = []block{{"", numbered(x.Lines())}, {"prints", printed}}
	return s, err
}

// Flags are those of the check with which an example is judged.
func Flags(x *ruledoc.Example) string {
	var flags []string
	if x.Case.Profile != "" {
		flags = append(flags, "--profile "+x.Case.Profile)
	}
	for _, s := range x.Settings {
		name := s.Name
		if s.Site != "" {
			name += "@" + s.Site
		}
		flags = append(flags, "-p "+quoted(name+"="+s.Value))
	}
	return strings.Join(flags, " ")
}

// quoted fits an argument for a shell.
func quoted(s string) string {
	if strings.ContainsAny(s, " \t\"$&|;<>*?()") {
		return "'" + s + "'"
	}
	return s
}

// Output is the text report of an example.
func Output(x *ruledoc.Example) (string, error) {
	var b bytes.Buffer
	err := report.Text(&b, &report.Run{Report: x.Report})
	return b.String(), err
}

// numbered puts the number in front of each line, as the evidence cites it.
func numbered(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&b, "%*d  %s\n", len(fmt.Sprint(len(lines))), i+1, report.Visible(l))
	}
	return b.String()
}
