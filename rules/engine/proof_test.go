package engine_test

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// The proof compares the engine with the oracle, which says by definition what rules mean: on generated
// packs and traces both must give the same verdicts, counts and reasons. FO_CHECK_PROOF=100000 judges as
// many traces with a random seed; without it a batch of fixed seed is judged.

// tracesPerPack is how many traces each generated pack judges at most, half of it on average: compiling a
// pack costs more than judging.
const tracesPerPack = 20

// proof is what generated packs and traces may use.
type proof struct {
	name string
	features
}

var proofs = []proof{
	{"core", features{}},
	{"where", features{wheres: true}},
	{"retrigger", features{wheres: true, retrigger: true}},
	{"all", features{all: true}},
	{"until", features{until: true, closes: true, ends: true}},
	{"ends", features{wheres: true, ends: true, retrigger: true}},
	{"pair", features{pair: true}},
	{"broadcast", features{broadcast: true, ends: true}},
	{"loose", features{loose: true}},
	{"facts", features{facts: true, guards: true, wheres: true}},
	{"held", features{facts: true, guards: true, held: true}},
	{"start", features{facts: true, guards: true, starts: true}},
	{"params", features{facts: true, guards: true, params: true}},
	{"unknown", features{facts: true, guards: true, unknownOn: true}},
	{"evidence", features{facts: true, guards: true, evidence: true}},
	{"becomes", features{facts: true, guards: true, becomes: true}},
	{"each", features{facts: true, guards: true, each: true}},
	{"lists", features{facts: true, guards: true, lists: true}},
	{"looseFacts", features{facts: true, guards: true, loose: true}},
	{"broadFacts", features{facts: true, guards: true, broadcast: true}},
	{"oneLog", features{wheres: true, facts: true, guards: true, held: true, params: true, all: true, until: true,
		closes: true, becomes: true, each: true, lists: true, starts: true, ends: true, evidence: true,
		unknownOn: true, broadcast: true}},
	{"keyed", features{keyed: true, facts: true, guards: true}},
	{"keyedMembers", features{keyed: true, facts: true, guards: true, becomes: true, each: true, lists: true, witness: true}},
	{"looseMembers", features{loose: true, facts: true, guards: true, each: true, lists: true, evidence: true, unknownOn: true}},
	{"texts", features{texts: true, facts: true, guards: true, wheres: true}},
	{"looseTexts", features{lax: true, texts: true, facts: true, guards: true, loose: true, evidence: true, unknownOn: true, starts: true}},
	{"numbers", features{numbers: true, facts: true, guards: true, wheres: true}},
	{"windows", features{lax: true, numbers: true, facts: true, guards: true, loose: true, evidence: true, unknownOn: true, starts: true}},
	{"holedNumbers", features{numbers: true, texts: true, facts: true, guards: true, gaps: true}},
	{"relations", features{related: true, facts: true, guards: true, wheres: true}},
	{"looseRelations", features{lax: true, related: true, facts: true, guards: true, loose: true, evidence: true, gaps: true, keyed: true}},
	{"causes", features{causes: true, facts: true, guards: true, params: true, evidence: true}},
	{"settle", features{settle: true, ends: true, gaps: true, starts: true}},
	{"settleSources", features{settle: true, sources: true, ends: true, starts: true}},
	{"sites", features{sites: true, facts: true, guards: true}},
	{"gaps", features{gaps: true, facts: true, guards: true, ends: true}},
	{"sources", features{sources: true, ends: true}},
	{"witness", features{sources: true, ends: true, witness: true}},
	{"sourceFacts", features{sources: true, facts: true, guards: true}},
	{"clocks", features{sources: true, clocks: true, ends: true}},
	{"clockFacts", features{safe: true, sources: true, clocks: true, facts: true, guards: true}},
	{"forgetting", features{facts: true, guards: true, wheres: true, params: true, until: true, forgets: true}},
	{"forgettingBroad", features{facts: true, guards: true, broadcast: true, forgets: true}},
	{"forgettingMembers", features{facts: true, guards: true, each: true, lists: true, forgets: true}},
	{"forgettingHistory", features{facts: true, guards: true, held: true, becomes: true, forgets: true}},
}

// summary is what is compared, per rule.
type summary struct {
	verdict                                   rules.Verdict
	exercised, passed, violated, inconclusive int64
	findings                                  string // of each inconclusive one the reasons, sorted
}

