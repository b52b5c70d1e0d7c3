package engine_test

import (
	"context"
	"io"
	"math/rand/v2"
	"sort"
	"strconv"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/trace"
)

// A cut log is the acceptance test of the engine: what is provable from what is left is a violation, and
// everything else that is missing is inconclusive for its reason. The truth is worked out here by
// definition, from the list of events.

const (
	acceptanceAgents  = 5000
	acceptancePlanted = 100
)

// history generates about n events of 5,000 agents and 5,000 desktops, with 100 logouts of agents who are
// not logged in and 100 losses of service that nobody answers in time.
func history(n int, seed uint64) []trace.Event {
	r := rand.New(rand.NewPCG(seed, 1))
	var events []trace.Event
	span := time.Duration(n) * 10 * time.Millisecond
	rounds := n / (4 * acceptanceAgents)
	for a := range acceptanceAgents {
		step := span / time.Duration(rounds+1)
		for i := range rounds {
			at := step*time.Duration(i) + time.Duration(r.Int64N(int64(step-75*time.Second)))
			planted := i == rounds/2 && a < acceptancePlanted
			events = append(events, episode(a, at, planted, r)...)
		}
	}
	order := make([]int, len(events)) // events are large: only their places are moved
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return events[order[i]].Time.Before(events[order[j]].Time) })
	sorted := make([]trace.Event, len(events))
	for i, from := range order {
		sorted[i] = events[from]
		sorted[i].Pos.Line = i + 1
	}
	return sorted
}

// episode is one login with its logout, and one loss of service with its recovery.
func episode(a int, at time.Duration, planted bool, r *rand.Rand) []trace.Event {
	id := strconv.Itoa(a)
	agent := func(name string, d time.Duration) trace.Event {
		return trace.Event{Source: "tserver", Name: name, Agent: id, Time: epoch.Add(at + d)}
	}
	status := func(s string, d time.Duration) trace.Event {
		return trace.Event{Source: "desktop", Name: "ServiceStatus", Instance: "PC-" + id, Time: epoch.Add(at + d),
			Attrs: trace.Attrs{{Key: "status", Value: s}}}
	}
	back := time.Duration(r.Int64N(int64(30*time.Second) + 1))
	out := []trace.Event{agent("EventAgentLogin", 0), agent("EventAgentLogout", 40*time.Second), status("off", 0), status("on", back)}
	if planted {
		out = append(out, agent("EventAgentLogout", 41*time.Second))
		out[3] = status("on", 31*time.Second+back)
	}
	return out
}

// expectation is what a log proves of the two rules.
type expectation struct{ violations, open int }

// provableLogouts: a logout is wrong if the agent's previous event in the log is a logout too, or if the log
// is complete and there is none; it cannot be told if there is none and the log is not complete.
func provableLogouts(events []trace.Event, complete bool) (x expectation) {
	last := map[string]string{}
	for i := range events {
		e := &events[i]
		if e.Source != "tserver" {
			continue
		}
		if e.Name == "EventAgentLogout" {
			switch before := last[e.Agent]; {
			case before == "EventAgentLogout", before == "" && complete:
				x.violations++
			case before == "":
				x.open++
			}
		}
		last[e.Agent] = e.Name
	}
	return x
}

// provableSilences: an off without an on in the next 30 seconds is wrong if the desktop's log goes on
// beyond that time, else it cannot be told. An off before the answer belongs to the same loss.
func provableSilences(events []trace.Event, end time.Time) (x expectation) {
	byDesktop := map[string][]trace.Event{}
	for _, e := range events {
		if e.Source == "desktop" {
			byDesktop[e.Instance] = append(byDesktop[e.Instance], e)
		}
	}
	for _, list := range byDesktop {
		for i, e := range list {
			if e.Attrs[0].Value != "off" {
				continue
			}
			deadline := e.Time.Add(30 * time.Second)
			if i+1 < len(list) && !list[i+1].Time.After(deadline) {
				continue
			}
			if end.After(deadline) {
				x.violations++
			} else {
				x.open++
			}
		}
	}
	return x
}

// twoLogs yields one server log and one desktop log that all desktops share, merged.
func twoLogs(events []trace.Event, complete bool) trace.Stream {
	var streams []trace.Stream
	for _, source := range []string{"tserver", "desktop"} {
		in := &trace.Input{Path: source, Source: source, Clock: "one", CompleteFromStart: complete, SHA256: source}
		s := &heldLog{in: in}
		for i := range events {
			if events[i].Source == source {
				s.events = append(s.events, &events[i])
			}
		}
		streams = append(streams, s)
	}
	return trace.Merge(streams...)
}

type heldLog struct {
	in     *trace.Input
	events []*trace.Event
	i      int
}

func (s *heldLog) Next() (trace.Item, error) {
	s.i++
	switch n := s.i - 2; {
	case s.i == 1:
		return trace.Item{Kind: trace.KindInputStart, Input: s.in}, nil
	case n < len(s.events):
		return trace.Item{Kind: trace.KindEvent, Input: s.in, Event: s.events[n], Time: s.events[n].Time}, nil
	case n == len(s.events):
		s.in.EndTime = s.events[n-1].Time
		return trace.Item{Kind: trace.KindInputEnd, Input: s.in, Time: s.in.EndTime}, nil
	}
	return trace.Item{}, io.EOF
}

func (s *heldLog) Close() error { return nil }

func TestCutLogsProveWhatTheyProveAndNoMore(t *testing.T) {
	n := 1_000_000
	if testing.Short() || raced {
		n = 100_000
	}
	set := loadPack(t, "testdata/acceptance.yaml")
	all := history(n, 7)
	cuts := []struct {
		name     string
		events   []trace.Event
		complete bool
	}{
		{"whole", all, true},
		{"cut at the end", all[:len(all)*9/10], true},
		{"cut at the front", all[len(all)*45/100:], false},
	}
	for _, cut := range cuts {
		t.Run(cut.name, func(t *testing.T) { judgeCut(t, set, cut.events, cut.complete) })
	}
}

func judgeCut(t *testing.T, set *rules.Set, events []trace.Event, complete bool) {
	var end time.Time
	for i := range events {
		if events[i].Source == "desktop" {
			end = events[i].Time
		}
	}
	report, err := engine.Check(context.Background(), set, twoLogs(events, complete), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	logouts, silences := provableLogouts(events, complete), provableSilences(events, end)
	if logouts.violations == 0 || silences.violations == 0 {
		t.Fatal("the cut leaves nothing to prove")
	}
	compareCut(t, report, "LOGOUT", logouts, rules.ReasonTruncStart)
	compareCut(t, report, "ANSWERED", silences, rules.ReasonTruncEnd)
	t.Logf("%d events: logouts %+v, silences %+v", len(events), logouts, silences)
}

func compareCut(t *testing.T, report *rules.Report, id string, want expectation, reason rules.Reason) {
	t.Helper()
	for _, r := range report.Rules {
		if r.Rule.ID != id {
			continue
		}
		got := expectation{int(r.Violated), int(r.Inconclusive)}
		if got != want || int(r.Reasons[reason]) != want.open {
			t.Errorf("%s: got %+v (%v), want %+v of %s", id, got, r.Reasons, want, reason)
		}
	}
}
