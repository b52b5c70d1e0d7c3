package engine

import (
	"hash/fnv"

	"github.com/fo-check/fo-check/rules"
)

// Shard is one of Of runs over the same inputs, which share the slices of each rule among them: every slice is
// judged by exactly one. The zero value judges all.
type Shard struct {
	Index int // from 1
	Of    int // 0 and 1: there is one run
}

// owns tells whether a slice of the rule, named by the keys of its trigger, falls to the shard. It depends on
// nothing else, so that all runs agree.
func (s Shard) owns(def *rules.Rule, keys *keySet) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(def.ID))
	for _, k := range def.Per {
		_, _ = h.Write([]byte{0})
		_, _ = h.Write([]byte(keys[k]))
	}
	sum := h.Sum64() // its lowest bits hardly depend on the first bytes
	return int((sum^sum>>32)%uint64(s.Of)) == s.Index-1
}
