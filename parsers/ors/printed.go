package ors

import "bytes"

// eventData is what is read of an event object that a strategy prints with toSource() or as JSON.
type eventData struct {
	name        string
	interaction []byte
	resultof    []byte // empty: the object has none
}

// printedEvent reads {name:"interaction.deleted", ..., data:{interactionid:"...", resultof:"..."}}. Of
// the data only these two members are looked at. false: it is no such object, or it is cut.
func printedEvent(text []byte) (eventData, bool) {
	var e eventData
	start := dataObject(text)
	if start < 0 {
		return e, false
	}
	if v, ok := stringAfter(text, "name"); ok && isInteractionEvent(v) {
		e.name = string(v)
	}
	c := cursor{text: text, at: start}
	ok := c.members(func(key, value []byte) {
		switch string(key) {
		case "interactionid":
			e.interaction = value
		case "resultof":
			e.resultof = value
		}
	})
	if len(e.resultof) > 0 && !isID(e.resultof) {
		return e, false
	}
	return e, ok && e.name != ""
}

// dataObject finds where the members of the object data begin.
func dataObject(text []byte) int {
	for _, form := range [...]string{"data:{", `"data":{`, "data: {", `"data": {`} {
		if i := bytes.Index(text, []byte(form)); i >= 0 && (i == 0 || text[i-1]|0x20-'a' >= 26) {
			return i + len(form)
		}
	}
	return -1
}

// stringAfter reads the value of the first member of that name, a string without escapes.
func stringAfter(text []byte, key string) ([]byte, bool) {
	for _, form := range [...]string{key + `:"`, key + `":"`, key + `: "`, key + `": "`, key + ":'"} {
		i := bytes.Index(text, []byte(form))
		if i < 0 || i > 0 && text[i-1]|0x20-'a' < 26 {
			continue
		}
		rest := text[i+len(form):]
		if end := bytes.IndexByte(rest, form[len(form)-1]); end >= 0 {
			return rest[:end], true
		}
	}
	return nil, false
}

// cursor walks over an object literal.
type cursor struct {
	text []byte
	at   int
}

// members calls f for the members of the object whose brace was just passed. Members of objects inside
// are passed over. false: the object has no end.
func (c *cursor) members(f func(key, value []byte)) bool {
	for {
		c.blanks()
		if c.at >= len(c.text) {
			return false
		}
		if c.text[c.at] == '}' {
			return true
		}
		key := c.word()
		c.blanks()
		if len(key) == 0 || c.at >= len(c.text) || c.text[c.at] != ':' {
			return false
		}
		c.at++
		c.blanks()
		value, ok := c.value()
		if !ok {
			return false
		}
		f(key, value)
		c.blanks()
		if c.at < len(c.text) && c.text[c.at] == ',' {
			c.at++
		}
	}
}

func (c *cursor) blanks() {
	for c.at < len(c.text) && (c.text[c.at] == ' ' || c.text[c.at] == '\n' || c.text[c.at] == '\t' || c.text[c.at] == '\r') {
		c.at++
	}
}

// word reads a name, bare or in quotes.
func (c *cursor) word() []byte {
	if c.at < len(c.text) && (c.text[c.at] == '"' || c.text[c.at] == '\'') {
		s, ok := c.quoted()
		if !ok {
			return nil
		}
		return s
	}
	start := c.at
	for c.at < len(c.text) && (isID(c.text[c.at:c.at+1]) || c.text[c.at] == '$') {
		c.at++
	}
	return c.text[start:c.at]
}

// quoted reads a string and leaves its escapes as they are.
func (c *cursor) quoted() ([]byte, bool) {
	quote := c.text[c.at]
	c.at++
	for start := c.at; c.at < len(c.text); c.at++ {
		switch c.text[c.at] {
		case '\\':
			c.at++
		case quote:
			c.at++
			return c.text[start : c.at-1], true
		}
	}
	return nil, false
}

// value reads a string, or passes over anything else up to the comma or brace that ends it.
func (c *cursor) value() ([]byte, bool) {
	if c.at < len(c.text) && (c.text[c.at] == '"' || c.text[c.at] == '\'') {
		return c.quoted()
	}
	for depth := 0; c.at < len(c.text); c.at++ {
		switch c.text[c.at] {
		case '"', '\'':
			if _, ok := c.quoted(); !ok {
				return nil, false
			}
			c.at--
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth == 0 {
				return nil, true
			}
			depth--
		case ',':
			if depth == 0 {
				return nil, true
			}
		}
	}
	return nil, false
}
