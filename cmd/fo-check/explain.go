package main

import (
	"bytes"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/rulepage"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/catalogue"
	"github.com/fo-check/fo-check/rules/ruledoc"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// explainCmd explains one rule.
type explainCmd struct {
	ID string `arg:"" help:"Id of the rule, as reports give it: DR-14."`

	Rules     []string `short:"r" sep:"none" placeholder:"DIR|FILE" help:"Rule files, added to the built-in packs."`
	NoBuiltin bool     `help:"Without the built-in packs."`
	Example   string   `enum:",violation,pass,inconclusive" default:"" placeholder:"VERDICT" help:"Write the example that ends in this verdict as NDJSON, and nothing else: violation, pass, inconclusive."`
}

// Help is printed under the usage.
func (*explainCmd) Help() string {
	return `The examples are the shortest traces of the tests of the rule's pack, with what the check prints of them.

Examples:
  fo-check explain DR-14
  fo-check explain -r site-rules/ MY-03
  fo-check explain DR-14 --example violation | fo-check check --select sip-dr-desktop -p site-timeout=30s -`
}

// Run implements the command.
func (c *explainCmd) Run(a *app) error {
	flags := &ruleFlags{Rules: c.Rules, NoBuiltin: c.NoBuiltin}
	set, err := loadRules(flags)
	if err != nil {
		return err
	}
	r, err := findRule(c.ID, set)
	if err != nil {
		return a.obligation(c.ID, set, err)
	}
	cases, err := testsAbout(r.ID, flags)
	if err != nil {
		return err
	}
	book := &ruledoc.Book{Set: set, Cases: cases}
	if c.Example != "" {
		return a.writeExample(book, r, rules.Verdict(c.Example))
	}
	page, err := book.Page(a.ctx, r)
	if err != nil {
		return unchecked(err)
	}
	return (&rulepage.Page{Page: page, Parsers: a.parsers}).Text(a.out)
}

// obligation says what the catalogue knows of an obligation that has no rule of its id; of any other id it
// returns the error.
func (a *app) obligation(id string, set *rules.Set, unknown error) error {
	list, err := catalogue.Load()
	if err != nil {
		return err
	}
	if e := list.Find(id); e != nil {
		return rulepage.Undecided(a.out, list, e, set)
	}
	return unknown
}

// testsOf reads the tests of the built-in packs and of those of --rules.
func testsOf(f *ruleFlags) ([]ruletest.Case, error) { return testsAbout("", f) }

// testsAbout reads those files of tests that name the rule. A mistake in one is a matter of rules test and
// leaves out the test.
func testsAbout(id string, f *ruleFlags) ([]ruletest.Case, error) {
	own, err := ruleFiles(perLine(f.Rules))
	if err != nil {
		return nil, err
	}
	_, tests := split(withTests(own))
	if !f.NoBuiltin {
		tests = append(tests, rules.BuiltinTests()...)
	}
	var cases []ruletest.Case
	for _, t := range tests {
		if bytes.Contains(t.Content, []byte(id)) {
			some, _ := ruletest.Parse(t.Name, t.Content)
			cases = append(cases, some...)
		}
	}
	return cases, nil
}

// writeExample writes the trace of an example, and says how it is judged.
func (a *app) writeExample(book *ruledoc.Book, r *rules.Rule, v rules.Verdict) error {
	x, err := book.Example(a.ctx, r, v)
	switch {
	case err != nil:
		return unchecked(err)
	case x == nil:
		return usagef("--example %s: no test of %s ends so", v, r.ID)
	}
	if flags := rulepage.Flags(x); flags != "" {
		a.notef("judge it with %s", flags)
	}
	if err := x.Case.Encode(a.out); err != nil {
		return unchecked(err)
	}
	return nil
}
