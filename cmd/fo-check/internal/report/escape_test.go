package report

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// hostile is text as a log may hold it, to make a report say what it should not.
const hostile = "x\n::error::y ##[error]z ]]> <script>alert(1)</script> | @all [a](http://b) `c` 100%\x00\x1b[2J"

func hostileRun() *Run {
	run := makeRun()
	f := &run.Report.Findings[1]
	f.Message, f.Key[0].Value, f.Evidence[0].Detail, f.Evidence[0].Note = hostile, hostile, hostile, hostile
	f.Evidence[0].Pos.File = "a,b:\n::error::c.log"
	f.Suppressed = hostile
	return run
}

func TestNoTextLeavesItsPlace(t *testing.T) {
	for _, f := range table() {
		if f.Name == PageFormat {
			continue // another package writes it, and tests it in a browser
		}
		var out bytes.Buffer
		if err := f.Write(&out, hostileRun()); err != nil {
			t.Fatal(f.Name, err)
		}
		if bytes.ContainsAny(out.Bytes(), "\x00\x1b") {
			t.Errorf("%s has control bytes", f.Name)
		}
		for line := range strings.Lines(out.String()) {
			if f.Name != "github" && strings.HasPrefix(line, "::error") {
				t.Errorf("%s: %s", f.Name, line)
			}
		}
	}
}

func TestGitHubCommandsHoldTheirText(t *testing.T) {
	run := hostileRun()
	run.Report.Findings[1].Suppressed = ""
	var out bytes.Buffer
	_ = GitHub(&out, run)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[0], `::error file=a%2Cb%3A%0A%3A%3Aerror%3A%3Ac.log,line=41,title=DR-14 violation%3A `) {
		t.Errorf("%q", lines)
	}
	out.Reset()
	_ = GitHub(&out, hostileRun())
	if got := out.String(); strings.Contains(got, "##[") || !strings.Contains(got, "::group::1 finding without annotation\n") {
		t.Error(got)
	}
}

func TestGitHubShowsTheWorst(t *testing.T) {
	run := makeRun()
	run.Report.Findings = nil
	for range 12 {
		run.Report.Findings = append(run.Report.Findings, made().Findings[3], made().Findings[2])
	}
	var out bytes.Buffer
	_ = GitHub(&out, run)
	if n := strings.Count(out.String(), "::error "); n != githubMost || !strings.HasPrefix(out.String(), "::error ") {
		t.Errorf("%d errors in %s", n, out.String())
	}
	if !strings.Contains(out.String(), "::group::4 findings without annotation\nviolation DR-14 error") {
		t.Error(out.String())
	}
}

func TestMarkdownText(t *testing.T) {
	for in, want := range map[string]string{
		"a|b_c": `a\|b\_c`, "<b>&": `\<b\>&amp;`, "@all": "@\u200ball", "[x](y)": `\[x\](y)`, "a\x1bb": `a\\x1bb`, "# no": `\# no`,
	} {
		if got := markdownText(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	for in, want := range map[string]string{"": "", "a": "`a`", "a`b": "`` a`b ``", "a|b": "`a\\|b`", "``": "``` `` ```"} {
		if got := markdownCode(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestJUnitIsXMLWhoseSumsAreRight(t *testing.T) {
	type cases struct {
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Tests    int `xml:"tests,attr"`
		Suites   []struct {
			Cases []struct {
				Failure *struct{} `xml:"failure"`
				Skipped *struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	for _, run := range []*Run{makeRun(), hostileRun(), {Report: &rules.Report{Inputs: []*trace.Input{{}}}}} {
		var out bytes.Buffer
		_ = JUnit(&out, run)
		var got, sum cases
		if err := xml.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		for _, s := range got.Suites {
			for _, c := range s.Cases {
				sum.Tests++
				if c.Failure != nil {
					sum.Failures++
				}
				if c.Skipped != nil {
					sum.Skipped++
				}
			}
		}
		if sum.Tests != got.Tests || sum.Failures != got.Failures || sum.Skipped != got.Skipped || sum.Tests != len(run.Report.Rules)+len(run.Report.Findings) {
			t.Errorf("%d %d %d, counted %d %d %d", got.Tests, got.Failures, got.Skipped, sum.Tests, sum.Failures, sum.Skipped)
		}
	}
}
