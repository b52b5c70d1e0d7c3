package engine

import "github.com/fo-check/fo-check/trace"

// keySet holds the value of each key; "" where there is none.
type keySet [trace.NumKeys]string

func hasKey(keys []trace.Key, k trace.Key) bool {
	for _, x := range keys {
		if x == k {
			return true
		}
	}
	return false
}

// appendKey appends the values of keys, each closed by a zero byte: the name of a slice in maps.
func appendKey(buf []byte, keys []trace.Key, values *keySet) []byte {
	for _, k := range keys {
		buf = append(buf, values[k]...)
		buf = append(buf, 0)
	}
	return buf
}

// missingKey returns the first of keys without a value.
func missingKey(keys []trace.Key, values *keySet) (trace.Key, bool) {
	for _, k := range keys {
		if values[k] == "" {
			return k, true
		}
	}
	return 0, false
}

// whyMissing is the reason for an absent key: nobody said which site is whose, or the event does not tell.
func whyMissing(k trace.Key) reasons {
	if k == trace.KeySite {
		return whyNoConfig
	}
	return whyUnattributed
}

// whyLacking is why nothing can be said of keys of which some have no value; 0: all have one.
func whyLacking(keys []trace.Key, values *keySet) (why reasons) {
	for _, k := range keys {
		if values[k] == "" {
			why |= whyMissing(k)
		}
	}
	return why
}

// union returns a followed by the keys of b that are not in a.
func union(a, b []trace.Key) []trace.Key {
	out := append([]trace.Key(nil), a...)
	for _, k := range b {
		if !hasKey(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// shared returns the keys of a that are in b.
func shared(a, b []trace.Key) []trace.Key {
	out := []trace.Key{}
	for _, k := range a {
		if hasKey(b, k) {
			out = append(out, k)
		}
	}
	return out
}
