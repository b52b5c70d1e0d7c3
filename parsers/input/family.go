package input

import (
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// Group puts files that are segments of one log together, each family in order, families in the order
// of their first path. Names alone decide here: segments share directory and base name and differ by a
// stamp (x.20240131_101520_123.log) or a number (x.log, x.log.1, x.log.2 where 2 is the oldest). Whether
// they really belong together is confirmed by content: see Split.
func Group(files []*File) [][]*File {
	byKey := map[string][]member{}
	var keys []string
	for _, f := range files {
		m := newMember(f)
		if byKey[m.key] == nil {
			keys = append(keys, m.key)
		}
		byKey[m.key] = append(byKey[m.key], m)
	}
	out := make([][]*File, 0, len(keys))
	for _, k := range keys {
		out = append(out, ordered(byKey[k]))
	}
	return out
}

// Split parts a group by label (the parser that recognised a file): segments with the same one stay one
// input, in their order. Files without a label stand alone.
func Split(group []*File, label func(*File) string) [][]*File {
	byLabel := map[string]int{}
	var out [][]*File
	for _, f := range group {
		l := label(f)
		if i, known := byLabel[l]; known && l != "" {
			out[i] = append(out[i], f)
			continue
		}
		byLabel[l] = len(out)
		out = append(out, []*File{f})
	}
	return out
}

// member is a file with what its name tells of its place in a family.
type member struct {
	file  *File
	key   string // of the family
	stamp string // sorts as time; "" if the name has none
	age   int    // .3 is older than .1; 0: none, the newest
}

// stamped matches the stamp that Genesys servers put into the names of log segments: date, time, and
// milliseconds.
var stamped = regexp.MustCompile(`^(.+?)[._-](\d{8}_\d{6}_\d{3})(\..*)?$`)

// numbered matches rotation by number, before a packing's suffix.
var numbered = regexp.MustCompile(`^(.+\.[A-Za-z]+)\.(\d{1,4})$`)

func newMember(f *File) member {
	dir, name := filepath.Split(f.Path)
	name = trimPacking(name)
	if m := stamped.FindStringSubmatch(name); m != nil {
		return member{file: f, key: dir + m[1] + "\x00" + m[3], stamp: m[2]}
	}
	if m := numbered.FindStringSubmatch(name); m != nil {
		age, _ := strconv.Atoi(m[2])
		return member{file: f, key: dir + m[1], age: age}
	}
	return member{file: f, key: dir + name}
}

func trimPacking(name string) string {
	for _, suffix := range []string{".gz", ".zst", ".bz2", ".xz"} {
		if s, ok := strings.CutSuffix(name, suffix); ok {
			return s
		}
	}
	return name
}

// ordered sorts a family oldest first.
func ordered(family []member) []*File {
	sort.SliceStable(family, func(i, j int) bool {
		a, b := family[i], family[j]
		if a.stamp != b.stamp {
			return a.stamp < b.stamp
		}
		return a.age > b.age
	})
	out := make([]*File, len(family))
	for i, m := range family {
		out[i] = m.file
	}
	return out
}

// byTime tells whether the file has its place in a family by the time in its name.
func byTime(f *File) bool { return newMember(f).stamp != "" }

// Missing tells for each file of a family which ones should stand right before it and are not there, by
// their names: x.log.2 between x.log.3 and x.log.1. Only rotation by number tells.
func Missing(family []*File) []string {
	out := make([]string, len(family))
	for i := 1; i < len(family); i++ {
		older, newer := newMember(family[i-1]), newMember(family[i])
		if older.stamp != "" || older.key != newer.key || older.age-newer.age < 2 {
			continue
		}
		_, name := filepath.Split(older.key)
		out[i] = name + "." + strconv.Itoa(older.age-1)
		if older.age-newer.age > 2 {
			out[i] += " to " + name + "." + strconv.Itoa(newer.age+1)
		}
	}
	return out
}
