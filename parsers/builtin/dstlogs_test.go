package builtin_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/adapter"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
)

// Layouts of the times of desktop logs.
const (
	dated      = "2006-01-02 15:04:05.000"
	clockAlone = "15:04:05.000"
)

// genesysLog writes records that all Genesys servers write, the first one with its date, the others with
// a clock alone.
func genesysLog(moments []time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s Trc 04120 Check point %s\n", moments[0].Format("15:04:05.000"), moments[0].Format("2006-01-02T15:04:05"))
	for _, m := range moments {
		fmt.Fprintf(&b, "%s Std 04561 Warm Standby (Primary) mode activated\n", m.Format("15:04:05.000"))
	}
	return b.String()
}

func traceLog(moments []time.Time) string {
	var b strings.Builder
	b.WriteString(`{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-1"}` + "\n")
	for _, m := range moments {
		fmt.Fprintf(&b, `{"time":%q,"name":"CheckPoint"}`+"\n", m.Format(time.RFC3339))
	}
	return b.String()
}

func pomLog(moments []time.Time) string {
	var b bytes.Buffer
	for _, m := range moments {
		pomtest.NewWriter(&b, pomtest.ISOLayout(), m).Start("East")
	}
	return b.String()
}

// attributes are those of a message, with the server's time if it is told.
func attributes(n int, m time.Time, told bool) string {
	text := fmt.Sprintf("\tAttributeEventSequenceNumber [long] = %d\n\tAttributeThisDN [str] = \"7001\"\n", n)
	if told {
		text += fmt.Sprintf("\tTimeStamp:\n\t\tAttributeTimeinuSecs [int] = 0\n\t\tAttributeTimeinSecs [int] = %d\n", m.Unix())
	}
	return text
}

// dumps writes a message of each moment; head is printed behind its time.
func dumps(layout, head string, told bool) func([]time.Time) string {
	return func(moments []time.Time) string {
		var b strings.Builder
		for i, m := range moments {
			fmt.Fprintf(&b, "%s %s\n%s", m.Add(40*time.Millisecond).Format(layout), head, attributes(i+1, m, told))
		}
		return b.String()
	}
}

func workspaceLog(layout string, told bool) func([]time.Time) string {
	return dumps(layout, "IW DEBUG [THREAD : S] - Proxy got message 'EventOffHook' ('86')\nmessage attributes:", told)
}

func sdkLog(layout string, told bool) func([]time.Time) string {
	return dumps(layout, "[worker] DEBUG c.e.desktop.Voice - Received 'EventOffHook' (86) attributes:", told)
}

func webLog(layout string, told bool) func([]time.Time) string {
	return dumps(layout, "Dbg 09900 [qtp100-42] Handling update message:\nAgentMessage(super=BasicTelephonyMessage(message='EventOffHook' (86) attributes:", told)
}

func phoneLog(told bool) func([]time.Time) string {
	return func(moments []time.Time) string {
		var b strings.Builder
		for _, m := range moments {
			fmt.Fprintf(&b, "%s\n  Event:EventDNOutOfService\n   ThisDN:7001\n", m.Format("1/2/2006@15:04:05.4"))
			if told {
				fmt.Fprintf(&b, "   Seconds:%d\n   USeconds:1000\n", m.Unix())
			}
		}
		return b.String()
	}
}

func managerLog(moments []time.Time) string {
	var b strings.Builder
	for _, m := range moments {
		fmt.Fprintf(&b, "%s INFO [pool-1] Agent 1210001 logged in to zone East\n", m.Format("2006-01-02 15:04:05,000"))
	}
	return b.String()
}

func consoleLog(moments []time.Time) string {
	var b strings.Builder
	for _, m := range moments {
		fmt.Fprintf(&b, "%s the agent has logged in\n", m.Format(clockAlone))
	}
	return b.String()
}

// clockAdapter reads consoleLog.
func clockAdapter(t *testing.T) parsers.Parser {
	t.Helper()
	path := filepath.Join(t.TempDir(), "console.yaml")
	text := `adapter: console
title: console of a desktop
source: desktop
detect: ["the agent"]
record: {time: "HH:mm:ss.SSS", start: "<ts> <text>"}
events:
  - {match: has logged in, emit: AgentLoggedIn}
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := adapter.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
