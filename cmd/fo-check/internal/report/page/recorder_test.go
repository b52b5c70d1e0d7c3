package page

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

var start = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// record lets a recorder see events of these names, one a second; each stands on its own line.
func record(limit int, names ...string) (*Recorder, *trace.Input) {
	r, in := NewRecorder(limit), &trace.Input{Path: "a.log", Source: "desktop", Instance: "PC-1", Events: int64(len(names))}
	r.item(trace.Item{Kind: trace.KindInputStart, Input: in})
	for i, name := range names {
		r.item(trace.Item{Kind: trace.KindEvent, Input: in, Event: &trace.Event{Time: start.Add(time.Duration(i) * time.Second), Name: name,
			Pos: trace.Pos{File: "a.log", Line: i + 1, Offset: int64(i)}}})
	}
	return r, in
}

// mixed is a thousand frequent events with three rare ones among them.
func mixed() []string {
	var names []string
	for i := range 1000 {
		if i%333 == 332 {
			names = append(names, "Rare")
		}
		names = append(names, "Frequent")
	}
	return names
}

func TestRecorderThinsOutTheFrequent(t *testing.T) {
	r, _ := record(100, mixed()...)
	count := map[string]int64{}
	for _, e := range r.events {
		count[e.event.Name]++
	}
	if len(r.events) > 100 || len(r.events) < 40 || count["Rare"] != 3 {
		t.Errorf("%d events are kept: %v", len(r.events), count)
	}
	if left := r.left(); left["Frequent"] != 1000-count["Frequent"] || left["Rare"] != 0 {
		t.Errorf("%v are said to be left out of %v", left, count)
	}
	if first, last := r.events[0].event, r.events[len(r.events)-1].event; first.Pos.Line != 1 || last.Pos.Line < 950 {
		t.Errorf("kept are the lines %d to %d", first.Pos.Line, last.Pos.Line)
	}
}

func TestRecorderLeavesOutWhatWasNotRead(t *testing.T) {
	r, in := record(10, "A")
	r.item(trace.Item{Kind: trace.KindEvent, Input: in, Event: &trace.Event{Name: "B", Skipped: true}})
	if len(r.events) != 1 {
		t.Errorf("%d events are kept", len(r.events))
	}
}

func TestEvidenceIsAlwaysInThePage(t *testing.T) {
	r, in := record(20, mixed()...)
	line := 0
	for i := 0; line == 0; i++ { // a line that was thinned out
		if r.events[i].event.Pos.Line != i+1 {
			line = i + 1
		}
	}
	rule := &rules.Rule{ID: "X-1", Severity: rules.Must}
	f := rules.Finding{Rule: rule, Verdict: rules.Violation, Time: start.Add(time.Duration(line-1) * time.Second), Evidence: []rules.Evidence{
		{Role: rules.RoleTrigger, Time: start.Add(time.Duration(line-1) * time.Second), Event: "Frequent", Detail: "a=b",
			Pos: trace.Pos{File: "a.log", Line: line, Offset: int64(line - 1)}}}}
	run := &report.Run{Report: &rules.Report{Inputs: []*trace.Input{in}, Rules: []rules.RuleResult{{Rule: rule, Verdict: rules.Violation}},
		Findings: []rules.Finding{f}}}
	d := newBuilder(run, r).data()
	e := d.Findings[0].Evidence[0]
	if e.Event < 0 || d.Events[e.Event][7] != line || d.Lanes[d.Findings[0].Lane].Name != "PC-1" {
		t.Errorf("the evidence is %+v on lane %d of %v", e, d.Findings[0].Lane, d.Lanes)
	}
	for i := 1; i < len(d.Events); i++ {
		if *d.Events[i][0].(*int64) < *d.Events[i-1][0].(*int64) {
			t.Errorf("event %d is out of order", i)
		}
	}
}

func TestKeptObligationsAreSpread(t *testing.T) {
	r, rule := NewRecorder(0), &rules.Rule{ID: "X-1"}
	for i := range 1000 {
		r.Kept(rule, func() rules.Finding {
			return rules.Finding{Rule: rule, Verdict: rules.Pass, Message: fmt.Sprint(i)}
		})
	}
	kept := r.keptFindings()
	if len(kept) > keptPerRule || len(kept) < keptPerRule/2 || kept[0].Message != "0" || kept[1].Message != "8" || kept[len(kept)-1].Message < "9" {
		t.Errorf("%d are kept: %s, %s ... %s", len(kept), kept[0].Message, kept[1].Message, kept[len(kept)-1].Message)
	}
}

func TestSecretsAreCovered(t *testing.T) {
	for _, c := range [][3]string{{"Password", "geheim", "***"}, {"AttributeApplicationPassword", "ge heim", "***"}, {"note", "password=geheim now", "password=*** now"},
		{"dn", "7001", "7001"}} {
		if got := value(c[0], c[1]); got != c[2] {
			t.Errorf("%s=%s is shown as %s", c[0], c[1], got)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	tx := newTexts()
	n := tx.put(strings.Repeat("ä", 1000) + "\x1b")
	if got := tx.list[n]; len(got) > maxText+8 || !strings.HasSuffix(got, "ä …") {
		t.Errorf("the text became %q", got)
	}
	if first := tx.put("x"); tx.put("") != 0 || tx.put("x") != first {
		t.Error("a text has two numbers")
	}
}

func TestNaturalOrder(t *testing.T) {
	for _, c := range [][2]string{{"PC-2", "PC-10"}, {"PC-02", "PC-3"}, {"A", "A1"}, {"SIP_A", "SIP_B"}, {"9", "x"}, {"a1b2", "a1b10"}} {
		if natural(c[0], c[1]) >= 0 || natural(c[1], c[0]) <= 0 || natural(c[0], c[0]) != 0 {
			t.Errorf("%s does not come before %s", c[0], c[1])
		}
	}
}

func TestLinesAreThoseNearestToEvidence(t *testing.T) {
	r, _ := record(0, strings.Fields(strings.Repeat("A ", maxLines+1000))...)
	at := trace.Pos{File: "a.log", Line: 5500, Offset: 5499}
	rep := &rules.Report{Findings: []rules.Finding{{Evidence: []rules.Evidence{{Time: start.Add(5499 * time.Second), Pos: at}}}}}
	got := map[int]bool{}
	for _, pos := range r.Lines(rep) {
		got[pos.Line] = true
	}
	if len(got) != maxLines || !got[5500] || !got[6000] || got[900] {
		t.Errorf("%d lines, with 5500 %t, 6000 %t, 900 %t", len(got), got[5500], got[6000], got[900])
	}
}
