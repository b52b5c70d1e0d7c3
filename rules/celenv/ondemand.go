package celenv

import "fmt"

// onDemand is what an environment is made of when its first condition is needed.
type onDemand struct {
	schema Schema
	terms  map[string]Expr
	made   bool
}

// OnDemand returns an environment for conditions that are known to be right, such as those that come with
// the program: each is compiled when it is first needed, so that those which are not cost nothing. No error is
// reported; a condition that is wrong after all panics then.
func OnDemand(s Schema) *Env {
	return &Env{programs: map[identity]*Program{}, onDemand: &onDemand{schema: s}}
}

// Deferred tells whether conditions are compiled on demand.
func (e *Env) Deferred() bool { return e.onDemand != nil }

// demand compiles a condition that was put off.
func (e *Env) demand(p *Program) *code {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := p.made.Load(); c != nil { // in the meantime
		return c
	}
	if d := e.onDemand; d != nil && !d.made {
		d.made = true
		if err := e.open(d.schema); err != nil {
			panic(err)
		}
		mustCompile(e.defineTerms(d.terms))
	}
	c, wrong := e.compileNew(p.expr, p.want, p.vars)
	mustCompile(wrong)
	p.made.Store(c)
	return c
}

// mustCompile panics at the first error of a condition that was said to be right.
func mustCompile(wrong []Diagnostic) {
	if len(wrong) > 0 {
		panic(fmt.Sprintf("%s:%d:%d: %s", wrong[0].File, wrong[0].Line, wrong[0].Col, wrong[0].Message))
	}
}
