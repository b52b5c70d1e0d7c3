package adapter

import "strings"

// Literals lists the texts of the adapter file that a log must hold to be read as before: those to detect by, those
// of its patterns, and the values that its maps know.
func (a *Adapter) Literals() []string {
	out := append([]string{}, a.detect...)
	patterns := []*pattern{a.start}
	for _, r := range a.rules {
		if r.literal != nil {
			patterns = append(patterns, r.literal)
		} else {
			out = append(out, r.shown)
		}
		for _, m := range r.maps {
			for value := range m {
				out = append(out, value)
			}
		}
	}
	for _, p := range patterns {
		for _, part := range p.parts {
			out = append(out, strings.TrimSpace(part.literal))
		}
	}
	return out
}
