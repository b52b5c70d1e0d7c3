package trace

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"
)

// benchTrace returns a trace of n events of several kinds.
func benchTrace(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-17","complete_from_start":true}` + "\n")
	t := at(0)
	for i := 0; i < n; i++ {
		t = t.Add(37 * time.Millisecond)
		stamp := t.In(time.FixedZone("", 3600)).Format(time.RFC3339Nano)
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, `{"time":"%s","name":"ServiceStatus","site":"A","server":"SIP_A","attrs":{"service":"telephony","status":"on"}}`, stamp)
		case 1:
			fmt.Fprintf(&b, `{"time":"%s","name":"RequestAgentLogin","site":"A","server":"SIP_A","client":"PC-17","agent":"a%d","dn":"7%03d","ref":"%d"}`, stamp, i%500, i%500, i)
		case 2:
			fmt.Fprintf(&b, `{"time":"%s","name":"EventAgentLogin","direction":"received","site":"A","server":"SIP_A","client":"PC-17","agent":"a%d","dn":"7%03d","ref":"%d","attrs":{"Extensions.AgentSessionID":"AS%d","AgentWorkMode":"Unknown"}}`, stamp, i%500, i%500, i-1, i)
		case 3:
			fmt.Fprintf(&b, `{"time":"%s","name":"UserAction","attrs":{"action":"login"}}`, stamp)
		}
		b.WriteByte('\n')
	}
	b.WriteString(`{"end":"normal"}` + "\n")
	return b.Bytes()
}

func benchDecode(b *testing.B, data []byte, opt DecoderOptions) {
	f := File{Name: "bench.ndjson", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		d := NewDecoder([]File{f}, opt)
		for {
			it, err := d.Next()
			if err != nil {
				break
			}
			if it.Kind == KindEvent {
				n++
			}
		}
		d.Close()
	}
	if n > 0 {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/event")
	}
}

const benchEvents = 40_000

func BenchmarkDecodeAll(b *testing.B) {
	benchDecode(b, benchTrace(benchEvents), DecoderOptions{Wanted: &Wanted{All: true}})
}

func BenchmarkDecodeOneKind(b *testing.B) {
	w := &Wanted{Bodies: map[string]map[string]bool{"desktop": {"ServiceStatus": true}}}
	benchDecode(b, benchTrace(benchEvents), DecoderOptions{Wanted: w})
}

func BenchmarkDecodeOnce(b *testing.B) {
	benchDecode(b, benchTrace(benchEvents), DecoderOptions{Wanted: &Wanted{All: true}, Once: true})
}

func BenchmarkDecodeMerged(b *testing.B) {
	var merged bytes.Buffer
	f := textFile("x.ndjson", string(benchTrace(benchEvents)))
	enc := NewEncoder(&merged)
	if err := enc.Copy(Merge(NewDecoder([]File{f}, DecoderOptions{Wanted: &Wanted{All: true}}))); err != nil {
		b.Fatal(err)
	}
	benchDecode(b, merged.Bytes(), DecoderOptions{Wanted: &Wanted{All: true}})
}

func BenchmarkEncode(b *testing.B) {
	data := benchTrace(benchEvents)
	items := mustDrain(b, decodeText(string(data)))
	in := items[0].Input
	in.ID = 1
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		enc := NewEncoder(io.Discard)
		for i := range items {
			if err := enc.Encode(Item{Kind: items[i].Kind, Input: in, Event: items[i].Event, Time: items[i].Time}); err != nil {
				b.Fatal(err)
			}
		}
		if err := enc.Flush(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	for _, streams := range []int{1, 2, 8, 64} {
		b.Run(fmt.Sprint(streams), func(b *testing.B) { benchMerge(b, streams) })
	}
}

func benchMerge(b *testing.B, streams int) {
	const each = 20_000
	items := make([][]Item, streams)
	for s := range items {
		in := &Input{Path: fmt.Sprint(s), Clock: fmt.Sprint(s)}
		items[s] = append(items[s], Item{Kind: KindInputStart, Input: in})
		for i := 0; i < each; i++ {
			e := &Event{Time: at(float64(i*streams+(i*7+s)%streams) / 100), Name: "E"}
			items[s] = append(items[s], Item{Input: in, Event: e, Time: e.Time})
		}
		items[s] = append(items[s], Item{Kind: KindInputEnd, Input: in})
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		list := make([]Stream, streams)
		for s := range list {
			list[s] = &listStream{items: items[s]}
		}
		m := Merge(list...)
		for {
			if _, err := m.Next(); err != nil {
				break
			}
			n++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/item")
}
