package celenv

import "time"

// variant is a program that does something else than its text says: for measuring tests, and for trying
// whether they notice.
type variant struct {
	watch   func(*Scope, Result)
	negate  bool
	certain bool
	alter   func(time.Duration) time.Duration
}

// vary returns p with the variant, and nothing of p that is computed later.
func (p *Program) vary(v variant) *Program {
	varied := &Program{env: p.env, expr: p.expr, want: p.want, vars: p.vars, variant: &v}
	varied.made.Store(p.code())
	return varied
}

// Watched returns a condition that tells watch each of its results. watch may evaluate other conditions
// in the scope.
func (p *Program) Watched(watch func(*Scope, Result)) *Program { return p.vary(variant{watch: watch}) }

// Negated returns the opposite of a condition; what is unknown stays so.
func (p *Program) Negated() *Program { return p.vary(variant{negate: true}) }

// Certain returns a condition that is false where p is unknown.
func (p *Program) Certain() *Program { return p.vary(variant{certain: true}) }

// Altered returns an expression of type Duration whose value goes through alter.
func (p *Program) Altered(alter func(time.Duration) time.Duration) *Program {
	return p.vary(variant{alter: alter})
}

// Without returns the condition with part i of Conjuncts taken as true; nil if it has one part.
func (p *Program) Without(i int) *Program {
	parts := p.Conjuncts()
	if len(parts) < 2 {
		return nil
	}
	text := ""
	for j, part := range parts {
		if j == i {
			continue
		}
		if text != "" {
			text += " && "
		}
		text += "(" + part.Text() + ")"
	}
	x := p.expr
	x.Text = text
	p.env.mu.Lock()
	defer p.env.mu.Unlock()
	rest, wrong := p.env.compile(x, Bool, p.vars)
	if wrong != nil {
		return nil
	}
	return rest
}

// bool evaluates the variant of a condition.
func (v *variant) bool(p *Program, s *Scope) Result {
	plain := Program{env: p.env, expr: p.expr}
	plain.made.Store(p.code())
	if v.watch != nil {
		before := plain.Bool(s)
		v.watch(s, before)
	}
	r := plain.Bool(s)
	if v.certain && r.Outcome == Unknown {
		r = Result{Outcome: False}
	}
	if v.negate {
		switch r.Outcome {
		case True:
			r.Outcome = False
		case False:
			r.Outcome = True
		}
	}
	return r
}
