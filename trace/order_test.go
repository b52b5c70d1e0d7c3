package trace

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// numbered returns a trace whose events have these seconds; the agent is the number of the line.
func numbered(seconds []int) string {
	var b strings.Builder
	b.WriteString(header)
	for i, s := range seconds {
		fmt.Fprintf(&b, "{\"time\":%q,\"name\":\"X\",\"agent\":\"%d\"}\n", at(float64(s)).Format(time.RFC3339Nano), i)
	}
	b.WriteString(`{"end":"normal"}` + "\n")
	return b.String()
}

// byTime is the order in which the lines of numbered are to come.
func byTime(seconds []int) []string {
	lines := make([]int, len(seconds))
	for i := range lines {
		lines[i] = i
	}
	slices.SortStableFunc(lines, func(a, b int) int { return seconds[a] - seconds[b] })
	var out []string
	for _, l := range lines {
		out = append(out, fmt.Sprint(l))
	}
	return out
}

func agents(items []kept) []string {
	var out []string
	for _, e := range events(items) {
		out = append(out, e.Agent)
	}
	return out
}

func TestFileOutOfOrderIsSortedByTimeTiesKeepLineOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seconds := rapid.SliceOfN(rapid.IntRange(0, 40), 0, 60).Draw(rt, "seconds")
		d := decodeText(numbered(seconds))
		items := mustDrain(t, d)
		if got, want := agents(items), byTime(seconds); !slices.Equal(got, want) {
			rt.Fatalf("got %v want %v", got, want)
		}
		if in := items[0].Input; in.End != EndNormal || len(in.Notes) != 0 {
			rt.Fatalf("%+v", in)
		}
	})
}

func TestSortingInMemoryGivesTheSameOrderAsTheWindow(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seconds := rapid.SliceOfN(rapid.IntRange(0, 40), 0, 60).Draw(rt, "seconds")
		d := decodeText(numbered(seconds))
		d.reader = newLineReader(d.files, nil)
		s, err := readSorted(d.reader, "x", sortLimit)
		if err != nil {
			rt.Fatal(err)
		}
		d.source = s
		if got, want := agents(mustDrain(t, d)), byTime(seconds); !slices.Equal(got, want) {
			rt.Fatalf("got %v want %v", got, want)
		}
	})
}

func TestDisplacementIsThatOfTheWorstEvent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seconds := rapid.SliceOfN(rapid.IntRange(0, 40), 0, 60).Draw(rt, "seconds")
		want := 0
		for i := range seconds {
			for j := range i {
				if seconds[j] > seconds[i] {
					want = max(want, i-j)
					break
				}
			}
		}
		got, err := measure([]File{textFile("x", numbered(seconds))})
		if err != nil || got != want {
			rt.Fatalf("got %d want %d, error %v", got, want, err)
		}
	})
}

func TestStandardInputIsOrderedWithinTenSeconds(t *testing.T) {
	once := func(seconds []int) *Input {
		d := NewDecoder([]File{textFile("-", numbered(seconds))}, DecoderOptions{Wanted: &Wanted{All: true}, Once: true})
		items := mustDrain(t, d)
		checkStream(t, items)
		return items[0].Input
	}
	if in := once([]int{10, 0, 5, 9, 12, 11}); in.Events != 6 || len(in.Notes) != 0 {
		t.Errorf("%d events, %+v", in.Events, in.Notes)
	}
	in := once([]int{0, 20, 40, 5, 41})
	if bad := refusals(in); in.Events != 4 || len(bad) != 1 || bad[0].Pos.Line != 5 || !strings.Contains(bad[0].Text, "out of order") {
		t.Errorf("%d events, %+v", in.Events, bad)
	}
}

func TestTraceTooLargeToBeSortedIsAnError(t *testing.T) {
	lines := newLineReader([]File{textFile("big.ndjson", numbered([]int{2, 1, 3}))}, nil)
	_, err := readSorted(lines, "big.ndjson", 100)
	if err == nil || !strings.HasPrefix(err.Error(), "big.ndjson: events are out of order") {
		t.Error(err)
	}
}

func TestFarOutOfOrderFileIsSortedInMemory(t *testing.T) {
	seconds := make([]int, windowEvents+50)
	for i := range seconds {
		seconds[i] = i + 1
	}
	seconds[len(seconds)-1] = 0
	d := decodeText(numbered(seconds))
	item, err := d.Next()
	for err == nil && item.Kind != KindEvent {
		item, err = d.Next()
	}
	if err != nil || item.Event.Agent != fmt.Sprint(len(seconds)-1) {
		t.Errorf("first is %+v, error %v", item.Event, err)
	}
	d = NewDecoder(d.files, DecoderOptions{SortLimit: 1000})
	if _, err := drain(d); err == nil {
		t.Error("the limit was not kept")
	}
}

