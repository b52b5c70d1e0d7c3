package tserver_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/trace"
)

// Records of deliveries that begin alike are not read. With an empty line between any two, which means
// nothing, each of them is: the two logs must tell the same.
func TestDeliveriesThatBeginAlike(t *testing.T) {
	opt := options()
	opt.Wanted = &trace.Wanted{Bodies: map[string]map[string]bool{"tserver": {"EventError": true, "EventDelivered": true}},
		Deliveries: map[string]map[string]bool{"tserver": {"EventError": true}}}
	rapid.Check(t, func(r *rapid.T) {
		lines := rapid.SliceOfN(delivery(), 1, 30).Draw(r, "lines")
		got := parsertest.Parse(t, tserver.New(), opt, text{Name: "a.log", Content: deliveries(lines, "\n")})
		want := parsertest.Parse(t, tserver.New(), opt, text{Name: "a.log", Content: deliveries(lines, "\n\n")})
		if a, b := outcome(got), outcome(want); !slices.Equal(a, b) {
			r.Fatalf("got\n%s\nwith empty lines\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	})
}

// delivery draws a line of a fan-out, or one that ends it.
func delivery() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		stamp := rapid.SampledFrom([]string{"06:00:00.011", "06:00:00.012"}).Draw(t, "stamp")
		name := rapid.SampledFrom([]string{"EventAgentLogin", "EventAgentLogout", "EventError"}).Draw(t, "name")
		handle := rapid.SampledFrom([]string{"2", "20", "21"}).Draw(t, "handle")
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			return "@" + stamp + "0 [0] 8.1.104.64 distribute_event: message " + name + "\n\tAttributeThisDN\t'7" + handle + "'"
		case 1:
			return "2026-03-02T" + stamp + " Trc 04541 RequestAgentLogin received from [" + handle + "] (00000100 Desk 10.0.0.1:4000)"
		case 2, 3, 4, 5:
			return fmt.Sprintf(`2026-03-02T%s Int 04545 Interaction message "%s" sent to %s ("Desk")`, stamp, name, handle)
		}
		return fmt.Sprintf("2026-03-02T%s Trc 04542 %s sent to [%s] (00000100 Desk 10.0.0.1:4000)", stamp, name, handle)
	})
}

func deliveries(lines []string, end string) string {
	return "2026-03-02T06:00:00.000 Std 05060 Application started\n" + strings.Join(lines, end) + end
}

// outcome is what was told and counted, without places.
func outcome(c *parsertest.Collected) []string {
	var out []string
	for _, e := range c.Events {
		e.Pos = trace.Pos{}
		out = append(out, parsertest.Line(e, true))
	}
	for name, n := range c.In.ByName {
		out = append(out, fmt.Sprint(name, " ", n))
	}
	slices.Sort(out)
	return out
}
