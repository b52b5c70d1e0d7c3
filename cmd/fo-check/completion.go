package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules"
)

// completionCmd prints a script for a shell.
type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell" help:"bash, zsh, fish or powershell."`
}

// Help is printed under the usage.
func (*completionCmd) Help() string {
	return `Examples:
  fo-check completion bash > /etc/bash_completion.d/fo-check
  fo-check completion zsh > "${fpath[1]}/_fo-check"
  fo-check completion fish > ~/.config/fish/completions/fo-check.fish
  fo-check completion powershell >> $PROFILE`
}

// Run implements the command.
func (c *completionCmd) Run(a *app) error {
	_, err := io.WriteString(a.out, completionScripts()[c.Shell])
	if err != nil {
		return unchecked(err)
	}
	return nil
}

// completionScripts ask the program itself at each key, so that they know every flag there is. Where it says
// nothing the shell offers files.
func completionScripts() map[string]string {
	return map[string]string{
		"bash": `_fo_check() {
	local IFS=$'\n' words=() word found n
	COMPREPLY=()
	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do # --flag=value comes as three words
		n=${#words[@]}
		if ((n)) && [[ $word == = && ${words[n-1]} == --* || ${words[n-1]} == --*= ]]; then
			words[n-1]+=$word
		else
			words+=("$word")
		fi
	done
	[[ ${words[${#words[@]}-1]} == --*=* ]] && word=${words[${#words[@]}-1]%%=*}= || word=
	for found in $(fo-check __complete -- "${words[@]}" 2>/dev/null); do
		found=${found%%$'\t'*}
		COMPREPLY+=("${found#"$word"}")
	done
}
complete -o default -F _fo_check fo-check
`,
		"zsh": `#compdef fo-check
_fo-check() {
	local -a found described
	found=("${(@f)$(fo-check __complete -- "${(@)words[2,$CURRENT]}" 2>/dev/null)}")
	local f
	for f in "${found[@]}"; do
		[[ -n $f ]] && described+=("${${f%%$'\t'*}//:/\\:}:${f#*$'\t'}")
	done
	if (( ${#described} )); then
		_describe 'fo-check' described
	else
		compset -P '--*='
		_files
	fi
}
if [[ ${funcstack[1]} == _fo-check ]]; then # loaded at the first use
	_fo-check
else
	compdef _fo-check fo-check
fi
`,
		"fish": `function __fo_check_complete
	set -l word (commandline -ct)
	set -l words (commandline -opc) $word
	set -l found (fo-check __complete -- $words[2..-1] 2>/dev/null)
	set -l flag (string match -r '^--[^=]*=' -- $word)
	if test (count $found) -eq 0
		set found "$flag"(__fish_complete_path (string replace -- "$flag" '' $word))
	end
	test (count $found) -gt 0; and printf '%s\n' $found
end
complete -c fo-check -f -a '(__fo_check_complete)'
`,
		"powershell": `Register-ArgumentCompleter -Native -CommandName fo-check -ScriptBlock {
	param($word, $ast, $position)
	$words = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -le $position } | ForEach-Object { $_.ToString() })
	if ($word -eq '') { $words += '""' }
	fo-check __complete -- @words 2>$null | ForEach-Object {
		$value, $help = $_ -split "` + "`" + `t", 2
		if (-not $help) { $help = $value }
		[System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
	}
}
`,
	}
}

// completeCmd prints what the last word may become, for the scripts: a candidate a line, a tab, what it is.
type completeCmd struct {
	Words []string `arg:"" optional:"" passthrough:"" sep:"none"`
}

// Run implements the command.
func (c *completeCmd) Run(a *app) error {
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	for _, found := range a.complete(words) {
		fmt.Fprintf(a.out, "%s\t%s\n", found.value, strings.ReplaceAll(found.help, "\n", " "))
	}
	return nil
}

// candidate is what a word may become.
type candidate struct{ value, help string }

// complete lists what the last word may become; nothing: a file, or nothing that is known.
func (a *app) complete(words []string) []candidate {
	if len(words) == 0 {
		words = []string{""}
	}
	done, last := words[:len(words)-1], strings.Trim(words[len(words)-1], `"`)
	node, pending, positional := a.at(done)
	var out []candidate
	switch {
	case pending != nil:
		out = a.values(pending, node)
	case strings.HasPrefix(last, "--") && strings.Contains(last, "="):
		name, _, _ := strings.Cut(last, "=")
		if f := flagNamed(node, name); f != nil {
			for _, v := range a.values(f, node) {
				out = append(out, candidate{name + "=" + v.value, v.help})
			}
		}
	case strings.HasPrefix(last, "-"):
		out = flagCandidates(node)
	default:
		out = append(commandCandidates(node, positional), a.arguments(node, positional)...)
	}
	return slices.DeleteFunc(out, func(c candidate) bool { return !strings.HasPrefix(c.value, last) })
}