// genLogs generates logs: each in order, on a clock of its own.
func genLogs(t *rapid.T) [][]Item {
	var logs [][]Item
	for l := range rapid.IntRange(1, 5).Draw(t, "logs") {
		in := &Input{Path: fmt.Sprint("log", l), Clock: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "clock"),
			Digest: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "digest"), "+", l)}
		items := []Item{{Kind: KindInputStart, Input: in}}
		seconds := rapid.SliceOfN(rapid.IntRange(0, 9), 0, 8).Draw(t, "seconds")
		slices.Sort(seconds)
		for i, s := range seconds {
			e := &Event{Time: at(float64(s)), Name: "X", Pos: Pos{in.Path, i, 0}}
			items = append(items, Item{Input: in, Event: e, Time: e.Time})
		}
		in.EndTime = at(float64(rapid.IntRange(9, 12).Draw(t, "end")))
		logs = append(logs, append(items, Item{Kind: KindInputEnd, Input: in, Time: in.EndTime}))
	}
	return logs
}

func merged(t testing.TB, logs [][]Item, order []int) []kept {
	var streams []Stream
	for _, i := range order {
		streams = append(streams, &listStream{items: logs[i]})
	}
	return mustDrain(t, Merge(streams...))
}

func TestMergeIsTheSortedUnionWhateverTheOrderOfStreams(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		logs := genLogs(rt)
		order := make([]int, len(logs))
		for i := range order {
			order[i] = i
		}
		first := merged(t, logs, order)
		ids := map[string]int{}
		for _, in := range inputs(first) {
			ids[in.Path] = in.ID
		}
		var want []kept
		for _, l := range logs {
			for _, it := range l {
				if it.Kind == KindEvent {
					want = append(want, kept(it))
				}
			}
		}
		slices.SortStableFunc(want, func(a, b kept) int {
			if c := a.Time.Compare(b.Time); c != 0 {
				return c
			}
			return a.Input.ID - b.Input.ID
		})
		var got []kept
		for _, it := range first {
			if it.Kind == KindEvent {
				got = append(got, it)
			}
		}
		if !slices.EqualFunc(got, want, func(a, b kept) bool { return a.Event.Pos == b.Event.Pos }) {
			rt.Fatal("the merged events are not the sorted ones")
		}
		checkEnds(rt, first)
		second := merged(t, logs, rapid.Permutation(order).Draw(rt, "order"))
		if !slices.EqualFunc(first, second, sameItem) {
			rt.Fatal("the order of streams matters")
		}
		for _, in := range inputs(second) {
			if ids[in.Path] != in.ID {
				rt.Fatalf("%s had the id %d, then %d", in.Path, ids[in.Path], in.ID)
			}
		}
	})
}

func sameItem(a, b kept) bool {
	return a.Kind == b.Kind && a.Input == b.Input && a.Time.Equal(b.Time) && (a.Event == nil || a.Event.Pos == b.Event.Pos)
}

// checkEnds checks that starts come first with ids 1..n, and every end in its place in time, after the
// last event of its input.
func checkEnds(t *rapid.T, items []kept) {
	starts := inputs(items)
	for i, in := range starts {
		if items[i].Kind != KindInputStart || in.ID != i+1 {
			t.Fatalf("input %d does not start in place %d", in.ID, i+1)
		}
	}
	for i, end := range items {
		if end.Kind != KindInputEnd {
			continue
		}
		for j, it := range items {
			if it.Kind != KindEvent {
				continue
			}
			if j > i && (it.Input == end.Input || it.Time.Before(end.Time)) || j < i && it.Time.After(end.Time) {
				t.Fatalf("input %d ends at %s, between %s and what follows", end.Input.ID, end.Time, it.Time)
			}
		}
	}
}

func TestRankGoesByClockSourceServerInstanceContent(t *testing.T) {
	ranked := []*Input{
		{Path: "z", Clock: "a", Source: "ors"},
		{Path: "y", Clock: "a", Source: "tserver", Server: "S1"},
		{Path: "x", Clock: "a", Source: "tserver", Server: "S2", Instance: "i1"},
		{Path: "w", Clock: "a", Source: "tserver", Server: "S2", Instance: "i2", Digest: "1+9"},
		{Path: "v", Clock: "a", Source: "tserver", Server: "S2", Instance: "i2", Digest: "2+9"},
		{Path: "u", Clock: "b"},
	}
	var streams []Stream
	for _, i := range []int{3, 0, 5, 1, 4, 2} {
		streams = append(streams, &listStream{items: []Item{{Kind: KindInputStart, Input: ranked[i]}, {Kind: KindInputEnd, Input: ranked[i]}}})
	}
	for i, in := range inputs(mustDrain(t, Merge(streams...))) {
		if in != ranked[i] {
			t.Errorf("place %d: %s", i, in.Path)
		}
	}
}

