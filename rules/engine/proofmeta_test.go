package engine_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/rules"
)

// What says nothing new must change no verdict. Each case rewrites a trace in such a way.
var sameMeaning = []struct {
	name    string
	rewrite func(g *gen, tr *gTrace) *gTrace
}{
	{"shift all times", func(g *gen, tr *gTrace) *gTrace {
		by := g.n(1, 100_000)
		return tr.rewrite(func(l *gLog) {
			for i := range l.entries {
				l.entries[i].ms += by
			}
			if l.endMS >= 0 {
				l.endMS += by
			}
		})
	}},
	{"rename agents", func(g *gen, tr *gTrace) *gTrace {
		names := map[string]string{"": "", "1": "9", "2": "0"}
		return tr.rewrite(func(l *gLog) {
			for i, e := range l.entries {
				l.entries[i].keys = map[string]string{"agent": names[e.keys["agent"]], "dn": e.keys["dn"]}
			}
		})
	}},
	{"rename instances, in the same order", func(g *gen, tr *gTrace) *gTrace {
		return tr.rewrite(func(l *gLog) { l.instance += "-17" })
	}},
	{"add events that no rule names", func(g *gen, tr *gTrace) *gTrace {
		return tr.rewrite(func(l *gLog) {
			for range g.n(1, 3) {
				i := g.n(0, len(l.entries)-1)
				l.entries = slices.Insert(l.entries, i+1, gEntry{ms: l.entries[i].ms, name: "Nothing"})
			}
		})
	}},
	{"give the inputs in another order", func(g *gen, tr *gTrace) *gTrace {
		out := tr.rewrite(func(*gLog) {})
		slices.Reverse(out.logs)
		return out
	}},
	{"cut a file into two segments of one input", func(g *gen, tr *gTrace) *gTrace {
		return tr.rewrite(func(l *gLog) { l.cut = g.n(0, len(l.entries)) })
	}},
}

// rewrite returns a copy of the trace of which every log was changed.
func (t *gTrace) rewrite(change func(*gLog)) *gTrace {
	out := &gTrace{}
	for _, l := range t.logs {
		c := *l
		c.entries = slices.Clone(l.entries)
		change(&c)
		out.logs = append(out.logs, &c)
	}
	return out
}

func TestSameMeaningSameVerdict(t *testing.T) {
	all := features{wheres: true, facts: true, guards: true, held: true, params: true, retrigger: true, loose: true,
		broadcast: true, all: true, until: true, closes: true, becomes: true, lists: true, starts: true, ends: true,
		evidence: true, unknownOn: true, sources: true, clocks: true, witness: true}
	for _, c := range sameMeaning {
		t.Run(c.name, func(t *testing.T) {
			budget(t, 40, len(sameMeaning))
			rapid.Check(t, func(rt *rapid.T) { sameOnce(rt, all, c.rewrite) })
		})
	}
}

func sameOnce(rt *rapid.T, f features, rewrite func(*gen, *gTrace) *gTrace) {
	g := &gen{T: rt, features: f}
	pack := g.drawPack()
	text := pack.yaml()
	set, err := rules.Load([]rules.File{{Name: "proof.yaml", Content: []byte(text)}})
	if err != nil {
		rt.Fatalf("%v\n%s", err, text)
	}
	for range g.n(1, tracesPerPack) {
		tr := g.drawTrace()
		other := rewrite(g, tr)
		before, after := engineSays(rt, set, pack, tr, g.kept()), engineSays(rt, set, pack, other, g.kept())
		if !slices.Equal(before, after) {
			rt.Fatalf("before %+v\nafter %+v\n%s\ntrace: |\n%s\nrewritten: |\n%s", before, after, text, tr.text(), other.text())
		}
	}
}

// TestForgettingProvesNothing forgets finished keys at once: what is not known any more may leave a rule
// undecided, and never accuses.
func TestForgettingProvesNothing(t *testing.T) {
	all := features{wheres: true, facts: true, guards: true, held: true, params: true, loose: true, broadcast: true,
		until: true, becomes: true, each: true, lists: true, starts: true, ends: true, evidence: true, unknownOn: true,
		gaps: true, sources: true}
	budget(t, 120, 1)
	rapid.Check(t, func(rt *rapid.T) {
		g := &gen{T: rt, features: all}
		pack := g.drawPack()
		text := pack.yaml()
		set, err := rules.Load([]rules.File{{Name: "proof.yaml", Content: []byte(text)}})
		if err != nil {
			rt.Fatalf("%v\n%s", err, text)
		}
		for range g.n(1, tracesPerPack) {
			tr := g.drawTrace()
			before, after := engineSays(rt, set, pack, tr, 1<<20), engineSays(rt, set, pack, tr, g.n(0, 2))
			for i := range before {
				if after[i].violated > before[i].violated {
					rt.Fatalf("before %+v\nafter %+v\n%s\ntrace: |\n%s", before[i], after[i], text, tr.text())
				}
			}
		}
	})
}