func TestProof(t *testing.T) {
	for _, p := range proofs {
		t.Run(p.name, func(t *testing.T) {
			budget(t, 2400, len(proofs))
			var judged atomic.Int64
			rapid.Check(t, func(rt *rapid.T) { compareOnce(rt, p.features, &judged) })
			t.Logf("%d traces", judged.Load())
		})
	}
}

// budget sets how many packs rapid draws for one of so many tests, and the seed.
func budget(t *testing.T, packs, tests int) {
	seed := "1"
	if n, err := strconv.Atoi(os.Getenv("FO_CHECK_PROOF")); err == nil {
		packs, seed = 2*n/tracesPerPack, "0"
	}
	packs = 1 + packs/tests
	for name, value := range map[string]string{"rapid.checks": strconv.Itoa(packs), "rapid.seed": seed, "rapid.nofailfile": "true"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set(name, before) })
	}
}

func compareOnce(rt *rapid.T, f features, judged *atomic.Int64) {
	g := &gen{T: rt, features: f}
	pack := g.drawPack()
	text := pack.yaml()
	set, err := rules.Load([]rules.File{{Name: "proof.yaml", Content: []byte(text)}})
	if err != nil {
		rt.Fatalf("%v\n%s", err, text)
	}
	for range g.n(1, tracesPerPack) {
		judged.Add(1)
		tr := g.drawTrace()
		got, want := engineSays(rt, set, pack, tr, g.kept()), oracleSays(pack, tr)
		for i := range want {
			if f.clocks || f.lax { // which of several reasons are known to apply is left open
				got[i].findings, want[i].findings = "", ""
			}
			if f.safe && got[i].violated <= want[i].violated {
				continue
			}
			if got[i] != want[i] {
				rt.Fatalf("%s\nengine %+v\noracle %+v\n%s\ntrace: |\n%s", pack.rules[i].id, got[i], want[i], text, tr.text())
			}
		}
	}
}

// kept draws how many finished keys the engine keeps.
func (g *gen) kept() int {
	if g.forgets {
		return g.n(0, 2)
	}
	return 1 << 20
}

// engineSays judges the trace, with so many finished keys kept.
func engineSays(rt *rapid.T, set *rules.Set, pack *gPack, tr *gTrace, keep int) (out []summary) {
	report, err := engine.CheckKeeping(keep, set, tr.stream(), pack.given...)
	if err != nil {
		rt.Fatal(err)
	}
	for i := range report.Rules {
		r := &report.Rules[i]
		s := summary{verdict: r.Verdict, exercised: r.Exercised, passed: r.Passed, violated: r.Violated, inconclusive: r.Inconclusive}
		var texts []string
		for j := range report.Findings {
			if f := &report.Findings[j]; f.Rule == r.Rule && f.Verdict == rules.Inconclusive {
				texts = append(texts, fmt.Sprint(f.Reasons))
			}
		}
		s.findings = sortedText(texts)
		out = append(out, s)
	}
	return out
}

func sortedText(texts []string) string {
	sort.Strings(texts)
	return strings.Join(texts, " ")
}

func oracleSays(p *gPack, tr *gTrace) (out []summary) {
	o := newOracle(p, tr)
	for _, r := range p.rules {
		out = append(out, summarise(o.judge(r)))
	}
	return out
}

func summarise(outcomes []outcome) summary {
	s := summary{verdict: rules.NotExercised}
	var texts []string
	for _, x := range outcomes {
		s.exercised++
		switch x.verdict {
		case rules.Pass:
			s.passed++
		case rules.Violation:
			s.violated++
		default:
			s.inconclusive++
			texts = append(texts, fmt.Sprint(x.why.list()))
		}
	}
	switch {
	case s.violated > 0:
		s.verdict = rules.Violation
	case s.inconclusive > 0:
		s.verdict = rules.Inconclusive
	case s.passed > 0:
		s.verdict = rules.Pass
	}
	s.findings = sortedText(texts)
	return s
}

// TestProofCases runs testdata/proof_test.yaml and testdata/state_test.yaml: small traces on which engine and
// oracle once differed.
func TestProofCases(t *testing.T) {
	for _, name := range []string{"proof", "state"} {
		set := loadPack(t, "testdata/"+name+".yaml")
		cases, err := ruletest.Load("testdata/" + name + "_test.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range ruletest.Run(set, cases) {
			t.Run(result.Case.Name, func(t *testing.T) {
				if !result.Passed() {
					t.Error(result.String())
				}
			})
		}
	}
}
