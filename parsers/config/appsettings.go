package config

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// settingsForm is the local configuration of a desktop for .NET (.exe.config): <add key="login.url"
// value="tcp://HOST:PORT/APPLICATION"/> among its settings names a Configuration Server Proxy. The form is known
// from one public desktop; which keys others have is not, so every value of that form counts.
type settingsForm struct{ xmlForm }

var endpoint = regexp.MustCompile(`^(?:tcp|tls)://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})(?:/([^?#]*))?$`)

// facts implements form.
func (settingsForm) facts(r *reading, content []byte) {
	r.besides = true
	r.remark(0, "local configurations are read by what is generally known of their form: settings with a value tcp://HOST:PORT/APPLICATION")
	distinct := map[string]bool{}
	each(content, func(at int, key, value string) bool {
		if m := endpoint.FindStringSubmatch(value); m != nil {
			distinct[m[1]+":"+m[2]] = true
			r.localEndpoint(at, key, m)
		}
		return r.gone == nil
	})
	e := trace.Event{Name: "LocalConfigurationRead", Instance: r.in.Path}
	e.Attrs = r.attributes("endpoints", strconv.Itoa(len(distinct)))
	r.event(&e, r.text.at(0))
}

func (r *reading) localEndpoint(at int, key string, m []string) {
	e := trace.Event{Name: "LocalEndpoint", Instance: r.in.Path, Server: m[1] + ":" + m[2]}
	e.Attrs = r.attributes("key", key, "application", m[3])
	r.event(&e, r.text.at(at))
}

// each calls f for the settings of appSettings, until it returns false.
func each(content []byte, f func(at int, key, value string) bool) {
	d := newXML(content)
	inside := 0
	for {
		at := int(d.InputOffset())
		t, err := d.Token()
		if err != nil {
			return
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "appSettings" {
				inside++
			}
			if inside > 0 && t.Name.Local == "add" && !f(at, attr(t, "key"), attr(t, "value")) {
				return
			}
		case xml.EndElement:
			if t.Name.Local == "appSettings" {
				inside--
			}
		}
	}
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// detectSettings wants a setting that names a server.
func detectSettings(content []byte) (found parsers.Detection) {
	each(content, func(at int, key, value string) bool {
		if endpoint.MatchString(value) {
			line := 1 + bytes.Count(content[:at], []byte("\n"))
			found = parsers.Detection{Score: 60, Reason: fmt.Sprintf("line %d: a setting of a desktop names a server", line)}
		}
		return found.Score == 0
	})
	return found
}
