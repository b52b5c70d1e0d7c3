package ruledoc

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/rules/ruletest"
	"github.com/fo-check/fo-check/trace"
)

const pack = `apiVersion: fo-check/rules/v1
pack: p
title: P
documents: {d: {title: D}}
params:
  wait: {type: duration, default: 10s, ours: "so"}
  hidden: {type: duration, default: 1s, ours: "so"}
  unread: {type: duration, default: 1s, ours: "so"}
events:
  off: {name: ServiceStatus, source: desktop, where: 'attrs.status == "off"'}
  on: {name: ServiceStatus, source: desktop, where: 'attrs.status == "on"'}
  warned: {name: UserWarned, source: desktop}
  started: {name: DesktopStarted, source: desktop}
facts:
  calm: {per: [instance], true_on: [{on: started, where: 'params.hidden > duration("0s")'}], initially: "true"}
rules:
  - {id: MY-1, title: t, doc: "See MY-3.", severity: must, party: desktop, cite: {document: d}, per: [instance], on: off, when: facts.calm.value, expect: warned, within: params.wait, cancel: [{on: on}]}
  - {id: MY-1b, title: t, severity: must, party: desktop, cite: {document: d}, per: [instance], on: started, expect: off, within: 10s}
  - {id: MY-2, title: t, severity: must, party: desktop, cite: {document: d}, per: [instance], on: off, expect: on, within: 10s}
  - {id: MY-3, title: t, severity: must, party: desktop, cite: {document: d}, per: [instance], on: warned, expect: on, within: 10s}
  - {id: MY-30, title: t, severity: must, party: desktop, cite: {document: d}, per: [instance], on: on, expect: warned, within: 10s}
`

const tests = `pack: p
shared:
  off: &OFF |
    1 desktop PC-1 DesktopStarted
    100 desktop PC-1 ServiceStatus status=off
tests:
  - name: discharged
    params: {wait: 10s, unread: 3s}
    trace: |
      100 desktop PC-1 ServiceStatus status=off
      101 desktop PC-1 ServiceStatus status=on
    expect: {MY-1: pass}
  - name: long
    trace: [*OFF, "101 desktop PC-1 UserWarned", "102 desktop PC-1 UserWarned", "end 300"]
    expect: {MY-1: pass}
  - name: kept
    params: {wait: 10s, unread: 3s}
    trace: [*OFF, "101 desktop PC-1 UserWarned", "end 300"]
    expect: {MY-1: pass}
  - name: broken
    trace: [*OFF, "end 300"]
    expect: {MY-1: violation(missing)}
  - name: by the way
    trace: ["100 desktop PC-1 ServiceStatus status=off", "end 300"]
    expect: {MY-1: violation}
  - name: a claim that is not so
    trace: ["100 desktop PC-1 ServiceStatus status=off"]
    expect: {MY-1: violation}
  - name: cut
    trace: [*OFF, "end 105"]
    expect: {MY-1: inconclusive(TRUNC_END)}
  - name: cut again
    trace: [*OFF, "end 106"]
    expect: {MY-1: inconclusive(TRUNC_END)}
`

const foreignTests = `pack: q
tests:
  - name: another pack's
    trace: ["100 desktop PC-1 ServiceStatus status=off", "end 300"]
    expect: {MY-1: violation(missing)}
`

func small(t *testing.T) *Book {
	t.Helper()
	set, err := rules.Load([]rules.File{{Name: "p.yaml", Content: []byte(pack)}})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := ruletest.Parse("p_test.yaml", []byte(tests))
	if err != nil {
		t.Fatal(err)
	}
	others, err := ruletest.Parse("q_test.yaml", []byte(foreignTests))
	if err != nil {
		t.Fatal(err)
	}
	return &Book{Set: set, Cases: append(others, cases...)}
}

