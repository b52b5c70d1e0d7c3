package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// report keeps the finding of an outcome, unless the rule has too many already.
func (e *Engine) report(o *obligation, out outcome) {
	f := e.prepared
	if f == nil {
		f = e.finding(o, out)
	}
	if f == nil {
		o.rule.result.Omitted++
		return
	}
	f.Verdict, f.Detail, f.Reasons = out.verdict, out.detail, out.why.list()
	if len(f.Reasons) > 0 {
		f.Reason = f.Reasons[0]
	}
	f.Message = e.message(o, out, f)
	e.findings = append(e.findings, decidedFinding{*f, o.rule.def.Index, o.serial})
	o.rule.kept++
}

// finding builds the finding with its evidence as of now; nil if it would not be kept.
func (e *Engine) finding(o *obligation, out outcome) *rules.Finding {
	if o.rule.kept >= e.maxFindings || out.verdict == rules.Pass && o.depends == 0 {
		return nil
	}
	f := &rules.Finding{Rule: o.rule.def, Time: o.trigger.Time, Notes: o.notes, Key: o.bindings()}
	if o.deadline != never {
		f.Deadline = o.trigger.Time.Add(time.Duration(o.deadline - o.t0))
	}
	f.Fingerprint = o.rule.fingerprint(f.Key, o.trigger.Name)
	f.Evidence = e.evidence(o, out)
	return f
}

// bindings lists the keys of the obligation.
func (o *obligation) bindings() []rules.KeyBinding {
	var out []rules.KeyBinding
	for _, k := range o.rule.whole {
		if o.keys[k] != "" {
			out = append(out, rules.KeyBinding{Key: k.String(), Value: o.keys[k]})
		}
	}
	return out
}

// fingerprint names the n-th finding of the rule for the key: no lines, no times.
func (r *rule) fingerprint(key []rules.KeyBinding, trigger string) string {
	var b strings.Builder
	b.WriteString(r.def.ID)
	for _, k := range key {
		b.WriteString("\x00" + k.Key + "\x00" + k.Value)
	}
	b.WriteString("\x00" + trigger)
	name := b.String()
	r.ordinals[name]++
	sum := sha256.Sum256([]byte(name + "\x00" + strconv.Itoa(r.ordinals[name])))
	return hex.EncodeToString(sum[:8])
}

// evidence lists what the outcome rests on: the trigger, the deadline, the event that decided, the facts
// that were read with the line that set each.
func (e *Engine) evidence(o *obligation, out outcome) []rules.Evidence {
	list := []rules.Evidence{{Role: rules.RoleTrigger, Time: o.trigger.Time, Event: o.trigger.Name,
		Detail: describe(o.trigger), Note: e.triggerNote(o), Pos: o.trigger.Pos}}
	if o.early.name != "" {
		list = append(list, cite(rules.RoleContext, o.early, "", e.earlyNote(o)))
	}
	if o.deadline != never {
		list = append(list, e.deadlineEvidence(o))
	}
	if out.by.name != "" {
		list = append(list, cite(roleOf(out.detail), out.by, out.byDetail, byNote(o, out)))
	}
	return append(list, e.factEvidence(o, out.blamed)...)
}

func cite(role rules.Role, r record, detail, note string) rules.Evidence {
	return rules.Evidence{Role: role, Time: r.time, Event: r.name, Detail: detail, Note: note, Pos: r.pos}
}

func roleOf(d rules.Detail) rules.Role {
	switch d {
	case rules.Forbidden:
		return rules.RoleForbidden
	case rules.Late:
		return rules.RoleExpected
	}
	return rules.RoleContext
}

func (e *Engine) triggerNote(o *obligation) string {
	if o.start != ever && o.start > o.t0 {
		return "the " + human(o.start-o.t0) + " start here"
	}
	if o.before != never {
		return "not within " + human(o.before-o.t0) + " from here"
	}
	return ""
}

func (e *Engine) earlyNote(o *obligation) string {
	if o.rule.def.Verb == rules.VerbForbid {
		return "may be a forbidden one"
	}
	return "too early to count"
}

func (e *Engine) deadlineEvidence(o *obligation) rules.Evidence {
	at := o.trigger.Time.Add(time.Duration(o.deadline - o.t0))
	pos := trace.Pos{File: o.trigger.Pos.File}
	if w := e.witnesses(o); len(w) > 0 && !containsInput(w, o.input) {
		pos.File = w[0].Path
	}
	return rules.Evidence{Role: rules.RoleExpected, Time: at, Event: "(deadline)", Detail: expected(o.rule.def), Pos: pos}
}

func containsInput(list []*input, in *input) bool {
	for _, x := range list {
		if x == in {
			return true
		}
	}
	return false
}

// expected names the events a rule waits for.
func expected(def *rules.Rule) string {
	var names []string
	for i := range def.Expect {
		for _, n := range def.Expect[i].Predicate.Names {
			if !contains(names, n) {
				names = append(names, n)
			}
		}
	}
	glue := " or "
	if def.ExpectAll {
		glue = " and "
	}
	return strings.Join(names, glue) + " expected by then"
}

func byNote(o *obligation, out outcome) string {
	at := out.by.time.UnixNano()
	switch out.detail {
	case rules.Late:
		return human(at-o.deadline) + " late"
	case rules.Forbidden:
		return human(at-o.t0) + " after the trigger"
	}
	return ""
}

// factEvidence cites, for each fact that decided, the line that set it; first those that are blamed.
func (e *Engine) factEvidence(o *obligation, blamed []int) []rules.Evidence {
	var list []rules.Evidence
	seen := map[int]bool{}
	for _, index := range slices.Concat(blamed, o.rule.allReads) {
		if seen[index] {
			continue
		}
		seen[index] = true
		if ev, ok := e.factCited(o, index); ok {
			list = append(list, ev)
		}
	}
	return list
}

