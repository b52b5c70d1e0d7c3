package genesys

import "hash/maphash"

const (
	internSlots = 1 << 13
	internMax   = 96
)

// Interner gives one string for bytes that repeat (names, agents, DNs) in bounded memory: a value that
// loses its slot is made again when it comes back. The zero value is ready.
type Interner struct {
	seed  maphash.Seed
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
		t.slots, t.seed = make([]string, internSlots), maphash.MakeSeed()
	}
	slot := &t.slots[maphash.Bytes(t.seed, b)&(internSlots-1)]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}
