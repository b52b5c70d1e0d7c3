package config

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// xmlForm is the XML of the configuration object model: an element for each object, a property as an
// attribute or a child, a text in the attribute value. That attributes hold names, numbers of types and
// references (CfgApplication101), and that list_pair and str_pair hold options, is known from one public
// program that writes updates (CfgData); the rest is not.
type xmlForm struct{}

func newXML(content []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // names and numbers are ASCII
	return d
}

// errEntities refuses what could make a small file large, or read other files.
var errEntities = errors.New("a document type with declarations; entities are refused, and an export needs none")

// check implements form.
func (xmlForm) check(content []byte) *fault {
	d := newXML(content)
	for depth, root := 0, false; ; {
		at := int(d.InputOffset())
		t, err := d.RawToken()
		switch {
		case err == io.EOF && depth == 0 && root:
			return nil
		case err == io.EOF:
			return &fault{len(content), "the export ends within an element; it was cut, and what it does not show is not known to be absent"}
		case err != nil:
			return &fault{int(d.InputOffset()), "not XML from here on; what stands before is read, and what it does not show is not known to be absent"}
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.ContainsRune(t, '[') || bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) {
				return &fault{at, errEntities.Error()}
			}
		case xml.StartElement:
			root = true
			if depth++; depth > maxDepth {
				return &fault{at, "elements stand too deep in each other; up to 64 levels are accepted"}
			}
		case xml.EndElement:
			depth--
		}
	}
}

// facts implements form.
func (xmlForm) facts(r *reading, content []byte) {
	r.remark(0, "XML exports are read by what is generally known of their form; compare what was read with the configuration")
	d := newXML(content)
	for r.gone == nil {
		at := int(d.InputOffset())
		t, err := d.Token()
		if err != nil {
			return
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		kind, mentioned := kindOf(start.Name.Local), mention(start.Name.Local)
		if !mentioned && (kind == unknownKind || plural(start.Name.Local)) {
			continue
		}
		n := element(d, start, at, content)
		switch {
		case n == nil:
			return
		case mentioned:
			r.mentioned(n)
		default:
			r.object(kind, n)
		}
	}
}

// mention tells that an element of an update holds objects that are only named, or taken away: what is missing
// in them says nothing.
func mention(name string) bool {
	p := plain(name)
	return p == "cfgreference" || p == "cfgdelete"
}

// mentioned keeps the names by which objects are referred to.
func (r *reading) mentioned(n *node) {
	for _, c := range n.list {
		if id, name := c.string("dbid", "id"), c.string("name"); kindOf(c.key) == applicationKind && id != "" && name != "" {
			r.model.named(id, name)
		}
	}
	if len(n.list) > 0 {
		r.remark(n.at, fmt.Sprintf("%s: %d objects that are named and not shown; they are not read", n.key, len(n.list)))
	}
}

// plural tells that an element is a list of objects by its plural name.
func plural(name string) bool { return strings.HasSuffix(strings.ToLower(name), "s") }

// element reads an element; nil where the content ends before it does.
func element(d *xml.Decoder, start xml.StartElement, at int, content []byte) *node {
	n := &node{key: start.Name.Local, at: after(content, at)}
	for _, a := range start.Attr {
		c := &node{key: a.Name.Local, text: a.Value, at: n.at}
		if conceal(c.key, c.text) || secretPair(start.Attr) && plain(c.key) == "value" {
			c.text, c.masked = "", true
		}
		n.list = append(n.list, c)
	}
	var text strings.Builder
	for {
		at := int(d.InputOffset())
		t, err := d.Token()
		if err != nil {
			return nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			c := element(d, t, at, content)
			if c == nil {
				return nil
			}
			n.list = append(n.list, c)
		case xml.CharData:
			if text.Len() < maxText {
				text.Write(t)
			}
		case xml.EndElement:
			n.close(strings.TrimSpace(text.String()))
			return n
		}
	}
}

// close makes a scalar of an element that has only a text, or only the attribute value.
func (n *node) close(text string) {
	switch {
	case len(n.list) == 0:
		n.text = text
	case len(n.list) == 1 && plain(n.list[0].key) == "value" && !n.list[0].nested:
		n.text, n.masked, n.list = n.list[0].text, n.list[0].masked, nil
	default:
		n.nested = true
	}
	if conceal(n.key, n.text) {
		n.text, n.masked = "", true
	}
}

// secretPair tells that a pair's key names a secret.
func secretPair(attrs []xml.Attr) bool {
	for _, a := range attrs {
		if plain(a.Name.Local) == "key" && secretNamed(a.Value) {
			return true
		}
	}
	return false
}

// after skips blanks from an offset.
func after(content []byte, at int) int {
	for at < len(content) && strings.IndexByte(" \t\r\n", content[at]) >= 0 {
		at++
	}
	return at
}
