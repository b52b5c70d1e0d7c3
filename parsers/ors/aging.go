package ors

// agingLimit is how many entries a generation holds.
const agingLimit = 1 << 16

// aging is a map in bounded memory: an entry that was not used while a whole generation of others came
// is forgotten. The zero value is ready.
type aging[V any] struct {
	young, old map[string]V
}

// get returns the entry of key. It does not allocate unless the entry has grown old.
func (a *aging[V]) get(key []byte) (V, bool) {
	if v, ok := a.young[string(key)]; ok {
		return v, true
	}
	v, ok := a.old[string(key)]
	if ok {
		a.set(string(key), v)
	}
	return v, ok
}

func (a *aging[V]) set(key string, v V) {
	if len(a.young) >= agingLimit {
		a.old, a.young = a.young, nil
	}
	if a.young == nil {
		a.young = make(map[string]V)
	}
	a.young[key] = v
}

func (a *aging[V]) clear() { a.young, a.old = nil, nil }
