package celenv

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"github.com/fo-check/fo-check/rules/suggest"
)

// term is a named condition.
type term struct {
	expr    Expr
	uses    []string
	program *Program // nil: not compiled, or wrong
	state   visit
}

// visit is how far the terms that a term uses have been followed.
type visit uint8

const (
	unvisited visit = iota
	visiting
	visited
)

// DefineTerms declares terms.NAME; terms may use each other, but not in a circle.
func (e *Env) DefineTerms(terms map[string]Expr) []Diagnostic {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.onDemand != nil {
		e.onDemand.terms = terms
		return nil
	}
	return e.defineTerms(terms)
}

func (e *Env) defineTerms(terms map[string]Expr) []Diagnostic {
	declared := e.provider.structs[rootTypes[rootTerms].TypeName()]
	names := sortedNames(terms)
	for _, name := range names {
		t := &term{expr: terms[name]}
		e.terms[name] = t
		declared[name] = field(types.BoolType, func(o *rootObject) ref.Val { return t.eval(name, o.state) })
	}
	e.parsed = map[string]*cel.Ast{}
	defer func() { e.parsed = nil }()
	for _, name := range names {
		e.terms[name].uses = e.termsUsed(terms[name].Text)
	}
	var wrong []Diagnostic
	for _, name := range names {
		wrong = append(wrong, e.defineTerm(name, nil)...)
	}
	return wrong
}

// eval evaluates the term in the same scope as the condition that uses it.
func (t *term) eval(name string, st *scopeState) ref.Val {
	if t.program == nil {
		return types.NewErr("terms.%s is not defined", name)
	}
	out, _, err := t.program.code().program.Eval(st.frame)
	if err != nil {
		return types.WrapErr(err)
	}
	return out
}

// defineTerm compiles a term after those that it uses. path is how it was reached.
func (e *Env) defineTerm(name string, path []string) []Diagnostic {
	t := e.terms[name]
	if t == nil || t.state == visited {
		return nil
	}
	if t.state == visiting {
		t.state = visited
		circle := append(path[indexOf(path, name):], name)
		return []Diagnostic{t.expr.diagnostic(0, fmt.Sprintf(
			"terms.%s: uses itself (%s); a term may use others, but not in a circle", name, strings.Join(circle, " -> ")))}
	}
	t.state = visiting
	var wrong []Diagnostic
	for _, used := range t.uses {
		wrong = append(wrong, e.defineTerm(used, append(path, name))...)
	}
	if t.state == visited { // part of a circle
		return wrong
	}
	t.state = visited
	program, more := e.compile(t.expr, Bool, termVars())
	t.program = program
	return append(wrong, more...)
}

// termVars allows a term all variables; who uses it is checked for what it reads.
func termVars() Vars {
	return Vars{Key: allKeys(), Item: allKeys(), Trigger: true}
}

func indexOf(path []string, name string) int {
	for i, p := range path {
		if p == name {
			return i
		}
	}
	return 0
}

// termsUsed lists the terms that a text names; a text that does not parse names none.
func (e *Env) termsUsed(text string) []string {
	parsed, issues := e.cel.Parse(text)
	if issues.Err() != nil {
		return nil
	}
	e.parsed[text] = parsed
	var used []string
	ast.PreOrderVisit(parsed.NativeRep().Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		if root, name := selected(x); root == "terms" {
			used = append(used, name)
		}
	}))
	return used
}

// selected returns ROOT and NAME of an expression ROOT.NAME.
func selected(x ast.Expr) (root, name string) {
	if x.Kind() != ast.SelectKind || x.AsSelect().Operand().Kind() != ast.IdentKind {
		return "", ""
	}
	return x.AsSelect().Operand().AsIdent(), x.AsSelect().FieldName()
}

func (x Expr) diagnostic(offset int, message string) Diagnostic {
	line, col := x.place(offset)
	return Diagnostic{File: x.File, Line: line, Col: col, Message: message}
}

// unknownName says that a name is not declared and which are.
func unknownName(what, name string, known []string) string {
	message := fmt.Sprintf("%s: no such %s", name, what)
	if hint := suggest.Hint(name, known); hint != "" {
		return message + hint
	}
	if len(known) == 0 {
		return message + "; none is declared"
	}
	return message + "; declared are " + strings.Join(known, ", ")
}
