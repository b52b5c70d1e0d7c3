package trace

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// metered measures traces, each with a name for its file.
func metered(t *testing.T, fixed Skews, traces ...string) (Skews, []string) {
	t.Helper()
	var m SkewMeter
	for _, text := range traces {
		if err := m.Read(decodeText(text)); err != nil {
			t.Fatal(err)
		}
	}
	return m.Measure(fixed, time.Second)
}

// said lists corrections as "clock +38ms ±2ms".
func said(skews Skews) string {
	var out []string
	for _, s := range skews {
		out = append(out, fmt.Sprintf("%s %s ±%s", s.Name, signed(s.Ahead), s.Tolerance))
	}
	return strings.Join(out, ", ")
}

func instant(ms int) string {
	return time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC).Add(time.Duration(ms) * time.Millisecond).Format(time.RFC3339Nano)
}

const serverLog = `{"schema":"fo-check/trace/v1","source":"tserver","server":"SIP_A","instance":"SIP_A","clock":"sip01"}` + "\n"

func desktopLog(pc string) string {
	return fmt.Sprintf(`{"schema":"fo-check/trace/v1","source":"desktop","server":"SIP_A","instance":%q,"clock":%q}`+"\n", pc, pc)
}

// exchanges writes requests and answers: the desktop's clock is ahead by so much, and messages are on the
// way for out and back.
func exchanges(pc string, ahead int, trips ...[2]int) (server, desktop string) {
	for i, trip := range trips {
		t := 10_000 * i
		line := `{"time":%q,"name":%q,"ref":"%d","dn":%q}` + "\n"
		desktop += fmt.Sprintf(line, instant(t+ahead), "RequestAgentReady", i+1, pc)
		server += fmt.Sprintf(line, instant(t+trip[0]), "RequestAgentReady", i+1, pc)
		server += fmt.Sprintf(line, instant(t+trip[0]+5), "EventError", i+1, pc)
		desktop += fmt.Sprintf(line, instant(t+trip[0]+5+trip[1]+ahead), "EventError", i+1, pc)
	}
	return server, desktop
}

// seen writes events with the server's time in them.
func seen(ahead int, fraction bool, delays ...int) (desktop string) {
	for i, d := range delays {
		at := time.Date(2026, 3, 2, 10, 0, i, 250_000_000, time.UTC)
		micro := ""
		if fraction {
			micro = `,"TimeinuSecs":"250000"`
		}
		desktop += fmt.Sprintf(`{"time":%q,"name":"EventRinging","dn":"1","attrs":{"TimeinSecs":"%d (10:00:0%d)"%s}}`+"\n",
			at.Add(time.Duration(ahead+d)*time.Millisecond).Format(time.RFC3339Nano), at.Unix(), i, micro)
	}
	return desktop
}

func TestSkewIsMeasured(t *testing.T) {
	server1, desktop1 := exchanges("PC-1", 120, [2]int{30, 2}, [2]int{4, 6}, [2]int{9, 90})
	server2, desktop2 := exchanges("PC-2", -3000, [2]int{1, 1})
	for name, c := range map[string]struct {
		traces []string
		fixed  Skews
		want   string
	}{
		"requests and answers bound it on both sides": {[]string{serverLog + server1, desktopLog("PC-1") + desktop1}, nil, "PC-1 +119ms ±3ms"},
		"behind": {[]string{serverLog + server2, desktopLog("PC-2") + desktop2}, nil, "PC-2 -3s ±1ms"},
		"two desktops, by the server between them": {[]string{desktopLog("PC-1") + desktop1, serverLog + server1 + server2, desktopLog("PC-2") + desktop2}, nil,
			"PC-1 +119ms ±3ms, PC-2 -3s ±1ms"},
		"the server's time in the event":           {[]string{serverLog, desktopLog("PC-1") + seen(500, true, 40, 3, 7, 5, 8)}, nil, "PC-1 +503ms ±4ms"},
		"whole seconds":                            {[]string{serverLog, desktopLog("PC-1") + seen(500, false, 40, 3, 7)}, nil, "PC-1 +753ms ±1s"},
		"by a server without a log":                {[]string{desktopLog("PC-1") + seen(500, true, 1, 1, 1), desktopLog("PC-2") + seen(0, true, 1, 1, 1)}, nil, "PC-1 +501ms ±1ms, PC-2 +1ms ±1ms"},
		"too few records one way":                  {[]string{serverLog, desktopLog("PC-1") + seen(500, true, 1, 2)}, nil, ""},
		"nothing carries two clocks":               {[]string{serverLog, desktopLog("PC-1") + `{"time":"2026-03-02T10:00:00Z","name":"EventRinging"}` + "\n"}, nil, ""},
		"reference ids that come twice":            {[]string{serverLog + server2 + server2, desktopLog("PC-2") + desktop2}, nil, ""},
		"one clock for both":                       {[]string{serverLog + server2, strings.Replace(desktopLog("PC-2"), `"clock":"PC-2"`, `"clock":"sip01"`, 1) + desktop2}, nil, ""},
		"another clock is in the dark":             {[]string{serverLog + server2, desktopLog("PC-2") + desktop2, desktopLog("PC-9")}, nil, "PC-2 -3s ±1ms, PC-9 +0s ±1s"},
		"what is given stays, and others go by it": {[]string{serverLog + server2, desktopLog("PC-2") + desktop2}, Skews{{Name: "PC-2", Ahead: 1}}, "sip01 +3s ±1ms"},
	} {
		got, _ := metered(t, c.fixed, c.traces...)
		if said(got) != c.want {
			t.Errorf("%s: %s, want %s", name, said(got), c.want)
		}
	}
	if _, dark := metered(t, nil, serverLog, desktopLog("PC-9")); strings.Join(dark, " ") != "PC-9 sip01" && strings.Join(dark, " ") != "sip01 PC-9" {
		t.Errorf("not measured: %v", dark)
	}
}

