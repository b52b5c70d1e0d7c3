package page

import (
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// finding is a finding as the page holds it.
func (b *builder) finding(f *rules.Finding) finding {
	out := finding{ID: f.Fingerprint, Rule: b.number[f.Rule], Verdict: report.Label(f), Detail: string(f.Detail),
		Level: string(f.Rule.Severity.Level()), Message: shown(f.Message), Key: [][2]string{}, Lane: b.owner(f),
		Excused: excuse(f), Evidence: []evidence{}, From: b.micros(f.Time), Due: b.micros(f.Deadline)}
	for _, k := range f.Key {
		out.Key = append(out.Key, [2]string{k.Key, shown(value(k.Key, k.Value))})
	}
	for _, r := range f.Reasons {
		out.Reasons = append(out.Reasons, report.Words(r)+" ("+string(r)+")")
	}
	for _, n := range f.Notes {
		out.Notes = append(out.Notes, shown(n))
	}
	for i := range f.Evidence {
		e := &f.Evidence[i]
		out.Evidence = append(out.Evidence, b.evidence(e))
		if i > 0 && decides(f, e) {
			out.To = b.micros(e.Time)
		}
	}
	if len(f.Evidence) > 0 {
		out.From = b.micros(f.Evidence[0].Time)
	}
	return out
}

// excuse is why a finding does not count for the exit code; "": it does.
func excuse(f *rules.Finding) string {
	if f.Suppressed == "" && f.Baselined {
		return "known before: it is in the baseline"
	}
	return shown(f.Suppressed)
}

// decides tells whether the record ended the obligation: facts that were read are older than it.
func decides(f *rules.Finding, e *rules.Evidence) bool {
	return e.Pos.Line > 0 && e.Time.After(f.Evidence[0].Time)
}

func (b *builder) evidence(e *rules.Evidence) evidence {
	out := evidence{Role: string(e.Role), At: b.micros(e.Time), Event: -1, Name: shown(e.Event), Detail: shown(report.Mask(e.Detail)),
		Note: shown(e.Note), File: shown(e.Pos.File), Line: e.Pos.Line}
	if i, ok := b.at[place{e.Pos, e.Event}]; ok && e.Pos.Line > 0 {
		out.Event = i
	}
	return out
}

// owner is the lane of whoever owes what the finding is about: the component or agent of its key, else who
// wrote the trigger.
func (b *builder) owner(f *rules.Finding) int {
	for _, k := range f.Key {
		if k.Key == "instance" {
			for _, kind := range [...]string{laneDesktop, laneServer, laneOther} {
				if i := b.lanes.find(kind, k.Value); i >= 0 {
					return i
				}
			}
		}
	}
	for _, k := range f.Key {
		if k.Key == "agent" {
			if i := b.lanes.find(laneAgent, k.Value); i >= 0 {
				return i
			}
		}
	}
	for i := range f.Evidence {
		e := &f.Evidence[i]
		if n, ok := b.at[place{e.Pos, e.Event}]; ok && e.Pos.Line > 0 {
			return b.lanes.writer(b.events[n].event, b.events[n].input)
		}
	}
	return -1
}

// folder is the part of a path before its last separator; "" if it has none.
func folder(path string) string {
	return path[:max(strings.LastIndexAny(path, `/\`), 0)]
}

func hasFolder(path, dir string) bool {
	return strings.HasPrefix(path, dir) && len(path) > len(dir) && (path[len(dir)] == '/' || path[len(dir)] == '\\')
}
