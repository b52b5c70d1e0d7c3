package ruletest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
)

const mutantPack = `apiVersion: fo-check/rules/v1
pack: m
title: M
documents: {d: {title: D}}
events:
  ping: {name: Ping, source: desktop}
  pong: {name: Pong, source: desktop}
  stop: {name: Stop, source: desktop}
  bad:  {name: Bad, source: desktop, keys: {site: attrs.from}}
facts:
  up: {per: [instance], true_on: [pong], false_on: [stop]}
rules:
  - id: M-1
    title: a ping is answered
    severity: must
    cite: {document: d}
    per: [instance, site]
    on: ping
    when: attrs.kind == "a" && attrs.loud == "yes"
    expect: pong
    within: 5s
    cancel: [stop]
  - id: M-2
    title: nothing bad while up
    severity: must_not
    cite: {document: d}
    per: [instance, site]
    on: ping
    forbid: bad
    unless: '!facts.up.value'
  - id: M-3
    title: a stop only when up
    severity: must
    cite: {document: d}
    per: [instance]
    on: stop
    check: facts.up.value
`

// strong and weak test the same rules; strong looks at bounds, keys, guard and cancel.
const weak = `pack: m
tests:
  - name: answered
    trace: |
      1 desktop A Ping site=X kind=a loud=yes
      2 desktop A Pong site=X
      end 20
    expect: {M-1: pass, M-2: pass}
`

const strong = weak + `
  - name: at the bound
    trace: |
      1 desktop A Ping site=X kind=a loud=yes
      6 desktop A Pong site=X
      end 20
    expect: {M-1: pass, M-2: pass}
  - name: late by a millisecond
    trace: |
      1 desktop A Ping site=X kind=a loud=yes
      6.001 desktop A Pong site=X
      end 20
    expect: {M-1: violation, M-2: pass}
  - name: another kind
    trace: |
      1 desktop A Ping site=X kind=b loud=yes
      end 20
    expect: {M-1: not-exercised, M-2: pass}
  - name: not loud
    trace: |
      1 desktop A Ping site=X kind=a loud=no
      end 20
    expect: {M-1: not-exercised, M-2: pass}
  - name: stopped
    trace: |
      1 desktop A Ping site=X kind=a loud=yes
      2 desktop A Stop site=X
      end 20
    expect: {M-1: pass, M-2: pass, M-3: violation}
  - name: two
    trace: |
      1 desktop A Ping site=X kind=a loud=yes
      2 desktop B Pong site=X
      3 desktop A Pong site=Y
      end 20
    expect: {M-1: violation, M-2: pass}
  - name: bad
    trace: |
      1 desktop A Ping site=X kind=b
      2 desktop A Pong site=X
      3 desktop A Bad from=X
      4 desktop A Stop site=X
      end 20
    expect: {M-1: not-exercised, M-2: violation, M-3: pass}
`

func mutantSet(t *testing.T, text string) (*rules.Set, []Case) {
	t.Helper()
	set, err := rules.Load([]rules.File{{Name: "m.yaml", Content: []byte(mutantPack)}})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Parse("m_test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Run(set, cases) {
		if !r.Passed() {
			t.Fatal(r.String())
		}
	}
	return set, cases
}

func survivors(all []RuleMutation, id string) []string {
	var out []string
	for _, m := range all {
		for _, s := range m.Survivors {
			if s.Rule.ID == id {
				out = append(out, s.What)
			}
		}
	}
	return out
}

