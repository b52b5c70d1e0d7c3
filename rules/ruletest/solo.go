package ruletest

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/trace"
)

// solo returns the set with one rule, which stands at index 0.
func solo(set *rules.Set, r rules.Rule) *rules.Set {
	alone := *set
	r.Index = 0
	alone.Rules = []*rules.Rule{&r}
	return &alone
}

// eachRule calls do for every rule of the set, several at once, with its index.
func eachRule(ctx context.Context, set *rules.Set, do func(i int, r *rules.Rule)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				do(i, set.Rules[i])
			}
		})
	}
	for i := range set.Rules {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	group.Wait()
}

// judge runs a case with a trace by the set; nil: it cannot be run.
func judge(ctx context.Context, set *rules.Set, c *Case) *rules.Report {
	if c.script == nil {
		return nil
	}
	stream := c.stream()
	defer stream.Close()
	report, err := engine.Check(ctx, set, stream, engine.Options{Settings: c.Settings, Profile: c.Profile})
	if err != nil {
		return nil
	}
	return report
}

// concerns tells whether the case says something about the rule: by name, or, being of its pack, that it
// is not violated.
func (c *Case) concerns(r *rules.Rule) bool { return c.expects(r.ID) != nil || c.Pack == r.Pack.Name }

// expects returns what the case expects of a rule, or nil.
func (c *Case) expects(id string) *Expectation {
	for i := range c.Expect {
		if c.Expect[i].Rule == id {
			return &c.Expect[i]
		}
	}
	return nil
}

// kept tells whether what the report says of its only rule is what the case expects.
func (c *Case) kept(report *rules.Report) bool {
	got := &report.Rules[0]
	if x := c.expects(got.Rule.ID); x != nil {
		return agrees(*x, got, report)
	}
	return got.Verdict != rules.Violation
}

// about returns the cases that can tell the rule from a changed one, those that name it first: they concern
// it, hold, and have an event that triggers it. tested: there are some that concern it and hold.
func about(ctx context.Context, set *rules.Set, r *rules.Rule, cases []Case) (telling []*Case, tested bool) {
	var others []*Case
	alone := solo(set, *r)
	for i := range cases {
		c := &cases[i]
		if c.script == nil || !c.concerns(r) {
			continue
		}
		named, triggered := c.expects(r.ID) != nil, r.Triggered(c.script.has)
		if named || triggered { // else it cannot be violated
			if report := judge(ctx, alone, c); report == nil || !c.kept(report) {
				continue
			}
		}
		tested = true
		switch {
		case triggered && named:
			telling = append(telling, c)
		case triggered:
			others = append(others, c)
		}
	}
	return append(telling, others...), tested
}

// has tells whether the trace has an event of the name ("*": any) from the source ("": any).
func (s *script) has(source, name string) bool {
	return slices.ContainsFunc(s.logs, func(g *logScript) bool {
		return slices.ContainsFunc(g.events, func(e trace.Event) bool {
			return (source == "" || e.Source == source) && (name == "*" || e.Name == name)
		})
	})
}
