package adapter

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// Load reads an adapter file. An error is of type Diagnostics if the file is wrong: it holds everything
// that is.
func Load(path string) (*Adapter, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, b)
}

// Parse reads the content of an adapter file; see Load.
func Parse(path string, content []byte) (*Adapter, error) {
	l := &loader{file: path, lines: strings.Split(string(content), "\n"),
		a: &Adapter{File: path, name: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), source: "desktop"}}
	var doc yaml.Node
	if err := yaml.Unmarshal(content, &doc); err != nil {
		l.syntax(err)
		return nil, l.errors
	}
	if len(doc.Content) == 0 {
		l.errorAt(1, 1, "empty; name, record and events are accepted")
		return nil, l.errors
	}
	l.document(doc.Content[0])
	if len(l.errors) > 0 {
		return nil, sorted(l.errors)
	}
	return l.a, nil
}

// loader walks the YAML of one file by hand, so that every error has its place, and keeps them all.
type loader struct {
	file   string
	lines  []string
	errors Diagnostics
	a      *Adapter
	maps   map[string]map[string]string
	heads  []string // captures of the start pattern
}

func (l *loader) errorf(n *yaml.Node, format string, args ...any) {
	l.errorAt(n.Line, n.Column, format, args...)
}

func (l *loader) errorAt(line, col int, format string, args ...any) {
	d := Diagnostic{File: l.file, Line: max(line, 1), Col: max(col, 1), Message: fmt.Sprintf(format, args...)}
	if d.Line <= len(l.lines) {
		d.Source = strings.ToValidUTF8(strings.TrimRight(l.lines[d.Line-1], "\r"), "\uFFFD")
	}
	if len(d.Source) > 400 {
		d.Source = ""
	}
	l.errors = append(l.errors, d)
}

// yamlLine finds the place in a message of the YAML reader.
var yamlLine = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)

func (l *loader) syntax(err error) {
	line, text := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		fmt.Sscan(m[1], &line)
		text = m[2]
	}
	l.errorAt(line, 1, "not YAML: %s", text)
}

// section reads a mapping whose keys are among accepted; nil: any key.
func (l *loader) section(n *yaml.Node, what string, accepted []string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		l.errorf(n, "%s: not a mapping; key: value is accepted", what)
		return nil
	}
	out := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case accepted != nil && !slices.Contains(accepted, k.Value):
			l.errorf(k, "%s: unknown key of %s; accepted are %s%s", k.Value, what, strings.Join(accepted, ", "), hint(k.Value, accepted))
		case out[k.Value] != nil:
			l.errorf(k, "%s: given twice; once is accepted", k.Value)
		default:
			out[k.Value] = v
		}
	}
	return out
}

// text reads a scalar; "" if there is none.
func (l *loader) text(n *yaml.Node, what string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		l.errorf(n, "%s: no text; a text in one line is accepted", what)
		return ""
	}
	return n.Value
}

// texts reads a list of texts.
func (l *loader) texts(n *yaml.Node, what string) (out []string) {
	if n == nil {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return []string{l.text(n, what)}
	}
	if n.Kind != yaml.SequenceNode {
		l.errorf(n, "%s: not a list; [text, text] is accepted", what)
		return nil
	}
	for _, c := range n.Content {
		out = append(out, l.text(c, what))
	}
	return out
}

func topKeys() []string {
	return []string{"adapter", "title", "source", "zone", "detect", "record", "constants", "maps", "input", "events"}
}

func (l *loader) document(n *yaml.Node) {
	s := l.section(n, "an adapter", topKeys())
	if s == nil {
		return
	}
	if name := l.text(s["adapter"], "adapter"); name != "" {
		l.a.name = name
	}
	l.a.title = l.text(s["title"], "title")
	if src := l.text(s["source"], "source"); src != "" {
		l.a.source = src
		if !slices.Contains(trace.Sources(), src) {
			l.errorf(s["source"], "source %q: unknown; accepted are %s%s", src, strings.Join(trace.Sources(), ", "), hint(src, trace.Sources()))
		}
	}
	l.zone(s["zone"])
	l.a.detect = l.texts(s["detect"], "detect")
	l.record(n, s["record"])
	l.allMaps(s["maps"])
	l.constants(s["constants"])
	l.input(s["input"])
	l.events(n, s["events"])
}

func (l *loader) zone(n *yaml.Node) {
	name := l.text(n, "zone")
	if name == "" {
		return
	}
	if t, err := time.Parse("Z07:00", name); err == nil {
		_, offset := t.Zone()
		l.a.zone = time.FixedZone("", offset)
		return
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		l.errorf(n, "zone %q: unknown; Europe/Berlin, UTC and offsets such as +05:30 are accepted", name)
		return
	}
	l.a.zone = z
}

