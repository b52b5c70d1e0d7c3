package trace

import (
	"fmt"
	"strings"
	"time"
)

// Skew says that a clock is ahead of the others. It names a clock, a host or an instance, compared
// without case.
type Skew struct {
	Name  string
	Ahead time.Duration // negative: behind
	// Tolerance is the uncertainty that remains, for Input.Tolerance; 0: not known.
	Tolerance time.Duration
	// Found says how it was measured, in words; "": it was given.
	Found string
}

// ParseSkew reads the value of --skew: HOST=+120ms says that the clock of HOST is 120 ms ahead.
func ParseSkew(text string) (Skew, error) {
	const accepted = "accepted is HOST=+120ms or HOST=-1.5s, the time by which that clock is ahead of the others"
	eq := strings.LastIndexByte(text, '=')
	if eq < 0 {
		return Skew{}, fmt.Errorf("%q: has no \"=\"; %s", text, accepted)
	}
	name, value := strings.TrimSpace(text[:eq]), strings.TrimSpace(text[eq+1:])
	if name == "" {
		return Skew{}, fmt.Errorf("%q: names no host; %s", text, accepted)
	}
	ahead, err := time.ParseDuration(value)
	if err != nil {
		return Skew{}, fmt.Errorf("%q: %q is no duration with a unit; %s", text, value, accepted)
	}
	return Skew{Name: name, Ahead: ahead}, nil
}

// Skews are the corrections of a run.
type Skews []Skew

// ParseSkews reads the values of --skew. Two different ones for a host are an error.
func ParseSkews(texts []string) (Skews, error) {
	var out Skews
	for _, t := range texts {
		s, err := ParseSkew(t)
		if err != nil {
			return nil, err
		}
		for _, o := range out {
			if strings.EqualFold(o.Name, s.Name) && o.Ahead != s.Ahead {
				return nil, fmt.Errorf("%q: %s was given as %s before; accepted is one value for a host", t, o.Name, o.Ahead)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// Of returns the correction of an input: that of its clock, else of its host, else of its instance.
func (s Skews) Of(in *Input) (Skew, bool) {
	for _, name := range [...]string{in.Clock, in.Host, in.Instance} {
		for _, k := range s {
			if name != "" && strings.EqualFold(k.Name, name) {
				return k, true
			}
		}
	}
	return Skew{}, false
}

// Unused lists the names that are those of none of the inputs.
func (s Skews) Unused(inputs []*Input) []string {
	var out []string
next:
	for _, k := range s {
		for _, in := range inputs {
			for _, name := range [...]string{in.Clock, in.Host, in.Instance} {
				if strings.EqualFold(k.Name, name) {
					continue next
				}
			}
		}
		out = append(out, k.Name)
	}
	return out
}

// Apply returns the stream of one log with its times corrected, those of its events and of the input.
// It is to be applied before Merge. Without corrections it is the stream itself. A correction for an
// input that was merged before is an error: its times are corrected already.
func (s Skews) Apply(stream Stream) Stream {
	if len(s) == 0 {
		return stream
	}
	return &skewed{Stream: stream, skews: s, by: map[*Input]time.Duration{}, found: map[*Input]string{}}
}

type skewed struct {
	Stream
	skews Skews
	by    map[*Input]time.Duration // to be added
	found map[*Input]string        // how it was measured, to be noted
	event Event                    // a copy: the stream may deliver its event again
}

// Next implements Stream.
func (s *skewed) Next() (Item, error) {
	it, err := s.Stream.Next()
	if err != nil {
		return it, err
	}
	if it.Kind == KindInputStart {
		return it, s.start(it.Input)
	}
	if text := s.found[it.Input]; text != "" && it.Kind == KindInputEnd { // its reader is done with it
		it.Input.Notef(Pos{File: it.Input.Path}, text)
	}
	by := s.by[it.Input]
	if by == 0 {
		return it, nil
	}
	it.Time = shift(it.Time, by)
	if it.Kind == KindInputEnd {
		in := it.Input
		in.First, in.Last, in.EndTime = shift(in.First, by), shift(in.Last, by), shift(in.EndTime, by)
		for i, c := range in.Coverage {
			in.Coverage[i] = Span{shift(c.From, by), shift(c.To, by)}
		}
		return it, nil
	}
	s.event = *it.Event
	s.event.Time = it.Time
	it.Event = &s.event
	return it, nil
}

func (s *skewed) start(in *Input) error {
	skew, ok := s.skews.Of(in)
	if !ok {
		return nil
	}
	if skew.Tolerance > 0 && in.Tolerance == 0 {
		in.Tolerance = skew.Tolerance
	}
	s.found[in] = skew.Found
	if skew.Ahead == 0 {
		return nil
	}
	if in.Merged {
		return fmt.Errorf("--skew %s=%s: %s was merged by fo-check parse, with its times corrected; accepted is --skew "+
			"when the logs are parsed", skew.Name, signed(skew.Ahead), in.Path)
	}
	s.by[in] = -skew.Ahead
	return nil
}

func signed(d time.Duration) string {
	if d < 0 {
		return d.String()
	}
	return "+" + d.String()
}

// shift moves a time; the zero time, which is none, stays.
func shift(t time.Time, by time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(by)
}
