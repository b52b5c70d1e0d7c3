package certificate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Differences names each value in which now differs from the certificate, a line each; none: they are the same.
func (c *Certificate) Differences(now *Certificate) []string {
	var d differences
	d.compare("", plain(c), plain(now))
	return d.lines
}

// plain is the certificate as JSON has it.
func plain(c *Certificate) any {
	var b bytes.Buffer
	var v any
	if JSON(&b, c) != nil || json.Unmarshal(b.Bytes(), &v) != nil {
		return nil // a certificate is always JSON
	}
	return v
}

type differences struct{ lines []string }

func (d *differences) say(at, format string, args ...any) {
	d.lines = append(d.lines, at+": "+fmt.Sprintf(format, args...))
}

func (d *differences) compare(at string, was, now any) {
	switch was := was.(type) {
	case map[string]any:
		if now, ok := now.(map[string]any); ok {
			d.objects(at, was, now)
			return
		}
	case []any:
		if now, ok := now.([]any); ok {
			d.objects(at, named(was), named(now))
			return
		}
	}
	if text(was) != text(now) {
		d.say(at, "the certificate says %s, now it is %s", text(was), text(now))
	}
}

// objects compares what has the same name.
func (d *differences) objects(at string, was, now map[string]any) {
	for _, k := range slices.Sorted(maps.Keys(was)) {
		place := k
		if at != "" {
			place = at + " " + k
		}
		if v, ok := now[k]; ok {
			d.compare(place, was[k], v)
			continue
		}
		d.say(place, "in the certificate, not there now")
	}
	for _, k := range slices.Sorted(maps.Keys(now)) {
		if _, ok := was[k]; !ok {
			place := k
			if at != "" {
				place = at + " " + k
			}
			d.say(place, "not in the certificate, there now")
		}
	}
}

// named gives the elements of a list names: their own, with a number where several have the same.
func named(list []any) map[string]any {
	out := map[string]any{}
	for i, v := range list {
		name := nameOf(v)
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		for n := 2; out[name] != nil; n++ {
			name = nameOf(v) + " (" + strconv.Itoa(n) + ")"
		}
		out[name] = v
	}
	return out
}

// nameOf is what tells an element from its neighbours.
func nameOf(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return ""
	}
	trace, _ := m["trace"].(string)
	for _, k := range []string{"id", "name", "path", "trace"} {
		if s, ok := m[k].(string); ok {
			if k == "id" && trace != "" {
				return trace + " " + s
			}
			return s
		}
	}
	return ""
}

// text is a value in short.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
