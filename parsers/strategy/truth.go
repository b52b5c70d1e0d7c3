package strategy

// truth is a value of three-valued logic. The zero value is unknown.
type truth uint8

const (
	unknown truth = iota
	no
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	}
	return unknown
}

func (t truth) and(u truth) truth {
	switch {
	case t == no || u == no:
		return no
	case t == yes && u == yes:
		return yes
	}
	return unknown
}

func (t truth) or(u truth) truth { return t.not().and(u.not()).not() }

// text is the value as an attribute tells it; "" for unknown, which is then left out.
func (t truth) text() string { return [...]string{"", "false", "true"}[t] }
