package rules

import (
	"slices"
	"testing"
)

func TestObservable(t *testing.T) {
	set, err := Load([]File{file("a.yaml", `pack: a
events:
  off:  {name: [Off, Gone], source: [desktop, pom]}
  free: {name: Off}
  any:  {name: "*", source: ors}
facts:
  up: {per: [], true_on: [any], false_on: [off]}
  down: {per: [], true_on: [off]}
rules:
  - {id: A-1, title: t, severity: must, per: [], on: off, check: "true"}
  - {id: A-2, title: t, severity: must, per: [], on: free, check: "true"}
  - {id: A-3, title: t, severity: must, per: [], on: any, check: "true"}
  - {id: A-4, title: t, severity: must, per: [], on: {fact: up, becomes: true}, check: "true"}
  - {id: A-5, title: t, severity: must, per: [], on: any, for_each: {fact: up}, check: "true"}
  - {id: A-6, title: t, severity: must, per: [], on: any, for_each: {fact: down}, check: "true"}
`)})
	if err != nil {
		t.Fatal(err)
	}
	for can, want := range map[[2]string][6]bool{
		{"pom", "Gone"}:    {true, false, false, true, false, false},
		{"pom", "Off"}:     {true, false, false, true, false, false},
		{"tserver", "Off"}: {},
		{"", "Off"}:        {false, true, false, false, false, false},
		{"ors", "*"}:       {false, false, true, true, true, false},
	} {
		for i, r := range set.Rules {
			if got := r.Observable(func(source, name string) bool { return can == [2]string{source, name} }); got != want[i] {
				t.Errorf("%s where %v is all that comes: %v", r.ID, can, got)
			}
		}
	}
}

// Of rules that nothing in the inputs can trigger only the ids are used: neither their events nor their facts.
func TestForInputs(t *testing.T) {
	set, err := Load([]File{file("a.yaml", `pack: a
events:
  off: {name: Off, source: desktop}
  out: {name: Out, source: tserver}
  in:  {name: In, source: tserver}
facts:
  away: {per: [agent], true_on: [out]}
  here: {per: [agent], true_on: [in]}
rules:
  - {id: A-1, title: t, severity: must, per: [agent], on: off, check: "facts.here.value"}
  - {id: A-2, title: t, severity: must, per: [agent], on: in, check: "facts.away.value"}
`)})
	if err != nil {
		t.Fatal(err)
	}
	log := set.For(func(source, _ string) bool { return source == "tserver" })
	if !log.Rules[0].Unobservable || log.Rules[1].Unobservable || set.Rules[0].Unobservable {
		t.Errorf("unobservable: %v %v, in the set itself %v", log.Rules[0].Unobservable, log.Rules[1].Unobservable, set.Rules[0].Unobservable)
	}
	reach := log.Reach()
	if reach.Facts[set.Facts[1]] || !reach.Facts[set.Facts[0]] || len(reach.Predicates) != 2 {
		t.Errorf("%d facts, %d events are used", len(reach.Facts), len(reach.Predicates))
	}
	if w := log.Wanted(); w.Read("desktop", "Off") || !w.Read("tserver", "Out") {
		t.Error("readers are asked for what only an unobservable rule uses, or not for what the other does")
	}
}

// Compiling on demand changes nothing that anybody can see.
func TestLoadOnDemand(t *testing.T) {
	now, err := Load(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	later, err := LoadOnDemand(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	if len(now.Rules) != len(later.Rules) || now.Digest != later.Digest {
		t.Fatalf("%d rules, %d on demand", len(now.Rules), len(later.Rules))
	}
	for i, r := range now.Rules {
		other := later.Rules[i]
		if r.ID != other.ID || r.Sentence() != other.Sentence() || r.Pattern() != other.Pattern() {
			t.Errorf("%s: on demand it is %s, %s", r.ID, other.ID, other.Sentence())
		}
		for j, p := range r.Programs() {
			if q := other.Programs()[j]; p.Text() != q.Text() || !slices.Equal(p.Reads().Facts, q.Reads().Facts) || !slices.Equal(p.Reads().Attrs, q.Reads().Attrs) {
				t.Errorf("%s: %s reads something else on demand", r.ID, p.Text())
			}
		}
	}
}
