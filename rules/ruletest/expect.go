package ruletest

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/suggest"
)

var verdicts = []string{string(rules.Violation), string(rules.Inconclusive), string(rules.Pass),
	string(rules.NotExercised)}

var details = []string{string(rules.Late), string(rules.Missing), string(rules.Forbidden), string(rules.False),
	string(rules.Refused)}

var classes = []string{string(rules.Exercised), string(rules.CancelledOnly), string(rules.GuardNeverTrue),
	string(rules.NeverTriggered), string(rules.NotObservable)}

// expectations reads expect: {DR-14: pass, DR-32: inconclusive(TRUNC_END), DR-42: {verdict: violation}}.
func (l *loader) expectations(n *yaml.Node) []Expectation {
	if n.Kind != yaml.MappingNode {
		l.errorf(l.pos(n), "expect: not a mapping; give RULE: verdict")
		return nil
	}
	var out []Expectation
	for i := 0; i+1 < len(n.Content); i += 2 {
		x := Expectation{Rule: n.Content[i].Value, Pos: l.pos(n.Content[i])}
		l.expectation(&x, n.Content[i+1])
		out = append(out, x)
	}
	return out
}

func (l *loader) expectation(x *Expectation, n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		l.shortForm(x, n)
		return
	}
	known := []string{"verdict", "reason", "detail", "coverage", "note"}
	l.fields(n, known, func(name string, _, value *yaml.Node) {
		switch name {
		case "verdict":
			x.Verdict = rules.Verdict(l.oneOf(value, value.Value, verdicts))
		case "reason":
			x.Reason = rules.Reason(l.oneOf(value, value.Value, reasonNames()))
		case "detail":
			x.Detail = rules.Detail(l.oneOf(value, value.Value, details))
		case "coverage":
			x.Coverage = rules.CoverageClass(l.oneOf(value, value.Value, classes))
		case "note":
			x.Note = value.Value
		}
	})
	if x.Verdict == "" {
		l.errorf(l.pos(n), "%s: no verdict; accepted are %s", x.Rule, strings.Join(verdicts, ", "))
	}
}

// shortForm reads verdict, inconclusive(REASON) or violation(detail).
func (l *loader) shortForm(x *Expectation, n *yaml.Node) {
	verdict, rest, found := strings.Cut(n.Value, "(")
	x.Verdict = rules.Verdict(l.oneOf(n, verdict, verdicts))
	if !found {
		return
	}
	rest, closed := strings.CutSuffix(rest, ")")
	switch {
	case !closed:
		l.errorf(l.pos(n), "%s: the parenthesis is not closed", short(n.Value))
	case x.Verdict == rules.Inconclusive:
		x.Reason = rules.Reason(l.oneOf(n, rest, reasonNames()))
	case x.Verdict == rules.Violation:
		x.Detail = rules.Detail(l.oneOf(n, rest, details))
	default:
		l.errorf(l.pos(n), "%s: only inconclusive and violation take a word in parentheses", short(n.Value))
	}
}

func reasonNames() []string {
	var names []string
	for _, r := range rules.Reasons {
		names = append(names, string(r))
	}
	return names
}

// oneOf returns s if it is accepted, else reports it.
func (l *loader) oneOf(n *yaml.Node, s string, accepted []string) string {
	if !contains(accepted, s) {
		l.errorf(l.pos(n), "%s: unknown; accepted are %s%s", short(s), strings.Join(accepted, ", "),
			suggest.Hint(s, accepted))
	}
	return s
}
