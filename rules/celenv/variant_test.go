package celenv

import (
	"testing"
	"time"
)

func TestVariants(t *testing.T) {
	e := newEnv(t)
	s := newScope(newDesk())
	on := compile(t, e, `attrs.status == "off"`, Bool)
	unknown := compile(t, e, `facts.graceful.value`, Bool)
	if r := on.Negated().Bool(s); r.Outcome != False {
		t.Errorf("the opposite of true is %v", r.Outcome)
	}
	if r := unknown.Negated().Bool(s); r.Outcome != Unknown {
		t.Errorf("the opposite of unknown is %v", r.Outcome)
	}
	var seen []Outcome
	inner := compile(t, e, `attrs.status == "on"`, Bool)
	watched := unknown.Watched(func(s *Scope, r Result) { seen = append(seen, r.Outcome, inner.Bool(s).Outcome) })
	if r := watched.Bool(s); r.Outcome != Unknown || len(r.Causes) == 0 || len(seen) != 2 || seen[0] != Unknown || seen[1] != False {
		t.Errorf("watched: %+v, %v", r, seen)
	}
	length := compile(t, e, `params.site_timeout`, Duration)
	d, _ := length.Duration(s)
	if twice, _ := length.Altered(func(d time.Duration) time.Duration { return 2 * d }).Duration(s); twice != 2*d || d == 0 {
		t.Errorf("%v altered to %v", d, twice)
	}
}

func TestWithout(t *testing.T) {
	e := newEnv(t)
	s := newScope(newDesk())
	both := compile(t, e, `attrs.status == "on" && (attrs.service == "telephony" || dn == "x")`, Bool)
	if r := both.Bool(s); r.Outcome != False {
		t.Fatal(r.Outcome)
	}
	if r := both.Without(0).Bool(s); r.Outcome != True {
		t.Errorf("without the false part: %v", r.Outcome)
	}
	if r := both.Without(1).Bool(s); r.Outcome != False {
		t.Errorf("without the true part: %v", r.Outcome)
	}
	if compile(t, e, `dn == "x"`, Bool).Without(0) != nil {
		t.Error("one part alone is left out")
	}
}
