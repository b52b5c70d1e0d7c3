// Package engine judges a trace: monitors per rule and key, facts, timers in event time, verdicts with
// three values. It knows no YAML and no output format.
package engine

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Options of a check. The zero value is a usable default.
type Options struct {
	Settings []rules.Setting // highest trust first
	// Profile: "" means that of the trace header, else DefaultProfile.
	Profile string
	// SkewTolerance is the uncertainty between two clocks; 0: 1s. Negative: none.
	SkewTolerance time.Duration
	// Since and Until restrict reported obligations to those triggered in [Since, Until].
	Since, Until time.Time
	// MaxFindings per rule that are kept; 0: 1000.
	MaxFindings int
	// Shard restricts what is judged to the slices that fall to one of several runs over the same inputs.
	Shard Shard
	// Kept is told of every obligation that was kept, but those of checks, which take no time. The function
	// that it gets describes the obligation as a finding does, and is to be called at once or not. nil: nobody
	// wants to know.
	Kept func(r *rules.Rule, describe func() rules.Finding)
}

// DefaultProfile is that of a desktop nobody says anything about.
const DefaultProfile = "ail-dr"

// Check judges the stream by the rules of set and returns the report. The report is never nil; on error,
// and when ctx is cancelled, it is marked partial.
func Check(ctx context.Context, set *rules.Set, stream trace.Stream, opt Options) (*rules.Report, error) {
	e := New(set, opt)
	err := e.consume(ctx, stream)
	e.finish()
	report := e.Report()
	report.Partial = err != nil
	return report, err
}

// Engine is one run of the rules over one stream. It is not safe for concurrent use.
type Engine struct {
	set          *rules.Set
	opt          Options
	tolerance    time.Duration
	maxFindings  int
	keepFinished int // of each fact

	inputs      *inputs
	params      *params
	settleParam *rules.Param
	predicates  []*predicate
	index       predicateIndex
	facts       []*factSet
	relations   []*relation
	rules       []*rule
	becomes     map[*factSet][]*rule
	timers      timers
	changes     []change
	unknowns    map[celenv.Cause]celenv.Value
	boxes       map[string]celenv.Value
	from, to    int64 // obligations that arise in between are reported

	now    int64
	serial uint64 // of the present event
	opened uint64 // obligations so far
	closed int    // obligations closed since timers were swept
	events int64

	present *input // that of the present event

	scope    celenv.Scope
	binds    binding
	viewed   celenv.FactView
	views    []*celenv.FactView
	viewPool []*celenv.FactView

	matched   []*predicate
	touched   []*rule
	updates   []update
	candidate *keySet // keys of the present event as a ref sees it
	rekeyed   keySet
	eventKeys keySet // keys of the present event, if keyed
	keyed     bool
	draft     obligation // a trigger whose guard is being judged
	buf       []byte
	found     []found
	work      []found
	witnessed []*input

	prepared *rules.Finding
	findings []decidedFinding
	remarks  []rules.Finding
}

// New returns an engine that has seen nothing.
func New(set *rules.Set, opt Options) *Engine {
	e := &Engine{set: set, opt: opt, inputs: newInputs(), tolerance: opt.SkewTolerance,
		maxFindings: opt.MaxFindings, keepFinished: maxFinished, index: predicateIndex{byName: map[string]*named{}},
		becomes: map[*factSet][]*rule{}, unknowns: map[celenv.Cause]celenv.Value{},
		boxes: map[string]celenv.Value{}, from: ever, to: never}
	e.defaults()
	e.params = newParams(opt.Settings, func(i int) celenv.Value { return e.unknown(whyNoConfig, i) })
	e.scope.Host = host{e}
	e.assemble()
	return e
}

func (e *Engine) defaults() {
	if e.tolerance == 0 {
		e.tolerance = time.Second
	}
	e.tolerance = max(e.tolerance, 0)
	if e.maxFindings == 0 {
		e.maxFindings = 1000
	}
	if !e.opt.Since.IsZero() {
		e.from = e.opt.Since.UnixNano()
	}
	if !e.opt.Until.IsZero() {
		e.to = e.opt.Until.UnixNano()
	}
}

// consume reads the stream to its end.
func (e *Engine) consume(ctx context.Context, stream trace.Stream) error {
	for n := 0; ; n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		item, err := stream.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e.Item(item)
	}
}

