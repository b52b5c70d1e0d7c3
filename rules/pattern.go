package rules

// Pattern returns the standard term for what the rule specifies: the property specification patterns of
// Dwyer, Avrunin and Corbett (1999), with the real-time ones of Konrad and Cheng (2005).
func (r *Rule) Pattern() string {
	switch r.Verb {
	case VerbExpect:
		return r.responsePattern()
	case VerbForbid:
		return r.absencePattern()
	}
	if r.readsState() {
		return "precedence"
	}
	return "universality"
}

// readsState tells whether the check asks what came before.
func (r *Rule) readsState() bool {
	programs := []Named{{Cond: r.Check}}
	for _, n := range append(programs, r.Any...) {
		if n.Cond != nil && len(n.Cond.Reads().Facts)+len(n.Cond.Reads().Lists) > 0 {
			return true
		}
	}
	return false
}

func (r *Rule) responsePattern() string {
	term := "response"
	if r.ExpectAll {
		term = "response chain"
	}
	switch {
	case r.After != nil && r.Within != nil:
		return "delayed bounded " + term
	case r.After != nil:
		return "delayed " + term
	case r.Within != nil:
		return "bounded " + term
	}
	return term
}

func (r *Rule) absencePattern() string {
	switch {
	case r.Before != nil && len(r.Until) > 0:
		return "bounded absence after-until"
	case r.Before != nil:
		return "bounded absence after"
	case r.MustClose != "":
		return "absence between"
	case len(r.Until) > 0:
		return "absence after-until"
	}
	return "absence after"
}
