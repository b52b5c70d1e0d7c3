package ruletest

import (
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

const good = `pack: p
shared:
  base: &BASE |
    0      desktop PC-1 DesktopStarted site=A
tests:
  - name: back in time
    params: {site-timeout: 30s, site-timeout@B: unset}
    profile: wde
    trace:
      - *BASE
      - |
        # a remark
        10.5   desktop PC-1 ServiceStatus site=A service=telephony status="switched off"
        5      tserver SIP_A EventAgentLogout agent=4101 dn=7001 Extensions.ReasonCode=x
        end 20 normal PC-1
        start unknown SIP_A clock=far traces=none
    expect:
      DR-14: pass
      DR-32: inconclusive(TRUNC_END)
      DR-42: {verdict: violation, detail: late, coverage: exercised, note: FO-05}
`

func TestParse(t *testing.T) {
	cases, err := Parse("x_test.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	c := cases[0]
	if c.Name != "back in time" || c.Pack != "p" || c.Profile != "wde" || c.Pos.Line != 6 {
		t.Errorf("case: %+v", c)
	}
	want := []rules.Setting{{Name: "site-timeout", Site: "B", Value: "unset", From: "x_test.yaml:7"},
		{Name: "site-timeout", Value: "30s", From: "x_test.yaml:7"}} // the site's first: it is trusted more
	if len(c.Settings) != 2 || c.Settings[0] != want[0] || c.Settings[1] != want[1] {
		t.Errorf("settings: %+v", c.Settings)
	}
	var got []string
	for _, x := range c.Expect {
		got = append(got, x.Rule+" "+x.String())
	}
	if s := strings.Join(got, "; "); s != "DR-14 pass; DR-32 inconclusive(TRUNC_END); DR-42 violation(late) coverage exercised note FO-05" {
		t.Errorf("expectations: %s", s)
	}
}

func TestScript(t *testing.T) {
	cases, err := Parse("x_test.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	logs := cases[0].script.logs
	if len(logs) != 2 {
		t.Fatalf("%d logs, want one per source and instance", len(logs))
	}
	desktop, server := logs[0], logs[1]
	if !desktop.complete || desktop.clock != "test" || len(desktop.traces) != 4 || desktop.end != trace.EndNormal {
		t.Errorf("desktop: %+v", desktop)
	}
	if server.complete || server.clock != "far" || len(server.traces) != 0 || !server.endTime.IsZero() {
		t.Errorf("server: %+v", server)
	}
	e := desktop.events[1]
	if e.Time.Sub(epoch()) != 10500*time.Millisecond || e.Site != "A" || e.Server != "" || e.Pos.Line != 13 {
		t.Errorf("event: %+v", e)
	}
	if v, _ := e.Attrs.Get("status"); v != "switched off" {
		t.Errorf("quoted value: %q", v)
	}
	if e := server.events[0]; e.Server != "SIP_A" || e.Agent != "4101" || e.Pos.Line != 14 {
		t.Errorf("server event: %+v", e)
	}
}

func TestStreamIsFreshAndOrdered(t *testing.T) {
	cases, _ := Parse("x_test.yaml", []byte(good))
	for range 2 {
		var got []string
		s := cases[0].stream()
		for {
			item, err := s.Next()
			if err != nil {
				break
			}
			if item.Kind == trace.KindEvent {
				got = append(got, item.Event.Name)
			}
		}
		if x := strings.Join(got, " "); x != "DesktopStarted EventAgentLogout ServiceStatus" {
			t.Errorf("order: %s", x)
		}
	}
}

func TestMistakesAreReportedWithTheirPlace(t *testing.T) {
	head := "pack: p\ntests:\n  - name: n\n"
	tests := []struct{ name, text, want string }{
		{"empty", "", "t.yaml:1: the file is empty"},
		{"no tests", "pack: p\n", "t.yaml:1:1: tests: missing"},
		{"yaml", "pack: [", "t.yaml:1: "},
		{"unknown key", head + "    expects: {A: pass}\n    trace: x\n",
			`t.yaml:4:5: expects: unknown; accepted are name, profile, params, trace, log, expect; did you mean "expect"?`},
		{"twice", head + "    trace: \"\"\n    trace: \"\"\n", "t.yaml:5:5: trace: given twice"},
		{"no trace", head + "    expect: {A: pass}\n", "t.yaml:3:5: n: give either trace or log"},
		{"both", head + "    log: a\n    trace: \"\"\n    expect: {A: pass}\n", "give either trace or log"},
		{"nothing expected", head + "    trace: \"\"\n", "nothing is expected"},
		{"verdict", head + "    trace: \"\"\n    expect: {A: passed}\n",
			`t.yaml:5:17: passed: unknown; accepted are violation, inconclusive, pass, not-exercised; did you mean "pass"?`},
		{"reason", head + "    trace: \"\"\n    expect: {A: inconclusive(TRUNC)}\n", "TRUNC: unknown; accepted are ERROR"},
		{"parenthesis", head + "    trace: \"\"\n    expect: {A: violation(late}\n", "violation(late: the parenthesis is not closed"},
		{"pass with a word", head + "    trace: \"\"\n    expect: {A: pass(late)}\n", "only inconclusive and violation"},
		{"short line", head + "    trace: |\n      1 desktop PC-1\n    expect: {A: pass}\n",
			"t.yaml:5:7: 1 desktop PC-1: too short"},
		{"time", head + "    trace: |\n      1s desktop PC-1 X\n    expect: {A: pass}\n", "t.yaml:5:7: 1s: not a time"},
		{"negative time", head + "    trace: |\n      -1 desktop PC-1 X\n    expect: {A: pass}\n", "-1: not a time"},
		{"value", head + "    trace: |\n      1 desktop PC-1 X site\n    expect: {A: pass}\n", "site: not key=value"},
		{"quote", head + "    trace: |\n      1 desktop PC-1 X a=\"b\n    expect: {A: pass}\n", "the quote is not closed"},
		{"start", head + "    trace: |\n      start middle\n    expect: {A: pass}\n", "middle: unknown; accepted are unknown, complete"},
		{"start setting", head + "    trace: |\n      1 desktop PC-1 X\n      start unknown site=A\n    expect: {A: pass}\n", "site: unknown; accepted are clock, traces"},
		{"end before", head + "    trace: |\n      9 desktop PC-1 X\n      end 5\n    expect: {A: pass}\n", "t.yaml:6:7: end: before the event of line 5"},
		{"end of nobody", head + "    trace: |\n      end 5 PC-9\n    expect: {A: pass}\n", "PC-9: no such instance"},
		{"end alone", head + "    trace: |\n      end\n    expect: {A: pass}\n", "end: too short"},
		{"trace of maps", head + "    trace: [{a: b}]\n    expect: {A: pass}\n", "trace: not a text"},
		{"params", head + "    params: 3\n    trace: \"\"\n    expect: {A: pass}\n", "params: not a mapping"},
		{"param list", head + "    params: {a: [b]}\n    trace: \"\"\n    expect: {A: pass}\n", "a: not a plain value"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cases, err := Parse("t.yaml", []byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if len(cases) > 0 {
				t.Errorf("a case with a mistake was returned: %+v", cases)
			}
		})
	}
}

func TestGoodCasesSurviveBadOnes(t *testing.T) {
	text := "tests:\n  - name: bad\n  - name: good\n    trace: \"\"\n    expect: {A: pass}\n"
	cases, err := Parse("t.yaml", []byte(text))
	if err == nil || len(cases) != 1 || cases[0].Name != "good" {
		t.Errorf("cases %+v, error %v", cases, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("tests: [{name: n, trace: \"1 a b c=\", expect: {A: pass(}}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, _ := Parse("f.yaml", data)
		for i := range cases {
			if cases[i].script == nil {
				continue
			}
			s := cases[i].stream()
			for {
				if _, err := s.Next(); err != nil {
					break
				}
			}
		}
	})
}
