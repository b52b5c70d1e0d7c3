package strategy

import (
	"encoding/xml"
	"html"
	"strings"
)

// readDiagram takes one element of an XMI file.
func (r *reader) readDiagram(t xml.StartElement) error {
	switch t.Name.Local {
	case "IpdDiagram", "StrategyDiagram":
		r.f.kind = process
		if t.Name.Local == "StrategyDiagram" {
			r.f.kind = workflow
		}
		r.f.name, r.f.version = attribute(t, "name"), versionIn(attribute(t, "designedUsing"))
		r.f.pos, r.f.column = r.pos, r.column
	case "blocks":
		r.f.blocks[typeOf(t)]++
	case "history":
		text, err := r.characters()
		r.f.history(text)
		return err
	case "events":
		r.handler(r.diagramHandler(t))
	case "eventsBackup":
		r.f.backup++
	}
	return nil
}

// typeOf is xmi:type without its prefix.
func typeOf(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "type" && a.Name.Space != "" {
			return a.Value[strings.LastIndexByte(a.Value, ':')+1:]
		}
	}
	return ""
}

// diagramHandler reads a handler. Composer escapes its condition once more than its body.
func (r *reader) diagramHandler(t xml.StartElement) handler {
	h := handler{name: attribute(t, "name"), event: attribute(t, "event"), pos: r.pos, column: r.column,
		condition: html.UnescapeString(attribute(t, "condition")), disabled: attribute(t, "enabled") == "false"}
	var err error
	if h.effects, err = parseContent(attribute(t, "body")); err != nil && !h.disabled {
		r.note("handler " + quote(h.name) + ": its body is not well-formed XML, so what it does is not known")
	}
	return h
}

// characters reads the text of the element just entered, its children left out.
func (r *reader) characters() (string, error) {
	var b strings.Builder
	for depth := 1; ; {
		token, err := r.decoder.Token()
		if err != nil {
			return b.String(), err
		}
		switch t := token.(type) {
		case xml.CharData:
			if b.Len() < 256 {
				b.Write(t)
			}
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return b.String(), nil
			}
		}
	}
}
