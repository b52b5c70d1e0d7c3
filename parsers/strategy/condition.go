package strategy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
)

// Limits of what is taken for a condition: real ones have some hundred characters.
const (
	maxCondition = 16 << 10
	maxDepth     = 100
)

// errTooLarge says that a condition is beyond what is looked at.
var errTooLarge = fmt.Errorf("a condition of more than %d characters, or nested more than %d deep, is not looked at", maxCondition, maxDepth)

// errStatements says that a condition holds more than an expression.
var errStatements = errors.New("not one expression")

// condition is a guard as written, parsed as ECMAScript.
type condition struct {
	text string
	root ast.Expression // nil: empty, always true
}

// parseCondition reads a condition; an empty one holds always.
func parseCondition(text string) (*condition, error) {
	c := &condition{text: strings.TrimSpace(text)}
	if c.text == "" {
		return c, nil
	}
	if len(c.text) > maxCondition || depth(c.text) > maxDepth {
		return nil, errTooLarge
	}
	// Source maps are off: a comment must not make the parser open files.
	program, err := parser.ParseFile(nil, "", "("+c.text+"\n)", 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, err
	}
	if len(program.Body) != 1 {
		return nil, errStatements
	}
	statement, ok := program.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return nil, errStatements
	}
	c.root = statement.Expression
	return c, nil
}

// depth bounds the recursion that a text can cause: openers, and chains of prefix operators.
func depth(text string) int {
	level, deepest, chain := 0, 0, 0
	for _, r := range text {
		switch r {
		case '(', '[', '{':
			level++
		case ')', ']', '}':
			level--
		}
		if strings.ContainsRune("!~+-?", r) {
			chain++
		}
		deepest = max(deepest, level)
	}
	return max(deepest, chain/5)
}

// holds evaluates the condition for a cell. What it reads outside the model is unknown.
func (c *condition) holds(m *model, at cell) truth {
	if c.root == nil {
		return yes
	}
	m.cell = at
	return m.truth(c.root)
}

// truth is Kleene's logic over the operators of logic; everything else is run.
func (m *model) truth(e ast.Expression) truth {
	switch e := e.(type) {
	case *ast.BinaryExpression:
		switch e.Operator {
		case token.LOGICAL_AND:
			return m.truth(e.Left).and(m.truth(e.Right))
		case token.LOGICAL_OR:
			return m.truth(e.Left).or(m.truth(e.Right))
		}
	case *ast.UnaryExpression:
		if e.Operator == token.NOT {
			return m.truth(e.Operand).not()
		}
	case *ast.ConditionalExpression:
		test, then, other := m.truth(e.Test), m.truth(e.Consequent), m.truth(e.Alternate)
		if then == other {
			return then
		}
		return test.and(then).or(test.not().and(other))
	case *ast.CallExpression:
		// The handlers of Composer ask whether the workflow has handled the event. What is judged is
		// the handler itself: it acts if the workflow does not.
		if isCall(e, "isEventHandledByApplication") {
			return no
		}
	}
	return m.run(e)
}

func isCall(e *ast.CallExpression, name string) bool {
	id, ok := e.Callee.(*ast.Identifier)
	return ok && id.Name.String() == name && len(e.ArgumentList) == 0
}
