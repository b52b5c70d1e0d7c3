package trace

// readAttrs reads the attributes at the scanner. Nested objects are flattened with dots.
func (r *record) readAttrs(prefix []byte, depth int) *lineError {
	s := &r.scan
	if depth >= maxDepth {
		return errAt(s.i, "attributes nested deeper than %d", maxDepth)
	}
	s.i++
	if s.space(); s.i < len(s.line) && s.line[s.i] == '}' {
		s.i++
		return nil
	}
	for {
		key, err := s.key()
		if err != nil {
			return err
		}
		m := member{key: key}
		if prefix != nil || key.escaped {
			m.name = append(append(make([]byte, 0, 64), prefix...), key.bytes(s.line)...)
		}
		if err := r.attr(m, depth); err != nil {
			return err
		}
		if more, err := s.comma('}'); err != nil || !more {
			return err
		}
	}
}

func (r *record) attr(m member, depth int) *lineError {
	s := &r.scan
	if s.i < len(s.line) && s.line[s.i] == '{' {
		return r.readAttrs(append(append([]byte(nil), m.nameIn(s.line)...), '.'), depth+1)
	}
	v, err := s.value(depth)
	if err != nil || v.kind == kindNull {
		return err
	}
	if v.kind == kindArray {
		return v.err("attribute %q: is an array; accepted are strings, numbers, booleans and objects of them", m.nameIn(s.line))
	}
	m.val = v
	if len(r.attrs) >= maxAttrs {
		return m.key.err("more than %d attributes", maxAttrs)
	}
	if r.duplicate(m.nameIn(s.line)) {
		return m.key.err("attribute %q given twice", m.nameIn(s.line))
	}
	r.attrs = append(r.attrs, m)
	return nil
}

// maxAttrs bounds the attributes of an event: looking for duplicates costs their square.
const maxAttrs = 4096

func (r *record) duplicate(name []byte) bool {
	for i := range r.attrs {
		if string(r.attrs[i].nameIn(r.scan.line)) == string(name) {
			return true
		}
	}
	return false
}

// readPos reads {"file":..., "line":..., "offset":...} at the scanner.
func (r *record) readPos() *lineError {
	s := &r.scan
	r.pos, r.posFile = Pos{}, value{}
	return s.object(0, func(key, v value) *lineError {
		var err *lineError
		var n int64
		switch string(key.raw(s.line)) {
		case "file":
			if r.posFile = v; v.kind != kindString {
				err = v.err("pos.file: is %s; accepted is a string", v.kind)
			}
		case "line":
			n, err = v.integer(s.line, "pos.line")
			r.pos.Line = int(n)
		case "offset":
			r.pos.Offset, err = v.integer(s.line, "pos.offset")
		default:
			err = key.err("pos.%s: unknown field; accepted are file line offset", key.raw(s.line))
		}
		return err
	})
}

// integer reads a number of at least 0.
func (v value) integer(line []byte, name string) (int64, *lineError) {
	if v.kind != kindNumber {
		return 0, v.err("%s: is %s; accepted is a whole number", name, v.kind)
	}
	n := int64(0)
	for _, c := range v.raw(line) {
		if c < '0' || c > '9' || n > (1<<63-10)/10 {
			return 0, v.err("%s: %s is no whole number from 0 on; accepted is one", name, v.raw(line))
		}
		n = n*10 + int64(c-'0')
	}
	return n, nil
}
