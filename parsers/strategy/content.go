package strategy

import (
	"encoding/xml"
	"io"
	"strings"
)

// Limits of executable content. What lies beyond makes its effect unknown.
const (
	maxNested  = 50
	maxEffects = 200
)

// clause is one condition on the way to an action, or its negation.
type clause struct {
	text   string
	negate bool
}

// effects are what executable content does that matters here, each with the conditions on its way.
type effects struct {
	exits  [][]clause // ends the session
	starts [][]clause // starts the workflow
	unsure bool       // content that cannot be followed: includes, more than the limits, broken XML
}

// branch is an open element of executable content.
type branch struct {
	base  []clause // conditions around an if
	tried []clause // those of its branches so far, negated
	path  []clause // conditions around what stands here
}

// content follows executable content up to the end of the element around it.
type content struct {
	effects
	open []branch
}

// readContent reads up to the end tag of the element that the decoder has just entered.
func readContent(d *xml.Decoder) (effects, error) {
	c := &content{open: []branch{{}}}
	for {
		token, err := d.Token()
		if err != nil {
			c.unsure = true
			return c.effects, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			c.enter(t)
		case xml.EndElement:
			if c.open = c.open[:len(c.open)-1]; len(c.open) == 0 {
				return c.effects, nil
			}
		}
	}
}

// parseContent reads executable content that stands in a text.
func parseContent(text string) (effects, error) {
	if strings.TrimSpace(text) == "" {
		return effects{}, nil
	}
	d := xml.NewDecoder(strings.NewReader("<body>" + text + "</body>"))
	if _, err := d.Token(); err != nil {
		return effects{unsure: true}, err
	}
	e, err := readContent(d)
	if err != nil {
		return e, err
	}
	if _, err = d.Token(); err == io.EOF {
		return e, nil
	}
	e.unsure = true // the text closed the element itself
	return e, err
}

func (c *content) enter(t xml.StartElement) {
	here := &c.open[len(c.open)-1]
	inside := branch{path: here.path}
	switch t.Name.Local {
	case "if":
		cond := attribute(t, "cond")
		inside = branch{base: here.path, tried: []clause{{cond, true}}, path: c.with(here.path, clause{cond, false})}
	case "elseif":
		cond := attribute(t, "cond")
		here.path = c.with(c.with(here.base, here.tried...), clause{cond, false})
		here.tried = c.with(here.tried, clause{cond, true})
	case "else":
		here.path = c.with(here.base, here.tried...)
	default:
		c.action(t, here.path)
	}
	c.open = append(c.open, inside)
}

// with is a copy of path with more clauses, up to the limit.
func (c *content) with(path []clause, more ...clause) []clause {
	if len(path)+len(more) > maxNested {
		c.unsure = true
		return path
	}
	return append(append([]clause(nil), path...), more...)
}

// action takes an element that may end the session or start the workflow.
func (c *content) action(t xml.StartElement, path []clause) {
	switch t.Name.Local {
	case "raise", "send":
		c.raised(t, path)
	case "exit":
		c.add(&c.exits, path)
	case "terminate":
		if t.Name.Space == "session" || strings.HasSuffix(t.Name.Space, "/session") {
			c.add(&c.exits, path)
		}
	case "include":
		c.unsure = true
	}
}

// raised takes raise and send. Composer writes the event of send as an expression, in quotes.
func (c *content) raised(t xml.StartElement, path []clause) {
	event := strings.Trim(strings.TrimSpace(attribute(t, "event")), `'"`)
	switch {
	case event != "application.exit" && event != "application.start":
	case attribute(t, "target") != "" || attribute(t, "targetexpr") != "":
		c.unsure = true // perhaps to another session
	case event == "application.exit":
		c.add(&c.exits, path)
	default:
		c.add(&c.starts, path)
	}
}

func (c *content) add(list *[][]clause, path []clause) {
	if len(*list) == maxEffects {
		c.unsure = true
		return
	}
	*list = append(*list, path)
}

// attribute returns an attribute without namespace.
func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
