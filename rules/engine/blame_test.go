package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// A switchover without a cause is told with what tempted the desktop, and with the line that says so.
func TestTheNearestCauseIsNamed(t *testing.T) {
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for events, want := range map[string]string{
		"100 desktop PC-1 ServiceStatus site=A service=configuration status=off":                                                                      "config lost, configuration = off",
		"100 desktop PC-1 ServiceStatus site=A service=statistic status=off":                                                                          "statistic lost, statistic = off",
		"100 desktop PC-1 ServiceStatus site=A service=telephony status=off":                                                                          "too early, telephony = off",
		"100 desktop PC-1 EventAgentLogout site=A dn=7001 agent=4101":                                                                                 "other logout, logged_off = true",
		"100 desktop PC-1 EventAgentLogout site=A dn=7001 agent=4101 reason=dr-force_logout":                                                          "registration wait, preferred = A",
		"100 desktop PC-1 EventLinkDisconnected\n  101 desktop PC-1 EventLinkConnected":                                                               "pair move, link = back",
		"99 desktop PC-1 ServiceStatus site=A service=configuration status=off\n  100 desktop PC-1 ServiceStatus site=A service=telephony status=off": "too early, telephony = off",
	} {
		trace := "0 desktop PC-1 DesktopStarted\n  0.2 desktop PC-1 ConfigConnected site=A\n  0.4 desktop PC-1 PersonRead site=A preferred=A secondary=B origin=server\n" +
			"  1 desktop PC-1 EventAgentLogin site=A dn=7001 agent=4101\n  " + events + "\n  110 desktop PC-1 SwitchoverStarted from=A to=B\n  end 200"
		text := fmt.Sprintf("pack: sip-dr-desktop\ntests:\n- name: t\n  params: {site-timeout: 30s, site-sip-register-timeout: 60s}\n  expect: {DR-42: violation}\n  trace: |\n  %s\n", "  "+strings.ReplaceAll(trace, "\n", "\n  "))
		cases, err := ruletest.Parse("t.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := "no finding"
		for _, f := range ruletest.Run(set, cases)[0].Report.Findings {
			if f.Rule.ID == "DR-42" {
				got = strings.TrimPrefix(f.Message, "SwitchoverStarted without a documented cause; nearest: ") + ", " + f.Evidence[1].Note
			}
		}
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", events, got, want)
		}
	}
}
