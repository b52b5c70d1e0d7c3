package strategy

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
)

// Detect implements parsers.Parser: the first element decides.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	text := bytes.TrimPrefix(head.Bytes, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<")) {
		return parsers.Detection{}
	}
	d := newDecoder(text)
	inXMI := false
	for {
		offset := d.InputOffset()
		token, err := d.Token()
		if err != nil {
			return bySight(text)
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		score := scoreOf(t)
		if score > 0 {
			pos, _ := (&places{text: text}).at(offset)
			return parsers.Detection{Score: score, Reason: fmt.Sprintf("line %d: element %s", pos.Line, t.Name.Local)}
		}
		if t.Name.Local != "XMI" || inXMI {
			return parsers.Detection{}
		}
		inXMI = true
	}
}

func scoreOf(t xml.StartElement) int {
	switch t.Name.Local {
	case "scxml":
		return 95
	case "IpdDiagram", "StrategyDiagram":
		return 95
	}
	return 0
}

// bySight recognises files whose XML is broken before the first element, so that the user is told what is
// wrong with them.
func bySight(text []byte) parsers.Detection {
	for _, root := range []string{"<scxml", "<ipd:IpdDiagram", "<ird:StrategyDiagram"} {
		if i := bytes.Index(text[:min(len(text), 16<<10)], []byte(root)); i >= 0 {
			return parsers.Detection{Score: 60, Reason: fmt.Sprintf("line %d: %s", bytes.Count(text[:i], []byte("\n"))+1, root)}
		}
	}
	return parsers.Detection{}
}
