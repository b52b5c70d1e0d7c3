package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	conffile "github.com/fo-check/fo-check/cmd/fo-check/internal/config"
	"github.com/fo-check/fo-check/rules"
)

// suppress marks the findings that the configuration file takes out of what counts. Those that were not kept
// one by one (more than the limit of a rule) count all the same.
func (a *app) suppress(r *rules.Report) {
	if a.conf == nil {
		return
	}
	for i := range a.conf.Suppressions {
		s := &a.conf.Suppressions[i]
		if s.Expired(time.Now()) {
			a.warnf("%s: the suppression of %s ended on %s; its findings count again", s.Place, s.Rule+s.Finding, s.Until.Format(time.DateOnly))
			continue
		}
		if mark(r, s) == 0 {
			a.notef("%s: the suppression of %s fits no finding", s.Place, s.Rule+s.Finding)
		}
	}
}

// mark suppresses what s fits, and returns how many findings that are.
func mark(r *rules.Report, s *conffile.Suppression) (n int) {
	of := map[*rules.Rule]*rules.RuleResult{}
	for i := range r.Rules {
		of[r.Rules[i].Rule] = &r.Rules[i]
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !fits(f, s) {
			continue
		}
		n++
		if f.Suppressed == "" && f.Verdict == rules.Violation && of[f.Rule] != nil {
			of[f.Rule].Suppressed++
		}
		f.Suppressed = until(s) + " (" + s.Place + ")"
	}
	return n
}

func fits(f *rules.Finding, s *conffile.Suppression) bool {
	if s.Finding != "" && f.Fingerprint != s.Finding || s.Rule != "" && !strings.EqualFold(f.Rule.ID, s.Rule) {
		return false
	}
	have := map[string]string{}
	for _, k := range f.Key {
		have[k.Key] = k.Value
	}
	for k, v := range s.Key {
		if have[k] != v {
			return false
		}
	}
	return f.Verdict == rules.Violation
}

// until words why, and how long.
func until(s *conffile.Suppression) string {
	if s.Until.IsZero() {
		return s.Reason
	}
	return s.Reason + ", until " + s.Until.Format(time.DateOnly)
}

// keysOf prints the keys of a suppression in order.
func keysOf(key map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(key)) {
		b.WriteString(" " + k + "=" + key[k])
	}
	return b.String()
}
