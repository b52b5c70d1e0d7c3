package engine

import (
	"slices"

	"github.com/fo-check/fo-check/trace"
)

// factIndex finds instances by a subset of their keys.
type factIndex struct {
	keys []trace.Key
	m    map[string]*bucket
}

// bucket lists instances that share some of their keys, in the order in which they were made; those that
// were dropped stay until they are the larger part.
type bucket struct {
	list []*instance
	gone int
}

func (ix *factIndex) add(x *instance) {
	name := string(appendKey(nil, ix.keys, &x.keys))
	b := ix.m[name]
	if b == nil {
		b = &bucket{}
		ix.m[name] = b
	}
	b.list = append(b.list, x)
}

// remove takes out an instance, which is marked as gone.
func (ix *factIndex) remove(x *instance) {
	name := string(appendKey(nil, ix.keys, &x.keys))
	b := ix.m[name]
	if b.gone++; b.gone == len(b.list) {
		delete(ix.m, name)
	} else if b.gone > len(b.list)/2 {
		b.list = slices.DeleteFunc(slices.Clone(b.list), func(x *instance) bool { return x.gone }) // one may just be walked
		b.gone = 0
	}
}

// at returns the instances with the name in the index, among them some that are gone.
func (ix *factIndex) at(name []byte) []*instance {
	if b := ix.m[string(name)]; b != nil {
		return b.list
	}
	return nil
}

// index returns the index over keys, made once.
func (s *factSet) index(keys []trace.Key) *factIndex {
	for _, x := range s.indexes {
		if sameKeys(x.keys, keys) {
			return x
		}
	}
	x := &factIndex{keys: keys, m: map[string]*bucket{}}
	s.indexes = append(s.indexes, x)
	for _, known := range s.instances {
		x.add(known)
	}
	return x
}

func sameKeys(a, b []trace.Key) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
