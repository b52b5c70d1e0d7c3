package page

import (
	"cmp"
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// maxLines is how many source lines a page holds: those of evidence, then those of the events nearest to it.
const maxLines = 5000

// Lines lists the places whose source lines the page of a report shows, so that they can be read at once.
func (r *Recorder) Lines(rep *rules.Report) []trace.Pos {
	findings := make([]*rules.Finding, 0, len(rep.Findings))
	for i := range rep.Findings {
		findings = append(findings, &rep.Findings[i])
	}
	findings = append(findings, r.keptFindings()...)
	var out []trace.Pos
	for pos := range linesOf(r.events, findings) {
		out = append(out, pos)
	}
	return out
}

// linesOf picks the events whose source line is shown. All are if they are few enough.
func linesOf(events []recorded, findings []*rules.Finding) map[trace.Pos]bool {
	out := map[trace.Pos]bool{}
	var times []int64
	for _, f := range findings {
		for i := range f.Evidence {
			if e := &f.Evidence[i]; e.Pos.Line > 0 && len(out) < maxLines {
				out[e.Pos] = true
				times = append(times, e.Time.UnixNano())
			}
		}
	}
	slices.Sort(times)
	near := nearest(events, slices.Compact(times))
	for _, i := range near {
		if len(out) >= maxLines {
			break
		}
		if pos := events[i].event.Pos; pos.Line > 0 {
			out[pos] = true
		}
	}
	return out
}

// nearest orders events by their distance in time to the nearest of some moments.
func nearest(events []recorded, moments []int64) []int {
	order := make([]int, len(events))
	distance := make([]int64, len(events))
	for i := range events {
		order[i] = i
		distance[i] = gapTo(moments, events[i].event.Time.UnixNano())
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(distance[a], distance[b]) })
	return order
}

// gapTo is how far t is from the nearest moment; 0 if there is none.
func gapTo(moments []int64, t int64) int64 {
	i, _ := slices.BinarySearch(moments, t)
	best := int64(0)
	if i < len(moments) {
		best = moments[i] - t
	}
	if i > 0 && (i == len(moments) || t-moments[i-1] < best) {
		best = t - moments[i-1]
	}
	return best
}
