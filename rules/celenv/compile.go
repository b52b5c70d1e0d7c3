package celenv

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/interpreter"

	"github.com/fo-check/fo-check/trace"
)

// Compile checks x and makes a program of it, or puts that off: see OnDemand. All errors are returned at
// once; after an error of syntax the first alone, because what follows is its consequence.
func (e *Env) Compile(x Expr, want Type, vars Vars) (*Program, []Diagnostic) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.compile(x, want, vars)
}

// compile makes one program of all conditions that read alike in places that allow the same.
func (e *Env) compile(x Expr, want Type, vars Vars) (*Program, []Diagnostic) {
	id := identity{x.Text, want, vars.NoFacts, vars.Trigger, keySet(vars.Key), keySet(vars.Item)}
	if p := e.programs[id]; p != nil {
		return p, nil
	}
	p := &Program{env: e, expr: x, want: want, vars: vars}
	if e.onDemand == nil || e.onDemand.made {
		c, wrong := e.compileNew(x, want, vars)
		if c == nil {
			return nil, wrong
		}
		p.made.Store(c)
	}
	e.programs[id] = p
	return p, nil
}

// identity is what makes two conditions of one pack the same.
type identity struct {
	text             string
	want             Type
	noFacts, trigger bool
	key, item        uint32
}

// keySet is a set of keys as bits; one bit more tells none from an empty list.
func keySet(keys []trace.Key) uint32 {
	if keys == nil {
		return 0
	}
	set := uint32(1) << trace.NumKeys
	for _, k := range keys {
		set |= 1 << k
	}
	return set
}

func (e *Env) compileNew(x Expr, want Type, vars Vars) (*code, []Diagnostic) {
	if strings.TrimSpace(x.Text) == "" {
		return nil, []Diagnostic{x.diagnostic(0, "empty condition; an expression is accepted, such as attrs.status == \"off\"")}
	}
	checked, wrong := e.check(x)
	if wrong != nil {
		return nil, wrong
	}
	walk := newWalk(e, x, vars, checked.NativeRep())
	wrong = walk.run()
	if got := checked.OutputType(); len(wrong) == 0 && !got.IsExactType(want.celType()) {
		wrong = append(wrong, x.diagnostic(0, fmt.Sprintf("gives %s; %s is accepted here",
			plainType(got.String()), plainType(want.celType().String()))))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	if walk.loops {
		if wrong := e.bounded(x, checked); wrong != nil {
			return nil, wrong
		}
	}
	program, err := e.plan(checked)
	if err != nil {
		return nil, []Diagnostic{x.diagnostic(0, err.Error())}
	}
	return &code{walk.result(), program, checked.NativeRep()}, nil
}

// check parses and type-checks x.
func (e *Env) check(x Expr) (*cel.Ast, []Diagnostic) {
	parsed, issues := e.parse(x.Text)
	if errs := issues.Errors(); len(errs) > 0 {
		first := errs[0]
		return nil, []Diagnostic{x.diagnostic(x.offset(first.Location), plainSyntax(x.Text, x.offset(first.Location), first.Message))}
	}
	clear(e.provider.misses)
	checked, issues := e.cel.Check(parsed)
	var wrong []Diagnostic
	for _, err := range issues.Errors() {
		wrong = append(wrong, x.diagnostic(x.nameAt(x.offset(err.Location)), e.plainCheck(err.Message)))
	}
	return checked, wrong
}

// parse parses a text, unless it is a term's: those have been parsed to see what they use.
func (e *Env) parse(text string) (*cel.Ast, *cel.Issues) {
	if parsed := e.parsed[text]; parsed != nil {
		return parsed, nil
	}
	return e.cel.Parse(text)
}

// bounded refuses a condition that may cost too much. Without a loop the limits on its size bound it.
func (e *Env) bounded(x Expr, checked *cel.Ast) []Diagnostic {
	cost, err := e.cel.EstimateCost(checked, sizes{})
	if err != nil {
		return []Diagnostic{x.diagnostic(0, "its cost cannot be estimated: "+err.Error())}
	}
	if cost.Max > maxCost {
		return []Diagnostic{x.diagnostic(0, "may cost too much (lists inside lists); at most two nested exists, all, map or filter over lists are accepted")}
	}
	return nil
}

// plan makes a checked condition executable.
func (e *Env) plan(checked *cel.Ast) (cel.Program, error) {
	return e.cel.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CustomDecorator(foldVersions),
		cel.CustomDecoratorV2(e.planTexts))
}

// foldVersions parses version("...") once, when the program is made.
func foldVersions(i interpreter.Interpretable) (interpreter.Interpretable, error) {
	call, ok := i.(interpreter.InterpretableCall)
	if !ok || call.Function() != "version" || len(call.Args()) != 1 {
		return i, nil
	}
	text, ok := call.Args()[0].(interpreter.InterpretableConst)
	if !ok {
		return i, nil
	}
	v := versionOf(text.Value())
	if types.IsError(v) {
		return i, nil
	}
	return interpreter.NewConstValue(call.ID(), v), nil
}

// offset turns a place in the text (line 1-based, column 0-based) into a number of code points.
func (x Expr) offset(at common.Location) int {
	offset, line := 0, 1
	for _, r := range x.Text {
		if line == at.Line() {
			break
		}
		offset++
		if r == '\n' {
			line++
		}
	}
	return max(0, offset+at.Column())
}

// nameAt moves from the dot or the bracket, where cel-go places a select or a call, to its name.
func (x Expr) nameAt(offset int) int {
	text := []rune(x.Text)
	if offset >= len(text) {
		return offset
	}
	switch text[offset] {
	case '.':
		return offset + 1
	case '(':
		for offset > 0 && isWord(text[offset-1]) {
			offset--
		}
	}
	return offset
}
