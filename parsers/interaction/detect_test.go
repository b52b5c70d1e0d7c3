package interaction_test

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/interaction"
)

func TestDetect(t *testing.T) {
	const header = "Application name:\tixn_a\nApplication type:\tTServer (1)\n\n"
	for _, c := range []struct {
		name, head string
		score      int
		reason     string
	}{
		{"header", strings.Replace(header, "TServer (1)", "InteractionServer (61)", 1), 100, `line 2: "Application type: InteractionServer (61)"`},
		{"byte order mark", "\xef\xbb\xbf" + strings.Replace(header, "TServer (1)", "InteractionServer (61)", 1), 100, "line 2: "},
		{"T-Server", header + "@10:00:00.0000 [0] 8.1 distribute_event: message EventRinging\n", 0, "Genesys log of TServer, not an Interaction Server"},
		{"under the type of a T-Server", header + "10:00:00.000 Trc 26102 New agent application registered, client name: 'W'\n", 100, `line 4: "10:00:00.000 Trc 26102`},
		{"another server", strings.Replace(header, "TServer (1)", "StatServer (4)", 1), 0, "Genesys log of StatServer"},
		{"registration", "\n10:00:00.000 Trc 26104 New reporting engine registered, client name: 'S'\r\n", 90, `line 2: "10:00:00.000 Trc 26104`},
		{"dump", "10:00:00.000 Int 26015 what\n\tattr_ref_id [int] = 1\n", 90, `line 2: "\tattr_ref_id`},
		{"message", "10:00:00.000 Int 26019 message 'EventAck' (125) to client 'x'\n", 88, "line 1: "},
		{"wrong number", "10:00:00.000 Int 26019 message 'EventAck' (5) to client 'x'\n", 0, "line 1: "},
		{"library record", "10:00:00.000 Std 05060 Application started\n", 0, "of which server it does not say"},
		{"text", "Dear colleague\n", 0, "no header of a Genesys log"},
		{"nothing", "", 0, "no header of a Genesys log"},
	} {
		d := interaction.New().Detect(parsers.Head{Name: c.name, Bytes: []byte(c.head), Whole: true})
		if d.Score != c.score || !strings.Contains(d.Reason, c.reason) {
			t.Errorf("%s: %d %s; want %d %s", c.name, d.Score, d.Reason, c.score, c.reason)
		}
	}
}
