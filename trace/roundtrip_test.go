package trace

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// times generates times that a trace can hold.
func times() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		sec := rapid.Int64Range(-2_000_000_000, 250_000_000_000).Draw(t, "sec")
		nsec := rapid.SampledFrom([]int64{0, 1, 120_000_000, 999_999_999}).Draw(t, "nsec")
		offset := rapid.IntRange(-23*60, 23*60).Draw(t, "offset") * 60
		return time.Unix(sec, nsec).In(time.FixedZone("", offset))
	})
}

// words generates values: short ones that repeat, and any text.
func words() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "A", "SIP_A", "7001", "a\"b\\c", "tür\u2028\n\x00"}), rapid.String())
}

func genEvent(t *rapid.T, when time.Time) *Event {
	e := &Event{Time: when, Name: "N" + rapid.StringMatching(`[a-z.]{0,6}`).Draw(t, "name"), Source: rapid.SampledFrom(Sources()).Draw(t, "source")}
	e.Direction = rapid.SampledFrom([]string{"", "sent", "received", "internal"}).Draw(t, "direction")
	for f := fServer; f <= fClock; f++ {
		if rapid.Bool().Draw(t, "has") {
			*e.at(f) = words().Draw(t, fieldNames[f])
		}
	}
	seen := map[string]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "attrs") {
		key := words().Draw(t, "key")
		if !seen[key] && !Sensitive(key) {
			seen[key] = true
			e.Attrs = append(e.Attrs, Attr{key, words().Draw(t, "value")})
		}
	}
	e.Pos = Pos{words().Draw(t, "file"), rapid.IntRange(1, 1<<40).Draw(t, "line"), rapid.Int64Range(0, 1<<50).Draw(t, "offset")}
	e.Normalize()
	return e
}

func genInput(t *rapid.T, id int) *Input {
	in := &Input{ID: id, Merged: true, Path: "p" + words().Draw(t, "path"), Clock: "c" + words().Draw(t, "clock")}
	for _, name := range []string{"parser", "source", "server", "instance", "site", "host", "offset", "dating", "digest", "profile"} {
		*in.stringAt(name) = words().Draw(t, name)
	}
	in.SHA256 = rapid.SampledFrom([]string{"", "ab12"}).Draw(t, "sha256")
	in.Bytes, in.Lines = rapid.Int64Range(0, 1<<60).Draw(t, "bytes"), rapid.Int64Range(0, 1<<60).Draw(t, "lines")
	in.SkippedLines = rapid.Int64Range(0, 1<<60).Draw(t, "skipped")
	in.CompleteFromStart = rapid.Bool().Draw(t, "complete")
	in.End = rapid.SampledFrom([]string{EndUnknown, EndNormal, EndTruncated}).Draw(t, "end")
	in.Tolerance = time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "tolerance"))
	in.Resolution = time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "resolution"))
	in.Traces = rapid.SliceOfN(words(), 0, 2).Draw(t, "traces")
	in.Derive = rapid.SliceOfN(words(), 0, 2).Draw(t, "derive")
	in.Segments = rapid.SliceOfN(words(), 0, 2).Draw(t, "segments")
	in.Params = rapid.MapOfN(words(), words(), 0, 2).Draw(t, "params")
	for range rapid.IntRange(0, 2).Draw(t, "notes") {
		in.Notes = append(in.Notes, Note{Pos: Pos{words().Draw(t, "file"), 7, 9}, Text: words().Draw(t, "text"),
			Col: rapid.IntRange(0, 9).Draw(t, "col"), Refused: rapid.Bool().Draw(t, "refused")})
	}
	if rapid.Bool().Draw(t, "coverage") {
		in.Coverage = []Span{{times().Draw(t, "from"), times().Draw(t, "to")}}
	}
	return in
}

// genStream generates what a merged stream may be: inputs and their events in the order of time.
func genStream(t *rapid.T) []Item {
	var items []Item
	var open []*Input
	for id := 1; id <= rapid.IntRange(1, 3).Draw(t, "inputs"); id++ {
		in := genInput(t, id)
		in.ByName = map[string]int64{}
		open = append(open, in)
		items = append(items, Item{Kind: KindInputStart, Input: in})
	}
	when := at(0)
	for range rapid.IntRange(0, 8).Draw(t, "events") {
		in := rapid.SampledFrom(open).Draw(t, "in")
		when = when.Add(time.Duration(rapid.Int64Range(0, 3e9).Draw(t, "later")))
		e := genEvent(t, when.In(time.FixedZone("", rapid.IntRange(-14*60, 14*60).Draw(t, "zone")*60)))
		in.Events++
		in.ByName[e.Name]++
		if in.First.IsZero() {
			in.First = when
		}
		in.Last, in.EndTime = when, when.Add(time.Second)
		items = append(items, Item{Input: in, Event: e, Time: e.Time})
	}
	for _, in := range open {
		items = append(items, Item{Kind: KindInputEnd, Input: in, Time: in.EndTime})
	}
	return items
}

