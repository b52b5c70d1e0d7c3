package trace

// LineKind is what a line of a trace is.
type LineKind uint8

// Kinds of lines. LineOther is none of a trace, or one that is wrong.
const (
	LineOther LineKind = iota
	LineHeader
	LineInput
	LineEvent
	LineEnd
)

// Recognize tells what a line is, for the detection of the format. A line that is nearly an event, with
// a field that does not exist, is LineOther.
func Recognize(line []byte) LineKind {
	var r record
	if err := r.read(line); err != nil || r.unknown.kind != kindNone {
		return LineOther
	}
	switch {
	case r.seen.has(fSchema):
		const family = "fo-check/trace/"
		if v := r.vals[fSchema].bytes(line); len(v) < len(family) || string(v[:len(family)]) != family {
			return LineOther
		}
		return LineHeader
	case r.seen.has(fInput), r.seen.has(fInputEnd):
		return LineInput
	case r.seen.has(fName) && (r.seen.has(fTime) || r.seen.has(fSource)):
		return LineEvent
	case r.seen.has(fEnd) && r.seen&^(1<<fEnd|1<<fTime) == 0:
		return LineEnd
	}
	return LineOther
}
