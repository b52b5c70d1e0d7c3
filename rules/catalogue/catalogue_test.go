package catalogue

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
)

func builtin(t *testing.T) *rules.Set {
	t.Helper()
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEveryObligationHasARuleOrAReason(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Problems(builtin(t)) {
		t.Error(p)
	}
}

// Numbers of a kind follow each other without holes, up to the last one that is known.
func TestNoObligationIsMissing(t *testing.T) {
	last := map[string]int{"DR-": 43, "IX-": 18, "PM-": 26, "OR-": 17, "NB-": 42, "L-": 43, "FO-": 5,
		"EX-A": 16, "EX-B": 11, "EX-C": 9, "EX-D": 12, "EX-E": 9, "EX-F": 3,
		"PX-A": 9, "PX-B": 5, "PX-C": 9, "PX-D": 3, "PX-E": 3, "PX-F": 2, "PX-G": 5, "PX-H": 2}
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^([A-Z]+-[A-Z]?)([0-9]+)$`)
	got := map[string]int{}
	for _, e := range c.Entries() {
		m := form.FindStringSubmatch(e.ID)
		if m == nil {
			t.Errorf("%s: no id of an obligation", e.ID)
			continue
		}
		if n, _ := strconv.Atoi(m[2]); n != got[m[1]]+1 {
			t.Errorf("%s follows %s%d", e.ID, m[1], got[m[1]])
		}
		got[m[1]]++
	}
	for kind, n := range last {
		if got[kind] < n {
			t.Errorf("%s: %d entries, want %d", kind, got[kind], n)
		}
	}
	for kind := range got {
		if last[kind] == 0 {
			t.Errorf("%s: not a known kind", kind)
		}
	}
}

const pack = `apiVersion: fo-check/rules/v1
pack: p
title: P
documents: {d: {title: D}}
events: {on: {name: A, source: desktop}}
rules:
  - {id: MY-1a, title: first, severity: must, party: x, cite: {document: d}, per: [instance], on: on, check: 'agent != ""'}
  - {id: MY-1b, title: second, severity: must, party: x, cite: {document: d}, per: [instance], on: on, check: 'dn != ""'}
  - {id: MY-2, title: third, severity: must, party: x, cite: {document: d}, per: [instance], on: on, check: 'queue != ""'}
`

func TestProblems(t *testing.T) {
	set, err := rules.Load([]rules.File{{Name: "p.yaml", Content: []byte(pack), Builtin: true}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"{id: MY-1}, {id: MY-2}":                                                        "",
		"{id: MY-1}, {id: MY-2}, {id: MY-3}":                                            "MY-3: neither|MY-3: no sentence",
		"{id: MY-1}, {id: MY-2, undecidable: x}":                                        "MY-2: undecidable, and MY-2 decides it",
		"{id: MY-1}, {id: MY-2, partly: x}, {id: MY-3, says: s, undecidable: x}":        "",
		"{id: MY-1}, {id: MY-2}, {id: MY-3, says: s, covered: [MY-2]}":                  "",
		"{id: MY-1}, {id: MY-2}, {id: MY-3, says: s, covered: [MY-9]}":                  "MY-3: neither|MY-3: covered by MY-9",
		"{id: MY-1}, {id: MY-2}, {id: MY-3, says: s, covered: [MY-1a], undecidable: x}": "MY-3: undecidable, and MY-1a",
		"{id: MY-1}, {id: MY-2}, {id: MY-3, says: s, partly: p, undecidable: x}":        "MY-3: decided partly",
		"{id: MY-1}, {id: MY-2}], otherwise: [{says: s, why: w}, {says: s}":             "s: otherwise",
		"{id: MY-2}":                         "rule MY-1a: in no entry|rule MY-1b: in no entry",
		"{id: MY-1}, {id: MY-2}, {id: MY-2}": "MY-2: given twice",
	} {
		c, err := parse([]byte("parts: [{title: t, sections: [{document: d, section: s, entries: [" + text + "]}]}]"))
		if err != nil {
			t.Fatal(err)
		}
		got := c.Problems(set)
		var wanted []string
		if want != "" {
			wanted = strings.Split(want, "|")
		}
		if len(got) != len(wanted) {
			t.Errorf("%s: %q", text, got)
			continue
		}
		for i := range got {
			if !strings.HasPrefix(got[i], wanted[i]) {
				t.Errorf("%s: %q", text, got)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	set, _ := rules.Load([]rules.File{{Name: "p.yaml", Content: []byte(pack)}})
	for want, e := range map[string]*Entry{"first|second": {ID: "MY-1"}, "own": {ID: "MY-1", Says: "own"}, "": {ID: "MY-3", Covered: []string{"MY-1a"}}} {
		if got := strings.Join(e.Sentences(set), "|"); got != want {
			t.Errorf("%s: %s", want, got)
		}
	}
}

func TestUnknownFieldsAreRefused(t *testing.T) {
	if _, err := parse([]byte("parts: [{titel: t}]")); err == nil {
		t.Error("accepted")
	}
}

func TestOf(t *testing.T) {
	for id, want := range map[string]string{"DR-14": "DR-14", "NB-15d2": "NB-15", "L-34b": "L-34", "EX-B5a": "EX-B5", "EX-A14": "EX-A14", "PX-D1": "PX-D1", "own": "own"} {
		if got := Of(id); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}
