package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/rulepage"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// parsersListCmd lists parsers.
type parsersListCmd struct {
	Names  []string `arg:"" optional:"" name:"parser" help:"Only these, with the names of events that they write."`
	Output string   `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// Help is printed under the usage.
func (parsersListCmd) Help() string {
	return `With names of parsers, or with -v, also the names of events that each writes, and the names of messages that
stand under another name in traces. JSON holds it all.

Examples:
  fo-check parsers list
  fo-check parsers list tserver
  fo-check parsers list -o json | jq -r '.parsers[] | [.name, .evidence] | @tsv'`
}

// Run implements the command.
func (c *parsersListCmd) Run(a *app) error {
	list, err := a.chosen(c.Names)
	if err != nil {
		return err
	}
	if c.Output == "json" {
		return a.listJSON(list)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSOURCES\tEVIDENCE\tTITLE")
	for _, info := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", info.Name, anyOf(info.Sources), info.Evidence, info.Title)
	}
	if err := w.Flush(); err != nil || !a.display.Verbose && len(c.Names) == 0 {
		return err
	}
	for _, info := range list {
		a.vocabularyText(info)
	}
	return a.aliases(list)
}

// chosen returns the parsers of these names; all if there are none.
func (a *app) chosen(names []string) ([]parsers.Info, error) {
	var out []parsers.Info
	for _, n := range names {
		p := parsers.Find(n, a.parsers)
		if p == nil {
			all := parsers.Names(a.parsers)
			return nil, usagef("parser %q: unknown%s; %s are accepted", n, suggest.Hint(n, all), strings.Join(all, ", "))
		}
		out = append(out, p.Info())
	}
	if len(names) == 0 {
		for _, p := range a.parsers {
			out = append(out, p.Info())
		}
	}
	return out, nil
}

// eventNames lists the names of events that a parser writes: all of them, or those that it derives and those
// that its vendor documents.
func eventNames(info parsers.Info) []string {
	if len(info.Vocabulary) > 0 {
		return slices.Sorted(slices.Values(info.Vocabulary))
	}
	names := slices.Clone(info.Known)
	for _, n := range trace.Names() {
		if slices.ContainsFunc(n.Sources, func(s string) bool { return slices.Contains(info.Sources, s) }) {
			names = append(names, n.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// vocabularyText prints the names of the events that a parser writes.
func (a *app) vocabularyText(info parsers.Info) {
	fmt.Fprintf(a.out, "\n%s\n", info.Name)
	if names := eventNames(info); len(names) > 0 {
		fmt.Fprintf(a.out, "  %s\n", rulepage.Wrap(strings.Join(names, " "), 96, "  "))
	}
	if info.Open != "" {
		fmt.Fprintf(a.out, "  and %s\n", rulepage.Wrap(info.Open, 96, "  "))
	}
}

// aliasesOf are the aliases that a parser's messages may have: those of the POM, for what may write any.
func aliasesOf(info parsers.Info) []trace.Alias {
	var out []trace.Alias
	names := eventNames(info)
	for _, alias := range trace.Aliases() {
		if len(info.Sources) == 0 || slices.Contains(names, alias.Name) && slices.Contains(info.Sources, "pom") {
			out = append(out, alias)
		}
	}
	return out
}

// aliases prints which names of vendors stand under another name in traces.
func (a *app) aliases(list []parsers.Info) error {
	if !slices.ContainsFunc(list, func(info parsers.Info) bool { return len(aliasesOf(info)) > 0 }) {
		return nil
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nMESSAGE\tNAME IN TRACES")
	for _, alias := range trace.Aliases() {
		name := alias.Name
		if alias.Command != "" {
			name += " command=" + alias.Command
		}
		if alias.Agent {
			name += " (of an agent)"
		}
		fmt.Fprintf(w, "%s\t%s\n", alias.Message, name)
	}
	return w.Flush()
}

// listedParser is a parser in JSON.
type listedParser struct {
	Name     string            `json:"name"`
	Title    string            `json:"title"`
	Sources  []string          `json:"sources"`
	Evidence parsers.Evidence  `json:"evidence"`
	Events   []string          `json:"events"`
	Open     string            `json:"open"`
	Aliases  map[string]string `json:"aliases"`
}

// listJSON prints the parsers with their vocabularies.
func (a *app) listJSON(list []parsers.Info) error {
	out := struct {
		Parsers []listedParser `json:"parsers"`
	}{[]listedParser{}}
	for _, info := range list {
		p := listedParser{info.Name, info.Title, append([]string{}, info.Sources...), info.Evidence, append([]string{}, eventNames(info)...), info.Open, map[string]string{}}
		for _, alias := range aliasesOf(info) {
			p.Aliases[alias.Message] = alias.Name
		}
		out.Parsers = append(out.Parsers, p)
	}
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func anyOf(list []string) string {
	if len(list) == 0 {
		return "any"
	}
	return strings.Join(list, ",")
}
