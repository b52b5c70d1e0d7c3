package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// rulesCoverageCmd tells what logs exercise.
type rulesCoverageCmd struct {
	inputFlags
	ruleFlags
	judgeFlags
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// Help is printed under the usage.
func (*rulesCoverageCmd) Help() string {
	return `Says which rules the logs put to the test, and which events of theirs no rule reads. It gives no verdict: --fail-on and
--strict are without effect.

  exercised         an obligation arose and was judged
  cancelled-only    every obligation that arose was discharged or cancelled
  guard-never-true  the trigger came, and its guard never held
  not-exercised     the trigger never came
  not-observable    no log of this kind can hold the trigger, or tell of those that owe

Examples:
  fo-check rules coverage logs/
  fo-check rules coverage -r site-rules/ --select site -p site-timeout=30s logs/

Exit codes: 0, 2 bad usage or rule file, 3 something could not be read.`
}

// logCoverage is what logs exercise.
type logCoverage struct {
	Rules  []ruleCoverage `json:"rules"`
	Unread []unreadEvent  `json:"unread"`
}

// ruleCoverage is one rule.
type ruleCoverage struct {
	ID        string `json:"id"`
	Coverage  string `json:"coverage"`
	Triggered int64  `json:"triggered"`
	Exercised int64  `json:"exercised"`
	Title     string `json:"title"`
}

// unreadEvent is a name that stands in the logs and in no rule.
type unreadEvent struct {
	Source string `json:"source"`
	Name   string `json:"name"`
	Count  int64  `json:"count"`
}

// Run implements the command.
func (c *rulesCoverageCmd) Run(a *app) error {
	check := checkCmd{inputFlags: c.inputFlags, ruleFlags: c.ruleFlags, judgeFlags: c.judgeFlags}
	job, err := check.prepare(a)
	if err != nil {
		return err
	}
	p, err := a.plan(&c.inputFlags)
	if err != nil {
		return err
	}
	bad := a.reportProblems(p, c.AllowEmpty)
	result, read := a.judge(job, p)
	cover := coverageOf(result, job.set.Wanted())
	if c.Output == "json" {
		err = a.encode(cover)
	} else {
		err = a.logCoverage(cover)
	}
	switch {
	case err != nil:
		return unchecked(err)
	case a.ctx.Err() != nil:
		return silently(exitInterrupted)
	case bad || read.bad:
		return silently(exitUnchecked)
	}
	return nil
}

func coverageOf(r *rules.Report, wanted *trace.Wanted) logCoverage {
	cover := logCoverage{Rules: []ruleCoverage{}, Unread: []unreadEvent{}}
	for i := range r.Rules {
		res := &r.Rules[i]
		cover.Rules = append(cover.Rules, ruleCoverage{res.Rule.ID, string(res.Coverage), res.Triggered, res.Exercised, res.Rule.Title})
	}
	counts := map[unreadEvent]int64{}
	for _, in := range r.Inputs {
		for name, n := range in.ByName {
			if !wanted.Body(in.Source, name) {
				counts[unreadEvent{Source: in.Source, Name: name}] += n
			}
		}
	}
	for e, n := range counts {
		e.Count = n
		cover.Unread = append(cover.Unread, e)
	}
	slices.SortFunc(cover.Unread, func(a, b unreadEvent) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Name, b.Name))
	})
	return cover
}

// logCoverage prints the rules by class, and then what nothing reads.
func (a *app) logCoverage(cover logCoverage) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tCOVERAGE\tTRIGGERED\tEXERCISED\tTITLE")
	classes := map[string]int{}
	for _, r := range cover.Rules {
		classes[r.Coverage]++
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\n", r.ID, r.Coverage, r.Triggered, r.Exercised, r.Title)
	}
	if len(cover.Unread) > 0 {
		fmt.Fprintln(w, "\nSOURCE\tEVENT THAT NO RULE READS\tCOUNT")
	}
	for _, e := range cover.Unread {
		fmt.Fprintf(w, "%s\t%s\t%d\n", e.Source, e.Name, e.Count)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "\n%s:%s\n", plural(len(cover.Rules), "rule"), classText(classes))
	return err
}

func classText(classes map[string]int) string {
	text := ""
	for i, class := range slices.Sorted(maps.Keys(classes)) {
		if i > 0 {
			text += ","
		}
		text += fmt.Sprintf(" %d %s", classes[class], class)
	}
	return text
}
