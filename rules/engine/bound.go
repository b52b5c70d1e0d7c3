package engine

import (
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// bound evaluates a length of time in the present binding. ok is false when it is unknown, for why.
func (e *Engine) bound(b *rules.Bound) (d int64, ok bool, why reasons) {
	switch {
	case b == nil:
		return 0, true, 0
	case b.Settle:
		return int64(e.settle()), true, 0
	case b.Expr == nil:
		return int64(b.Fixed), true, 0
	}
	length, r := b.Expr.Duration(&e.scope)
	if r.Outcome == celenv.True {
		return int64(length), true, 0
	}
	return 0, false, e.whyOf(r)
}

// settle is how long a server duty without a documented bound may take: the param settle-time, or five
// minutes where no pack declares it.
func (e *Engine) settle() time.Duration {
	if e.settleParam != nil {
		v := e.params.value(e.settleParam, "", e.binds.input)
		if d, ok := v.Value().(time.Duration); ok {
			return d
		}
	}
	return 5 * time.Minute
}
