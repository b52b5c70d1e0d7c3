package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// place is where a condition stands: what it may read.
type place struct {
	vars celenv.Vars
	// bound are the keys at which facts are read; nil: any, because an event is judged, and it may carry
	// each of them.
	bound []trace.Key
}

// judged is the place of a condition on an event that may carry any key.
func judged(item []trace.Key, trigger bool) place {
	return place{vars: celenv.Vars{Key: everyKey(), Item: item, Trigger: trigger}}
}

// keyed is the place of a condition for which no event is judged: only the keys given are bound.
func keyed(keys, item []trace.Key) place {
	return place{vars: celenv.Vars{Key: union(keys, nil), Item: item, Trigger: true}, bound: union(keys, item)}
}

func everyKey() []trace.Key {
	keys := make([]trace.Key, trace.NumKeys)
	for k := range keys {
		keys[k] = trace.Key(k)
	}
	return keys
}

func union(a, b []trace.Key) []trace.Key {
	all := slices.Concat(a, b)
	slices.Sort(all)
	all = slices.Compact(all)
	if all == nil {
		all = []trace.Key{}
	}
	return all
}

// expr returns the text of a scalar with its place; ok is false after an error.
func (p *pack) expr(n *yaml.Node, what string) (celenv.Expr, bool) {
	n = p.follow(n)
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		p.errorf(n, "%s: %s; a condition is accepted, such as attrs.status == \"off\"", what, p.shape(n))
		return celenv.Expr{}, false
	}
	line, col := p.textPlace(n)
	return celenv.Expr{Text: n.Value, File: p.file.Name, Content: p.file.Content, Line: line, Col: col}, true
}

// condition compiles a scalar; nil gives nil.
func (p *pack) condition(n *yaml.Node, what string, want celenv.Type, at place) *celenv.Program {
	if n == nil {
		return nil
	}
	x, ok := p.expr(n, what)
	if !ok {
		return nil
	}
	program, wrong := p.env.Compile(x, want, at.vars)
	p.take(wrong)
	if program != nil && at.bound != nil && !p.env.Deferred() {
		p.checkBound(n, program.Reads(), at.bound)
	}
	return program
}

func (p *pack) take(wrong []celenv.Diagnostic) {
	for _, d := range wrong {
		p.errorAt(d.Line, d.Col, "%s", d.Message)
	}
}

// checkBound refuses to read a fact, a list or a param of a site at a key that nothing binds.
func (p *pack) checkBound(n *yaml.Node, reads *celenv.Reads, bound []trace.Key) {
	for _, i := range reads.Facts {
		p.checkKeys(n, "fact "+p.set.Facts[i].Name, p.set.Facts[i].Per, bound)
	}
	for _, i := range reads.Lists {
		p.checkKeys(n, "list "+p.set.Lists[i].Name, p.set.Lists[i].Match, bound)
	}
	for _, i := range reads.Params {
		if p.set.Params[i].PerSite {
			p.checkKeys(n, "param "+p.set.Params[i].Name, []trace.Key{trace.KeySite}, bound)
		}
	}
}

func (p *pack) checkKeys(n *yaml.Node, what string, keys, bound []trace.Key) {
	for _, k := range keys {
		if !slices.Contains(bound, k) {
			p.errorf(n, "%s: nothing binds its key %s here; bound are %s", what, k, keyList(bound))
		}
	}
}

func keyList(keys []trace.Key) string {
	if len(keys) == 0 {
		return "none"
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
	}
	return strings.Join(names, ", ")
}

// conditions reads a mapping of named conditions.
func (p *pack) conditions(n *yaml.Node, what string, at place) []Named {
	if n == nil {
		return nil
	}
	entries, _ := p.entries(n, what)
	var all []Named
	for _, e := range entries {
		if p.named(e.key, what) {
			all = append(all, Named{e.key.Value, p.condition(e.value, e.key.Value, celenv.Bool, at), p.textPos(e.value)})
		}
	}
	if len(all) == 0 && len(entries) == 0 && p.follow(n).Kind == yaml.MappingNode {
		p.errorf(n, "%s: empty; named conditions are accepted, such as {manual: facts.user_asked.value}", what)
	}
	return all
}

// conditionOrAny reads a condition, or {any: {NAME: condition}}.
func (p *pack) conditionOrAny(n *yaml.Node, what string, at place) (*celenv.Program, []Named) {
	if n == nil {
		return nil, nil
	}
	if n = p.follow(n); n.Kind != yaml.MappingNode {
		return p.condition(n, what, celenv.Bool, at), nil
	}
	s := p.section(n, what, "any")
	if s.get("any") == nil {
		p.errorf(n, "%s: a mapping without any; a condition or {any: {NAME: condition}} is accepted", what)
		return nil, nil
	}
	return nil, p.conditions(s.get("any"), "any", at)
}

var literalBound = regexp.MustCompile(`^[0-9]`)

// bound reads a length of time: a literal, an expression, or settle where that is accepted.
func (p *pack) bound(n *yaml.Node, what string, settle bool, at place) *Bound {
	if n == nil {
		return nil
	}
	text := strings.TrimSpace(p.text(n, what))
	b := &Bound{Text: text, Pos: p.pos(n)}
	switch {
	case text == "" && p.follow(n).Kind == yaml.ScalarNode:
		p.errorf(n, "%s: empty; %s", what, boundForms(settle))
	case text == "settle" && settle:
		b.Settle = true
	case text == "settle":
		p.errorf(n, "%s: settle is accepted in within only; %s", what, boundForms(settle))
	case literalBound.MatchString(text):
		length, err := celenv.ParseDuration(text, 0)
		if err != nil {
			p.errorf(n, "%s: %v", what, err)
		}
		b.Fixed = length
	case text != "":
		b.Expr = p.condition(n, what, celenv.Duration, at)
	}
	return b
}

func boundForms(settle bool) string {
	forms := "a length such as 30s or 500ms, or an expression such as params.site_timeout, is accepted"
	if settle {
		forms = "settle, " + forms
	}
	return forms
}

// unknown reports a name that is not declared.
func (p *pack) unknown(n *yaml.Node, what, name string, known []string) {
	message := fmt.Sprintf("%s: no such %s", clip(name), what)
	switch {
	case len(known) == 0:
		message += "; none is declared"
	case len(known) <= 12:
		message += "; declared are " + strings.Join(known, ", ")
	}
	message += suggest.Hint(name, known)
	p.errorf(n, "%s", message)
}
