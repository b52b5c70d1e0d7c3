package celenv

import (
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
)

// Conjuncts returns the parts of a condition joined by && at its top level (terms expanded), each
// compiled; p itself alone if it has one part. For explaining a failed check, not for the hot path.
// A part's Text is written anew, with the spacing of this package.
func (p *Program) Conjuncts() []*Program {
	p.code() // so that the environment is made
	p.split.Do(func() {
		p.env.mu.Lock()
		defer p.env.mu.Unlock()
		p.parts = p.conjuncts()
	})
	return p.parts
}

func (p *Program) conjuncts() []*Program {
	texts, ok := p.env.conjunctTexts(p.expr.Text)
	if !ok || p.want != Bool || len(texts) < 2 {
		return []*Program{p}
	}
	parts := make([]*Program, len(texts))
	for i, text := range texts {
		x := p.expr
		x.Text = text
		part, wrong := p.env.compile(x, Bool, p.vars)
		if wrong != nil { // the text written anew does not say the same: explain the whole
			return []*Program{p}
		}
		parts[i] = part
	}
	return parts
}

// conjunctTexts splits a text; a term that stands alone in a part is split in turn.
func (e *Env) conjunctTexts(text string) ([]string, bool) {
	parsed, issues := e.cel.Parse(text)
	if issues.Err() != nil {
		return nil, false
	}
	return e.splitAnd(parsed.NativeRep().Expr(), parsed.NativeRep().SourceInfo())
}

func (e *Env) splitAnd(x ast.Expr, info *ast.SourceInfo) ([]string, bool) {
	if root, name := selected(x); root == "terms" && e.terms[name] != nil {
		return e.conjunctTexts(e.terms[name].expr.Text)
	}
	if x.Kind() != ast.CallKind || x.AsCall().FunctionName() != operators.LogicalAnd {
		text, err := cel.ExprToString(x, info)
		return []string{text}, err == nil
	}
	var all []string
	for _, arg := range x.AsCall().Args() {
		texts, ok := e.splitAnd(arg, info)
		if !ok {
			return nil, false
		}
		all = append(all, texts...)
	}
	return all, true
}
