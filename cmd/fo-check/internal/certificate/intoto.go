package certificate

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/fo-check/fo-check/rules"
)

// Types of the in-toto attestation framework.
const (
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "https://in-toto.io/attestation/test-result/v0.1"
)

type statement struct {
	Type          string     `json:"_type"`
	Subject       []resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     testResult `json:"predicate"`
}

// resource is a ResourceDescriptor.
type resource struct {
	Name      string            `json:"name,omitempty"`
	URI       string            `json:"uri,omitempty"`
	Digest    map[string]string `json:"digest,omitempty"`
	Content   []byte            `json:"content,omitempty"` // base64
	MediaType string            `json:"mediaType,omitempty"`
}

type testResult struct {
	Result        string     `json:"result"`
	Configuration []resource `json:"configuration"`
	Passed        []string   `json:"passedTests"`
	Warned        []string   `json:"warnedTests"`
	Failed        []string   `json:"failedTests"`
}

// InToto writes an in-toto statement, not signed, with a test result as its predicate: the traces are what it
// speaks of, the obligations are the tests. Obligations that were not exercised have failed.
func InToto(w io.Writer, c *Certificate) error {
	options, err := json.Marshal(c.Options)
	if err != nil {
		return err
	}
	s := statement{Type: statementType, Subject: []resource{}, PredicateType: predicateType, Predicate: testResult{
		Result: "FAILED", Passed: []string{}, Warned: []string{}, Failed: []string{},
		Configuration: []resource{
			{Name: "rules", Digest: map[string]string{"sha256": strings.TrimPrefix(c.Tool.RulesDigest, "sha256:")}},
			{Name: "fo-check " + c.Tool.Version, URI: "https://github.com/fo-check/fo-check"},
			{Name: "profile", Content: []byte(c.Profile), MediaType: "text/plain"},
			{Name: "options", Content: options, MediaType: "application/json"},
		}}}
	for _, t := range c.Traces {
		for _, in := range t.Inputs {
			s.Subject = append(s.Subject, resource{Name: in.Path, Digest: map[string]string{"sha256": in.SHA256}})
		}
	}
	for i := range c.Obligations {
		s.Predicate.add(&c.Obligations[i])
	}
	if c.Result == Passed {
		s.Predicate.Result = "PASSED"
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(s)
}

func (r *testResult) add(o *Obligation) {
	broken := o.Verdict == string(rules.Violation) || o.Verdict == string(rules.Inconclusive)
	switch {
	case o.Kept():
		r.Passed = append(r.Passed, o.ID)
	case o.Required, o.Counts && broken:
		r.Failed = append(r.Failed, o.ID)
	case broken:
		r.Warned = append(r.Warned, o.ID)
	}
}
