package ors

import (
	"bytes"
	"strings"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// actionOf names what an action element of a strategy does to an interaction. module is the last part of
// the element's namespace.
func actionOf(module, function string) string {
	switch module {
	case "interaction", "ixn":
		return interactionAction(strings.ToLower(function))
	case "queue":
		if function == "submit" {
			return "route"
		}
	}
	return "other"
}

func interactionAction(function string) string {
	switch function {
	case "deliver":
		return "deliver"
	case "redirect", "route":
		return "route"
	case "queue", "placeinqueue":
		return "queue"
	case "detach":
		return "detach"
	case "associate":
		return "associate"
	case "terminate", "delete", "stop":
		return "stop"
	case "create", "createmessage":
		return "create"
	case "update", "setudata", "deleteudata":
		return "update"
	}
	return "other"
}

// requestAction names what a request to Interaction Server does to an interaction; "" if it is no action
// of a session.
func requestAction(request string) string {
	switch request {
	case "RequestDeliver":
		return "deliver"
	case "RequestPlaceInQueue", "RequestPlaceInWorkbin":
		return "queue"
	case "RequestStopProcessing":
		return "stop"
	case "RequestSubmit":
		return "create"
	case "RequestChangeProperties":
		return "update"
	}
	return ""
}

// extension takes an action element that a strategy executes.
func (s *scan) extension(x *session, text []byte, at genesys.Moment) {
	function, ok := headValue(text, "name")
	if !ok {
		function, ok = headValue(text, "function")
	}
	if !ok || x == nil || !isName(function) {
		return
	}
	space, _ := headValue(text, "namespace")
	module := space[bytes.LastIndexAny(space, "/:")+1:]
	s.tell("SessionAction", "internal", at, func(e *trace.Event) {
		e.Session = x.id
		s.attribute(e, x)
		e.Attrs = append(e.Attrs, trace.Attr{Key: "action", Value: actionOf(string(module), string(function))},
			trace.Attr{Key: "function", Value: s.j.Text.String(function)})
		if isName(module) {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "module", Value: s.j.Text.String(module)})
		}
	})
}
