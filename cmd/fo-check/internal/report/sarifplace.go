package report

import (
	"cmp"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// anchor is the place of a finding: its own, else the first input. A result without a place makes
// code-scanning services refuse the whole file.
func (s sarifWriter) anchor(f *rules.Finding) trace.Pos {
	at := place(f)
	if at.File == "" && len(s.run.Report.Inputs) > 0 {
		at = trace.Pos{File: s.run.Report.Inputs[0].Path}
	}
	return at
}

func (s sarifWriter) physical(at trace.Pos) *sarif.PhysicalLocation {
	p := &sarif.PhysicalLocation{ArtifactLocation: sarifFile(at.File), Region: &sarif.Region{StartLine: new(max(at.Line, 1))}}
	if line := cut(Visible(s.run.excerpt(at)), maxExcerpt); line != "" {
		p.Region.Snippet = &sarif.ArtifactContent{Text: &line}
	}
	return p
}

// flows are the evidence in order of time; what has no time comes first.
func (s sarifWriter) flows(f *rules.Finding) []*sarif.CodeFlow {
	list := slices.Clone(f.Evidence)
	slices.SortStableFunc(list, func(a, b rules.Evidence) int { return a.Time.Compare(b.Time) })
	steps := &sarif.ThreadFlow{}
	for i := range list[:min(len(list), sarifMaxSteps)] {
		steps.Locations = append(steps.Locations, s.step(f, &list[i], i+1))
	}
	if len(list) == 0 {
		return nil
	}
	return []*sarif.CodeFlow{{ThreadFlows: []*sarif.ThreadFlow{steps}}}
}

func (s sarifWriter) step(f *rules.Finding, e *rules.Evidence, order int) *sarif.ThreadFlowLocation {
	at := e.Pos
	if at.File == "" {
		at = s.anchor(f)
	}
	out := &sarif.ThreadFlowLocation{Location: &sarif.Location{PhysicalLocation: s.physical(at), Message: sarifMessage(linkless(evidenceText(e)))},
		Kinds: []string{cmp.Or(string(e.Role), string(rules.RoleContext))}, ExecutionOrder: &order, Importance: "essential"}
	if e.Role == rules.RoleContext {
		out.Importance = "important"
	}
	if !e.Time.IsZero() {
		out.ExecutionTimeUTC = new(e.Time.UTC().Truncate(time.Millisecond))
	}
	return out
}

// evidenceText is a record in one line: event, detail, note.
func evidenceText(e *rules.Evidence) string {
	parts := []string{Visible(e.Event)}
	for _, s := range []string{Mask(e.Detail), e.Note} {
		if s != "" {
			parts = append(parts, Visible(s))
		}
	}
	return strings.Join(parts, "  ")
}

// sarifFile is the URI of a path: relative to the working directory, which should be the root of the
// repository, else absolute.
func sarifFile(path string) *sarif.ArtifactLocation {
	slashed := strings.ReplaceAll(filepath.ToSlash(path), `\`, "/")
	switch {
	case strings.HasPrefix(slashed, "/"):
		return absolute(slashed)
	case len(slashed) > 2 && slashed[1:3] == ":/": // a drive
		return absolute("/" + slashed)
	}
	return &sarif.ArtifactLocation{URI: new((&url.URL{Path: strings.TrimPrefix(slashed, "./")}).String()), URIBaseId: new("%SRCROOT%")}
}

func absolute(path string) *sarif.ArtifactLocation {
	return &sarif.ArtifactLocation{URI: new((&url.URL{Scheme: "file", Path: path}).String())}
}

// sarifInput lists the files of an input; the digest of rotated ones is that of them all.
func sarifInput(in *trace.Input) (out []*sarif.Artifact) {
	if len(in.Segments) < 2 {
		a := &sarif.Artifact{Location: sarifFile(in.Path), Length: int(in.Bytes), Roles: []string{"analysisTarget"}}
		if in.SHA256 != "" {
			a.Hashes = map[string]string{"sha-256": in.SHA256}
		}
		return []*sarif.Artifact{a}
	}
	for _, path := range in.Segments {
		out = append(out, &sarif.Artifact{Location: sarifFile(path), Length: -1, Roles: []string{"analysisTarget"}})
	}
	return out
}

func keyMap(key []rules.KeyBinding) map[string]string {
	out := map[string]string{}
	for _, k := range key {
		out[k.Key] = Visible(k.Value)
	}
	return out
}

// message is what happened, and the evidence too: some services show nothing else of it.
func (s sarifWriter) message(f *rules.Finding) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(Visible(said(f)), ".") + ".")
	if key := keyText(f.Key); key != "" {
		b.WriteString(" For " + Visible(key) + ".")
	}
	zone := zone(s.run.Report)
	for i := range f.Evidence {
		e := &f.Evidence[i]
		b.WriteString("\n" + strings.TrimSpace(position(e.Pos)+"  "+clock(e.Time, zone)) + "  " + evidenceText(e))
	}
	b.WriteString("\nSource: " + Visible(citation(f.Rule)) + ".")
	return linkless(b.String())
}

// linkless keeps text from being read as a link: [word](target).
func linkless(s string) string { return strings.ReplaceAll(s, "](", "] (") }
