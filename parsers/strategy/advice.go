package strategy

import "strings"

// Places of the interaction's id.
const (
	contextID = "_data.system.context.InteractionID"
	bareID    = "system.InteractionID"
)

// suggestion is a condition that can be pasted in place of the one that the handler has; "" if there is
// nothing to change, or nothing sure to say.
func (j *judged) suggestion() string {
	if j.repaired != "" {
		return j.repaired
	}
	if j.disabled || j.guard == nil || j.event == "" {
		return ""
	}
	if text := j.outcomesCorrected(); text != "" {
		return text
	}
	if j.ends == yes && j.misjudges() {
		return guardFor(j.id())
	}
	if j.sameID == no {
		return strings.ReplaceAll(j.condition, bareID, contextID)
	}
	return ""
}

// misjudges tells whether the truth table is not the wanted one, as far as it is known.
func (j *judged) misjudges() bool {
	return j.table.other() == yes || j.table.own("") == no || j.table.own("deletion") == no ||
		j.table.own("routing") == yes || j.table.own("detaching") == yes
}

// guardFor is the condition that the vendor's documentation gives, with its last parenthesis.
func guardFor(id string) string {
	return "_event.data.interactionid == " + id + " && (!_event.data.resultof || _event.data.resultof == 'deletion')"
}

// id is where the handler reads the interaction's id; where it does not, the place that stays right after
// a merge.
func (j *judged) id() string {
	if j.readsBareID() && j.sameID != no {
		return bareID
	}
	return contextID
}

// outcomesCorrected spells values of resultof as they are; "" if one of them is none in any spelling.
func (j *judged) outcomesCorrected() string {
	text := j.condition
	for _, s := range j.strange {
		small := strings.ToLower(strings.TrimSpace(s))
		if s == "" || !isOutcome(small) {
			return ""
		}
		text = strings.ReplaceAll(text, "'"+s+"'", "'"+small+"'")
		text = strings.ReplaceAll(text, `"`+s+`"`, `"`+small+`"`)
	}
	if text == j.condition {
		return ""
	}
	return text
}
