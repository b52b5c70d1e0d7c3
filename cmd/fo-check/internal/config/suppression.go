package config

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/suggest"
)

// Suppression takes findings out of what decides the exit code, for a reason and up to a day. They stay in
// the report.
type Suppression struct {
	Rule    string            // id of a rule; "" if Finding is given
	Finding string            // fingerprint of one finding
	Key     map[string]string // keys that the finding must have; empty: any
	Reason  string
	Until   time.Time // the last day on which it counts, at its begin; zero: for ever
	Place   string    // path:line
}

// Expired tells that the last day is over.
func (s *Suppression) Expired(now time.Time) bool {
	return !s.Until.IsZero() && !now.Before(s.Until.AddDate(0, 0, 1))
}

func (r *reader) suppressions(n *yaml.Node) {
	if n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.errorf(n, "suppressions: not a list; {rule: ID, reason: TEXT, until: YYYY-MM-DD} entries are accepted")
		return
	}
	for _, item := range n.Content {
		r.suppression(item)
	}
}

func (r *reader) suppression(n *yaml.Node) {
	s := Suppression{Key: map[string]string{}, Place: fmt.Sprintf("%s:%d", r.path, n.Line)}
	fields := map[string]*string{"rule": &s.Rule, "finding": &s.Finding, "reason": &s.Reason}
	names := []string{"finding", "key", "reason", "rule", "until"}
	r.each(n, "a suppression", func(k, v *yaml.Node) {
		switch {
		case k.Value == "key":
			r.each(v, "key", func(k, v *yaml.Node) { s.Key[k.Value] = v.Value })
		case v.Kind != yaml.ScalarNode:
			r.errorf(v, "%s: not a value; a text is accepted", k.Value)
		case k.Value == "until":
			s.Until = r.day(v)
		case fields[k.Value] != nil:
			*fields[k.Value] = v.Value
		default:
			r.errorf(k, "unknown field %q%s; finding, key, reason, rule, until are accepted", k.Value, suggest.Hint(k.Value, names))
		}
	})
	if (s.Rule == "") == (s.Finding == "") {
		r.errorf(n, "a suppression names a rule or a finding; rule: ID or finding: FINGERPRINT is accepted")
	}
	if s.Reason == "" {
		r.errorf(n, "a suppression without a reason; reason: TEXT is accepted")
	}
	r.file.Suppressions = append(r.file.Suppressions, s)
}

func (r *reader) day(n *yaml.Node) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, n.Value, time.Local)
	if err != nil {
		r.errorf(n, "until: %q is no day; YYYY-MM-DD is accepted", n.Value)
	}
	return t
}
