// Package adapter reads logs of any vendor's format by a description of it: a YAML file that says how a
// record begins, how its time is printed, and which texts mean which events.
package adapter

import (
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// Evidence is the evidence class of parsers that are made from an adapter file.
const Evidence parsers.Evidence = "described by an adapter file"

// Adapter is a format as its file describes it. It is a parsers.Parser, is not changed after it was
// loaded, and may be used by several goroutines.
type Adapter struct {
	File   string
	name   string
	title  string
	source string
	layout *textlog.Layout
	start  *pattern // of the first line of a record; holds the time
	zone   *time.Location
	detect []string
	fixed  []assignment // of every event
	rules  []*rule
	input  inputFacts
}

// inputFacts are what the adapter says of its logs as a whole.
type inputFacts struct {
	complete bool
	traces   []string
	profile  string
	params   map[string]string
}

// rule says which text means which event.
type rule struct {
	line    int // in the adapter file
	shown   string
	literal *pattern
	need    needle // what the text must hold for the rule to match
	regex   *expression
	emit    template
	sets    []assignment
	maps    map[string]map[string]string // capture -> printed value -> value; "*": any other
	whole   bool                         // it is matched against the record, not its first line
}

// assignment gives a field, or an attribute, a value.
type assignment struct {
	field string // "agent"; "" if it is an attribute
	attr  string
	value template
}

var _ parsers.Parser = (*Adapter)(nil)

// Info implements parsers.Parser.
func (a *Adapter) Info() parsers.Info {
	info := parsers.Info{Name: a.name, Title: a.title, Sources: []string{a.source}, Evidence: Evidence}
	for _, r := range a.rules {
		if name, fixed := r.emit.fixed(); fixed {
			info.Vocabulary = append(info.Vocabulary, written(name)...)
		} else {
			info.Vocabulary = nil
			break
		}
	}
	return info
}

// written lists the names that an event may get which the file calls by a name: the trace's own stands for a
// vendor's alias, for some only where the event tells its agent.
func written(name string) []string {
	alone, agents := trace.Event{Name: name}, trace.Event{Name: name, Agent: "x"}
	alone.NormalizeName()
	agents.NormalizeName()
	if alone.Name == agents.Name {
		return []string{alone.Name}
	}
	return []string{alone.Name, agents.Name}
}

// Parse implements parsers.Parser.
func (a *Adapter) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan(a, segments, opt, out, nil).run()
}

// Trial is what an adapter makes of one line.
type Trial struct {
	Pos    trace.Pos
	Text   string
	Record bool      // a record begins there
	Known  bool      // it belongs to a record
	Time   time.Time // of the record
	Rules  []Match   // that matched the record which the line ended, or the line itself
}

// Match is a rule that matched, and the event that it gave.
type Match struct {
	Line  int    // of the rule in the adapter file
	Shown string // the rule's pattern
	Event trace.Event
}

// Try reads segments as Parse does and tells line by line what it makes of them. A rule that looks at whole
// records is told at the record's first line, which is why lines are told when their record has ended.
func (a *Adapter) Try(segments []parsers.Segment, opt parsers.Options, out parsers.Output, tell func(Trial)) error {
	return newScan(a, segments, opt, out, tell).run()
}
