package celenv

import (
	"hash/maphash"
	"strings"
	"time"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// Sizes of the tables of boxed values. Each slot holds the last value that fell to it, so a table has an end,
// and a value that repeats costs no allocation. That of strings begins small, for short traces.
const (
	fewSlots     = 1 << 5
	internSlots  = 1 << 11
	internLength = 64 // longer strings are boxed anew
	timeSlots    = 1 << 6
)

// boxes keeps boxed values: making an interface of a string or a duration allocates.
type boxes struct {
	seed      maphash.Seed
	strings   []stringBox
	durations []durationBox
	time      types.Timestamp
	timeBox   ref.Val
	unknowns  map[Cause]*types.Unknown
	empty     ref.Val
}

type stringBox struct {
	text  string
	boxed ref.Val
}

type durationBox struct {
	length time.Duration
	boxed  ref.Val
}

func newBoxes() *boxes {
	return &boxes{
		seed:      maphash.MakeSeed(),
		strings:   make([]stringBox, fewSlots),
		durations: make([]durationBox, timeSlots),
		unknowns:  map[Cause]*types.Unknown{},
		empty:     types.String(""),
	}
}

func (b *boxes) string(s string) ref.Val {
	if s == "" {
		return b.empty
	}
	if len(s) > internLength {
		return types.String(s)
	}
	hash := maphash.String(b.seed, s)
	slot := &b.strings[hash&uint64(len(b.strings)-1)]
	if slot.text != s {
		if slot.text != "" && len(b.strings) < internSlots {
			b.strings = make([]stringBox, 8*len(b.strings))
			slot = &b.strings[hash&uint64(len(b.strings)-1)]
		}
		// Cloned, so that a slot does not hold on to the block that the string is part of.
		slot.text = strings.Clone(s)
		slot.boxed = types.String(slot.text)
	}
	return slot.boxed
}

func (b *boxes) duration(d time.Duration) ref.Val {
	slot := &b.durations[(uint64(d)*0x9e3779b97f4a7c15)>>58]
	if slot.boxed == nil || slot.length != d {
		slot.length, slot.boxed = d, types.Duration{Duration: d}
	}
	return slot.boxed
}

func (b *boxes) timestamp(t time.Time) ref.Val {
	if b.timeBox == nil || b.time.Time != t {
		b.time = types.Timestamp{Time: t}
		b.timeBox = b.time
	}
	return b.timeBox
}

// unknown returns the unknown value of c. The table is emptied when it gets large: causes may number
// events.
func (b *boxes) unknown(c Cause) ref.Val {
	if u, ok := b.unknowns[c]; ok {
		return u
	}
	if len(b.unknowns) >= internSlots {
		clear(b.unknowns)
	}
	u := types.NewUnknown(int64(c), nil)
	b.unknowns[c] = u
	return u
}
