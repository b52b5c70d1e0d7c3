package celenv

import (
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
)

// Sum is a length of time as a sum: Fixed, and each part as often as it is added.
type Sum struct {
	Fixed time.Duration
	Parts map[string]int // "params.site_timeout": 1
}

// Less tells whether s is less than t whatever the parts are, taking each to be positive. A part that stands
// in t more often than in s makes s less; nothing may speak the other way.
func (s Sum) Less(t Sum) bool {
	less := s.Fixed < t.Fixed
	if s.Fixed > t.Fixed {
		return false
	}
	for part := range union(s.Parts, t.Parts) {
		switch d := s.Parts[part] - t.Parts[part]; {
		case d > 0:
			return false
		case d < 0:
			less = true
		}
	}
	return less
}

func union(a, b map[string]int) map[string]bool {
	all := map[string]bool{}
	for _, m := range []map[string]int{a, b} {
		for part := range m {
			all[part] = true
		}
	}
	return all
}

// Sum returns the expression as a sum of lengths of time; false if it is anything else.
func (p *Program) Sum() (Sum, bool) {
	s := Sum{Parts: map[string]int{}}
	tree := p.code().ast
	ok := s.add(tree.Expr(), tree.SourceInfo(), 1)
	return s, ok
}

func (s *Sum) add(x ast.Expr, info *ast.SourceInfo, sign int) bool {
	if n, ok := number(x); ok {
		s.Fixed += time.Duration(sign) * time.Duration(n)
		return true
	}
	if x.Kind() == ast.CallKind {
		args := x.AsCall().Args()
		switch x.AsCall().FunctionName() {
		case operators.Add:
			return s.add(args[0], info, sign) && s.add(args[1], info, sign)
		case operators.Subtract:
			return len(args) == 2 && s.add(args[0], info, sign) && s.add(args[1], info, -sign)
		}
		return false
	}
	text, err := cel.ExprToString(x, info)
	s.Parts[text] += sign
	return err == nil
}
