package workspace

import (
	"bytes"
	"time"

	"github.com/fo-check/fo-check/parsers/textlog"
)

const (
	learnBytes = 256 << 10
	learnLines = 2000
	maxColumn  = 48
	maxPlaces  = 4
)

// patterns are the layouts of times that logging libraries print. Those with a date come first: a clock is
// also part of them.
func patterns() []string {
	return []string{
		"yyyy-MM-dd HH:mm:ss[,SSS][XXX]", "yyyy-MM-dd'T'HH:mm:ss[,SSS][XXX]", "yyyy/MM/dd HH:mm:ss[,SSS]",
		"dd MMM yyyy HH:mm:ss[,SSS]", "dd.MM.yyyy HH:mm:ss[,SSS]", "MMM dd, yyyy h:mm:ss a", "MMM d, yyyy h:mm:ss a",
		"HH:mm:ss,SSS", "epoch-ms",
	}
}

// place is where in a line a time may stand.
type place struct {
	stamp  *textlog.Stamper
	column int
}

// prefix knows how the lines of a log begin.
type prefix struct{ places []place }

// find reads the time of a line that begins a record; rest is where the text behind it begins.
func (p *prefix) find(line []byte) (t time.Time, rest int, dated, ok bool) {
	for i := range p.places {
		at := &p.places[i]
		if len(line) < at.column+12 {
			continue
		}
		t, n, dated, ok := at.stamp.Parse(line[at.column:])
		if ok {
			return t, at.column + n, dated, true
		}
	}
	return t, 0, false, false
}

// peek is find without the effect of a time on the ones that follow.
func (p *prefix) peek(line []byte) (c textlog.Civil, ok bool) {
	for _, at := range p.places {
		if len(line) < at.column+12 {
			continue
		}
		if c, _, ok := at.stamp.Layout.Parse(line[at.column:]); ok {
			return c, true
		}
	}
	return c, false
}

func (p *prefix) forget() {
	for _, at := range p.places {
		at.stamp.Forget()
	}
}

// spot is a layout at a column.
type spot struct{ layout, column int }

// learn finds out from the beginning of a log where its lines have their time, and in which layout. A
// date goes before a clock alone; both may stand in one log, because components print differently.
func learn(head []byte, clock *textlog.Clock) prefix {
	var layouts []*textlog.Layout
	for _, p := range patterns() {
		l, err := textlog.ParseLayout(p)
		if err != nil {
			panic(err) // a pattern of ours is wrong: no log can do this
		}
		layouts = append(layouts, l)
	}
	seen := map[spot]int{}
	var order []spot
	for n := 0; n < learnLines && len(head) > 0; n++ {
		var line []byte
		line, head, _ = bytes.Cut(head, []byte{'\n'})
		if n == 0 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if s, ok := findSpot(line, layouts); ok {
			if seen[s] == 0 {
				order = append(order, s)
			}
			seen[s]++
		}
	}
	return choose(order, seen, layouts, clock)
}

// findSpot finds the first time in a line.
func findSpot(line []byte, layouts []*textlog.Layout) (spot, bool) {
	if len(line) < 12 || line[0] == '\t' || hasPrefix(line, "Attribute") || hasPrefix(line, "attr_") {
		return spot{}, false
	}
	for col := 0; col <= maxColumn && col+12 <= len(line); col++ {
		if c := line[col]; !alnum(c) || col > 0 && (alnum(line[col-1]) || line[col-1] == ':' || line[col-1] == '-') {
			continue
		}
		for i, l := range layouts {
			if _, n, ok := l.Parse(line[col:]); ok && (col+n == len(line) || !alnum(line[col+n])) {
				return spot{i, col}, true
			}
		}
	}
	return spot{}, false
}

// choose takes the spot seen most, and others that are seen on a tenth of as many lines.
func choose(order []spot, seen map[spot]int, layouts []*textlog.Layout, clock *textlog.Clock) prefix {
	var p prefix
	most := 0
	for _, s := range order {
		most = max(most, seen[s])
	}
	for _, atLeast := range [...]int{most, (most + 9) / 10} {
		for _, s := range order {
			if n := seen[s]; n >= atLeast && n > 0 && len(p.places) < maxPlaces {
				seen[s] = 0
				p.places = append(p.places, place{&textlog.Stamper{Layout: layouts[s.layout], Clock: clock}, s.column})
			}
		}
	}
	return p
}

func alnum(c byte) bool { return c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'z' }

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }
