package page

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// Kinds of lanes, in the order in which they are shown.
const (
	laneServer  = "server"
	laneDesktop = "desktop"
	laneOther   = "other"
	laneAgent   = "agent"
)

// lanes gives every component and every agent its lane.
type lanes struct {
	list  []lane
	index map[lane]int // by kind and name
}

func newLanes() *lanes { return &lanes{index: map[lane]int{}} }

func (l *lanes) put(kind, name, note string) int {
	key := lane{Kind: kind, Name: name}
	if i, ok := l.index[key]; ok {
		if l.list[i].Note == "" {
			l.list[i].Note = shown(note)
		}
		return i
	}
	l.list = append(l.list, lane{kind, name, shown(note)})
	l.index[key] = len(l.list) - 1
	return len(l.list) - 1
}

// find returns the lane of that name; -1: there is none.
func (l *lanes) find(kind, name string) int {
	if i, ok := l.index[lane{Kind: kind, Name: name}]; ok {
		return i
	}
	return -1
}

// writer is the lane of the component that wrote the event.
func (l *lanes) writer(e *trace.Event, in *trace.Input) int {
	source := cmp.Or(e.Source, in.Source)
	return l.put(kindOf(source), Writer(e, in), source)
}

// Writer names the component that wrote an event: what it calls itself, else its log.
func Writer(e *trace.Event, in *trace.Input) string {
	if kindOf(cmp.Or(e.Source, in.Source)) == laneServer {
		return cmp.Or(e.Instance, e.Server, in.Instance, in.Server, filepath.Base(in.Path))
	}
	return cmp.Or(e.Instance, in.Instance, in.Server, filepath.Base(in.Path))
}

// agent is the lane of the agent that the event is about; -1: it names none.
func (l *lanes) agent(e *trace.Event) int {
	if e.Agent == "" {
		return -1
	}
	return l.put(laneAgent, e.Agent, "agent")
}

func kindOf(source string) string {
	switch source {
	case "desktop":
		return laneDesktop
	case "tserver", "interaction", "ors", "pom", "statserver":
		return laneServer
	}
	return laneOther
}

// Direction is sent, received or "", from the writer's side. Where the log does not tell, the name of a message
// between a desktop and a named server does: desktops send requests and receive events.
func Direction(e *trace.Event, in *trace.Input) string {
	if e.Direction != "" || e.Server == "" || kindOf(cmp.Or(e.Source, in.Source)) != laneDesktop {
		return e.Direction
	}
	switch {
	case strings.HasPrefix(e.Name, "Request"):
		return "sent"
	case strings.HasPrefix(e.Name, "Event"):
		return "received"
	}
	return ""
}

// Peer is the other end of a message: of a server its client, of a desktop the server. "": there is none, or
// the log does not tell.
func Peer(e *trace.Event, in *trace.Input) string {
	if d := Direction(e, in); d != "sent" && d != "received" {
		return ""
	}
	if kindOf(cmp.Or(e.Source, in.Source)) == laneDesktop {
		return e.Server
	}
	return e.Client
}

// order returns for each lane its number when servers come first, then desktops, others and agents, by name.
func (l *lanes) order() (number []int, sorted []lane) {
	rank := map[string]int{laneServer: 0, laneDesktop: 1, laneOther: 2, laneAgent: 3}
	old := make([]int, len(l.list))
	for i := range old {
		old[i] = i
	}
	slices.SortFunc(old, func(a, b int) int {
		x, y := l.list[a], l.list[b]
		return cmp.Or(cmp.Compare(rank[x.Kind], rank[y.Kind]), natural(x.Name, y.Name))
	})
	number = make([]int, len(old))
	for i, was := range old {
		number[was] = i
		sorted = append(sorted, lane{l.list[was].Kind, shown(l.list[was].Name), l.list[was].Note})
	}
	return number, sorted
}

// natural compares names as people count: PC-2 comes before PC-10.
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		dx, dy := digits(x), digits(y)
		if dx == 0 || dy == 0 {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		m, n := strings.TrimLeft(x[:dx], "0"), strings.TrimLeft(y[:dy], "0")
		if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
			return c
		}
		x, y = x[dx:], y[dy:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// digits counts the digits that s starts with.
func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }
