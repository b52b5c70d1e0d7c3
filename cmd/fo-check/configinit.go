package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	conffile "github.com/fo-check/fo-check/cmd/fo-check/internal/config"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/rulepage"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/suggest"
)

// initCmd writes a configuration file.
type initCmd struct {
	Profile string `placeholder:"NAME" default:"ail-dr" help:"Profile that the file names: ail-dr, wde, wwe, pom, ..."`
	Stdout  bool   `help:"Write it to standard output."`
}

// Help is printed under the usage.
func (*initCmd) Help() string {
	return `Writes .fo-check.yaml into this folder: the profile, an example of a site map, and every setting with what
it means, its default, and who says so. A file that exists is not touched.`
}

// Run implements the command.
func (c *initCmd) Run(a *app) error {
	set, err := loadRules(&ruleFlags{})
	if err != nil {
		return err
	}
	names := profileNames(set)
	if !contains(names, c.Profile) {
		return usagef("--profile %s: no rule has this profile%s; %s are accepted", c.Profile, suggest.Hint(c.Profile, names), strings.Join(names, ", "))
	}
	text := configText(c.Profile, set)
	if c.Stdout {
		_, err := fmt.Fprint(a.out, text)
		return err
	}
	f, err := os.OpenFile(conffile.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s: exists already; --stdout shows what would be written", conffile.Name)
	}
	if err != nil {
		return usagef("%s: %w", conffile.Name, cause(err))
	}
	_, err = f.WriteString(text)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return usagef("%s: %w", conffile.Name, err)
	}
	a.notef("%s written; fo-check version --config shows what is read of it", conffile.Name)
	return nil
}

const configHead = `# Configuration of fo-check. Flags beat environment variables (FO_CHECK_NAME) beat this file.
profile: %s

# Sites: application names, host:port or hosts. Settings of a site stand beside its servers.
# sites:
#   A: {servers: [SIP_A, SIP_A_B, csp-a:2020], pairs: [[SIP_A, SIP_A_B]], applications: [AIL_A], params: {site-timeout: 30s}}
#   B: {servers: [SIP_B], applications: [AIL_B]}

# Which rules, and when to fail.
# rules: [own-rules/]       # added to the built-in ones; paths are relative to this file
# select: [DR-*]            # ids, patterns, packs or tags
# ignore: [DR-40]
# fail-on: error            # error, warning, note or never
# strict: false             # inconclusive fails
# baseline: known.json      # violations that are known do not count: fo-check baseline write
# outputs: [text, json=report.json]

# Findings that are known. They stay in the report and do not count for the exit code until the day is over.
# suppressions:
#   - {rule: DR-14, key: {site: A}, reason: "why it is accepted", until: 2026-12-31}

# Settings. NAME: VALUE holds for all sites, NAME@SITE: VALUE for one; unset says that it is known to be unset.
params:
`

// configText is the file that init writes.
func configText(profile string, set *rules.Set) string {
	var b strings.Builder
	fmt.Fprintf(&b, configHead, profile)
	for _, p := range set.Params {
		if p.Doc != "" {
			fmt.Fprintf(&b, "  # %s\n", rulepage.Wrap(p.Doc, 96, "  # "))
		}
		fmt.Fprintf(&b, "  # %s\n", paramOrigin(p, set))
		fmt.Fprintf(&b, "  # %s: %s\n\n", p.Option, example(p))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// paramOrigin says the default of a setting and whose it is.
func paramOrigin(p *rules.Param, set *rules.Set) string {
	text := rulepage.DefaultText(p)
	if p.HasDefault && p.Cite != nil && p.Ours == "" {
		text += " (" + paramSource(p.Cite, set) + ")"
	}
	if !p.HasDefault {
		text = "no default: unknown until given"
	}
	if p.PerSite {
		text += "; may differ by site: " + p.Option + "@SITE"
	}
	return text
}

func paramSource(c *rules.Cite, set *rules.Set) string {
	for _, pack := range set.Packs {
		if d, ok := pack.Documents[c.Document]; ok {
			return strings.TrimSuffix(d.Title+": "+c.Section, ": ")
		}
	}
	return c.Document
}

// example is a value that the setting may have: its default, if it has one.
func example(p *rules.Param) string {
	if p.HasDefault && p.Default != "" {
		return p.Default
	}
	switch p.Type.String() {
	case "duration":
		return "30s"
	case "bool":
		return "false"
	case "int":
		return "1"
	case "list":
		return "[]"
	}
	return `""`
}
