package trace

import (
	"strings"
	"time"
)

// metaReader reads what a line says about an input: a header, an input line or its end.
type metaReader struct {
	line   []byte
	stamps *stampReader
}

// inputNames are the fields of an input line, inputEndNames those of its end.
const (
	inputNames = "id path segments parser source server instance site host clock offset dating sha256 digest " +
		"complete_from_start tolerance resolution traces params profile derive coverage"
	inputEndNames = "id time end sha256 bytes lines skipped_lines events by_name first last coverage notes"
)

// object reads the object v into in; accepted lists the names that it may have.
func (m *metaReader) object(v value, in *Input, what, accepted string) *lineError {
	if v.kind != kindObject {
		return v.err("%s: is %s; accepted is an object", what, v.kind)
	}
	s := scanner{line: m.line, i: int(v.at)}
	return s.object(0, func(key, val value) *lineError {
		name := string(key.bytes(m.line))
		if !contains(strings.Fields(accepted), name) {
			return key.err("%s.%s: unknown field%s", what, name, suggest(name, strings.Fields(accepted)))
		}
		if val.kind == kindNull {
			return nil
		}
		return m.set(in, name, val)
	})
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// set sets the property of in that is called name.
func (m *metaReader) set(in *Input, name string, v value) *lineError {
	if s := in.stringAt(name); s != nil {
		return m.str(s, name, v)
	}
	if n := in.countAt(name); n != nil {
		var err *lineError
		*n, err = v.integer(m.line, name)
		return err
	}
	switch name {
	case "id":
		n, err := v.integer(m.line, name)
		in.ID = int(n)
		return err
	case "complete_from_start":
		if v.kind != kindTrue && v.kind != kindFalse {
			return v.err("%s: is %s; accepted are true and false", name, v.kind)
		}
		in.CompleteFromStart = v.kind == kindTrue
		return nil
	case "end":
		return m.end(in, v)
	case "segments":
		return m.list(&in.Segments, name, v)
	case "traces":
		return m.list(&in.Traces, name, v)
	case "derive":
		return m.list(&in.Derive, name, v)
	case "tolerance":
		return m.duration(&in.Tolerance, name, v)
	case "resolution":
		return m.duration(&in.Resolution, name, v)
	case "first":
		return m.time(&in.First, name, v)
	case "last":
		return m.time(&in.Last, name, v)
	case "time":
		return m.time(&in.EndTime, name, v)
	case "params":
		return m.params(in, v)
	case "by_name":
		return m.byName(in, v)
	case "coverage":
		return m.coverage(in, v)
	case "notes":
		return m.notes(in, v)
	}
	return v.err("%s: unknown field", name)
}

// stringAt returns where in holds the string property; nil if there is none of that name.
func (in *Input) stringAt(name string) *string {
	switch name {
	case "path":
		return &in.Path
	case "parser":
		return &in.Parser
	case "source":
		return &in.Source
	case "server":
		return &in.Server
	case "instance":
		return &in.Instance
	case "site":
		return &in.Site
	case "host":
		return &in.Host
	case "clock":
		return &in.Clock
	case "offset":
		return &in.Offset
	case "dating":
		return &in.Dating
	case "sha256":
		return &in.SHA256
	case "digest":
		return &in.Digest
	case "profile":
		return &in.Profile
	}
	return nil
}

// countAt returns where in holds the counter; nil if there is none of that name.
func (in *Input) countAt(name string) *int64 {
	switch name {
	case "bytes":
		return &in.Bytes
	case "lines":
		return &in.Lines
	case "skipped_lines":
		return &in.SkippedLines
	case "events":
		return &in.Events
	}
	return nil
}

func (m *metaReader) str(to *string, name string, v value) *lineError {
	if v.kind != kindString {
		return v.err("%s: is %s; accepted is a string", name, v.kind)
	}
	*to = string(v.bytes(m.line))
	return nil
}

func (m *metaReader) end(in *Input, v value) *lineError {
	var end string
	if err := m.str(&end, "end", v); err != nil {
		return err
	}
	if end != EndNormal && end != EndTruncated && end != EndUnknown {
		return v.err("end %q: no end of a trace; accepted are %q and %q", end, EndNormal, EndTruncated)
	}
	in.End = end
	return nil
}

func (m *metaReader) duration(to *time.Duration, name string, v value) *lineError {
	var text string
	if err := m.str(&text, name, v); err != nil {
		return err
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return v.err(`%s %q: no duration; accepted are durations with a unit, "250ms" or "1s"`, name, text)
	}
	*to = d
	return nil
}

func (m *metaReader) time(to *time.Time, name string, v value) *lineError {
	if v.kind != kindString {
		return v.err("%s: is %s; %s", name, v.kind, timeAccepted)
	}
	t, err := m.stamps.parse(v.bytes(m.line))
	if err != nil {
		return v.err("%s %q: %s", name, v.bytes(m.line), err)
	}
	*to = t
	return nil
}

// each calls f for every element of an array.
func (m *metaReader) each(name string, v value, f func(value) *lineError) *lineError {
	if v.kind != kindArray {
		return v.err("%s: is %s; accepted is an array", name, v.kind)
	}
	s := scanner{line: m.line, i: int(v.at)}
	return s.array(0, func(_, val value) *lineError { return f(val) })
}

func (m *metaReader) list(to *[]string, name string, v value) *lineError {
	*to = nil
	return m.each(name, v, func(val value) *lineError {
		var s string
		err := m.str(&s, name, val)
		*to = append(*to, s)
		return err
	})
}

// members calls f for every member of an object.
func (m *metaReader) members(name string, v value, f func(key string, val value) *lineError) *lineError {
	if v.kind != kindObject {
		return v.err("%s: is %s; accepted is an object", name, v.kind)
	}
	s := scanner{line: m.line, i: int(v.at)}
	return s.object(0, func(key, val value) *lineError { return f(string(key.bytes(m.line)), val) })
}

func (m *metaReader) params(in *Input, v value) *lineError {
	in.Params = map[string]string{}
	return m.members("params", v, func(key string, val value) *lineError {
		if val.kind == kindObject || val.kind == kindArray || val.kind == kindNull {
			return val.err("params.%s: is %s; accepted are strings, numbers and booleans", key, val.kind)
		}
		in.Params[key] = string(val.bytes(m.line))
		return nil
	})
}

func (m *metaReader) byName(in *Input, v value) *lineError {
	in.ByName = map[string]int64{}
	return m.members("by_name", v, func(key string, val value) *lineError {
		n, err := val.integer(m.line, "by_name."+key)
		in.ByName[key] = n
		return err
	})
}

func (m *metaReader) coverage(in *Input, v value) *lineError {
	in.Coverage = nil
	return m.each("coverage", v, func(pair value) *lineError {
		var ends []time.Time
		err := m.each("coverage", pair, func(val value) *lineError {
			var t time.Time
			err := m.time(&t, "coverage", val)
			ends = append(ends, t)
			return err
		})
		if err == nil && len(ends) != 2 {
			err = pair.err("coverage: has %d times; accepted are pairs [from, to]", len(ends))
		}
		if err == nil {
			in.Coverage = append(in.Coverage, Span{ends[0], ends[1]})
		}
		return err
	})
}

func (m *metaReader) notes(in *Input, v value) *lineError {
	in.Notes = nil
	return m.each("notes", v, func(val value) *lineError {
		n, err := m.note(val)
		in.Notes = append(in.Notes, n)
		return err
	})
}

func (m *metaReader) note(v value) (n Note, err *lineError) {
	err = m.members("notes", v, func(key string, val value) *lineError {
		var num int64
		var err *lineError
		switch key {
		case "file":
			err = m.str(&n.Pos.File, key, val)
		case "text":
			err = m.str(&n.Text, key, val)
		case "line":
			num, err = val.integer(m.line, key)
			n.Pos.Line = int(num)
		case "offset":
			n.Pos.Offset, err = val.integer(m.line, key)
		case "col":
			num, err = val.integer(m.line, key)
			n.Col = int(num)
		case "refused":
			n.Refused = val.kind == kindTrue
		default:
			err = val.err("notes.%s: unknown field; accepted are file line offset col text refused", key)
		}
		return err
	})
	return n, err
}
