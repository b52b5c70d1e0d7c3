package strategy

// cell is one line of the truth table of a guard: what the event says of itself.
type cell struct {
	event    string // interaction.notcontrolled or interaction.deleted
	same     bool   // it is about the session's own interaction
	resultof string // "": the event has none, as before Orchestration Server 8.1.400.17
}

// outcomes are the values that Orchestration Server gives resultof, and "" for none.
var outcomes = [...]string{"", "deletion", "routing", "revoking", "detaching"}

// isOutcome tells whether resultof can have this value.
func isOutcome(s string) bool {
	for _, o := range outcomes {
		if o == s {
			return true
		}
	}
	return false
}

// table is the truth of something for each cell: [0] other interaction, [1] the session's own.
type table [2][len(outcomes)]truth

// tabulate evaluates f for every cell of an event.
func tabulate(event string, f func(cell) truth) (t table) {
	for same := range t {
		for i, resultof := range outcomes {
			t[same][i] = f(cell{event, same == 1, resultof})
		}
	}
	return t
}

// all is whether it holds in every cell.
func (t table) all() truth {
	sum := yes
	for _, row := range t {
		for _, v := range row {
			sum = sum.and(v)
		}
	}
	return sum
}

// other is whether it holds for some event about another interaction.
func (t table) other() truth {
	sum := no
	for _, v := range t[0] {
		sum = sum.or(v)
	}
	return sum
}

// own is the truth for the session's own interaction with this resultof.
func (t table) own(resultof string) truth {
	for i, o := range outcomes {
		if o == resultof {
			return t[1][i]
		}
	}
	return unknown
}

// depends is whether resultof makes a difference.
func (t table) depends() truth {
	sum := no
	for _, row := range t {
		for _, v := range row[1:] {
			switch {
			case v == unknown || row[0] == unknown:
				sum = sum.or(unknown)
			case v != row[0]:
				return yes
			}
		}
	}
	return sum
}