func TestInputsOfTheSameContentAreReadOnce(t *testing.T) {
	log := func(path, sha, digest string) *listStream {
		in := &Input{Path: path, SHA256: sha, Digest: digest}
		e := &Event{Time: at(0), Name: "X", Pos: Pos{File: path}}
		return &listStream{items: []Item{{Kind: KindInputStart, Input: in}, {Input: in, Event: e, Time: e.Time}, {Kind: KindInputEnd, Input: in}}}
	}
	items := mustDrain(t, Merge(log("copy.log", "", "ab"), log("a.log", "ab", "ab"), log("b.log", "", "cd+100"), log("c.log", "", "cd+100")))
	var paths []string
	for _, in := range inputs(items) {
		paths = append(paths, in.Path)
	}
	if want := []string{"a.log", "b.log", "c.log"}; !slices.Equal(paths, want) || len(events(items)) != 3 {
		t.Errorf("%v, %d events: equal beginnings prove nothing, equal contents do", paths, len(events(items)))
	}
	if n := items[0].Input.Notes; len(n) != 1 || !strings.Contains(n[0].Text, "copy.log has the same content as a.log") {
		t.Errorf("%+v", n)
	}
}

func TestHeadDigestProvesEqualityOnlyOfWholeContents(t *testing.T) {
	small, big := []byte("log"), make([]byte, DigestSize+1)
	if d := HeadDigest(small, 3); strings.Contains(d, "+") || len(d) != 64 {
		t.Error(d)
	}
	for _, d := range []string{HeadDigest(small, -1), HeadDigest(big, int64(len(big))), HeadDigest(big[:DigestSize], 1<<20)} {
		if (&Input{Digest: d}).contentIdentity() != "" {
			t.Errorf("%s identifies a content that was not read", d)
		}
	}
	if HeadDigest(big, 1<<20) != HeadDigest(big[:DigestSize], 1<<20) {
		t.Error("more of the head than counts changes the digest")
	}
}

func TestStreamThatFailsEndsItsInputAndTheOthersGoOn(t *testing.T) {
	broken := errors.New("disk on fire")
	bad, good := &Input{Path: "bad", Clock: "a"}, &Input{Path: "good", Clock: "b"}
	event := func(in *Input, s float64) Item {
		return Item{Input: in, Event: &Event{Time: at(s), Source: "pom", Name: "X"}, Time: at(s)}
	}
	m := Merge(
		&listStream{items: []Item{{Kind: KindInputStart, Input: bad}, event(bad, 1)}, err: broken},
		&listStream{items: []Item{{Kind: KindInputStart, Input: good}, event(good, 2), event(good, 3), {Kind: KindInputEnd, Input: good}}})
	items, err := drain(m)
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	checkStream(t, items)
	if len(events(items)) != 3 || bad.End != EndTruncated || len(bad.Notes) != 1 {
		t.Errorf("%d events, bad input %+v", len(events(items)), bad)
	}
}

func TestInputAnnouncedLateGetsTheNextID(t *testing.T) {
	a, b, c := &Input{Path: "a"}, &Input{Path: "b"}, &Input{Path: "c"}
	items := mustDrain(t, Merge(&listStream{items: []Item{{Kind: KindInputStart, Input: a}, {Kind: KindInputEnd, Input: a},
		{Kind: KindInputStart, Input: c}, {Input: c, Event: &Event{Source: "pom", Name: "X"}}, {Kind: KindInputEnd, Input: c}}},
		&listStream{items: []Item{{Kind: KindInputStart, Input: b}, {Kind: KindInputEnd, Input: b}}}))
	checkStream(t, items)
	if a.ID != 1 || b.ID != 2 || c.ID != 3 {
		t.Errorf("ids %d %d %d", a.ID, b.ID, c.ID)
	}
}

func TestMergeClosesItsStreams(t *testing.T) {
	s := &listStream{items: []Item{{Kind: KindInputStart, Input: &Input{}}}}
	m := Merge(s)
	if _, err := m.Next(); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil || s.closed != 1 {
		t.Errorf("closed %d times, error %v", s.closed, err)
	}
}
