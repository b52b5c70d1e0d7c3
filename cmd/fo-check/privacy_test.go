package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers/builtin"
)

const (
	tserverSecrets = `09:50:00.000 Trc 04541 RequestAgentLogin received from [66] (00000479 Workspace 10.30.0.1:49280)
message RequestAgentLogin
	AttributeThisDN	'7001'
	AttributeAgentID	'1001'
	AttributePassword	'Pa55w0rd'
	AttributeReferenceID	7
@09:50:31.1200 [0] 8.1.104.64 distribute_event: message EventAgentLogout
	AttributeTimeinuSecs	120000
	AttributeTimeinSecs	1772441431 (09:50:31)
	AttributeThisDN	'7001'
	AttributeAgentID	'1001'
	AttributeUserData	[30] 00 01 00 00..
		'Customer'	'Ada Example'
	AttributeExtensions	[40] 00 02 00 00..
		'ReasonCode'	'dr-force_logout'
		'agent-password'	'Pa55w0rd'
`
	interactionSecrets = `09:00:05.500 Int 26015 Received from client 'Workspace_1' 70:1: 'RequestAgentLogin' (135) message attributes:
	attr_ref_id [int] = 2
	attr_place_id [str] = "place_1001"
	attr_agent_id [str] = "1001"
	attr_password [str] = "Pa55w0rd"
	attr_user_data [list] =
		'Customer' [str] = "Ada Example"
	attr_extension [list] =
		'Password' [str] = "Pa55w0rd"
09:00:05.600 Int 26019 Sending message 'EventAck' (125) to client 'Workspace_1' 70:1, message attributes:
	attr_ref_id [int] = 2
`
)

// private are logs with secrets in them, one or more for each parser. What stands before "+" is a file of
// testdata, what stands behind is added to it.
var private = []struct {
	parser  string
	file    string
	before  string // a line of the file; more is put before it
	more    string
	secrets []string
	flags   []string
}{
	{parser: "tserver", file: "tserver/basics/SIP_Main.20260302_090000_000.log", before: "2026-03-02T10:00:00.000 Trc 04120", more: tserverSecrets,
		secrets: []string{"Pa55w0rd", "Ada Example"}},
	{parser: "interaction", file: "interaction/basics/ixn_a.20260302_090000_000.log", before: "09:00:06.000 Trc 04120", more: interactionSecrets,
		secrets: []string{"Pa55w0rd", "Ada Example", "secret-session"}},
	{parser: "ors", file: "ors/servers/ORS_A.20260302_090000_012.log", secrets: []string{"SECRET"}},
	{parser: "ors", file: "ors/network/ORS_A.20260302_090000_012.log", secrets: []string{"SECRET"}},
	{parser: "ors", file: "ors/sessions/ORS_A.20260302_090000_012.log", secrets: []string{"SECRET"}},
	{parser: "pom", file: "pom/iso/POM_SDK.log", secrets: []string{"Pa55w0rd"}},
	{parser: "pom", file: "pom/incident/POM_SDK.log", secrets: []string{"Pa55w0rd"}},
	{parser: "pom-events", file: "pom/events/agents.jsonl", secrets: []string{"Ada Example", "+15550100"}},
	{parser: "workspace", file: "workspace/switchover/InteractionWorkspace.20260302_095958_000.log", secrets: []string{"Pa55w0rd"}},
	{parser: "psdk", file: "psdk/java/desktop.log", secrets: []string{"Pa55w0rd"}},
	{parser: "gws", file: "gws/switch/cloud.log", secrets: []string{"Pa55w0rd", "Ada Example"}},
	{parser: "softphone", file: "softphone/outage/phone.log", secrets: []string{"Ada Example"}},
	{parser: "gws-access", file: "adapter/gws-access/access.log", secrets: []string{"s3cr3t"}, flags: []string{"--adapter", "../../docs/examples/adapters/gws-access.yaml"}},
	{parser: "desktop", file: "demo/PC-21.ndjson", before: `{"time"`, secrets: []string{"Pa55w0rd"},
		more: `{"time":"2026-03-02T09:00:00.000+01:00","name":"RequestAgentLogin","agent":"1","attrs":{"Password":"Pa55w0rd","x.passwd":"Pa55w0rd"}}` + "\n"},
	{parser: "config", file: "config/AIL_A.cfg", secrets: []string{"Pa55w0rd"}},
	{parser: "config", file: "config/export.json", secrets: []string{"Pa55w0rd"}},
}

// noSecrets are parsers of what holds none.
var noSecrets = map[string]bool{"strategy": true}

// TestNoOutputShowsSecrets greps all that fo-check says about logs of every kind for the secrets in them.
func TestNoOutputShowsSecrets(t *testing.T) {
	withoutRaceDetector(t)
	seen := map[string]bool{}
	for _, c := range private {
		seen[c.parser] = true
		t.Run(c.parser+"/"+filepath.Base(filepath.Dir(c.file)), func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(c.file)))
			if err != nil {
				t.Fatal(err)
			}
			text := string(b)
			if c.before != "" {
				text = strings.Replace(text, c.before, c.more+c.before, 1)
			}
			path := filepath.Join(t.TempDir(), filepath.Base(c.file))
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, s := range c.secrets {
				if !strings.Contains(text, s) {
					t.Errorf("%q is not in the log: this proves nothing", s)
				}
			}
			for _, args := range sayings(path, c.flags) {
				all := saidBy(t, path, args)
				for _, s := range c.secrets {
					if i := strings.Index(all, s); i >= 0 {
						t.Errorf("%q: %q is said: ...%s...", args, s, all[max(0, i-300):min(len(all), i+50)])
					}
				}
				if args[0] == "parse" && !strings.Contains(all, filepath.Base(path)) {
					t.Errorf("%q says nothing of the log: %s", args, all)
				}
			}
		})
	}
	for _, p := range builtin.Parsers() {
		if name := p.Info().Name; !seen[name] && !noSecrets[name] {
			t.Errorf("no log with secrets for the parser %s", name)
		}
	}
}

// sayings are all ways to make fo-check speak of a log.
func sayings(path string, flags []string) [][]string {
	out := [][]string{append([]string{"parse", "--config", "none", path}, flags...), append([]string{"parsers", "detect", path}, flags...),
		append([]string{"timeline", "--config", "none", path}, flags...), {"lint", "--config", "none", path}}
	if len(flags) > 0 {
		out = append(out, []string{"parsers", "test", flags[1], path})
	}
	check := append([]string{"check", "--config", "none", "-v", "--inputs", "--max-findings", "0", path}, flags...)
	for _, f := range report.Formats() {
		check = append(check, "-o", f+"="+filepath.Join(filepath.Dir(path), "report."+f))
	}
	return append(out, check)
}

// saidBy runs fo-check and returns all that it says, also in files beside the log.
func saidBy(t *testing.T, path string, args []string) string {
	t.Helper()
	_, out, errs := quietly(context.Background(), args...)
	all := out + errs
	reports, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "report.*"))
	for _, r := range reports {
		b, err := os.ReadFile(r)
		if err != nil {
			t.Fatal(err)
		}
		all += "\n" + r + ":\n" + string(b)
	}
	if args[0] == "check" && len(reports) != len(report.Formats()) {
		t.Errorf("%d reports: %s", len(reports), errs)
	}
	return all
}
