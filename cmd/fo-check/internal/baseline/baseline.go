// Package baseline keeps the violations that are known and accepted for now, so that a check fails for new ones
// only. It matches by fingerprint and count: lines and times may move.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// Schema names the form of the file: docs/baseline-v1.schema.json.
const Schema = "fo-check/baseline/v1"

// Name is the file that is written where none is named.
const Name = ".fo-check-baseline.json"

// File is a baseline.
type File struct {
	Schema   string         `json:"schema"`
	Findings []report.Known `json:"findings"`
}

// Of takes the violations of a report that are not suppressed, deviations too, in order of rule and fingerprint.
func Of(r *rules.Report) *File {
	count := map[string]int{}
	f := &File{Schema: Schema, Findings: []report.Known{}}
	for i := range r.Findings {
		found := &r.Findings[i]
		if found.Verdict != rules.Violation || found.Suppressed != "" {
			continue
		}
		if count[found.Fingerprint]++; count[found.Fingerprint] == 1 {
			f.Findings = append(f.Findings, known(found))
		}
	}
	for i := range f.Findings {
		f.Findings[i].Count = count[f.Findings[i].Fingerprint]
	}
	f.sort()
	return f
}

func known(f *rules.Finding) report.Known {
	k := report.Known{Rule: f.Rule.ID, Fingerprint: f.Fingerprint, Key: map[string]string{}, Message: f.Message}
	for _, b := range f.Key {
		k.Key[b.Key] = b.Value
	}
	return k
}

func (f *File) sort() {
	slices.SortFunc(f.Findings, func(a, b report.Known) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
}

// Total is how many findings are known.
func (f *File) Total() (n int) {
	for _, k := range f.Findings {
		n += k.Count
	}
	return n
}

// Load reads a baseline.
func Load(path string) (*File, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; fo-check baseline write makes one", path, errors.Unwrap(err)) // err has the path too
	}
	f := &File{}
	dec := json.NewDecoder(bytes.NewReader(content))
	if err := dec.Decode(f); err != nil {
		return nil, fmt.Errorf("%s: %w; a file of fo-check baseline write is accepted", path, err)
	}
	return f, f.check(path)
}

func (f *File) check(path string) error {
	if f.Schema != Schema {
		return fmt.Errorf("%s: schema %q; %q is accepted", path, f.Schema, Schema)
	}
	for i, k := range f.Findings {
		if k.Rule == "" || k.Fingerprint == "" || k.Count < 1 {
			return fmt.Errorf("%s: finding %d has no rule, no fingerprint or no count; a file of fo-check baseline write is accepted", path, i+1)
		}
	}
	return nil
}

// Write writes the file.
func (f *File) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}

// Mark marks the findings of a report that are known, each as often as it is known, and returns how the two
// compare. What was not found again is stale only if its rule was judged to the end.
func (f *File) Mark(path string, r *rules.Report) *report.Baseline {
	left := map[string]int{}
	for _, k := range f.Findings {
		left[k.Rule+" "+k.Fingerprint] += k.Count
	}
	out := &report.Baseline{Path: path, Known: f.Total()}
	of := map[*rules.Rule]*rules.RuleResult{}
	judged := map[string]bool{}
	for i := range r.Rules {
		of[r.Rules[i].Rule] = &r.Rules[i]
		judged[r.Rules[i].Rule.ID] = r.Rules[i].Omitted == 0 && !r.Partial
	}
	for i := range r.Findings {
		found := &r.Findings[i]
		id := found.Rule.ID + " " + found.Fingerprint
		if found.Verdict != rules.Violation || left[id] == 0 {
			continue
		}
		left[id]--
		out.Matched++
		found.Baselined = true
		if res := of[found.Rule]; res != nil && found.Suppressed == "" {
			res.Baselined++
		}
	}
	out.Stale = f.stale(left, judged)
	return out
}

func (f *File) stale(left map[string]int, judged map[string]bool) (out []report.Known) {
	for _, k := range f.Findings {
		id := k.Rule + " " + k.Fingerprint
		if n := min(left[id], k.Count); n > 0 && judged[k.Rule] {
			left[id] -= n
			k.Count = n
			out = append(out, k)
		}
	}
	return out
}

// Without returns the baseline without what is stale.
func (f *File) Without(stale []report.Known) *File {
	drop := map[string]int{}
	for _, k := range stale {
		drop[k.Rule+" "+k.Fingerprint] += k.Count
	}
	out := &File{Schema: Schema, Findings: []report.Known{}}
	for _, k := range f.Findings {
		id := k.Rule + " " + k.Fingerprint
		n := min(drop[id], k.Count)
		drop[id] -= n
		if k.Count -= n; k.Count > 0 {
			out.Findings = append(out.Findings, k)
		}
	}
	return out
}