func page(t *testing.T, b *Book, index int) *Page {
	t.Helper()
	p, err := b.Page(context.Background(), b.Set.Rules[index])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestExamplesAreTheShortestThatAreTrue(t *testing.T) {
	p := page(t, small(t), 0)
	for _, x := range []struct {
		example *Example
		name    string
	}{{p.Violated, "broken"}, {p.Kept, "kept"}, {p.Open, "cut"}} {
		if x.example == nil || x.example.Case.Name != x.name {
			t.Errorf("want %q, have %+v", x.name, x.example)
		}
	}
	if s := p.Kept.Settings; len(s) != 1 || s[0].Name != "wait" {
		t.Errorf("settings: %v", s)
	}
	if o := p.Reasons; len(o) != 1 || o[0].Reason != rules.ReasonTruncEnd || strings.Join(o[0].Tests, "; ") != "cut; cut again" {
		t.Errorf("reasons: %v", o)
	}
}

func TestEvidenceStandsInTheTrace(t *testing.T) {
	x := page(t, small(t), 0).Violated
	if got := strings.Join(x.Lines(), "|"); got != "1 desktop PC-1 DesktopStarted|100 desktop PC-1 ServiceStatus status=off|end 300" {
		t.Errorf("lines: %s", got)
	}
	e := x.Report.Findings[0].Evidence
	if len(e) < 2 || e[0].Pos.File != TraceName || e[0].Pos.Line != 2 || e[1].Pos.File == "p_test.yaml" {
		t.Errorf("evidence: %+v", e)
	}
}

func TestARuleWithoutTestsHasAPageToo(t *testing.T) {
	p := page(t, small(t), 4)
	if p.Violated != nil || p.Kept != nil || p.Open != nil || p.Reasons != nil || len(p.Params) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhatARuleDependsOn(t *testing.T) {
	p := page(t, small(t), 0)
	var params, direct, known []string
	for _, x := range p.Params {
		params = append(params, x.Name)
	}
	for _, x := range p.Direct {
		direct = append(direct, x.Name)
	}
	for _, x := range p.Known {
		known = append(known, x.Name)
	}
	got := strings.Join(params, " ") + "; " + strings.Join(direct, " ") + "; " + strings.Join(known, " ")
	if got != "hidden wait; off warned on; started" {
		t.Error(got)
	}
}

func TestRelated(t *testing.T) {
	b := small(t)
	for index, want := range map[int]string{
		0: "MY-1b the same obligation; MY-2 the same trigger; MY-3 named above",
		3: "MY-1 names this rule",
		4: "",
	} {
		var got []string
		for _, r := range page(t, b, index).Related {
			got = append(got, r.Rule.ID+" "+r.Why)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: %v", b.Set.Rules[index].ID, got)
		}
	}
}

func TestDecides(t *testing.T) {
	b := builtin(t)
	for id, want := range map[string]string{"L-07": "DR-40", "DR-36": "", "L-34": "OR-07 OR-12 EX-E6"} {
		for _, r := range b.Set.Rules {
			if r.ID != id {
				continue
			}
			got, err := b.decides(r)
			if err != nil || strings.Join(got, " ") != want {
				t.Errorf("%s: %v, %v", id, got, err)
			}
		}
	}
}

// builtin is the book of the built-in packs.
func builtin(t *testing.T) *Book {
	t.Helper()
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	b := &Book{Set: set}
	for _, f := range rules.BuiltinTests() {
		cases, err := ruletest.Parse(f.Name, f.Content)
		if err != nil {
			t.Fatal(err)
		}
		b.Cases = append(b.Cases, cases...)
	}
	return b
}

// What Encode writes is judged as the test itself.
func TestExamplesCanBeWritten(t *testing.T) {
	b := builtin(t)
	ctx := context.Background()
	for _, r := range b.Set.Rules {
		for _, v := range []rules.Verdict{rules.Violation, rules.Pass, rules.Inconclusive} {
			x, err := b.Example(ctx, r, v)
			if err != nil || x == nil {
				t.Errorf("%s %s: %v, %v", r.ID, v, x, err)
				continue
			}
			pack, _ := b.Set.Select([]string{r.Pack.Name}, nil)
			report, err := engine.Check(ctx, pack, decoded(t, x), engine.Options{Settings: x.Settings, Profile: x.Case.Profile})
			if err != nil {
				t.Fatal(err)
			}
			if got := only(report, r.ID).Rules[0].Verdict; got != v {
				t.Errorf("%s: %q ends in %s, written and read again in %s", r.ID, x.Case.Name, v, got)
			}
		}
	}
}

// decoded writes an example and reads it again.
func decoded(t *testing.T, x *Example) trace.Stream {
	t.Helper()
	var b bytes.Buffer
	if err := x.Case.Encode(&b); err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil }
	return trace.NewDecoder([]trace.File{{Name: "x.ndjson", Open: open}}, trace.DecoderOptions{Wanted: &trace.Wanted{All: true}})
}
