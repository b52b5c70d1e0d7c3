package engine

import (
	"fmt"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

func TestEachSliceFallsToOneShard(t *testing.T) {
	def := &rules.Rule{ID: "DR-14", Per: []trace.Key{trace.KeyInstance}}
	const slices, of = 3000, 3
	var got [of]int
	for i := range slices {
		var keys keySet
		keys[trace.KeyInstance] = fmt.Sprintf("PC-%d", i)
		owners := 0
		for s := range of {
			if (Shard{s + 1, of}).owns(def, &keys) {
				got[s]++
				owners++
			}
		}
		if owners != 1 {
			t.Fatalf("%d shards own PC-%d", owners, i)
		}
	}
	for s, n := range got {
		if n < slices/of*8/10 {
			t.Errorf("shard %d has %d of %d slices", s+1, n, slices)
		}
	}
}
