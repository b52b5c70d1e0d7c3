package catalogue

import (
	_ "embed"
	"slices"

	"github.com/fo-check/fo-check/rules"
)

//go:embed survivors.yaml
var embeddedSurvivors []byte

// Survivors lists what tests of the built-in rules cannot notice: kinds of changes to a rule after which it
// says the same of every trace.
type Survivors struct {
	Survivors []Survivor `yaml:"survivors"`
}

// Survivor is a kind of change of which no test of the rules notices one, and the reason.
type Survivor struct {
	Kind   string   `yaml:"kind"` // as ruletest.Kind
	Rules  []string `yaml:"rules"`
	Reason string   `yaml:"reason"`
}

// LoadSurvivors reads the list that comes with fo-check.
func LoadSurvivors() (*Survivors, error) {
	s := &Survivors{}
	return s, decode("survivors", embeddedSurvivors, s)
}

// Reason returns why no test notices a change of the kind to the rule; "": the list does not know.
func (s *Survivors) Reason(rule, kind string) string {
	i := slices.IndexFunc(s.Survivors, func(x Survivor) bool { return x.Kind == kind && slices.Contains(x.Rules, rule) })
	if i < 0 {
		return ""
	}
	return s.Survivors[i].Reason
}

// Problems tells where the list and the rules do not fit: a rule that the set lacks, one that is given twice
// with a kind, an entry without a reason.
func (s *Survivors) Problems(set *rules.Set) []string {
	var out []string
	seen := map[[2]string]bool{}
	for _, x := range s.Survivors {
		if x.Reason == "" || len(x.Rules) == 0 {
			out = append(out, x.Kind+": no reason or no rules; give both")
		}
		for _, id := range x.Rules {
			if seen[[2]string{id, x.Kind}] {
				out = append(out, id+": "+x.Kind+": given twice; give it once")
			}
			seen[[2]string{id, x.Kind}] = true
			if !slices.ContainsFunc(set.Rules, func(r *rules.Rule) bool { return r.ID == id }) {
				out = append(out, id+": "+x.Kind+": no such rule")
			}
		}
	}
	return out
}
