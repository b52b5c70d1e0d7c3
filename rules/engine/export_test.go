package engine

import (
	"context"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// CheckKeeping is Check with another number of finished keys that are kept.
func CheckKeeping(n int, set *rules.Set, stream trace.Stream, given ...rules.Setting) (*rules.Report, error) {
	e := New(set, Options{Settings: given})
	e.keepFinished = n
	err := e.consume(context.Background(), stream)
	e.finish()
	return e.Report(), err
}
