package report

import (
	"maps"
	"slices"
	"strconv"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// run makes the report what the other formats write. What JSON does not hold of a rule comes from known.
func (d *document) run(known func(id string) *rules.Rule) *Run {
	excerpts := map[string]string{}
	run := &Run{Report: &rules.Report{Digest: d.Tool.RulesDigest, Partial: d.Partial}, doc: d, Readings: map[*trace.Input]*Reading{},
		Excerpt: func(pos trace.Pos) string { return excerpts[pos.File+"\x00"+strconv.Itoa(pos.Line)] }}
	defs := map[string]*rules.Rule{}
	for i := range d.Rules {
		r := &d.Rules[i]
		def := known(r.ID)
		if def == nil {
			def = d.unknown(r)
		}
		defs[r.ID] = def
		run.Report.Rules = append(run.Report.Rules, r.result(def))
	}
	for i := range d.Inputs {
		in, seen := d.Inputs[i].trace()
		run.Report.Inputs = append(run.Report.Inputs, in)
		run.Readings[in] = seen
		run.Report.Events += in.Events
	}
	for _, p := range d.Params {
		run.Report.Params = append(run.Report.Params, rules.ParamValue(p))
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if defs[f.Rule] == nil { // a finding whose rule the report does not list
			defs[f.Rule] = &rules.Rule{ID: f.Rule, Severity: rules.Severity(f.Severity)}
		}
		run.Report.Findings = append(run.Report.Findings, f.rules(defs[f.Rule]))
		for _, e := range f.Evidence {
			excerpts[e.File+"\x00"+strconv.Itoa(e.Line)] = e.Excerpt
		}
	}
	return run
}

// unknown is a rule of which only the report tells; its findings know what it cites.
func (d *document) unknown(r *rule) *rules.Rule {
	def := &rules.Rule{ID: r.ID, Title: r.Title, Severity: rules.Severity(r.Severity)}
	for i := range d.Findings {
		if f := &d.Findings[i]; f.Rule == r.ID {
			def.Cite = rules.Cite{Document: f.Source.Document, Section: f.Source.Section}
			break
		}
	}
	return def
}

func (r *rule) result(def *rules.Rule) rules.RuleResult {
	out := rules.RuleResult{Rule: def, Verdict: rules.Verdict(r.Verdict), Coverage: rules.CoverageClass(r.Coverage),
		Exercised: r.Exercised, Passed: r.Passed, Violated: r.Violated, Inconclusive: r.Inconclusive, Cancelled: r.Cancelled,
		Omitted: r.Omitted, Suppressed: r.Suppressed, Baselined: r.Baselined, Errors: r.Errors, FirstError: r.FirstError,
		Reasons: map[rules.Reason]int64{}}
	for reason, n := range r.Reasons {
		out.Reasons[rules.Reason(reason)] = n
	}
	return out
}

func (in *input) trace() (*trace.Input, *Reading) {
	out := &trace.Input{Path: in.Path, Segments: in.Segments, Parser: in.Parser, Source: in.Source, Server: in.Server,
		Instance: in.Instance, Site: in.Site, Host: in.Host, Clock: in.Clock, Offset: in.Offset, Dating: in.Dating, SHA256: in.SHA256,
		Bytes: in.Bytes, Lines: in.Lines, Events: in.Events, SkippedLines: in.SkippedLines, First: instant(in.First), Last: instant(in.Last),
		CompleteFromStart: in.CompleteFromStart, End: in.End, ByName: in.ByName}
	for _, n := range in.Notes {
		out.Notes = append(out.Notes, trace.Note{Text: n})
	}
	return out, &Reading{Gaps: in.Gaps, Truncated: in.Truncated, Masked: in.Masked, Inferred: in.Inferred}
}

func (f *finding) rules(def *rules.Rule) rules.Finding {
	out := rules.Finding{Fingerprint: f.ID, Rule: def, Verdict: rules.Verdict(f.Verdict), Detail: rules.Detail(f.Detail),
		Reason: rules.Reason(f.Reason), Message: f.Message, Time: instant(f.Time), Deadline: instant(f.Deadline), Notes: f.Notes,
		Suppressed: f.Suppressed, Baselined: f.Baselined}
	for _, r := range f.Reasons {
		out.Reasons = append(out.Reasons, rules.Reason(r))
	}
	for _, k := range sortedKeys(f.Key) {
		out.Key = append(out.Key, rules.KeyBinding{Key: k, Value: f.Key[k]})
	}
	for _, e := range f.Evidence {
		out.Evidence = append(out.Evidence, rules.Evidence{Role: rules.Role(e.Role), Time: instant(e.Time), Event: e.Event,
			Detail: e.Detail, Note: e.Note, Pos: trace.Pos{File: e.File, Line: e.Line}})
	}
	return out
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
