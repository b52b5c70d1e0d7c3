package ors

import "strings"

// resultOf is the member of the event's data that says what an event results from.
var resultOf = []byte("resultof")

// results are the values that are documented for resultof.
var results = [...]string{"detaching", "deletion", "routing", "revoking"}

// otherResult stands for every value that neither the documents nor the conditions name.
const otherResult = "\x00"

// guard is a condition on resultof that was evaluated, with its outcome.
type guard struct {
	expr   expr
	result bool
	texts  []string // with which it compares resultof
}

// narrow returns the only value of resultof with which all guards come out as they did. "" stands for
// an event that has none. false: none is left, or several.
func narrow(guards []guard) (string, bool) {
	if len(guards) == 0 {
		return "", false
	}
	universe := append([]string{"", otherResult}, results[:]...)
	for _, g := range guards {
		universe = append(universe, g.texts...)
	}
	left := map[string]bool{}
	for _, v := range universe {
		left[v] = possible(guards, v)
	}
	found, n := "", 0
	for v, ok := range left {
		if ok {
			found = v
			n++
		}
	}
	return found, n == 1 && found != otherResult
}

func possible(guards []guard, value string) bool {
	for _, g := range guards {
		if got := g.expr.eval(value); got != unknown && (got == yes) != g.result {
			return false
		}
	}
	return true
}

// truth is the outcome of a condition of which parts are not known.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// expr is a part of a condition. eval gives its outcome for a value of resultof; "" is none.
type expr interface{ eval(value string) truth }

type (
	anything struct{} // does not depend on resultof, or is not understood
	present  struct{} // resultof stands alone: has it a value
	equals   struct{ text string }
	negation struct{ of expr }
	either   struct{ a, b expr }
	both     struct{ a, b expr }
)

func (anything) eval(string) truth     { return unknown }
func (present) eval(v string) truth    { return truthOf(v != "") }
func (e equals) eval(v string) truth   { return truthOf(v == e.text) }
func (e negation) eval(v string) truth { return -e.of.eval(v) }
func (e either) eval(v string) truth   { return max(e.a.eval(v), e.b.eval(v)) }
func (e both) eval(v string) truth     { return min(e.a.eval(v), e.b.eval(v)) }

// parseGuard reads a condition in ECMAScript as far as it decides on resultof. false: it is not
// understood.
func parseGuard(text string, result bool) (guard, bool) {
	if strings.Contains(text, "&amp;") {
		text = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'").Replace(text)
	}
	p := guardParser{text: text}
	e, ok := p.or(0)
	p.blanks()
	return guard{expr: e, result: result, texts: p.texts}, ok && p.at == len(text)
}

// maxGuardDepth is how deep parentheses are followed.
const maxGuardDepth = 40

type guardParser struct {
	text  string
	at    int
	texts []string
}

func (p *guardParser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\n\r", p.text[p.at]) >= 0 {
		p.at++
	}
}

// accept takes the word if it comes next.
func (p *guardParser) accept(word string) bool {
	p.blanks()
	if !strings.HasPrefix(p.text[p.at:], word) {
		return false
	}
	p.at += len(word)
	return true
}

func (p *guardParser) or(depth int) (expr, bool) {
	a, ok := p.and(depth)
	for ok && p.accept("||") {
		var b expr
		b, ok = p.and(depth)
		a = either{a, b}
	}
	return a, ok
}

func (p *guardParser) and(depth int) (expr, bool) {
	a, ok := p.comparison(depth)
	for ok && p.accept("&&") {
		var b expr
		b, ok = p.comparison(depth)
		a = both{a, b}
	}
	return a, ok
}

// operand is a side of a comparison: a condition in parentheses, or a value.
type operand struct {
	group  expr // not nil: it stood in parentheses or behind a negation
	result bool // it is resultof
	text   string
	quoted bool // text is its value
	null   bool // undefined or null
}

func (o operand) expr() expr {
	switch {
	case o.group != nil:
		return o.group
	case o.result:
		return present{}
	}
	return anything{}
}

func (p *guardParser) comparison(depth int) (expr, bool) {
	a, ok := p.operand(depth)
	if !ok {
		return nil, false
	}
	for _, op := range [...]string{"===", "!==", "==", "!=", "<=", ">=", "<", ">"} {
		if !p.accept(op) {
			continue
		}
		b, ok := p.operand(depth)
		if !ok {
			return nil, false
		}
		e := p.compare(a, b, op)
		if op[0] == '!' {
			e = negation{e}
		}
		return e, true
	}
	return a.expr(), true
}

// compare makes the comparison for equality.
func (p *guardParser) compare(a, b operand, op string) expr {
	if b.result {
		a, b = b, a
	}
	switch {
	case !a.result || op[0] == '<' || op[0] == '>':
		return anything{}
	case b.quoted && b.text != "":
		p.texts = append(p.texts, b.text)
		return equals{b.text}
	case b.null && len(op) == 2, b.null && b.text == "undefined":
		return negation{present{}}
	}
	return anything{}
}

func (p *guardParser) operand(depth int) (operand, bool) {
	p.blanks()
	if p.at >= len(p.text) || depth > maxGuardDepth {
		return operand{}, false
	}
	switch c := p.text[p.at]; {
	case c == '!' && !strings.HasPrefix(p.text[p.at:], "!="):
		p.at++
		o, ok := p.operand(depth + 1)
		return operand{group: negation{o.expr()}}, ok
	case c == '(':
		p.at++
		e, ok := p.or(depth + 1)
		return operand{group: e}, ok && p.accept(")")
	case c == '\'' || c == '"':
		return p.literal(c)
	}
	return p.path()
}

func (p *guardParser) literal(quote byte) (operand, bool) {
	end := strings.IndexByte(p.text[p.at+1:], quote)
	if end < 0 {
		return operand{}, false
	}
	text := p.text[p.at+1 : p.at+1+end]
	p.at += end + 2
	return operand{text: text, quoted: true}, !strings.Contains(text, `\`)
}

// path reads a variable with its members, indexes and arguments, or a number.
func (p *guardParser) path() (operand, bool) {
	start := p.at
	plain := true
	for p.at < len(p.text) {
		c := p.text[p.at]
		switch {
		case c|0x20-'a' < 26, c-'0' <= 9, c == '_', c == '$', c == '.':
			p.at++
			continue
		case (c == '(' || c == '[') && p.at > start:
			if !p.balanced() {
				return operand{}, false
			}
			plain = false
			continue
		}
		break
	}
	if p.at == start {
		return operand{}, false
	}
	name := p.text[start:p.at]
	o := operand{text: name, null: name == "undefined" || name == "null"}
	o.result = plain && (name == "_event.data.resultof" || name == `_event.data["resultof"]`)
	return o, true
}

// balanced passes over arguments or an index.
func (p *guardParser) balanced() bool {
	depth := 0
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '\'', '"':
			end := strings.IndexByte(p.text[p.at+1:], c)
			if end < 0 {
				return false
			}
			p.at += end + 1
		}
		if depth == 0 {
			p.at++
			return true
		}
	}
	return false
}
