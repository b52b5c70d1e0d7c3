package rulepage

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruledoc"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// Every page has what its readers look for: the obligation, where it is from, and output of each verdict.
func TestPagesAreWhole(t *testing.T) {
	b := book(t)
	all := pages(t, b)
	for _, r := range b.Set.Rules {
		page := all[r.ID+".md"]
		for _, want := range []string{r.Pattern(), Document(r), "\n## Violated\n", "\n## Kept\n", "\n## Inconclusive\n", " 1 pass, 0 not exercised\n", "\n  open  "} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", r.ID, want)
			}
		}
		if !strings.Contains(page, "\nviolation  "+r.ID+" ") && !strings.Contains(page, "\ndeviation  "+r.ID+" ") {
			t.Errorf("%s: no violation", r.ID)
		}
		if !strings.Contains(all["README.md"], link(r.ID, "")) {
			t.Errorf("%s: not in the index", r.ID)
		}
		if strings.Contains(page, "_test.yaml") {
			t.Errorf("%s: cites a line of a test file", r.ID)
		}
	}
}

const pack = `apiVersion: fo-check/rules/v1
pack: p
title: P
documents: {d: {title: D, publisher: Us, date: 2026-01-01, url: "https://example.com/d"}}
params:
  wait: {type: duration, default: 10s, cite: {document: d, section: "2"}, doc: "How long."}
  codes: {type: list, default: "", ours: "none is known"}
  given: {type: duration}
events:
  off: {name: ServiceStatus, source: desktop, where: 'attrs.status == "off" && !(reason in params.codes)'}
  warned: {name: UserWarned, source: desktop}
rules:
  - {id: MY-1, title: "a | b <c>", doc: "See [x] and *y*.", severity: fact, party: desktop, cite: {document: d, section: "1"}, per: [instance], on: off, when: params.given > duration("0s"), expect: warned, within: params.wait}
`

const cases = `pack: p
tests:
  - name: broken
    profile: wde
    params: {given: 1s, codes: "a b"}
    trace: |
      100 desktop PC-1 ServiceStatus status=off
      end 300
    expect: {MY-1: violation(missing)}
`

func own(t *testing.T) *Page {
	t.Helper()
	set, err := rules.Load([]rules.File{{Name: "p.yaml", Content: []byte(pack)}})
	if err != nil {
		t.Fatal(err)
	}
	tests, err := ruletest.Parse("p_test.yaml", []byte(cases))
	if err != nil {
		t.Fatal(err)
	}
	page, err := (&ruledoc.Book{Set: set, Cases: tests}).Page(context.Background(), set.Rules[0])
	if err != nil {
		t.Fatal(err)
	}
	return &Page{Page: page}
}

func has(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := own(t).Markdown(&b); err != nil {
		t.Fatal(err)
	}
	has(t, b.String(), `# MY-1: a | b \<c>`, `See \[x] and \*y\*.`, "| severity | fact (a violation is reported as note, printed as deviation) |",
		"| source | D, Us, 2026-01-01: 1 <https://example.com/d> |", "| pack | p |",
		"| `wait` | 10s (D, Us, 2026-01-01: 2) | How long. |", "| `codes` | \"\" (ours: none is known) |  |",
		"| `given` | no default: unknown until given with --param given=VALUE |  |",
		"judged with `--profile wde -p given=1s -p 'codes=a b'`:", "1  100 desktop PC-1 ServiceStatus status=off\n2  end 300\n",
		"prints\n\n```text\ndeviation  MY-1  no UserWarned within 10 s", "  trace:1  10:01:40.000  ServiceStatus")
	if strings.Contains(b.String(), "## Kept") || strings.Contains(b.String(), "## Related") {
		t.Error("a section of nothing")
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := own(t).Text(&b); err != nil {
		t.Fatal(err)
	}
	has(t, b.String(), "MY-1  a | b <c>\n", "pack      p, p.yaml:13\n", "\nsettings\n", "  wait   default 10s (D, Us, 2026-01-01: 2)\n         How long.\n",
		"judged with --profile wde -p given=1s -p 'codes=a b':", "\n    2  end 300\n", "\n    deviation  MY-1  ")
}

func TestNumbersStandInAColumn(t *testing.T) {
	got := numbered(append([]string{"a\x1b"}, make([]string, 9)...))
	if !strings.HasPrefix(got, " 1  a\\") || !strings.Contains(got, "\n10  \n") {
		t.Errorf("%q", got)
	}
}

func TestWrap(t *testing.T) {
	if got := Wrap("one two  three\nfour", 9, "  "); got != "one two\n  three\n  four" {
		t.Errorf("%q", got)
	}
}
