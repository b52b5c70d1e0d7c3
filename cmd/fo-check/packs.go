package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/rules/suggest"
)

// ruleFiles reads the files that --rules names; in a directory all *.yaml and *.yml, hidden ones not.
func ruleFiles(paths []string) ([]rules.File, error) {
	var out []rules.File
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, usagef("--rules %s: %w", p, cause(err))
		}
		names := []string{p}
		if info.IsDir() {
			names = yamlFiles(p)
		}
		if len(names) == 0 {
			return nil, usagef("--rules %s: no rule file in it; *.yaml and *.yml are accepted", p)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				return nil, usagef("--rules %s: %w", name, cause(err))
			}
			out = append(out, rules.File{Name: name, Content: b})
		}
	}
	return out, nil
}

// yamlFiles lists the rule files below a directory, in order of their paths.
func yamlFiles(dir string) []string {
	var out []string
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		switch {
		case err != nil:
			return nil
		case path != dir && strings.HasPrefix(name, "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case !d.IsDir() && (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")):
			out = append(out, path)
		}
		return nil
	})
	slices.Sort(out)
	return out
}

// parseParams reads --param. A name that no rule knows, and a value that cannot be read, are errors.
func parseParams(flags []string, set *rules.Set) ([]rules.Setting, error) {
	var out []rules.Setting
	for _, f := range perLine(flags) {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			return nil, usagef("--param %s: no value; NAME=VALUE and NAME@SITE=VALUE are accepted", f)
		}
		name, site, _ := strings.Cut(name, "@")
		s := rules.Setting{Name: name, Site: site, Value: value, From: "--param"}
		if err := checkSetting(s, set); err != nil {
			return nil, usagef("--param %s: %w", f, err)
		}
		out = append(out, s)
	}
	slices.Reverse(out) // of two values for one name the last counts; the first of the list is trusted most
	rules.BySite(out)
	return out, nil
}

// checkSetting tells whether a setting is one that rules know, with a value that its type can hold.
func checkSetting(s rules.Setting, set *rules.Set) error {
	p := findParam(s.Name, set)
	switch {
	case p == nil:
		names := paramNames(set)
		return fmt.Errorf("unknown param %q%s; %s are accepted", s.Name, suggest.Hint(s.Name, names), strings.Join(names, ", "))
	case s.Site != "" && !p.PerSite:
		return fmt.Errorf("%s is one value for all sites; %s=VALUE is accepted", p.Option, p.Option)
	case s.Value == "unset":
		return nil
	}
	_, err := celenv.ParseValue(p.Type, s.Value, p.Unit)
	return err
}

func findParam(option string, set *rules.Set) *rules.Param {
	for _, p := range set.Params {
		if p.Option == option {
			return p
		}
	}
	return nil
}

func paramNames(set *rules.Set) []string {
	names := make([]string, len(set.Params))
	for i, p := range set.Params {
		names[i] = p.Option
	}
	return names
}

// pomProfile is that of desktops that talk to Avaya POM alone. No rule names it: those about POM hold in
// every profile, and those of other desktops do not in this one.
const pomProfile = "pom"

// profileNames lists the profiles that rules have, and that of POM, sorted.
func profileNames(set *rules.Set) []string {
	names := []string{pomProfile}
	for _, r := range set.Rules {
		names = append(names, r.Profiles...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// findRule returns the rule of an id, compared without case.
func findRule(id string, set *rules.Set) (*rules.Rule, error) {
	ids := make([]string, len(set.Rules))
	for i, r := range set.Rules {
		if strings.EqualFold(r.ID, id) {
			return r, nil
		}
		ids[i] = r.ID
	}
	return nil, usagef("%s: no such rule%s; `fo-check rules list` lists all", id, suggest.Hint(id, ids))
}

// loadRules reads the built-in packs and those of --rules, and takes what --select leaves.
func loadRules(f *ruleFlags) (*rules.Set, error) {
	own, err := ruleFiles(perLine(f.Rules))
	if err != nil {
		return nil, err
	}
	var files []rules.File
	if !f.NoBuiltin {
		files = rules.Builtin()
	}
	files = append(files, own...)
	if len(files) == 0 {
		return nil, usagef("--no-builtin: no rules are left; name some with --rules")
	}
	set, err := rules.LoadOnDemand(files)
	if err != nil {
		return nil, usage(err)
	}
	set, err = set.Select(f.Select, f.Ignore)
	return set, usage(err)
}
