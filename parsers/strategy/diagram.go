package strategy

import (
	"regexp"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// kind is what a file is.
type kind string

// Kinds of files.
const (
	workflow  kind = "workflow"  // Composer workflow diagram (.workflow)
	process   kind = "process"   // Composer interaction process diagram (.ixnprocess)
	generated kind = "generated" // SCXML that Composer generated from an interaction process
	subflow   kind = "subflow"   // SCXML that Composer generated from a workflow diagram, as a part of the above
	scxml     kind = "scxml"     // other SCXML
)

// Categories of strategies. Only a multimedia one is told of interactions that are re-queued.
const (
	multimedia = "multimedia"
	voice      = "voice"
)

// handler is one event handler as it is written.
type handler struct {
	name      string // as shown in Composer; the state for SCXML
	event     string // descriptors
	condition string
	target    string // of an SCXML transition
	disabled  bool
	scope     int // handlers of one scope are tried in order
	pos       trace.Pos
	column    int
	tag       span // its start tag
	effects   effects

	guard *condition // nil: it does not parse
	fault error      // why
}

// file is what was read of a strategy file.
type file struct {
	kind     kind
	name     string // of the diagram
	version  string // of the Composer that designed, or generated, it
	older    string // lowest version of its history that is below version
	pos      trace.Pos
	column   int
	blocks   map[string]int // block types
	handlers []handler
	backup   int // handlers kept on upgrade
	finals   map[string]bool
	includes int
	broken   bool // not read to its end
}

var versionText = regexp.MustCompile(`\d+(?:\.\d+)+`)

// versionIn returns the first version number of a text: "Composer 8.1.541.07".
func versionIn(s string) string { return versionText.FindString(s) }

// olderVersion compares versions by their numbers.
func olderVersion(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, n := strings.TrimLeft(x[i], "0"), strings.TrimLeft(y[i], "0")
		if len(m) != len(n) {
			return len(m) < len(n)
		}
		if m != n {
			return m < n
		}
	}
	return len(x) < len(y)
}

// history takes a version that the diagram went through.
func (f *file) history(text string) {
	if v := versionIn(text); v != "" && (f.older == "" || olderVersion(v, f.older)) {
		f.older = v
	}
}

// category tells what kind of media the strategy is made for; "" if the file does not tell. A process
// that has workflow blocks alone handles voice. SCXML tells it only by the events that it names.
func (f *file) category() string {
	if f.kind == workflow {
		return ""
	}
	if f.kind == process && len(f.blocks) > 0 {
		if len(f.blocks) == 1 && f.blocks["WorkflowBlock"] > 0 {
			return voice
		}
		return multimedia
	}
	for i := range f.handlers {
		if names(f.handlers[i].event, present) || names(f.handlers[i].event, notControlled) {
			return multimedia
		}
	}
	return ""
}
