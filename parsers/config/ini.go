package config

import (
	"bytes"
	"path"
	"strings"
)

// iniForm is the option file of one application: [section], then option = value.
type iniForm struct{}

// check implements form. A line that is wrong says nothing about the others.
func (iniForm) check([]byte) *fault { return nil }

// facts implements form.
func (iniForm) facts(r *reading, content []byte) {
	r.remark(0, "option files are read by what is generally known of their form; the application is named after the file")
	a := &application{name: applicationOf(r.text.name), at: r.text.at(0)}
	section, at := "", 0
	for len(content) > 0 && r.gone == nil {
		line, rest, _ := bytes.Cut(content, []byte("\n"))
		r.iniLine(a, &section, string(line), at)
		at += len(content) - len(rest)
		content = rest
	}
	r.keep(a, "")
}

// applicationOf is the name of a file without folder and extension; an archive's own name does not count.
func applicationOf(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}

func (r *reading) iniLine(a *application, section *string, line string, at int) {
	text := strings.TrimSpace(line)
	at += strings.Index(line, text)
	switch {
	case text == "" || text[0] == ';' || text[0] == '#':
		return
	case text[0] == '[' && strings.HasSuffix(text, "]"):
		*section = strings.TrimSpace(text[1 : len(text)-1])
		return
	}
	key, value, ok := strings.Cut(text, "=")
	if !ok {
		r.in.SkippedLines++
		r.refuse(at, "neither a section nor an option; [section] and option = value are accepted")
		return
	}
	key, value = strings.TrimSpace(key), unquote(strings.TrimSpace(value))
	where := *section
	if s, k, ok := strings.Cut(key, "/"); ok && (where == "" || where == strings.TrimSpace(s)) {
		where, key = strings.TrimSpace(s), strings.TrimSpace(k)
	}
	n := &node{key: key, text: value, at: at}
	if conceal(key, value) {
		n.text, n.masked = "", true
	}
	r.option(owner{application: a}, "options", where, n)
}

// unquote takes a pair of quotes off.
func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}
