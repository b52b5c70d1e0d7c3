package engine

import (
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// obligation is one rule triggered for one key: what is owed, since when, until when.
type obligation struct {
	rule      *rule
	serial    uint64 // order of opening
	keys      keySet // of the slice, completed by the item's
	eventKeys keySet // of the trigger
	item      *instance
	trigger   *trace.Event
	input     *input
	t0        int64
	born      uint64 // serial of the trigger's event
	start     int64  // earliest time at which a reply counts
	deadline  int64  // last one; never: none
	timer     int64  // when the deadline is over on every clock
	before    int64  // forbid: the window ends before this; never: none

	why     reasons // conditional: a broken obligation is inconclusive, for these reasons
	depends kinds   // broken for sure only if the trigger's input shows these kinds of events
	watch   int64   // when to judge the guard again, which reads what other clocks said; 0: not
	void    bool    // if it does, the guard never held and there is no obligation

	got         uint64 // expect all: bit i for reply i
	early       record // the first reply before start
	tardy       record // the first reply after the deadline, while other clocks may still bring one in time
	tardyDetail string
	expired     bool // the deadline has passed unkept; waits for the late reply
	closed      bool
	cancelled   bool   // discharged or cancelled
	consumed    uint64 // serial of the event that was a reply to it
	notes       []string
	closer      record  // the event that discharged it with a note
	suspect     reasons // forbid: an event came that may have been a forbidden one
	closing     reasons // forbid: an event came that may have closed the scope

	decided    *outcome // forbid: broken, but an until on another clock may still have come first
	decider    *input   // where the forbidden event stands
	nominal    judgement
	rechecking bool
	counted    bool
	listed     bool // findable through the rule's indexes
}

// outcome is what an obligation comes to, with what it rests on.
type outcome struct {
	verdict  rules.Verdict
	detail   rules.Detail
	why      reasons
	by       record // the reply, the forbidden event
	byDetail string
	message  string
	blame    string
	blamed   []int // facts that the blame rests on
}

// open puts an obligation of r on the books and starts its timers.
func (e *Engine) open(o *obligation) {
	e.opened++
	o.serial = e.opened
	r := o.rule
	e.overtaken(o)
	o.count()
	r.add(o)
	o.listed = true
	if o.watch != 0 {
		e.timers.push(o.watch, o)
	}
	if o.deadline != never {
		o.timer = e.overdue(o)
		e.timers.push(o.timer, o)
	} else if o.before != never && r.def.Verb == rules.VerbForbid {
		o.timer = o.before - 1 + e.foreign(o, o.rule.def.Forbid)
		e.timers.push(o.timer, o)
	}
}

// foreign is the uncertainty between the trigger's clock and those of the inputs that may hold an event of
// refs for the obligation.
func (e *Engine) foreign(o *obligation, refs []rules.Ref) int64 {
	if len(e.inputs.clocks) < 2 {
		return 0
	}
	return e.spread(o.input, o, refs)
}

// spread is the largest uncertainty between the clock of in and those of the inputs that may hold an event
// of refs.
func (e *Engine) spread(in *input, o *obligation, refs []rules.Ref) int64 {
	var eps int64
	for i := range refs {
		keys := o.rule.matchOf(&refs[i])
		sources := refs[i].Predicate.Sources
		for _, other := range e.inputs.candidates(keys, &o.keys) {
			if (len(sources) == 0 || contains(sources, other.Source)) && other.fits(keys, &o.keys) {
				eps = max(eps, e.epsilon(in, other))
			}
		}
	}
	return eps
}

// overdue is when the deadline has passed on every clock that may bring a reply or a cancel, and the guard is
// certain.
func (e *Engine) overdue(o *obligation) int64 {
	return max(o.deadline+max(e.foreign(o, o.rule.def.Expect), e.foreign(o, o.rule.def.Cancel)), o.watch)
}

// witnesses returns the inputs whose silence counts for the obligation: those that the rule names, else
// those of the sources of what is expected.
func (e *Engine) witnesses(o *obligation) []*input {
	def := o.rule.def
	sources, by := expectedSources(def), o.rule.match
	if def.Witness != nil {
		sources, by = def.Witness.Sources, def.Witness.By
	}
	e.witnessed = e.witnessed[:0]
	for _, in := range e.inputs.candidates(by, &o.keys) {
		begun := in.first != never || in.CompleteFromStart && !identifies(by)
		if begun && (len(sources) == 0 || contains(sources, in.Source)) && in.appears(by, &o.keys, def.Witness != nil) {
			e.witnessed = append(e.witnessed, in)
		}
	}
	return e.witnessed
}

// appears tells whether the keys have been seen in the input. Where a rule does not name its witness, an
// input that does not show an identity key at all may hold it.
func (in *input) appears(by []trace.Key, values *keySet, named bool) bool {
	for i, k := range identity {
		if hasKey(by, k) && values[k] != "" && !in.seen[i][values[k]] && (named || len(in.seen[i]) > 0) {
			return false
		}
	}
	if !named {
		return true
	}
	for _, k := range by {
		if values[k] != "" && !isIdentity(k) && !in.named[k][values[k]] {
			return false
		}
	}
	return true
}

// identifies tells whether the keys tell whose log an input is.
func identifies(keys []trace.Key) bool { return slices.ContainsFunc(keys, isIdentity) }

func isIdentity(k trace.Key) bool { return hasKey(identity[:], k) }

// expectedSources lists the sources of the expected events; nil if one of them may come from anywhere.
func expectedSources(def *rules.Rule) []string {
	var out []string
	for i := range def.Expect {
		sources := def.Expect[i].Predicate.Sources
		if len(sources) == 0 {
			return nil
		}
		out = append(out, sources...)
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// absent tells whether the silence of the witnesses proves that nothing came up to and including the
// deadline, each on its own clock; if not, why. Every witness that shows some of that time must show all of it, and the trigger's own input too
// where it is one; a log that was over before, or began after, proves nothing either way.
func (e *Engine) absent(o *obligation) reasons {
	var why reasons
	silent := false
	witnesses := e.witnesses(o)
	for _, w := range witnesses {
		at := o.deadline + e.epsilon(o.input, w)
		if w != o.input && (w.ended && w.end < o.t0 || w.first > at && !w.CompleteFromStart) {
			continue
		}
		silent = true
		why |= e.blind(w, o, at)
	}
	switch {
	case silent:
		return why
	case len(witnesses) == 0:
		return whyNoSource
	case witnesses[0].ended && witnesses[0].end < o.t0:
		return whyTruncEnd
	}
	return whyTruncStart
}

// blind tells why the witness does not show everything from the trigger to at; 0: it does. Where the rule waits
// for settle-time, a witness that ended as its writer meant has said all.
func (e *Engine) blind(w *input, o *obligation, at int64) reasons {
	var why reasons
	complete := o.settles() && w.End == trace.EndNormal
	if w.hole(o.born, o.t0, at) {
		why |= whyGap
	}
	if !w.since(o.t0) {
		why |= whyTruncStart
	}
	if w.ended && w.end <= at && !complete {
		why |= whyTruncEnd
	}
	return why
}

// settles tells whether the rule waits for settle-time.
func (o *obligation) settles() bool { return o.rule.def.Within != nil && o.rule.def.Within.Settle }
