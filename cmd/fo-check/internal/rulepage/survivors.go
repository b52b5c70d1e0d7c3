package rulepage

import (
	"fmt"
	"io"
	"strings"

	"github.com/fo-check/fo-check/rules/catalogue"
)

// Survivors writes the page that lists the changes to rules which no test notices, with the reasons.
func Survivors(w io.Writer, list *catalogue.Survivors) error {
	var b strings.Builder
	b.WriteString(generated + survivorsText)
	for _, s := range list.Survivors {
		var of []string
		for _, id := range s.Rules {
			of = append(of, link(id, "rules/"))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Kind, strings.Join(of, ", "), cell(s.Reason))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const survivorsText = `# Changes that no test notices

The tests of the built-in rules are tested by changing the rules: ` + "`fo-check rules test --coverage --mutate rules`" + ` changes each rule in one place after the other,
and tells how many changes of each kind some test notices. Of every rule and every kind of change of which it has any the tests notice one at least, but for those below:
there the changed rule says the same of every trace, or of every trace that a test can tell apart, for the reason given. A test of fo-check itself holds this list to what is so.

| change | rules | why no test notices it |
|---|---|---|
`