// Item takes one step of the stream.
func (e *Engine) Item(item trace.Item) {
	switch item.Kind {
	case trace.KindInputStart:
		e.inputs.start(item.Input)
	case trace.KindInputEnd:
		e.endInput(e.inputs.of[item.Input], item.Time)
	default:
		e.event(item.Event, e.inputOf(item.Input))
	}
}

// inputOf returns what the engine knows of the input; most events come from that of the event before.
func (e *Engine) inputOf(in *trace.Input) *input {
	if e.present == nil || e.present.Input != in {
		e.present = e.inputs.of[in]
	}
	return e.present
}

// event judges one event: deadlines that have passed, then the rules on facts as before it, then the facts.
func (e *Engine) event(ev *trace.Event, in *input) {
	t := stamp(ev.Time)
	if ev.Name == "LogGap" {
		e.tear(in, ev, t)
	}
	e.advance(t)
	e.now, e.serial, e.events = t, e.serial+1, e.events+1
	e.inputs.note(in, ev, t)
	in.latest = t
	e.resolve(ev, in)
	if len(e.matched) == 0 {
		return
	}
	in.shown |= shownBy(ev.Name)
	for _, p := range e.matched {
		e.plan(&p.match)
	}
	for _, r := range e.touched {
		e.judge(r)
	}
	e.becoming(ev, in)
	e.fold(ev, in)
	for _, p := range e.matched {
		e.learn(&p.match)
	}
}

// advance fires the timers that are due strictly before t.
func (e *Engine) advance(t int64) {
	for len(e.timers) > 0 && e.timers[0].due < t {
		next := e.timers.pop()
		e.now = next.due
		e.due(next.o)
	}
}

// becoming triggers the rules that wait for a fact to become true, on facts as before the event.
func (e *Engine) becoming(ev *trace.Event, in *input) {
	for i := range e.updates {
		u := &e.updates[i]
		waiting := e.becomes[u.set]
		if len(waiting) == 0 || u.region != nil || e.repeated(i) {
			continue
		}
		for _, r := range waiting {
			target := celenv.BoolValue(r.def.On.Becomes)
			if u.value == target && e.peek(u.set, &u.values).value != target {
				e.arise(r, ev, in, &u.values, u.why)
			}
		}
	}
}

// repeated tells whether an earlier update of the same event changes the same instance.
func (e *Engine) repeated(i int) bool {
	for j := 0; j < i; j++ {
		a, b := &e.updates[j], &e.updates[i]
		if a.set == b.set && a.value == b.value && a.region == nil && a.values == b.values {
			return true
		}
	}
	return false
}

// tear records a hole in the input: from its attributes, else since the previous event. Deadlines in the
// hole must know of it, so it is recorded before event time moves on.
func (e *Engine) tear(in *input, ev *trace.Event, to int64) {
	from := in.latest
	if t, ok := gapTime(ev, "from"); ok {
		from = t
	}
	if t, ok := gapTime(ev, "to"); ok {
		to = t
	}
	in.gapAt = e.serial + 1
	in.gaps = append(in.gaps, gap{from, to, in.gapAt})
}

func gapTime(ev *trace.Event, key string) (int64, bool) {
	text, ok := ev.Attrs.Get(key)
	if !ok {
		return 0, false
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	return t.UnixNano(), err == nil
}

// endInput closes an input: what it could still have shown it will not show.
func (e *Engine) endInput(in *input, at time.Time) {
	if in == nil || in.ended {
		return
	}
	t := stamp(at)
	if t == ever {
		t = in.latest
	}
	e.advance(t)
	in.ended, in.end, in.ending = true, t, e.serial
	for name := range in.ByName {
		in.shown |= shownBy(name)
	}
	e.closeScopes(in)
	e.release(in)
}

// reported tells whether obligations that arise now are asked for.
func (e *Engine) reported() bool { return e.now >= e.from && e.now <= e.to }

// inProfile tells whether the rule speaks of the profile in force.
func (e *Engine) inProfile(def *rules.Rule, in *input) bool {
	if len(def.Profiles) == 0 {
		return true
	}
	profile := e.opt.Profile
	if profile == "" {
		profile = in.Profile
	}
	if profile == "" {
		profile = DefaultProfile
	}
	return contains(def.Profiles, profile)
}

// fail counts a condition that could not be evaluated.
func (e *Engine) fail(o *obligation, err error) {
	if o != nil {
		e.failed([]*rule{o.rule}, err)
	}
}

func (e *Engine) failed(list []*rule, err error) {
	for _, r := range list {
		r.result.Errors++
		if r.result.FirstError == "" && err != nil {
			r.result.FirstError = err.Error()
		}
	}
}
