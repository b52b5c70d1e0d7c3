package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// seeded are files with a secret in every place that an export has for one, and in some that break them. Each has
// a finding in the line of a secret, or beside it.
var seeded = map[string]string{
	"export.json": `{"__metadata__": {"formatName": "JSON", "user": "exp", "password": "S3CRET"},
 "applications": [{"name": "AIL_A", "password": "S3CRET", "options": {"loading": {"on-demand": "false", "db-pass": "S3CRET"}, "multimedia": {"site-timeout": "password=S3CRET", "api-key": "S3CRET", "url": "https://kim:S3CRET@host/"}}},
  {"name": "AIL_B", "appServers": [{"appServer": "SIP_A", "connProtocol": "", "transportParams": "token=S3CRET;password=S3CRET", "timeoutLocal": "password=S3CRET"}], "options": {"loading": {"password": {"list": "S3CRET"}}}}],
 "persons": [{"userName": "kim", "agent": true, "password": "S3CRET", "userProperties": {"site": {"preferred-site": "AIL_A", "pin": "S3CRET"}}}],
 "hosts": [{"name": "h", "secret": "S3CRET"}]}`,
	"minified.json": `{"applications":[{"name":"AIL_A","options":{"loading":{"on-demand":"false","db_pwd":"S3CRET","client-secret":"S3CRET","x-token":"S3CRET"}}}]}`,
	"raw.json":      `{"__metadata__":{"formatName":"RAW"},"CFGApplication":[{"name":"AIL_A","options":{"list_pair":[{"key":"loading","str_pair":[{"key":"on-demand","value":"false"},{"key":"db-pass","value":"S3CRET"},{"value":"S3CRET","key":"private-key"}]}]}}]}`,
	"broken.json":   `{"applications": [{"name": "AIL_A", "options": {"loading": {"on-demand": "false"}}}, {"name": "B", "password": "S3CRET" "x"}]}`,
	"cut.json":      `{"applications": [{"name": "AIL_A", "options": {"loading": {"on-demand": "false"}}}, {"name": "B", "password": "S3CRET`,
	"export.xml": `<?xml version="1.0"?><CfgData><CfgApplication name="AIL_A" password="S3CRET"><password value="S3CRET"/><secret>S3CRET</secret><options><list_pair key="loading">
<str_pair key="on-demand" value="false"/><str_pair key="sip-password" value="S3CRET"/><str_pair value="S3CRET" key="db-pass"/></list_pair></options></CfgApplication></CfgData>`,
	"broken.xml": `<CfgData><CfgApplication name="AIL_A"><options><list_pair key="loading"><str_pair key="on-demand" value="false"/></list_pair></options></CfgApplication>` +
		`<CfgApplication password="S3CRET`,
	"AIL_A.cfg": "[loading]\non-demand = false\npassword = S3CRET\ndb-pass=S3CRET\nurl = tcp://kim:S3CRET@h:1/\nS3CRET password line without sign\n[secrets/token = S3CRET\nsite-timeout = secret: S3CRET\n",
	"desktop.exe.config": `<configuration><appSettings><add key="login.url" value="tcp://csp-a:2020/AIL_A"/><add key="login.password" value="S3CRET"/>
<add key="db" value="tcp://kim:S3CRET@h:1/x"/></appSettings><connectionStrings><add connectionString="Password=S3CRET"/></connectionStrings></configuration>`,
	"anchor.yaml": "sites:\n  A: {servers: [SIP_A]}\npassword: *S3CRET\n",
	"sites.yaml":  "sites:\n  A: {servers: [SIP_A], params: {db-password: S3CRET}, password: S3CRET}\nzones: {N: [one], password: S3CRET}\n",
}

// No secret of an export comes out, in any format, whatever is wrong with it.
func TestNoSecretOfAnExportComesOut(t *testing.T) {
	withoutRaceDetector(t)
	dir := t.TempDir()
	for name, text := range seeded {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var runs [][]string
	for _, format := range report.Formats() {
		runs = append(runs, []string{"lint", "-v", "-o", format, "-p", "site-names=x", dir})
	}
	runs = append(runs, []string{"parse", dir}, []string{"parsers", "detect", dir}, []string{"lint", "--diff", dir})
	for name := range seeded {
		runs = append(runs, []string{"check", "-v", "--select", "DR-14", "--params", filepath.Join(dir, name), dir})
	}
	for _, args := range runs {
		code, out, messages := quietly(context.Background(), args...)
		for _, said := range []string{out, messages} {
			if i := strings.Index(said, "S3CRET"); i >= 0 {
				t.Errorf("%v (exit %d): ...%s", args, code, said[max(0, i-160):i+6])
			}
		}
		if args[0] == "lint" && args[1] == "-v" && !strings.Contains(out, "L-07") {
			t.Errorf("%v: nothing found:\n%s", args, out+messages)
		}
	}
}
