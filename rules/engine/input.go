package engine

import (
	"math"
	"time"

	"github.com/fo-check/fo-check/trace"
)

const (
	never = math.MaxInt64 // a deadline that no event reaches
	ever  = math.MinInt64 // before every event; the time of static facts
)

// identity lists the keys that tell whose log an input is, the most telling first.
var identity = [...]trace.Key{trace.KeyInstance, trace.KeyServer, trace.KeySite}

// input is what the engine knows of one log: whose it is and how far its silence counts.
type input struct {
	*trace.Input
	clock  int
	latest int64 // time of the latest event
	first  int64 // time of the first event; never before it came
	ended  bool
	end    int64
	ending uint64 // serial of the event before its end
	gapAt  uint64 // serial of the event after the latest hole; 0: no hole
	gaps   []gap
	shown  kinds

	named  map[trace.Key]map[string]bool // values of the keys by which witnesses are named
	recent keySet                        // their values in the latest event

	last [len(identity)]string // identity values of the latest event
	seen [len(identity)]map[string]bool
	held []heldFinding // decided but for the kinds that this input may still show
}

func newInput(in *trace.Input, clock int) *input {
	s := &input{Input: in, clock: clock, first: never, end: never}
	for _, name := range in.Traces {
		s.shown |= kindsByName[name]
	}
	for i := range s.seen {
		s.seen[i] = map[string]bool{}
	}
	s.named = map[trace.Key]map[string]bool{}
	return s
}

// gap is a hole in an input. Stamps are coarse, so both of its ends belong to it.
type gap struct {
	from, to int64
	serial   uint64 // of the event after it
}

// since tells whether the input shows, or vouches for, everything from from on.
func (in *input) since(from int64) bool { return in.first <= from || in.CompleteFromStart }

// hole tells whether a gap overlaps what came after the event with the serial born, at from, up to to.
func (in *input) hole(born uint64, from, to int64) bool {
	for _, g := range in.gaps {
		if g.from <= to && g.to >= from && g.serial > born {
			return true
		}
	}
	return false
}

// fits tells whether the input may hold events with these keys: each identity key that the input shows at
// all must have been seen with that value.
func (in *input) fits(per []trace.Key, values *keySet) bool {
	for i, k := range identity {
		v := values[k]
		if v == "" || len(in.seen[i]) == 0 || !hasKey(per, k) {
			continue
		}
		if !in.seen[i][v] {
			return false
		}
	}
	return true
}

// inputs are all logs of the run, found by the keys that appear in them.
type inputs struct {
	naming []trace.Key // keys besides identity by which witnesses are named
	all    []*input
	of     map[*trace.Input]*input
	by     [len(identity)]map[string][]*input
	clocks map[string]int

	tolerance, coarse time.Duration // the largest of an input
}

func newInputs() *inputs {
	x := &inputs{of: map[*trace.Input]*input{}, clocks: map[string]int{}}
	for i := range x.by {
		x.by[i] = map[string][]*input{}
	}
	return x
}

func (x *inputs) start(in *trace.Input) *input {
	name := clockName(in)
	c, ok := x.clocks[name]
	if !ok {
		c = len(x.clocks)
		x.clocks[name] = c
	}
	s := newInput(in, c)
	x.tolerance, x.coarse = max(x.tolerance, in.Tolerance), max(x.coarse, coarse(in.Resolution))
	x.all = append(x.all, s)
	x.of[in] = s
	return s
}

// clockName tells on which clock the input's times are: two logs of one host share one.
func clockName(in *trace.Input) string {
	for _, name := range []string{in.Clock, in.Host, in.Instance} {
		if name != "" {
			return name
		}
	}
	return in.Path
}

// note records that the event stands in the input: its keys, its kind, its time.
func (x *inputs) note(in *input, e *trace.Event, t int64) {
	if in.first == never {
		in.first = t
	}
	for i, k := range identity {
		if v := e.Key(k); v != in.last[i] && v != "" {
			x.appeared(in, i, v)
		}
	}
	for _, k := range x.naming {
		in.name(k, e.Key(k))
	}
}

// name records that the value of a key by which witnesses are named stands in the input.
func (in *input) name(k trace.Key, value string) {
	if value == in.recent[k] || value == "" {
		return
	}
	in.recent[k] = value
	if in.named[k] == nil {
		in.named[k] = map[string]bool{}
	}
	in.named[k][value] = true
}

// appeared records that the value of an identity key stands in the input.
func (x *inputs) appeared(in *input, i int, value string) {
	in.last[i] = value
	if !in.seen[i][value] {
		in.seen[i][value] = true
		x.by[i][value] = append(x.by[i][value], in)
	}
}

// noteKeys does so for keys that a predicate gives the event.
func (x *inputs) noteKeys(in *input, keys *keySet) {
	for i, k := range identity {
		if v := keys[k]; v != "" && !in.seen[i][v] {
			x.appeared(in, i, v)
		}
	}
	for _, k := range x.naming {
		in.name(k, keys[k])
	}
}

// candidates returns the inputs that may hold events with these keys, a superset of those that fit.
func (x *inputs) candidates(per []trace.Key, values *keySet) []*input {
	for i, k := range identity {
		if v := values[k]; v != "" && hasKey(per, k) {
			if found := x.by[i][v]; len(found) > 0 {
				return found
			}
		}
	}
	return x.all
}

// epsilon is the uncertainty between the clocks of two inputs; 0 on one clock.
func (e *Engine) epsilon(a, b *input) int64 {
	if a == nil || b == nil || a.clock == b.clock {
		return 0
	}
	tolerance := e.tolerance
	if a.Tolerance > 0 || b.Tolerance > 0 {
		tolerance = a.Tolerance + b.Tolerance
	}
	return int64(tolerance + coarse(a.Resolution) + coarse(b.Resolution))
}

// coarse is what a clock's stamps add to the uncertainty: nothing, unless they are whole seconds or more.
func coarse(resolution time.Duration) time.Duration {
	if resolution < time.Second {
		return 0
	}
	return resolution
}

// stamp returns the event time the engine counts with.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return ever
	}
	return t.UnixNano()
}
