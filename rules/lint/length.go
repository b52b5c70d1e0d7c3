package lint

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// lengths looks at the bounds of a rule.
func (l *linter) lengths(r *rules.Rule) {
	if r.After != nil && r.Within != nil && !r.Within.Settle {
		after, ok1 := sum(r.After)
		within, ok2 := sum(r.Within)
		if ok1 && ok2 && within.Less(after) {
			l.errorf(r.At["within"], "within-after", "rule %s: within: %s is shorter than after: %s; nothing can come in time", r.ID, r.Within.Text, r.After.Text)
		}
	}
	if r.Within != nil && r.Within.Settle && !l.hasParam("settle-time") {
		l.errorf(r.At["within"], "settle", "rule %s: within: settle lasts settle-time, which no pack declares; a param with option: settle-time is accepted", r.ID)
	}
	if r.Verb == rules.VerbForbid && r.Before == nil && len(r.Until) == 0 && r.Retrigger == rules.RetriggerEach && len(r.Per) > 0 {
		l.warnf(r.At["forbid"], "unbounded", "rule %s: forbid with neither before nor until never closes, so each trigger is kept to the end; retrigger: ignore, before or until is accepted", r.ID)
	}
}

// sum returns a bound as a sum of lengths of time.
func sum(b *rules.Bound) (celenv.Sum, bool) {
	if b.Expr == nil {
		return celenv.Sum{Fixed: b.Fixed}, true
	}
	return b.Expr.Sum()
}

func (l *linter) hasParam(option string) bool {
	for _, p := range l.set.Params {
		if p.Option == option {
			return true
		}
	}
	return false
}

// growing reports a fact whose instances can only become more.
func (l *linter) growing(f *rules.Fact) {
	if f.Kind != rules.BoolFact || l.becomes(f, false) {
		return
	}
	for _, k := range f.Per {
		if k == trace.KeyInteraction || k == trace.KeyCall || k == trace.KeySession {
			l.warnf(f.Pos, "unbounded", "fact %s: nothing makes it false, so every %s is kept to the end; false_on is accepted", f.Name, k)
			return
		}
	}
}
