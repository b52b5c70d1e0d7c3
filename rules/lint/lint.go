// Package lint finds what is wrong with rule files although they load: conditions that can never hold, rules
// that can never fail, names that no log holds, what is declared and not used. It runs no rule.
package lint

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// Finding is one thing that is wrong. Level is error where the pack does not do what it says, warning where
// it may well be meant.
type Finding struct {
	rules.Diagnostic
	Level rules.Level
	// Check names what was looked at: unused, contradiction, duplicate, ...; load for errors of the loader.
	Check string
}

// Error returns "file:line:col: level: message [check]".
func (f Finding) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s [%s]", f.File, f.Line, f.Col, f.Level, f.Message, f.Check)
}

// Input is what is looked at. Files are packs; Tests stand beside them. With neither tests nor vocabulary
// nothing is said of them.
type Input struct {
	Files []rules.File
	// Tests are the files of tests, found by the pack that they name; nil: not looked for.
	Tests []rules.File
	// Vocabulary says what logs can hold; the zero value says nothing.
	Vocabulary Vocabulary
}

// Run returns all findings in the order of the files, then of places. Files that do not load are
// reported and left out; the others are looked at all the same.
func Run(in Input) []Finding {
	l := &linter{in: in, lines: map[string][][]byte{}}
	for _, f := range slices.Concat(in.Files, in.Tests) {
		l.lines[f.Name] = bytes.Split(f.Content, []byte("\n"))
	}
	l.load()
	l.cases()
	if l.set != nil {
		for _, p := range l.set.Packs {
			l.pack(p)
		}
		l.duplicates()
	}
	l.order()
	return l.findings
}

// linter collects the findings of one run.
type linter struct {
	in       Input
	set      *rules.Set
	lines    map[string][][]byte
	cases_   []ruletest.Case
	tested   map[string]map[rules.Verdict]bool // rule -> verdicts that some test expects
	findings []Finding
}

// load loads all files; if some are wrong, the others alone.
func (l *linter) load() {
	files := l.in.Files
	for range 3 {
		set, err := rules.Load(files)
		var wrong rules.Diagnostics
		if !errors.As(err, &wrong) {
			l.set = set
			return
		}
		bad := map[string]bool{}
		for _, d := range wrong {
			bad[d.File] = true
			l.findings = append(l.findings, Finding{d, rules.LevelError, "load"})
		}
		if files = slices.DeleteFunc(slices.Clone(files), func(f rules.File) bool { return bad[f.Name] }); len(files) == 0 {
			return
		}
	}
}

// cases reads the tests.
func (l *linter) cases() {
	l.tested = map[string]map[rules.Verdict]bool{}
	for _, f := range l.in.Tests {
		cases, err := ruletest.Parse(f.Name, f.Content)
		l.cases_ = append(l.cases_, cases...)
		for _, e := range ruletest.Errors(err) {
			l.errorf(e.Pos, "test", "%s", e.Msg)
		}
		for _, c := range cases {
			for _, x := range c.Expect {
				if l.tested[x.Rule] == nil {
					l.tested[x.Rule] = map[rules.Verdict]bool{}
				}
				l.tested[x.Rule][x.Verdict] = true
			}
		}
	}
}

// pack looks at one pack.
func (l *linter) pack(p *rules.Pack) {
	l.declared(p)
	for _, predicate := range l.set.Predicates {
		if predicate.Pack == p {
			l.predicate(predicate)
		}
	}
	for _, f := range l.set.Facts {
		if f.Pack == p {
			l.fact(f)
		}
	}
	for _, r := range l.set.Rules {
		if r.Pack == p {
			l.rule(r)
		}
	}
	l.tests(p)
}

func (l *linter) rule(r *rules.Rule) {
	l.conditions(r)
	l.lengths(r)
	l.keys(r)
	l.attributesOf(r)
	if r.Cite.Document == "" {
		l.warnf(r.At["id"], "no-citation", "rule %s: cites nothing; cite: {document, section} says where the obligation comes from", r.ID)
	}
}

func (l *linter) errorf(p rules.Pos, check, format string, args ...any) {
	l.add(rules.LevelError, p, check, fmt.Sprintf(format, args...))
}

func (l *linter) warnf(p rules.Pos, check, format string, args ...any) {
	l.add(rules.LevelWarning, p, check, fmt.Sprintf(format, args...))
}

func (l *linter) add(level rules.Level, p rules.Pos, check, message string) {
	p.Line, p.Col = max(p.Line, 1), max(p.Col, 1)
	source := ""
	if lines := l.lines[p.File]; p.Line <= len(lines) {
		source = strings.ToValidUTF8(strings.TrimRight(string(lines[p.Line-1]), "\r"), "\uFFFD")
	}
	l.findings = append(l.findings, Finding{rules.Diagnostic{Pos: p, Message: message, Source: source}, level, check})
}

// order sorts the findings and drops what is said twice.
func (l *linter) order() {
	rank := map[string]int{}
	for i, f := range slices.Concat(l.in.Files, l.in.Tests) {
		rank[f.Name] = i
	}
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank[a.File], rank[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Message, b.Message))
	})
	l.findings = slices.CompactFunc(l.findings, func(a, b Finding) bool { return a.Pos == b.Pos && a.Message == b.Message })
}
