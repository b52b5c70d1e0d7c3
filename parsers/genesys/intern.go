package genesys

import (
	"encoding/binary"
	"math/bits"
)

const (
	internBits = 13
	internMax  = 96
)

// Interner gives one string for bytes that repeat (names, agents, DNs) in bounded memory: a value that
// loses its slot is made again when it comes back. The zero value is ready.
type Interner struct {
	slots []string
}

// String returns b as a string that shares no memory with it.
func (t *Interner) String(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internMax {
		return string(b)
	}
	if t.slots == nil {
		t.slots = make([]string, 1<<internBits)
	}
	slot := &t.slots[slotOf(b)]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// slotOf spreads by length, first and last eight bytes, which tell the values of logs apart. Two that share a
// slot only cost a copy.
func slotOf(b []byte) uint64 {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f
	var first, last uint64
	if n := len(b); n >= 8 {
		first, last = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	} else {
		for _, c := range b {
			first = first<<8 | uint64(c)
		}
	}
	h := (first*odd1 ^ bits.RotateLeft64(last*odd2, 32)) + uint64(len(b))
	return (h ^ h>>29) * odd1 >> (64 - internBits)
}
