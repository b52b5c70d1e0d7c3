package rules

import "testing"

func TestObservable(t *testing.T) {
	set, err := Load([]File{file("a.yaml", `pack: a
events:
  off:  {name: [Off, Gone], source: [desktop, pom]}
  free: {name: Off}
  any:  {name: "*", source: ors}
facts:
  up: {per: [], true_on: [any], false_on: [off]}
rules:
  - {id: A-1, title: t, severity: must, per: [], on: off, check: "true"}
  - {id: A-2, title: t, severity: must, per: [], on: free, check: "true"}
  - {id: A-3, title: t, severity: must, per: [], on: any, check: "true"}
  - {id: A-4, title: t, severity: must, per: [], on: {fact: up, becomes: true}, check: "true"}
`)})
	if err != nil {
		t.Fatal(err)
	}
	for can, want := range map[[2]string][4]bool{
		{"pom", "Gone"}:    {true, false, false, true},
		{"pom", "Off"}:     {true, false, false, true},
		{"tserver", "Off"}: {},
		{"", "Off"}:        {false, true, false, false},
		{"ors", "*"}:       {false, false, true, true},
	} {
		for i, r := range set.Rules {
			if got := r.Observable(func(source, name string) bool { return can == [2]string{source, name} }); got != want[i] {
				t.Errorf("%s where %v is all that comes: %v", r.ID, can, got)
			}
		}
	}
}
