package celenv

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// Program is a condition, compiled at once or when it is first needed. It is safe to share between
// goroutines.
type Program struct {
	env  *Env
	expr Expr
	want Type
	vars Vars
	made atomic.Pointer[code] // nil: not compiled yet

	split sync.Once
	parts []*Program // after split

	demands demands

	variant *variant // nil: it does what its text says
}

// code is what compiling makes of a condition.
type code struct {
	reads   Reads
	program cel.Program
	ast     *ast.AST
}

// code compiles the condition, unless that has been done.
func (p *Program) code() *code {
	if c := p.made.Load(); c != nil {
		return c
	}
	return p.env.demand(p)
}

// Text returns the condition as written.
func (p *Program) Text() string { return p.expr.Text }

// Reads tells what p can read.
func (p *Program) Reads() *Reads { return &p.code().reads }

// Bool evaluates a condition.
func (p *Program) Bool(s *Scope) Result {
	if p.variant != nil {
		return p.variant.bool(p, s)
	}
	out, result := p.eval(s)
	if b, ok := out.(types.Bool); ok {
		if !b {
			result.Outcome = False
		}
		return result
	}
	return result.or(p, "a truth value")
}

// Duration evaluates an expression of type Duration. Result.Outcome is True if the value is known.
func (p *Program) Duration(s *Scope) (time.Duration, Result) {
	out, result := p.eval(s)
	if d, ok := out.(types.Duration); ok {
		if p.variant != nil && p.variant.alter != nil {
			return p.variant.alter(d.Duration), result
		}
		return d.Duration, result
	}
	return 0, result.or(p, "a duration")
}

// String evaluates an expression of type String. Result.Outcome is True if the value is known.
func (p *Program) String(s *Scope) (string, Result) {
	out, result := p.eval(s)
	if text, ok := out.(types.String); ok {
		return string(text), result
	}
	return "", result.or(p, "a text")
}

// eval returns the value, and True; or nil, and why there is none.
func (p *Program) eval(s *Scope) (ref.Val, Result) {
	out, _, err := p.code().program.Eval(s.begin())
	if err != nil {
		return nil, Result{Outcome: Error, Err: fmt.Errorf("%s: %w", p.expr.Text, err)}
	}
	if u, ok := out.(*types.Unknown); ok {
		return nil, Result{Outcome: Unknown, Causes: s.state.causesOf(u)}
	}
	return out, Result{Outcome: True}
}

// or makes an error of a value of another type.
func (r Result) or(p *Program, want string) Result {
	if r.Outcome == True {
		return Result{Outcome: Error, Err: fmt.Errorf("%s: does not give %s", p.expr.Text, want)}
	}
	return r
}

// causesOf lists the causes of an unknown, in order, in a slice that is used again.
func (st *scopeState) causesOf(u *types.Unknown) []Cause {
	st.causes = st.causes[:0]
	for _, id := range u.IDs() {
		st.causes = append(st.causes, Cause(id))
	}
	return slices.Compact(st.causes)
}
