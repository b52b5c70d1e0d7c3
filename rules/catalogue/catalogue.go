// Package catalogue lists the obligations that fo-check knows of, by the document and the section that they
// are from: those that rules decide, and those that none does, with the reason.
package catalogue

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules"
)

//go:embed catalogue.yaml
var embedded []byte

// Catalogue is the list, in its order.
type Catalogue struct {
	Parts []Part `yaml:"parts"`
}

// Part holds the obligations of one subject.
type Part struct {
	Title    string    `yaml:"title"`
	Sections []Section `yaml:"sections"`
}

// Section is a passage of a document, in words.
type Section struct {
	Document string  `yaml:"document"`
	Section  string  `yaml:"section"`
	Entries  []Entry `yaml:"entries"`
	// Otherwise is what the passage says besides, which obliges nobody.
	Otherwise []Remark `yaml:"otherwise"`
}

// Remark is a sentence of a document that no rule can follow from.
type Remark struct {
	Says string `yaml:"says"` // in our own words
	Why  string `yaml:"why"`  // nothing follows from it
}

// Entry is an obligation.
type Entry struct {
	ID   string `yaml:"id"`
	Says string `yaml:"says"` // in our own words; "": as its own rule says
	// Covered are rules with other ids that decide it.
	Covered     []string `yaml:"covered"`
	Undecidable string   `yaml:"undecidable"` // why no rule decides it; "": one does
	Partly      string   `yaml:"partly"`      // what of it no rule decides; "": nothing
}

// Load reads the catalogue that comes with fo-check.
func Load() (*Catalogue, error) { return parse(embedded) }

func parse(content []byte) (*Catalogue, error) {
	c := &Catalogue{}
	return c, decode("catalogue", content, c)
}

// decode reads YAML; fields that v lacks are refused.
func decode(what string, content []byte, v any) error {
	d := yaml.NewDecoder(bytes.NewReader(content))
	d.KnownFields(true)
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

var part = regexp.MustCompile(`^([A-Z]+-[A-Z]?[0-9]+)[a-z][0-9]?$`)

// Of returns the id of the obligation that a rule decides, itself or in part: NB-15 of NB-15d2.
func Of(rule string) string {
	if m := part.FindStringSubmatch(rule); m != nil {
		return m[1]
	}
	return rule
}

// Entries lists all entries in order.
func (c *Catalogue) Entries() []*Entry {
	var out []*Entry
	for i := range c.Parts {
		for j := range c.Parts[i].Sections {
			entries := c.Parts[i].Sections[j].Entries
			for k := range entries {
				out = append(out, &entries[k])
			}
		}
	}
	return out
}

// Rules lists the rules that decide the entry: its own, then the others, in the order of the catalogue.
// Other rules that the set lacks are left out.
func (e *Entry) Rules(set *rules.Set) []*rules.Rule {
	var out []*rules.Rule
	for _, r := range set.Rules {
		if Of(r.ID) == e.ID {
			out = append(out, r)
		}
	}
	for _, id := range e.Covered {
		if i := slices.IndexFunc(set.Rules, func(r *rules.Rule) bool { return r.ID == id }); i >= 0 {
			out = append(out, set.Rules[i])
		}
	}
	return out
}

// Sentences says the obligation: in the words of the entry, else in those of its own rules.
func (e *Entry) Sentences(set *rules.Set) []string {
	if e.Says != "" {
		return []string{e.Says}
	}
	var out []string
	for _, r := range e.Rules(set) {
		if Of(r.ID) == e.ID {
			out = append(out, r.Title)
		}
	}
	return out
}

// Find returns the entry of an id, compared without case; nil: there is none.
func (c *Catalogue) Find(id string) *Entry {
	for _, e := range c.Entries() {
		if strings.EqualFold(e.ID, id) {
			return e
		}
	}
	return nil
}

// SectionOf returns the section in which an entry of the catalogue stands.
func (c *Catalogue) SectionOf(e *Entry) *Section {
	for i := range c.Parts {
		for j := range c.Parts[i].Sections {
			s := &c.Parts[i].Sections[j]
			if slices.ContainsFunc(s.Entries, func(x Entry) bool { return x.ID == e.ID }) {
				return s
			}
		}
	}
	return &Section{}
}