func (l *loader) record(doc, n *yaml.Node) {
	if n == nil {
		l.errorf(doc, `no record: how a record begins is not said; record: {time: "yyyy-MM-dd HH:mm:ss,SSS"} is accepted`)
		return
	}
	s := l.section(n, "record", []string{"time", "start"})
	if s == nil {
		return
	}
	if s["time"] == nil {
		l.errorf(n, `no time: the layout of the time is not said; time: "yyyy-MM-dd HH:mm:ss,SSS" is accepted`)
	} else if layout, err := textlog.ParseLayout(l.text(s["time"], "time")); err != nil {
		l.errorf(s["time"], "%v", err)
	} else {
		l.a.layout = layout
	}
	start := "<ts>"
	if s["start"] != nil {
		start = l.text(s["start"], "start")
	}
	p, err := parsePattern(start)
	switch {
	case err != nil:
		l.errorf(s["start"], "%v", err)
	case !p.has(captureTime):
		l.errorf(s["start"], "no <ts>: where the time stands is not said; `<ts> [<level>] <text>` is accepted")
	case len(p.parts) > 1 && p.parts[0].capture != "" && p.parts[0].capture != captureTime && p.parts[1].capture == captureTime:
		l.errorf(s["start"], "<%s> stands right before <ts>: nothing tells where it ends; text between them is accepted", p.parts[0].capture)
	default:
		l.a.start = p
		l.heads = slices.DeleteFunc(slices.Clone(p.names), func(name string) bool { return name == captureTime })
	}
	if p != nil && len(p.parts) > 0 && p.has(captureText) && p.parts[len(p.parts)-1].capture != captureText {
		l.errorf(s["start"], "<text> is not at the end; what events look at is the rest of the line")
	}
	l.headNames(s["start"])
}

// headNames refuses names of the start pattern that mean nothing.
func (l *loader) headNames(n *yaml.Node) {
	for _, name := range l.heads {
		if name != captureText && strings.Contains(name, ".") && !strings.HasPrefix(name, attrPrefix) {
			l.errorf(n, "<%s>: not a field; a field, attrs.NAME, or a name that set uses is accepted", name)
		}
	}
}

func (l *loader) allMaps(n *yaml.Node) {
	l.maps = map[string]map[string]string{}
	if n == nil {
		return
	}
	for name, v := range l.section(n, "maps", nil) {
		l.maps[name] = l.valueMap(v, name)
	}
}

func (l *loader) valueMap(n *yaml.Node, what string) map[string]string {
	m := map[string]string{}
	for k, v := range l.section(n, what, nil) {
		m[k] = l.text(v, what)
	}
	return m
}

func (l *loader) constants(n *yaml.Node) {
	if n == nil {
		return
	}
	l.a.fixed = l.assignments(n, "constants", l.heads)
}

// assignments reads {agent: $agent, attrs.level: $level}.
func (l *loader) assignments(n *yaml.Node, what string, captures []string) (out []assignment) {
	if n.Kind != yaml.MappingNode {
		l.errorf(n, "%s: not a mapping; field: value is accepted", what)
		return nil
	}
	accepted := fieldNames()
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		a := assignment{value: parseTemplate(l.text(v, k.Value))}
		if attr, ok := strings.CutPrefix(k.Value, attrPrefix); ok && attr != "" {
			a.attr = attr
		} else if slices.Contains(accepted, k.Value) {
			a.field = k.Value
		} else {
			l.errorf(k, "%s: not a field; accepted are %s, and attrs.NAME%s", k.Value, strings.Join(accepted, ", "), hint(k.Value, accepted))
		}
		l.captured(v, a.value, captures)
		out = append(out, a)
	}
	return out
}

// captured refuses $names that nothing captures.
func (l *loader) captured(n *yaml.Node, t template, captures []string) {
	for _, name := range t.captures() {
		if !slices.Contains(captures, name) {
			l.errorf(n, "$%s: nothing captures it; captured are %s%s", name, listed(captures), hint(name, captures))
		}
	}
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func (l *loader) input(n *yaml.Node) {
	if n == nil {
		return
	}
	s := l.section(n, "input", []string{"complete_from_start", "traces", "profile", "params"})
	switch v := l.text(s["complete_from_start"], "complete_from_start"); v {
	case "", "false":
	case "true":
		l.a.input.complete = true
	default:
		l.errorf(s["complete_from_start"], "complete_from_start %q: true and false are accepted", v)
	}
	kinds := []string{"ui", "listeners", "alarms", "config"}
	l.a.input.traces = l.texts(s["traces"], "traces")
	for _, k := range l.a.input.traces {
		if !slices.Contains(kinds, k) {
			l.errorf(s["traces"], "traces %q: unknown; accepted are %s%s", k, strings.Join(kinds, ", "), hint(k, kinds))
		}
	}
	l.a.input.profile = l.text(s["profile"], "profile")
	if s["params"] != nil {
		l.a.input.params = l.valueMap(s["params"], "params")
	}
}
