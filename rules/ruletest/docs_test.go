package ruletest_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/lint"
	"github.com/fo-check/fo-check/rules/ruletest"
	"github.com/fo-check/fo-check/trace"
)

const page = "../../docs/rule-language.md"

// block is a fenced block of YAML; line is that of its first line.
type block struct {
	line int
	text string
}

func blocks(text string) []block {
	var out []block
	inside := false
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			if inside = line == "```yaml"; inside {
				out = append(out, block{line: i + 2})
			}
		case inside:
			out[len(out)-1].text += line + "\n"
		}
	}
	return out
}

// Packs of the page load without errors of the linter, and their tests do what they say.
func TestExamplesOfTheLanguage(t *testing.T) {
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var packs []rules.File
	var cases []ruletest.Case
	for _, b := range blocks(string(content)) {
		b.text = strings.Repeat("#\n", b.line-1) + b.text // so that places are those of the page
		if strings.Contains(b.text, "\napiVersion:") {
			packs = append(packs, rules.File{Name: page, Content: []byte(b.text)})
			continue
		}
		more, err := ruletest.Parse(page, []byte(b.text))
		if err != nil {
			t.Error(err)
		}
		cases = append(cases, more...)
	}
	if len(packs) < 2 || len(cases) < 15 {
		t.Fatalf("%d packs, %d tests", len(packs), len(cases))
	}
	for _, p := range packs {
		for _, f := range lint.Run(lint.Input{Files: []rules.File{p}, Vocabulary: lint.Vocabulary{Names: trace.Names()}}) {
			t.Error(f.Error() + "\n" + f.Snippet())
		}
	}
	set, err := rules.Load(packs)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ruletest.Run(set, cases) {
		if !r.Passed() {
			t.Error(r.String())
		}
	}
}

// The reference names every key of the schema.
func TestReferenceIsComplete(t *testing.T) {
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(rules.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	check := func(what, key string) {
		for _, form := range []string{"`" + key + "`", "{" + key + ":", key + ": ", key + ",", key + "}"} {
			if strings.Contains(string(content), form) {
				return
			}
		}
		t.Errorf("%s: key %s is not described", what, key)
	}
	for key := range schema.Properties {
		check("the file", key)
	}
	for name, d := range schema.Defs {
		for key := range d.Properties {
			check(name, key)
		}
	}
}