// equalTimes compares instants and offsets, not the names of zones.
func equalTimes() cmp.Option {
	return cmp.Comparer(func(a, b time.Time) bool {
		_, x := a.Zone()
		_, y := b.Zone()
		return a.Equal(b) && x == y
	})
}

func snapshot(items []Item) []kept {
	out := make([]kept, len(items))
	for i, it := range items {
		out[i] = kept(it)
	}
	return out
}

func encode(t testing.TB, items []Item) []byte {
	var b bytes.Buffer
	if err := NewEncoder(&b).Copy(&listStream{items: items}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What an Encoder writes a Decoder reads back, from a file and from a pipe.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		items := genStream(rt)
		text := encode(t, items)
		once := rapid.Bool().Draw(rt, "once")
		d := NewDecoder([]File{textFile("merged", string(text))}, DecoderOptions{Wanted: &Wanted{All: true}, Once: once})
		got := mustDrain(t, d)
		tidy(items)
		if diff := cmp.Diff(snapshot(items), got, equalTimes()); diff != "" {
			rt.Fatalf("%s\n%s", diff, text)
		}
		again := make([]Item, len(got))
		for i, k := range got {
			again[i] = Item(k)
		}
		if second := encode(t, again); !bytes.Equal(second, text) {
			rt.Fatalf("written again, the trace is another one:\n%s\n%s", text, second)
		}
	})
}

// tidy makes empty lists nil, as they are read back.
func tidy(items []Item) {
	for _, it := range items {
		if it.Kind != KindInputStart {
			continue
		}
		in := it.Input
		for _, list := range []*[]string{&in.Traces, &in.Derive, &in.Segments} {
			if len(*list) == 0 {
				*list = nil
			}
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add([]byte(header + `{"time":"2026-03-02T10:00:00.5+01:00","name":"X","attrs":{"a":{"b":"c\u00e4"},"n":1.5e3}}` + "\n" + `{"end":"normal"}`))
	f.Add([]byte(`{"schema":"fo-check/trace/v1"}
{"input":{"id":1,"path":"a.log","params":{"site-timeout":"30"},"tolerance":"1s"}}
{"time":"2026-03-02T10:00:00Z","in":1,"source":"tserver","name":"EventAgentLogout","pos":{"file":"a.log","line":7,"offset":99}}
{"input_end":{"id":1,"time":"2026-03-02T10:00:00Z","end":"truncated","events":1,"notes":[{"text":"x","line":2}]}}`))
	f.Add([]byte("{\"name\":\"\xff\"}\n{\"a\n\n[1]\n{\"time\":\"2026-03-02T10:00:09Z\",\"source\":\"pom\",\"name\":\"PAMAvailable\",\"agent\":\"1\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, once := range []bool{false, true} {
			d := NewDecoder([]File{textFile("f", string(data))}, DecoderOptions{Wanted: &Wanted{All: true}, Once: once})
			items, err := drain(d)
			if err != nil {
				continue
			}
			checkStream(t, items)
		}
	})
}

// checkStream checks what holds of every stream: starts before events before ends, and events in order.
func checkStream(t *testing.T, items []kept) {
	state := map[*Input]int{}
	var last time.Time
	for _, it := range items {
		switch it.Kind {
		case KindInputStart:
			if state[it.Input] != 0 {
				t.Fatal("input started twice")
			}
			state[it.Input] = 1
		case KindEvent:
			if state[it.Input] != 1 {
				t.Fatal("event outside of its input")
			}
			if it.Time.Before(last) {
				t.Fatalf("event at %s after one at %s", it.Time, last)
			}
			last = it.Time
			if it.Event.Name == "" || it.Event.Source == "" {
				t.Fatalf("event without name or source: %+v", it.Event)
			}
		case KindInputEnd:
			if state[it.Input] != 1 {
				t.Fatal("input ended twice or never started")
			}
			state[it.Input] = 2
		}
	}
	if len(state) == 0 {
		t.Fatal("no input at all")
	}
	for in, s := range state {
		if s != 2 {
			t.Fatalf("input %q was not ended", in.Path)
		}
	}
}
