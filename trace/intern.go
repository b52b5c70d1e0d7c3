package trace

import "hash/maphash"

const (
	internSlots  = 1 << 12
	internLength = 128 // longer strings are not kept
)

// interner gives equal strings one copy as long as they keep coming back. Its size is fixed: a new
// string takes the place of the one in its slot.
type interner struct {
	seed  maphash.Seed
	slots [internSlots]string
}

func newInterner() *interner { return &interner{seed: maphash.MakeSeed()} }

func (t *interner) string(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internLength {
		return string(b)
	}
	slot := &t.slots[maphash.Bytes(t.seed, b)%internSlots]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}
