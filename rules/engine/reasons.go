package engine

import "github.com/fo-check/fo-check/rules"

// reasons is a set of rules.Reason; bit i stands for rules.Reasons[i], so that the lowest bit set is the
// reason that is given first.
type reasons uint16

const (
	whyError reasons = 1 << iota
	whyNoConfig
	whyNoSource
	whyUnattributed
	whyGap
	whyTruncStart
	whyClock
	whyLevel
	whyTruncEnd
)

// list returns the reasons in their order of precedence.
func (r reasons) list() []rules.Reason {
	var out []rules.Reason
	for i, reason := range rules.Reasons {
		if r&(1<<i) != 0 {
			out = append(out, reason)
		}
	}
	return out
}

// reasonBit returns the set that holds only r.
func reasonBit(r rules.Reason) reasons {
	for i, reason := range rules.Reasons {
		if r == reason {
			return 1 << i
		}
	}
	return 0
}