// at follows the words to the command that they name, and returns the flag whose value comes next, and how many
// arguments there are already.
func (a *app) at(words []string) (node *kong.Node, pending *kong.Flag, positional int) {
	node = a.model.Node
	for _, w := range words {
		switch {
		case pending != nil:
			pending = nil
		case strings.HasPrefix(w, "-"):
			if f := flagNamed(node, w); f != nil && !f.IsBool() && !f.IsCounter() {
				pending = f
			}
		default:
			if child := childNamed(node, w); child != nil && positional == 0 {
				node = child
				continue
			}
			positional++
		}
	}
	return node, pending, positional
}

func childNamed(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Name == name && c.Type == kong.CommandNode {
			return c
		}
	}
	return nil
}

// commandNames lists the names that an argument may have been meant to be.
func commandNames(model *kong.Application) (names []string) {
	for _, c := range model.Children {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	return names
}

// flagsOf lists the flags that may be given: those of the command, of the default one, and of those above.
func flagsOf(node *kong.Node) (out []*kong.Flag) {
	if node.DefaultCmd != nil {
		out = append(out, node.DefaultCmd.Flags...)
	}
	for n := node; n != nil; n = n.Parent {
		out = append(out, n.Flags...)
	}
	return slices.DeleteFunc(out, func(f *kong.Flag) bool { return f.Hidden })
}

func flagNamed(node *kong.Node, word string) *kong.Flag {
	for _, f := range flagsOf(node) {
		if word == "--"+f.Name || f.Short != 0 && word == "-"+string(f.Short) {
			return f
		}
	}
	return nil
}

func flagCandidates(node *kong.Node) (out []candidate) {
	for _, f := range flagsOf(node) {
		out = append(out, candidate{"--" + f.Name, f.Help})
	}
	return out
}

func commandCandidates(node *kong.Node, positional int) (out []candidate) {
	if positional > 0 {
		return nil
	}
	for _, c := range node.Children {
		if !c.Hidden && c.Type == kong.CommandNode {
			out = append(out, candidate{c.Name, c.Help})
		}
	}
	return out
}

// values lists what a flag accepts, where that is a list.
func (a *app) values(f *kong.Flag, node *kong.Node) []candidate {
	if f.Enum != "" {
		return plainCandidates(slices.DeleteFunc(f.EnumSlice(), func(s string) bool { return s == "" }))
	}
	switch f.Name {
	case "output":
		return outputCandidates(node)
	case "parser":
		return plainCandidates(parsers.Names(a.parsers))
	case "profile", "select", "ignore":
		return ruleCandidates(f.Name == "profile")
	}
	return nil
}

func outputCandidates(node *kong.Node) (out []candidate) {
	switch node.Name {
	case "certify":
		return plainCandidates(certificateFormats[:])
	case "timeline":
		return plainCandidates([]string{"text", "html"})
	case "redact":
		return nil // a directory
	case "rules", "list":
		return plainCandidates([]string{"text", "json"})
	}
	for _, name := range report.Formats() {
		f, _ := report.For(name)
		out = append(out, candidate{name, f.Use})
	}
	return out
}

// arguments lists what an argument may be, where that is a list.
func (a *app) arguments(node *kong.Node, positional int) []candidate {
	if positional >= len(node.Positional) {
		return nil
	}
	p := node.Positional[positional]
	switch {
	case p.Enum != "":
		return plainCandidates(p.EnumSlice())
	case p.Name == "id":
		return ruleCandidates(false)
	}
	return nil
}

// ruleCandidates lists the built-in rules, or their profiles.
func ruleCandidates(profiles bool) (out []candidate) {
	set, err := loadRules(&ruleFlags{})
	if err != nil {
		return nil
	}
	if profiles {
		return plainCandidates(profileNames(set))
	}
	slices.SortFunc(set.Rules, func(a, b *rules.Rule) int { return strings.Compare(a.ID, b.ID) })
	for _, r := range set.Rules {
		out = append(out, candidate{r.ID, r.Title})
	}
	return out
}

func plainCandidates(values []string) (out []candidate) {
	for _, v := range values {
		out = append(out, candidate{v, ""})
	}
	return out
}
