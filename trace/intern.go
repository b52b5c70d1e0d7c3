package trace

import "encoding/binary"

const (
	internSlots  = 1 << 12
	internLength = 128 // longer strings are not kept
)

// interner gives equal strings one copy as long as they keep coming back. Its size is fixed: a new
// string takes the place of the one in its slot.
type interner struct {
	slots [internSlots]string
}

func newInterner() *interner { return &interner{} }

func (t *interner) string(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internLength {
		return string(b)
	}
	slot := &t.slots[hash(b)%internSlots]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// hash mixes the length with the beginning, the middle and the end of b. Strings that it cannot tell
// apart only take each other's slot.
func hash(b []byte) uint64 {
	const k = 0x9e3779b97f4a7c15
	n := len(b)
	var x, y, z uint64
	switch {
	case n >= 8:
		x, y = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
		z = binary.LittleEndian.Uint64(b[(n-8)/2:])
	case n >= 4:
		x, y = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	default:
		x, y, z = uint64(b[0]), uint64(b[n/2]), uint64(b[n-1])
	}
	h := (x ^ uint64(n)) * k
	h = (h ^ h>>29 ^ y) * k
	h = (h ^ h>>31 ^ z) * k
	return h ^ h>>32
}