func TestMutateRules(t *testing.T) {
	set, cases := mutantSet(t, strong)
	m := MutateRules(context.Background(), set, cases)
	if all := m[0].Total(); all.Tried < 12 || all.Noticed < all.Tried || !m[0].Tested || len(m[0].Unnoticed()) > 0 {
		t.Errorf("%+v, %v survive, %+v", all, survivors(m, "M-1"), m[0])
	}
	set, cases = mutantSet(t, weak)
	m = MutateRules(context.Background(), set, cases)
	for _, want := range []string{"within x2", "within +1ms", "guard dropped", "cancel stop dropped", "match: instance dropped",
		`when: attrs.kind == "a" taken as true`} {
		if !slices.Contains(survivors(m, "M-1"), want) {
			t.Errorf("%s is noticed by a test that does not look: %v", want, survivors(m, "M-1"))
		}
	}
	for _, killed := range []string{"guard negated"} {
		if slices.Contains(survivors(m, "M-1"), killed) {
			t.Errorf("%s is not noticed", killed)
		}
	}
	for _, s := range m[0].Survivors {
		if s.Pos.Line == 0 {
			t.Errorf("%s of %s has no place", s.What, s.Rule.ID)
		}
	}
	want := []Kind{BoundHalved, BoundDoubled, BoundLonger, BoundShorter, GuardDropped, CancelDropped, PerDropped, MatchDropped, PartTrue}
	if got := m[0].Unnoticed(); !slices.Equal(got, want) {
		t.Errorf("of M-1 no test notices %v, want %v", got, want)
	}
	if got := m[2].Unnoticed(); !slices.Equal(got, []Kind{PerDropped, UnknownFalse}) {
		t.Errorf("of M-3, which no test triggers, none notices %v", got)
	}
	if m := MutateRules(context.Background(), set, nil); m[0].Tested || m[0].Total().Tried > 0 {
		t.Errorf("without tests: %+v", m[0].Total())
	}
}

// TestMutateUnknown takes what is unknown as false: only a test of a log that begins late notices.
func TestMutateUnknown(t *testing.T) {
	const what = "check: unknown taken as false"
	for text, want := range map[string]bool{
		strong: true,
		strong + `
  - name: up or not, before the log
    trace: |
      start unknown
      1 desktop A Stop site=X
    expect: {M-3: inconclusive(TRUNC_START)}
`: false,
	} {
		set, cases := mutantSet(t, text)
		if got := slices.Contains(survivors(MutateRules(context.Background(), set, cases), "M-3"), what); got != want {
			t.Errorf("survives: got %t, want %t", got, want)
		}
	}
}

func TestMutateTraces(t *testing.T) {
	set, cases := mutantSet(t, strong)
	for _, m := range MutateTraces(context.Background(), set, cases) {
		if m.Blind() {
			t.Errorf("%s notices nothing: %+v", m.Rule.ID, m.ByChange)
		}
		want := map[string][]Change{"M-1": {ReplyDeleted, ReplyDelayed, ReplyMoved}, "M-2": {ForbiddenInserted}, "M-3": {FactDropped}}
		for _, c := range want[m.Rule.ID] {
			if n := m.ByChange[c]; n.Tried == 0 || n.Noticed == 0 {
				t.Errorf("%s: %s: %+v", m.Rule.ID, c, n)
			}
		}
	}
	set, cases = mutantSet(t, weak)
	if got := MutateTraces(context.Background(), set, cases)[2]; got.Passing != 0 || !got.Blind() {
		t.Errorf("a rule that no test exercises: %+v", got)
	}
}

func TestCoverage(t *testing.T) {
	set, cases := mutantSet(t, strong)
	results, cover := (&Runner{Set: set}).Cover(context.Background(), cases)
	for _, r := range results {
		if !r.Passed() {
			t.Error(r.String())
		}
	}
	gaps := strings.Join(cover.Rules[0].Gaps(), "\n")
	if gaps != "no test ends in inconclusive" {
		t.Errorf("M-1: %s", gaps)
	}
	set, cases = mutantSet(t, weak)
	_, cover = (&Runner{Set: set}).Cover(context.Background(), cases)
	gaps = strings.Join(cover.Rules[0].Gaps(), "\n")
	for _, want := range []string{"no test ends in violation", "when is never false", `when: attrs.kind == "a" is never false`} {
		if !strings.Contains(gaps, want) {
			t.Errorf("lacks %q: %s", want, gaps)
		}
	}
	if got := cover.Rules[2].Gaps(); len(got) != 1 || got[0] != "is exercised by no test" {
		t.Errorf("M-3: %v", got)
	}
}
