package engine_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/trace"
)

const sessionPack = `
apiVersion: fo-check/rules/v1
pack: sessions
title: Who was logged in
documents:
  own: {title: "fo-check, semantics of the rule language", publisher: fo-check, date: 2026-11-21}
events:
  login:  {name: Login, source: desktop}
  logout: {name: Logout, source: desktop}
  read:   {name: Read, source: desktop}
facts:
  session: {per: [agent], true_on: [login], false_on: [logout]}
rules:
  - {id: READ, title: logged out, severity: must, cite: {document: own, section: facts}, per: [agent], on: read, check: '!facts.session.value'}
`

// TestForgottenKeysAreTold reads the state of an agent whose logout, with none kept, is forgotten.
func TestForgottenKeysAreTold(t *testing.T) {
	set, err := rules.Load([]rules.File{{Name: "sessions.yaml", Content: []byte(sessionPack)}})
	if err != nil {
		t.Fatal(err)
	}
	for keep, want := range []string{"TRUNC_START: the log begins after the state that decides, or it was forgotten: of finished keys a fact remembers the last 0", ""} {
		log := &heldLog{in: &trace.Input{Path: "desktop", Source: "desktop", SHA256: "1"}}
		for i, name := range strings.Fields("Login Logout Read") {
			at := time.Date(2026, 3, 2, 10, i, 0, 0, time.UTC)
			log.events = append(log.events, &trace.Event{Name: name, Source: "desktop", Agent: "4101", Time: at})
		}
		report, err := engine.CheckKeeping(keep, set, log)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range report.Findings {
			got += f.Message
		}
		if got != want {
			t.Errorf("%d kept: %q", keep, got)
		}
	}
}
