package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
)

// Part is a JSON report to be merged.
type Part struct {
	Path string
	doc  document
}

// ReadPart reads a report in JSON.
func ReadPart(path string, content []byte) (*Part, error) {
	p := &Part{Path: path}
	if err := json.Unmarshal(content, &p.doc); err != nil {
		return nil, fmt.Errorf("%s: %w; a report of -o json is accepted", path, err)
	}
	if p.doc.Schema != Schema {
		return nil, fmt.Errorf("%s: schema %q; %q is accepted, as -o json writes it", path, p.doc.Schema, Schema)
	}
	if p.doc.Findings == nil {
		return nil, fmt.Errorf("%s: no findings, as on the last line of -o ndjson; a report of -o json is accepted", path)
	}
	return p, nil
}

// ExitCode is that of the run that made the report.
func (p *Part) ExitCode() int { return p.doc.Summary.ExitCode }

// Merge folds reports of different inputs, or of all shards of the same. Known gives rules by id, so that
// formats that show more than the JSON report holds can; nil where it is not known. The order of the parts does
// not matter.
func Merge(parts []*Part, known func(id string) *rules.Rule) (*Run, error) {
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b *Part) int { return cmp.Or(a.shard()-b.shard(), cmp.Compare(a.Path, b.Path)) })
	if err := mergeable(parts); err != nil {
		return nil, err
	}
	doc := document{Schema: Schema, Tool: parts[0].doc.Tool, Inputs: []input{}, Params: []Param{}, Rules: []rule{}, Findings: []finding{}}
	index := map[string]int{}
	for _, p := range parts {
		doc.take(&p.doc, index)
	}
	doc.Partial = doc.Partial || len(MissingShards(parts)) > 0
	doc.sort(index)
	return doc.run(known), nil
}

// take adds what a report says; index tells where each rule stands.
func (d *document) take(o *document, index map[string]int) {
	for _, in := range o.Inputs {
		same := func(x input) bool { return x.Path == in.Path && x.SHA256 == in.SHA256 }
		if !slices.ContainsFunc(d.Inputs, same) {
			d.Inputs = append(d.Inputs, in)
		}
	}
	for _, v := range o.Params {
		if !slices.Contains(d.Params, v) {
			d.Params = append(d.Params, v)
		}
	}
	for _, r := range o.Rules {
		if i, ok := index[r.ID]; ok {
			d.Rules[i].add(&r)
			continue
		}
		index[r.ID] = len(d.Rules)
		d.Rules = append(d.Rules, copied(r))
	}
	d.Findings = append(d.Findings, o.Findings...)
	d.Partial = d.Partial || o.Partial
}

// mergeable refuses what would give wrong sums: other rules, the same input twice, shards that do not belong
// together.
func mergeable(parts []*Part) error {
	inputs, shards := map[string]string{}, map[string]string{}
	first := parts[0]
	for _, p := range parts {
		if p.doc.Tool.RulesDigest != first.doc.Tool.RulesDigest {
			return fmt.Errorf("%s and %s: judged by different rules, %s and %s", first.Path, p.Path, first.doc.Tool.RulesDigest, p.doc.Tool.RulesDigest)
		}
		if _, of, _ := strings.Cut(p.doc.Shard, "/"); of != shardsOf(first) {
			return fmt.Errorf("%s and %s: shards %q and %q; all shards of one check, or no shards, are accepted", first.Path, p.Path, first.doc.Shard, p.doc.Shard)
		}
		if p.doc.Shard != "" {
			if other := shards[p.doc.Shard]; other != "" {
				return fmt.Errorf("%s and %s: both are shard %s; each shard once is accepted", other, p.Path, p.doc.Shard)
			}
			if !sameInputs(first, p) {
				return fmt.Errorf("%s and %s: shards of different inputs; shards of the same are accepted", first.Path, p.Path)
			}
			shards[p.doc.Shard] = p.Path
			continue
		}
		for _, in := range p.doc.Inputs {
			if other := inputs[in.SHA256]; other != "" && in.SHA256 != "" && other != p.Path {
				return fmt.Errorf("%s and %s: both judge the input %s; reports of different inputs, or shards, are accepted", other, p.Path, in.Path)
			}
			inputs[in.SHA256] = p.Path
		}
	}
	return nil
}

// shard is the number of the shard, 0 for none.
func (p *Part) shard() (n int) {
	_, _ = fmt.Sscanf(p.doc.Shard, "%d/", &n)
	return n
}

func shardsOf(p *Part) string {
	_, of, _ := strings.Cut(p.doc.Shard, "/")
	return of
}

func sameInputs(a, b *Part) bool {
	return slices.EqualFunc(a.doc.Inputs, b.doc.Inputs, func(x, y input) bool { return x.SHA256 == y.SHA256 })
}

// MissingShards are those of which no report is among the parts; none if they are no shards.
func MissingShards(parts []*Part) (missing []string) {
	have, of := map[string]bool{}, 0
	for _, p := range parts {
		have[p.doc.Shard] = true
		_, _ = fmt.Sscanf(shardsOf(p), "%d", &of)
	}
	for i := 1; i <= of; i++ {
		if name := fmt.Sprintf("%d/%d", i, of); !have[name] {
			missing = append(missing, name)
		}
	}
	return missing
}

func copied(r rule) rule {
	r.Reasons = maps.Clone(r.Reasons)
	if r.Reasons == nil {
		r.Reasons = map[string]int64{}
	}
	return r
}

// add folds what another report says of the rule: violation before inconclusive before pass before not-exercised.
func (r *rule) add(o *rule) {
	r.Verdict = earlier([]string{"violation", "inconclusive", "pass", "not-exercised"}, r.Verdict, o.Verdict)
	r.Coverage = earlier([]string{"exercised", "cancelled-only", "guard-never-true", "not-exercised", "not-observable"}, r.Coverage, o.Coverage)
	r.Exercised += o.Exercised
	r.Passed += o.Passed
	r.Violated += o.Violated
	r.Inconclusive += o.Inconclusive
	r.Cancelled += o.Cancelled
	r.Omitted += o.Omitted
	r.Suppressed += o.Suppressed
	r.Baselined += o.Baselined
	r.Errors += o.Errors
	r.FirstError = cmp.Or(r.FirstError, o.FirstError)
	for reason, n := range o.Reasons {
		r.Reasons[reason] += n
	}
}

// earlier is that of a and b which stands first in order.
func earlier(order []string, a, b string) string {
	if slices.Index(order, b) < slices.Index(order, a) {
		return b
	}
	return a
}

// sort brings findings and settings into the order of one check.
func (d *document) sort(index map[string]int) {
	slices.SortStableFunc(d.Params, func(a, b Param) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.From, b.From), cmp.Compare(a.Value, b.Value))
	})
	slices.SortStableFunc(d.Findings, func(a, b finding) int {
		return cmp.Or(instant(a.Time).Compare(instant(b.Time)), cmp.Compare(index[a.Rule], index[b.Rule]))
	})
}

// instant reads a time of a report; zero if there is none.
func instant(s string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, s)
	return t
}