func (e *Engine) factCited(o *obligation, index int) (rules.Evidence, bool) {
	e.bindTrigger(o)
	s := e.facts[index]
	var keys keySet
	for _, k := range s.fact.Per {
		keys[k] = e.binds.bind(k)
	}
	if _, missing := missingKey(s.fact.Per, &keys); missing {
		return rules.Evidence{}, false
	}
	st := e.peek(s, &keys)
	if st.by.name == "" || st.by.pos == o.trigger.Pos {
		return rules.Evidence{}, false
	}
	value := "not known"
	if st.value != nil {
		value = fmt.Sprint(st.value.Value())
	}
	return cite(rules.RoleContext, st.by, "", s.fact.Name+" = "+value), true
}

// message says in one line what is wrong, or what cannot be decided and why.
func (e *Engine) message(o *obligation, out outcome, f *rules.Finding) string {
	def := o.rule.def
	switch {
	case out.verdict == rules.Inconclusive && out.message != "":
		return string(f.Reason) + ": " + out.message
	case out.verdict == rules.Inconclusive:
		return string(f.Reason) + ": " + e.explain(f.Reason)
	case out.detail == rules.Late:
		return fmt.Sprintf("%s came %s late", out.by.name, human(out.by.time.UnixNano()-o.deadline))
	case out.detail == rules.Missing && o.deadline != never:
		return fmt.Sprintf("no %s within %s", strings.TrimSuffix(expected(def), " expected by then"), human(o.deadline-o.t0))
	case out.detail == rules.Missing:
		return fmt.Sprintf("no %s before the end of the scope", strings.TrimSuffix(expected(def), " expected by then"))
	case out.detail == rules.Forbidden:
		return fmt.Sprintf("%s %s after %s", out.by.name, human(out.by.time.UnixNano()-o.t0), o.trigger.Name)
	case out.blame != "":
		return fmt.Sprintf("%s without a documented cause; nearest: %s", o.trigger.Name, strings.ReplaceAll(out.blame, "_", " "))
	}
	return fmt.Sprintf("not so at %s: %s", o.trigger.Name, def.Title)
}

// explain says what a reason means. A state that is missing may have been dropped since it was set.
func (e *Engine) explain(reason rules.Reason) string {
	if reason == rules.ReasonTruncStart && slices.ContainsFunc(e.facts, func(s *factSet) bool { return s != nil && s.forgot }) {
		return fmt.Sprintf("%s, or it was forgotten: of finished keys a fact remembers the last %d", reasonText[reason], e.keepFinished)
	}
	return reasonText[reason]
}

// reasonText explains each reason in a few words.
var reasonText = map[rules.Reason]string{
	rules.ReasonError:        "a condition could not be evaluated",
	rules.ReasonNoConfig:     "a setting or the site map is not known",
	rules.ReasonNoSource:     "no input shows the component that owes the reaction",
	rules.ReasonUnattributed: "an event does not tell whose it is",
	rules.ReasonGap:          "a hole in the log overlaps the scope",
	rules.ReasonTruncStart:   "the log begins after the state that decides",
	rules.ReasonClock:        "the order lies within the uncertainty of two clocks",
	rules.ReasonLevel:        "the trace does not show such events",
	rules.ReasonTruncEnd:     "the log ends before the deadline",
}

// keptFinding describes an obligation that was kept: since when it was owed, until when, and what fulfilled it.
func (e *Engine) keptFinding(o *obligation) rules.Finding {
	f := rules.Finding{Rule: o.rule.def, Verdict: rules.Pass, Time: o.trigger.Time, Notes: o.notes, Key: o.bindings()}
	switch {
	case o.deadline != never:
		f.Deadline = o.trigger.Time.Add(time.Duration(o.deadline - o.t0))
	case o.before != never:
		f.Deadline = o.trigger.Time.Add(time.Duration(o.before - o.t0))
	}
	f.Evidence = e.evidence(o, outcome{by: o.closer})
	return f
}

// fulfilled remembers the event that ended the obligation, where somebody wants to know.
func (e *Engine) fulfilled(o *obligation, ev *trace.Event) {
	if e.opt.Kept != nil {
		o.closer = recordOf(ev)
	}
}

// remark reports what goes with a pass, such as a recovery that came late and was tolerated.
func (e *Engine) remark(o *obligation) {
	f := rules.Finding{Rule: o.rule.def, Verdict: rules.Pass, Time: o.trigger.Time, Notes: o.notes, Key: o.bindings()}
	f.Evidence = e.evidence(o, outcome{by: o.closer})
	if len(e.remarks) < e.maxFindings {
		e.remarks = append(e.remarks, f)
	}
}

// human prints a length of time for people.
func human(ns int64) string {
	d := time.Duration(ns).Round(time.Millisecond)
	if d > -time.Minute && d < time.Minute {
		return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
	}
	return d.String()
}

// describe lists the fields and attributes that tell one event from another.
func describe(ev *trace.Event) string {
	var b strings.Builder
	add := func(k, v string) {
		if v == "" || strings.Contains(strings.ToLower(k), "password") {
			return
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(k + "=" + v)
	}
	for i := range ev.Attrs {
		if i == maxDescribed {
			break
		}
		add(ev.Attrs[i].Key, ev.Attrs[i].Value)
	}
	add("reason", ev.Reason)
	for _, k := range []trace.Key{trace.KeySite, trace.KeyDN, trace.KeyAgent, trace.KeyClient} {
		add(k.String(), ev.Key(k))
	}
	return b.String()
}

// maxDescribed is how many attributes a description shows.
const maxDescribed = 6
