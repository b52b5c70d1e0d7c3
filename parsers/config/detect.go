package config

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"

	"github.com/fo-check/fo-check/parsers"
)

// formOf tells which form content has, by its first sign.
func formOf(content []byte) form {
	switch first(content) {
	case '{':
		return jsonForm{}
	case '[':
		if rest := bytes.TrimSpace(content); len(rest) > 1 && strings.IndexByte("{] \t\r\n", rest[1]) >= 0 {
			return jsonForm{}
		}
	case '<':
		if bytes.Contains(content[:min(len(content), parsers.HeadSize)], []byte("<appSettings")) {
			return settingsForm{}
		}
		return xmlForm{}
	}
	head := content[:min(len(content), parsers.HeadSize)]
	if (bytes.Contains(head, []byte("sites")) || bytes.Contains(head, []byte("zones"))) && siteMapEntry.Match(head) {
		return siteMapForm{}
	}
	return iniForm{}
}

func first(content []byte) byte {
	if rest := bytes.TrimSpace(content); len(rest) > 0 {
		return rest[0]
	}
	return 0
}

// Detect implements parsers.Parser.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	content := bytes.TrimPrefix(head.Bytes, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(content)) == 0 || bytes.IndexByte(content, 0) >= 0 {
		return parsers.Detection{}
	}
	switch formOf(content).(type) {
	case jsonForm:
		return detectJSON(content)
	case xmlForm:
		return detectXML(content)
	case settingsForm:
		return detectSettings(content)
	case siteMapForm:
		return detectSiteMap(content)
	}
	return detectOptions(content)
}

// detectJSON looks for the name of an exporter's header, or of a collection of objects, near the top.
func detectJSON(content []byte) parsers.Detection {
	t := newText("", content)
	d := newJSON(content)
	seen := map[string]bool{}
	for depth := 0; depth <= 2; depth = d.StackDepth() {
		if k := d.PeekKind(); k == '{' || k == '[' || k == '}' || k == ']' {
			if d.StackDepth() >= 2 {
				if d.SkipValue() != nil {
					break
				}
				continue
			}
			if _, err := d.ReadToken(); err != nil {
				break
			}
			continue
		}
		_, names := d.StackIndex(d.StackDepth())
		name, err := d.ReadToken()
		if err != nil {
			break
		}
		if name.Kind() != '"' || names%2 != 0 || d.StackDepth() != 1 {
			continue
		}
		seen[plain(name.String())] = true
		next := d.PeekKind()
		if name.String() == "__metadata__" {
			if bytes.Contains(content[d.InputOffset():], []byte(`"formatName"`)) {
				return parsers.Detection{Score: 95, Reason: fmt.Sprintf("line %d: header of a configuration export", t.at(int(d.InputOffset())).line)}
			}
		} else if kindOf(name.String()) != unknownKind && (next == '[' || next == '{') {
			return parsers.Detection{Score: 80, Reason: fmt.Sprintf("line %d: objects of a configuration: %s", t.at(int(d.InputOffset())).line, name.String())}
		}
		if next == '{' || next == '[' {
			if d.SkipValue() != nil {
				break
			}
		}
	}
	return detectAlone(seen)
}

// detectAlone recognises one object by its properties.
func detectAlone(seen map[string]bool) parsers.Detection {
	n := &node{}
	for name := range seen {
		n.list = append(n.list, &node{key: name})
	}
	switch guess(n) {
	case applicationKind:
		return parsers.Detection{Score: 70, Reason: "line 1: properties of an application object"}
	case personKind:
		if seen["username"] && (seen["agentinfo"] || seen["userproperties"] || seen["agent"]) {
			return parsers.Detection{Score: 70, Reason: "line 1: properties of a person object"}
		}
	case dnKind:
		if seen["type"] {
			return parsers.Detection{Score: 70, Reason: "line 1: properties of a DN object"}
		}
	}
	return parsers.Detection{}
}

var objectElement = regexp.MustCompile(`(?i)<cfg(application|person|dn|agentlogin)\b`)

// detectXML looks for an element of an object of the configuration.
func detectXML(content []byte) parsers.Detection {
	d := newXML(content)
	for range 200 {
		token, err := d.RawToken()
		if err != nil { // what breaks it is told when it is read
			if at := objectElement.FindIndex(content); at != nil {
				line := 1 + bytes.Count(content[:at[0]], []byte("\n"))
				return parsers.Detection{Score: 50, Reason: fmt.Sprintf("line %d: element %s of a configuration export", line, content[at[0]+1:at[1]])}
			}
			break
		}
		if s, ok := token.(xml.StartElement); ok && strings.HasPrefix(strings.ToLower(s.Name.Local), "cfg") && kindOf(s.Name.Local) != unknownKind {
			line := 1 + bytes.Count(content[:d.InputOffset()], []byte("\n"))
			return parsers.Detection{Score: 70, Reason: fmt.Sprintf("line %d: element %s of a configuration export", line, s.Name.Local)}
		}
	}
	return parsers.Detection{}
}

// detectOptions wants a section, nothing but options, and one of them known.
func detectOptions(content []byte) parsers.Detection {
	section, found := "", parsers.Detection{}
	for n, raw := range bytes.Split(content, []byte("\n")) {
		line := strings.TrimSpace(string(raw))
		if line == "" || line[0] == ';' || line[0] == '#' {
			continue
		}
		if line[0] == '[' && strings.HasSuffix(line, "]") {
			section = line
			continue
		}
		key, _, ok := strings.Cut(line, "=")
		if section == "" || !ok && found.Score == 0 {
			return parsers.Detection{}
		}
		if k := strings.TrimSpace(key); found.Score == 0 && Known(k) == k && k != "" {
			found = parsers.Detection{Score: 60, Reason: fmt.Sprintf("line %d: option %s below %s", n+1, k, section)}
		}
	}
	return found
}
