package builtin_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
)

// TestInteractionServerUnderAnotherType checks that the records decide where the header names a type under
// which several servers run.
func TestInteractionServerUnderAnotherType(t *testing.T) {
	const header = "Application name:\tixn_a\nApplication type:\tTServer (1)\n\n10:00:00.000 Std 05060 Application started\n"
	for want, line := range map[string]string{
		"interaction": "10:00:00.000 Trc 26102 New agent application registered, client name: 'W'\n",
		"tserver":     "@10:00:00.0000 [0] 8.1.0 distribute_event: message EventRinging\n",
	} {
		p, all := parsers.Detect(parsers.Head{Name: "x", Bytes: []byte(header + line), Whole: true}, builtin.Parsers())
		if p == nil || p.Info().Name != want {
			t.Errorf("%s: %+v", want, all[:2])
		}
	}
}
