package strategy

import "strings"

// judged is what is known of a handler after its conditions have been tabulated.
type judged struct {
	*handler
	event     string // by which it is judged: notControlled or deleted; "" if it matches neither
	ends      truth  // it can end the session
	table     table  // when it does
	always    truth  // its condition holds whatever the event says
	reachable truth
	starts    truth // interaction.present: starts the workflow again only after a look at the session
	sameID    truth // reads the interaction id where the rest of the file reads it
	outcomes  truth // compares resultof with values that it has
	strange   []string
	parses    truth
	repaired  string
}

// judge looks at all handlers of a file.
func (f *file) judge() []judged {
	m := newModel()
	list := make([]judged, len(f.handlers))
	for i := range f.handlers {
		list[i] = f.judgeOne(m, &f.handlers[i])
	}
	f.reach(list)
	f.compareIDs(list)
	return list
}

func (f *file) judgeOne(m *model, h *handler) judged {
	j := judged{handler: h, parses: yes}
	switch {
	case matches(h.event, notControlled):
		j.event = notControlled
	case matches(h.event, deleted):
		j.event = deleted
	}
	j.ends = f.canEnd(h)
	if h.guard == nil {
		if j.repaired = repair(h.condition); j.repaired != "" {
			j.parses = no
		} else if missing, quoted := unclosed(h.condition); missing != 0 || quoted {
			j.parses = no
		} else {
			j.parses = unknown // perhaps a dialect
		}
		return j
	}
	event := j.event
	if event == "" {
		event = present
	}
	j.always = tabulate(event, func(at cell) truth { return h.guard.holds(m, at) }).all()
	if j.ends == yes {
		j.table = tabulate(event, func(at cell) truth { return f.endsAt(m, h, at) })
	}
	j.starts = h.startsChecked()
	strange, whole := h.guard.strangeOutcomes()
	j.strange = strange
	j.outcomes = truthOf(len(strange) == 0)
	if !whole && len(strange) == 0 && strings.Contains(h.condition, "resultof") {
		j.outcomes = unknown
	}
	return j
}

// final tells whether the target of a transition ends the session.
func (f *file) final(target string) bool {
	for t := range strings.FieldsSeq(target) {
		if f.finals[t] {
			return true
		}
	}
	return false
}

// canEnd tells whether the handler has something that ends the session.
func (f *file) canEnd(h *handler) truth {
	switch {
	case f.final(h.target) || len(h.effects.exits) > 0:
		return yes
	case h.effects.unsure:
		return unknown
	}
	return no
}

// endsAt tells whether the handler ends the session in a cell, if the workflow has not handled the event.
func (f *file) endsAt(m *model, h *handler, at cell) truth {
	sum := no
	if f.final(h.target) {
		sum = yes
	}
	for _, path := range h.effects.exits {
		way := yes
		for _, c := range path {
			way = way.and(c.holds(m, at))
		}
		sum = sum.or(way)
	}
	if h.effects.unsure {
		sum = sum.or(unknown)
	}
	return h.guard.holds(m, at).and(sum)
}

// holds evaluates a condition inside of a handler.
func (c clause) holds(m *model, at cell) truth {
	cond, err := parseCondition(c.text)
	if err != nil {
		return unknown
	}
	v := cond.holds(m, at)
	if c.negate {
		return v.not()
	}
	return v
}

// startsChecked tells whether the workflow is started only after a look at something besides the event
// and the interaction's id. Whether it is the right look is not known; that there is none is.
func (h *handler) startsChecked() truth {
	sum := yes
	for _, path := range h.effects.starts {
		looks := no
		for _, c := range append([]clause{{text: h.condition}}, path...) {
			looks = looks.or(c.looksFurther())
		}
		sum = sum.and(looks)
	}
	if sum == yes && h.effects.unsure {
		return unknown
	}
	return sum
}

// looksFurther tells whether a condition reads the session id (yes), or nothing but the event and the
// interaction's id (no).
func (c clause) looksFurther() truth {
	cond, err := parseCondition(c.text)
	if err != nil {
		return unknown
	}
	if cond.reads("SessionID") || cond.reads("StartEvent") {
		return yes
	}
	list, whole := cond.paths()
	for _, p := range list {
		root, _, _ := strings.Cut(p, ".")
		last := p[strings.LastIndexByte(p, '.')+1:]
		if !isGlobal(root) || root == "system" && last != "system" && last != "InteractionID" && last != "context" {
			return unknown
		}
	}
	return truthOf(!whole).and(unknown)
}

// reach finds handlers that an earlier one of the same state keeps from ever being tried.
func (f *file) reach(list []judged) {
	for i := range list {
		list[i].reachable = yes
		for j := range list[:i] {
			if list[j].scope == list[i].scope && !list[j].disabled && list[i].event != "" && matches(list[j].handler.event, list[i].event) {
				list[i].reachable = list[i].reachable.and(list[j].yields())
			}
		}
	}
}

// yields tells whether the handler leaves events to those behind it.
func (j *judged) yields() truth {
	switch {
	case j.guard == nil:
		return unknown
	case j.always == yes:
		return no
	}
	return yes
}

// compareIDs finds conditions that read the interaction's id from elsewhere than the rest of the file.
func (f *file) compareIDs(list []judged) {
	context := false
	for i := range list {
		context = context || list[i].readsContextID()
	}
	for i := range list {
		j := &list[i]
		switch {
		case j.guard == nil:
		case j.readsBareID() && !j.readsContextID():
			j.sameID = truthOf(!context)
		default:
			j.sameID = yes
		}
	}
}

func (j *judged) readsContextID() bool {
	return !j.disabled && j.guard != nil && j.guard.reads("context.InteractionID")
}

func (j *judged) readsBareID() bool {
	if j.guard == nil {
		return false
	}
	list, _ := j.guard.paths()
	for _, p := range list {
		if p == "system.InteractionID" {
			return true
		}
	}
	return false
}
