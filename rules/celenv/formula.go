package celenv

import (
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
)

// formula is a condition for reasoning about it without values: an atom, or parts of which all (some)
// must hold. One without atom and parts is true if all is set, else false.
type formula struct {
	atom  *atom
	all   bool
	parts []*formula
}

// atom restricts what one expression can be: to texts, to other texts than these, or to a range.
type atom struct {
	path  string // what is restricted; two atoms of one path speak of the same value
	texts []string
	not   bool // other than texts
	bound *side
	text  string // as shown
	place int    // offset in the condition
	from  *Program
}

// side is one side of a range.
type side struct {
	value  float64
	op     string // < <= > >= ==
	negate bool
}

// reading turns the syntax tree of one condition into a formula.
type reading struct {
	env     *Env
	program *Program
	trigger bool // bare names speak of the trigger
	info    *ast.SourceInfo
	place   int // offset of the term that is expanded; -1: none
	depth   int
}

// maxTermDepth bounds the expansion of terms in terms.
const maxTermDepth = 20

// formulaOf reads the condition of p.
func formulaOf(p *Program, not, trigger bool) *formula {
	r := &reading{env: p.env, program: p, trigger: trigger, place: -1}
	return r.tree(p, not)
}

// tree reads a program, or a term; one that was not compiled restricts nothing.
func (r *reading) tree(p *Program, not bool) *formula {
	if p == nil || r.depth > maxTermDepth {
		return &formula{all: true}
	}
	r.depth++
	before := r.info
	tree := p.code().ast
	r.info = tree.SourceInfo()
	f := r.read(tree.Expr(), not)
	r.info = before
	r.depth--
	return f
}

// read returns the formula of x, or of its opposite.
func (r *reading) read(x ast.Expr, not bool) *formula {
	if b, ok := boolLiteral(x); ok {
		return &formula{all: b != not}
	}
	if root, name := selected(x); root == "terms" && r.env.terms[name] != nil {
		return r.term(x, name, not)
	}
	if x.Kind() == ast.CallKind {
		if f := r.call(x, not); f != nil {
			return f
		}
	}
	return r.single(x, &atom{path: r.path(x), texts: []string{"true"}, not: not}, not)
}

func (r *reading) term(x ast.Expr, name string, not bool) *formula {
	outer := r.place
	if outer < 0 {
		r.place = r.offset(x)
	}
	f := r.tree(r.env.terms[name].program, not)
	r.place = outer
	return f
}

func boolLiteral(x ast.Expr) (value, ok bool) {
	if x.Kind() != ast.LiteralKind {
		return false, false
	}
	b, ok := x.AsLiteral().(types.Bool)
	return bool(b), ok
}

// call reads what joins or compares; nil: x is neither.
func (r *reading) call(x ast.Expr, not bool) *formula {
	args := x.AsCall().Args()
	switch x.AsCall().FunctionName() {
	case operators.LogicalNot:
		return r.read(args[0], !not)
	case operators.LogicalAnd:
		return &formula{all: !not, parts: r.each(args, not)}
	case operators.LogicalOr:
		return &formula{all: not, parts: r.each(args, not)}
	case operators.Conditional:
		yes := &formula{all: true, parts: []*formula{r.read(args[0], false), r.read(args[1], not)}}
		no := &formula{all: true, parts: []*formula{r.read(args[0], true), r.read(args[2], not)}}
		return &formula{parts: []*formula{yes, no}}
	case operators.Equals:
		return r.equal(x, args, not)
	case operators.NotEquals:
		return r.equal(x, args, !not)
	case operators.In:
		return r.oneOf(x, args, not)
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return r.order(x, args, not)
	}
	return nil
}

func (r *reading) each(args []ast.Expr, not bool) []*formula {
	parts := make([]*formula, len(args))
	for i, arg := range args {
		parts[i] = r.read(arg, not)
	}
	return parts
}

// single makes a formula of one atom.
func (r *reading) single(x ast.Expr, a *atom, not bool) *formula {
	a.from, a.place, a.text = r.program, r.offset(x), r.shown(x)
	if not {
		a.text = opposite(a.text)
	}
	return &formula{atom: a}
}

// opposite writes the negation of a part shortly.
func opposite(text string) string {
	switch {
	case strings.Contains(text, " == "):
		return strings.Replace(text, " == ", " != ", 1)
	case strings.Contains(text, " != "):
		return strings.Replace(text, " != ", " == ", 1)
	}
	return "!(" + text + ")"
}

