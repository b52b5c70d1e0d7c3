package strategy

import (
	"math/big"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// operands returns what an expression is made of, and whether it is of the part of the language that is run:
// no functions, no assignments, nothing that loops or has effects.
func operands(e ast.Expression) (parts []ast.Expression, ok bool) {
	switch e := e.(type) {
	case *ast.Identifier, *ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return nil, true
	case *ast.NumberLiteral: // numbers without bounds (2n ** 1000000000n) take time and memory without bounds
		_, big := e.Value.(*big.Int)
		return nil, !big
	case *ast.DotExpression:
		return []ast.Expression{e.Left}, true
	case *ast.BracketExpression:
		return []ast.Expression{e.Left, e.Member}, true
	case *ast.UnaryExpression:
		return []ast.Expression{e.Operand}, e.Operator != token.DELETE && e.Operator != token.INCREMENT && e.Operator != token.DECREMENT
	case *ast.BinaryExpression:
		return []ast.Expression{e.Left, e.Right}, true
	case *ast.ConditionalExpression:
		return []ast.Expression{e.Test, e.Consequent, e.Alternate}, true
	case *ast.CallExpression:
		return append([]ast.Expression{e.Callee}, e.ArgumentList...), harmless(e.Callee)
	}
	return nil, false
}

// harmless tells whether a call can be run: conversions, and methods of strings that take bounded time.
func harmless(callee ast.Expression) bool {
	switch c := callee.(type) {
	case *ast.Identifier:
		return c.Name == "String" || c.Name == "Boolean"
	case *ast.DotExpression:
		switch c.Identifier.Name {
		case "toString", "toLowerCase", "toUpperCase", "trim", "indexOf", "valueOf":
			return true
		}
	}
	return false
}

// runnable tells whether the whole expression is of that part, and reads nothing but what the model has.
func runnable(e ast.Expression) bool {
	if id, ok := e.(*ast.Identifier); ok {
		return isGlobal(id.Name.String())
	}
	parts, ok := operands(e)
	for _, p := range parts {
		ok = ok && runnable(p)
	}
	return ok
}

// visit calls f for every expression that can be looked into; whole is false if there are others.
func visit(e ast.Expression, f func(ast.Expression)) (whole bool) {
	f(e)
	parts, whole := operands(e)
	for _, p := range parts {
		whole = visit(p, f) && whole
	}
	return whole
}

// access writes a member access as it is usually written: _event.data.resultof. "" if it is none.
func access(e ast.Expression) string {
	switch e := e.(type) {
	case *ast.Identifier:
		return e.Name.String()
	case *ast.DotExpression:
		if left := access(e.Left); left != "" {
			return left + "." + e.Identifier.Name.String()
		}
	case *ast.BracketExpression:
		if name, ok := e.Member.(*ast.StringLiteral); ok {
			if left := access(e.Left); left != "" {
				return left + "." + name.Value.String()
			}
		}
	}
	return ""
}

// paths lists the member accesses of a condition, each with its parts; whole is false if some of it cannot
// be looked into.
func (c *condition) paths() (list []string, whole bool) {
	if c.root == nil {
		return nil, true
	}
	whole = visit(c.root, func(e ast.Expression) {
		if p := access(e); p != "" {
			list = append(list, p)
		}
	})
	return list, whole
}

// reads tells whether the condition reads a member, at any place in a path.
func (c *condition) reads(member string) bool {
	list, _ := c.paths()
	for _, p := range list {
		if p == member || strings.HasSuffix(p, "."+member) {
			return true
		}
	}
	return false
}

// strangeOutcomes lists the texts with which resultof is compared and which it never has.
func (c *condition) strangeOutcomes() (list []string, whole bool) {
	if c.root == nil {
		return nil, true
	}
	whole = visit(c.root, func(e ast.Expression) {
		b, ok := e.(*ast.BinaryExpression)
		if !ok || !b.Comparison && !equality(b.Operator) {
			return
		}
		for _, side := range [2][2]ast.Expression{{b.Left, b.Right}, {b.Right, b.Left}} {
			text, isText := side[1].(*ast.StringLiteral)
			if isText && strings.HasSuffix(access(side[0]), ".resultof") && !isOutcome(text.Value.String()) {
				list = append(list, text.Value.String())
			}
		}
	})
	return list, whole
}

func equality(op token.Token) bool {
	return op == token.EQUAL || op == token.STRICT_EQUAL || op == token.NOT_EQUAL || op == token.STRICT_NOT_EQUAL
}