// TestSkewWithinItsUncertainty checks the promise of both directions: the true difference lies within what
// is said, however long messages are on the way.
// An event that names another clock than its trace measures nothing, and a note says that it counts as the trace's.
func TestEventsOfAnotherClock(t *testing.T) {
	_, desktop := exchanges("PC-1", 120, [2]int{30, 30}, [2]int{20, 22}, [2]int{25, 25})
	server, _ := exchanges("PC-1", 120, [2]int{30, 30}, [2]int{20, 22}, [2]int{25, 25})
	server = strings.ReplaceAll(server, `{"time"`, `{"clock":"elsewhere","time"`)
	if skews, dark := metered(t, nil, serverLog+server, desktopLog("PC-1")+desktop); strings.Contains(said(skews), "120") || len(dark) == 0 {
		t.Errorf("%s, dark %v", said(skews), dark)
	}
	in := mustDrain(t, decodeText(serverLog+server))[0].Input
	if len(in.Notes) != 1 || !strings.Contains(in.Notes[0].Text, `event of the clock "elsewhere" in a trace of the clock "sip01"`) {
		t.Errorf("%+v", in.Notes)
	}
}

func TestSkewWithinItsUncertainty(t *testing.T) {
	for seed := range 50 {
		var trips [][2]int
		for i := range 1 + seed%7 {
			trips = append(trips, [2]int{1 + seed*37%900 + i*13%40, 1 + seed*91%700 + i*29%80})
		}
		server, desktop := exchanges("PC", 77, trips...)
		got, _ := metered(t, nil, serverLog+server, desktopLog("PC")+desktop)
		if len(got) != 1 || (got[0].Ahead-77*time.Millisecond).Abs() > got[0].Tolerance {
			t.Fatalf("%v: %s", trips, said(got))
		}
	}
}

func TestMeasuredSkewIsApplied(t *testing.T) {
	server, desktop := exchanges("PC-1", 120, [2]int{1, 1})
	skews, _ := metered(t, nil, serverLog+server, desktopLog("PC-1")+desktop)
	items := mustDrain(t, skews.Apply(decodeText(desktopLog("PC-1")+desktop)))
	first, last := items[1], items[len(items)-1]
	if !first.Time.Equal(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)) || items[0].Input.Tolerance != time.Millisecond {
		t.Errorf("%s ±%s", first.Time, items[0].Input.Tolerance)
	}
	if n := last.Input.Notes; len(n) != 1 || n[0].Text != "the clock PC-1 is 120ms ahead of that of sip01, within 1ms, as 2 records tell: corrected" {
		t.Errorf("%v", n)
	}
}

func TestMergedTraceIsNotMeasured(t *testing.T) {
	var m SkewMeter
	err := m.Read(decodeText(`{"schema":"fo-check/trace/v1"}
{"input":{"id":1,"path":"a.log","clock":"A"}}
{"time":"2026-03-02T10:00:00Z","in":1,"name":"X"}
`))
	if err == nil || !strings.HasPrefix(err.Error(), "--skew auto: a.log was merged by fo-check parse") {
		t.Error(err)
	}
}

// TestSkewOfParsedDesktopLogs measures by the server's time as parsers of desktop logs write it, where the server
// is named by its endpoint.
func TestSkewOfParsedDesktopLogs(t *testing.T) {
	server := `{"schema":"fo-check/trace/v1","source":"tserver","server":"SIP_A","instance":"SIP_A","host":"sip01","clock":"sip01"}` + "\n" +
		`{"time":"2026-03-02T10:00:00Z","name":"CheckPoint"}` + "\n"
	desktop := desktopLog("PC-1")
	for i := range 3 {
		desktop += fmt.Sprintf(`{"time":%q,"name":"EventAgentReady","server":"sip01:3000","attrs":{"server_time":"2026-03-02T10:00:%02d.250Z"}}`+"\n",
			time.Date(2026, 3, 2, 10, 0, i, 350_000_000+1_000_000*i, time.UTC).Format(time.RFC3339Nano), i)
	}
	skews, unmeasured := metered(t, nil, server, desktop)
	if len(unmeasured) > 0 || !strings.Contains(said(skews), "PC-1 +100ms") {
		t.Errorf("%s; not measured %v", said(skews), unmeasured)
	}
}