// equal reads a == b.
func (r *reading) equal(x ast.Expr, args []ast.Expr, not bool) *formula {
	a, b := args[0], args[1]
	if isConstant(a) {
		a, b = b, a
	}
	shown := not != (x.AsCall().FunctionName() == operators.NotEquals) // whether it is written the other way round
	if text, ok := literal(b); ok {
		if other, ok := literal(a); ok {
			return &formula{all: (text == other) != not}
		}
		return r.single(x, &atom{path: r.path(a), texts: []string{text}, not: not}, shown)
	}
	if value, ok := boolLiteral(b); ok {
		return r.read(a, value == not)
	}
	if n, ok := number(b); ok {
		return r.single(x, &atom{path: r.path(a), bound: &side{n, "==", not}}, shown)
	}
	left, right := r.path(a), r.path(b)
	if left == right {
		return &formula{all: !not}
	}
	if left > right {
		left, right = right, left
	}
	return r.single(x, &atom{path: left + " == " + right, texts: []string{"true"}, not: not}, shown)
}

func isConstant(x ast.Expr) bool {
	if x.Kind() == ast.LiteralKind {
		return true
	}
	_, ok := number(x)
	return ok
}

// oneOf reads a in ["x", "y"].
func (r *reading) oneOf(x ast.Expr, args []ast.Expr, not bool) *formula {
	if args[1].Kind() != ast.ListKind {
		return nil
	}
	var texts []string
	for _, e := range args[1].AsList().Elements() {
		text, ok := literal(e)
		if !ok {
			return nil
		}
		texts = append(texts, text)
	}
	return r.single(x, &atom{path: r.path(args[0]), texts: texts, not: not}, not)
}

var flipped = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}

// order reads a < 3 and the like.
func (r *reading) order(x ast.Expr, args []ast.Expr, not bool) *formula {
	op, _ := operators.FindReverse(x.AsCall().FunctionName())
	path, n, ok := args[0], 0.0, false
	if n, ok = number(args[1]); !ok {
		if n, ok = number(args[0]); !ok {
			return nil
		}
		path, op = args[1], flipped[op]
	}
	return r.single(x, &atom{path: r.path(path), bound: &side{n, op, not}}, not)
}

// number returns the value of a literal number, or of duration("30s").
func number(x ast.Expr) (float64, bool) {
	switch x.Kind() {
	case ast.LiteralKind:
		switch n := x.AsLiteral().(type) {
		case types.Int:
			return float64(n), true
		case types.Double:
			return float64(n), true
		}
	case ast.CallKind:
		c := x.AsCall()
		if c.FunctionName() != "duration" || len(c.Args()) != 1 {
			return 0, false
		}
		if text, ok := literal(c.Args()[0]); ok {
			d, err := ParseDuration(text, 0)
			return float64(d), err == nil
		}
	}
	return 0, false
}

// path names what x stands for: fields of the event are the same with and without event.
func (r *reading) path(x ast.Expr) string {
	text := r.shown(x)
	root, rest, _ := strings.Cut(text, ".")
	simple := rest == "" || !strings.ContainsAny(rest, " ()?!")
	field := root == "attrs" || slices.Contains(fieldNames, root)
	switch {
	case strings.HasPrefix(text, `attrs["`) || strings.HasPrefix(text, `event.attrs["`):
		text = strings.TrimSuffix(strings.Replace(strings.TrimPrefix(text, "event."), `["`, ".", 1), `"]`)
		field, simple = true, true
	case root == "event":
		text, field = rest, true
	}
	if !r.trigger || root == "params" {
		return text
	}
	if field && simple {
		return "trigger." + text
	}
	return "at the trigger " + text
}

func (r *reading) shown(x ast.Expr) string {
	text, err := cel.ExprToString(x, r.info)
	if err != nil {
		return ""
	}
	return text
}

// offset returns where x begins in the condition.
func (r *reading) offset(x ast.Expr) int {
	if r.place >= 0 {
		return r.place
	}
	for len(children(x)) > 0 { // an operator stands in the middle; what it joins begins before it
		first := children(x)[0]
		if x.Kind() == ast.SelectKind || x.Kind() == ast.ComprehensionKind || !binary(x) {
			break
		}
		x = first
	}
	start := x
	for start.Kind() == ast.SelectKind {
		start = start.AsSelect().Operand()
	}
	if span, ok := r.info.GetOffsetRange(start.ID()); ok {
		return r.program.expr.nameAt(int(span.Start))
	}
	return 0
}

// binary tells whether x is an operator between two parts.
func binary(x ast.Expr) bool {
	if x.Kind() != ast.CallKind || len(x.AsCall().Args()) != 2 {
		return false
	}
	_, found := operators.FindReverseBinaryOperator(x.AsCall().FunctionName())
	return found
}
