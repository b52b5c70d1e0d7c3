package strategy

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// Correction is a condition that can be corrected without a decision of anybody: the handler is then proven
// to do what the vendor documents, and nothing else in the file changes.
type Correction struct {
	// Rule is the one whose finding it takes away: L-36 or L-39.
	Rule string
	// Handler is the name as Composer shows it, or the state in SCXML.
	Handler string
	// Pos and Column are the place of the handler in the text as it was.
	Pos    trace.Pos
	Column int
	// Old and New are the condition before and after.
	Old, New string
}

// Corrections lists what Correct can correct.
func Corrections(name string, text []byte) ([]Correction, error) {
	_, list, err := Correct(name, text, func(Correction) bool { return true })
	return list, err
}

// Correct returns the text with those conditions corrected that want asks for, and what was done. The text is
// UTF-8, as Parse gets it. An error is returned if it is no strategy file that can be read to its end; code
// that Composer generated is left alone, because it is generated again.
func Correct(name string, text []byte, want func(Correction) bool) (fixed []byte, done []Correction, err error) {
	f, _, err := read(name, text)
	if err != nil {
		return nil, nil, err
	}
	fixed = text
	for i, j := range f.judge() {
		rule := j.correctable(f)
		if rule == "" {
			continue
		}
		edited, now := f.edit(fixed, i, &j)
		if now == "" {
			continue
		}
		c := Correction{Rule: rule, Handler: j.name, Pos: j.pos, Column: j.column, Old: j.condition, New: now}
		if want(c) {
			// Spans behind the edit have moved: read again.
			if f, _, err = read(name, edited); err != nil {
				return nil, nil, fmt.Errorf("the corrected text: %w", err)
			}
			fixed, done = edited, append(done, c)
		}
	}
	return fixed, done, nil
}

// correctable returns the rule whose finding a correction takes away, "" if none is sure. A condition that does
// not parse does nothing now; one that asks for a value that does not exist never holds for it. Corrected,
// the handler must end the session exactly when the documented one does.
func (j *judged) correctable(f *file) string {
	switch {
	case j.disabled || j.event == "" || j.ends != yes || f.kind != process && f.kind != scxml:
		return ""
	case j.repaired != "" && f.documented(j.handler, j.repaired):
		return "L-36"
	case j.guard != nil && f.documented(j.handler, j.outcomesCorrected()):
		return "L-39"
	}
	return ""
}

// documented tells whether the handler with another condition ends the session as the vendor documents: for its
// own interaction alone, with no resultof or with deletion.
func (f *file) documented(h *handler, condition string) bool {
	if condition == "" {
		return false
	}
	other := *h
	other.condition = condition
	var err error
	if other.guard, err = parseCondition(condition); err != nil {
		return false
	}
	j := f.judgeOne(newModel(), &other)
	return j.outcomes == yes && j.table == documentedTable
}

// documentedTable is the one of the condition that the vendor's documentation gives.
var documentedTable = table{
	{no, no, no, no, no},
	{yes, yes, no, no, no},
}

// edit returns the text with the condition of the n-th handler corrected, and the condition that it has then. It
// is "" if the correction cannot be proven to be all that changes.
func (f *file) edit(text []byte, n int, j *judged) (edited []byte, condition string) {
	h := &f.handlers[n]
	name := "condition"
	if f.kind == scxml {
		name = "cond"
	}
	value, ok := valueOf(text, h.tag, name)
	if !ok {
		return nil, ""
	}
	raw := j.editRaw(string(text[value.from:value.to]))
	edited = bytes.Join([][]byte{text[:value.from], []byte(raw), text[value.to:]}, nil)
	g, _, err := read(h.pos.File, edited)
	if err != nil || !f.sameBut(g, n) || !g.documented(&g.handlers[n], g.handlers[n].condition) {
		return nil, ""
	}
	return edited, g.handlers[n].condition
}

// sameBut tells whether two readings have the same handlers, but for the condition of the n-th.
func (f *file) sameBut(g *file, n int) bool {
	if len(f.handlers) != len(g.handlers) || f.kind != g.kind || f.name != g.name {
		return false
	}
	for i := range f.handlers {
		a, b := &f.handlers[i], &g.handlers[i]
		if a.event != b.event || a.name != b.name || a.target != b.target || a.disabled != b.disabled || a.scope != b.scope ||
			i != n && a.condition != b.condition {
			return false
		}
	}
	return true
}

// editRaw corrects a condition as it stands in the file, with its escapes.
func (j *judged) editRaw(raw string) string {
	if j.repaired == "" {
		for _, s := range j.strange {
			small := strings.ToLower(strings.TrimSpace(s))
			raw = quoted(s).ReplaceAllString(raw, "${1}"+small+"${2}")
		}
		return raw
	}
	text := strings.TrimRight(raw, " \t\r\n")
	missing, _ := unclosed(j.condition)
	if missing > 0 {
		return text + strings.Repeat(")", missing) + raw[len(text):]
	}
	for range -missing {
		text = strings.TrimRight(strings.TrimSuffix(text, ")"), " \t\r\n")
	}
	return text
}

// quoted matches a text in quotes, which may be escaped once or twice.
func quoted(text string) *regexp.Regexp {
	const quote = `(['"]|&(?:amp;)?(?:quot|apos|#39|#34);)`
	return regexp.MustCompile(quote + regexp.QuoteMeta(text) + quote)
}

// valueOf finds the value of an attribute without a prefix in a start tag, between its quotes.
func valueOf(text []byte, tag span, name string) (span, bool) {
	at := tag.from + 1
	for at < tag.to && !space(text[at]) { // the name of the element
		at++
	}
	for at < tag.to {
		for at < tag.to && space(text[at]) {
			at++
		}
		equals := bytes.IndexByte(text[at:tag.to], '=')
		if equals < 0 {
			return span{}, false
		}
		key := string(bytes.TrimSpace(text[at : at+equals]))
		at += equals + 1
		for at < tag.to && space(text[at]) {
			at++
		}
		if at >= tag.to {
			return span{}, false
		}
		end := bytes.IndexByte(text[at+1:tag.to], text[at])
		if end < 0 {
			return span{}, false
		}
		value := span{at + 1, at + 1 + end}
		if key == name {
			return value, true
		}
		at = value.to + 1
	}
	return span{}, false
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
