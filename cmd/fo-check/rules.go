package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/rulepage"
	"github.com/fo-check/fo-check/rules"
)

// rulesCmd groups what is about rules.
type rulesCmd struct {
	List     rulesListCmd     `cmd:"" help:"List rules."`
	Show     rulesShowCmd     `cmd:"" help:"Show one rule (as explain does)."`
	Lint     rulesLintCmd     `cmd:"" help:"Find what is wrong with rule files."`
	Test     rulesTestCmd     `cmd:"" help:"Run the tests beside rule files."`
	New      rulesNewCmd      `cmd:"" help:"Write a rule file and its tests to begin with."`
	Schema   rulesSchemaCmd   `cmd:"" help:"Print the JSON Schema of rule files."`
	Coverage rulesCoverageCmd `cmd:"" help:"Tell which rules logs exercise, and which events no rule reads."`
}

// rulesListCmd lists rules.
type rulesListCmd struct {
	ruleFlags
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// Help is printed under the usage.
func (*rulesListCmd) Help() string {
	return `Examples:
  fo-check rules list
  fo-check rules list --select 'DR-*'
  fo-check rules list -r site-rules/ -o json`
}

// Run implements the command.
func (c *rulesListCmd) Run(a *app) error {
	set, err := loadRules(&c.ruleFlags)
	if err != nil {
		return err
	}
	if c.Output == "json" {
		return a.rulesJSON(set)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tLEVEL\tSEVERITY\tPACK\tPROFILES\tTITLE")
	for _, r := range set.Rules {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.Severity.Level(), r.Severity, r.Pack.Name, rulepage.Profiles(r), r.Title)
	}
	return w.Flush()
}

// ruleLine is a rule in JSON.
type ruleLine struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Severity string   `json:"severity"`
	Level    string   `json:"level"`
	Party    string   `json:"party"`
	Pack     string   `json:"pack"`
	Profiles []string `json:"profiles"`
	Tags     []string `json:"tags"`
	Document string   `json:"document"`
	Section  string   `json:"section"`
	Sentence string   `json:"sentence"`
	Pattern  string   `json:"pattern"`
	File     string   `json:"file"`
	Line     int      `json:"line"`
}

func (a *app) rulesJSON(set *rules.Set) error {
	lines := make([]ruleLine, 0, len(set.Rules))
	for _, r := range set.Rules {
		lines = append(lines, ruleLine{r.ID, r.Title, string(r.Severity), string(r.Severity.Level()), r.Party,
			r.Pack.Name, append([]string{}, r.Profiles...), append([]string{}, r.Tags...),
			rulepage.Document(r), r.Cite.Section, r.Sentence(), r.Pattern(), r.Pos.File, r.Pos.Line})
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(lines)
}

// rulesShowCmd shows one rule.
type rulesShowCmd struct{ explainCmd }

// Run implements the command.
func (c *rulesShowCmd) Run(a *app) error { return c.explainCmd.Run(a) }
