package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	conffile "github.com/fo-check/fo-check/cmd/fo-check/internal/config"
)

// findConfig loads the configuration file that the command line, the environment or the working folder
// names; nil if there is none. It is needed before the command line is read: it stands in for flags.
func findConfig(args []string) (*conffile.File, error) {
	path, given := configFlag(args)
	if len(args) > 0 && args[0] == "version" { // --config asks there what was read
		path, given = "", false
	}
	if !given {
		path, given = os.LookupEnv("FO_CHECK_CONFIG")
	}
	if given && path == "none" || needsNone(args) {
		return nil, nil
	}
	if !given {
		var err error
		if path, err = conffile.Find("."); err != nil || path == "" {
			return nil, err
		}
	}
	f, err := conffile.Load(short(path))
	return f, err
}

// needsNone tells that the command is one that must work where the file is wrong.
func needsNone(args []string) bool {
	return len(args) > 0 && slices.Contains([]string{"init", "help", "--help", "-h"}, args[0])
}

// configFlag finds --config FILE or --config=FILE.
func configFlag(args []string) (path string, given bool) {
	for i, a := range args {
		switch {
		case a == "--":
			return path, given
		case strings.HasPrefix(a, "--config="):
			path, given = strings.TrimPrefix(a, "--config="), true
		case a == "--config" && i+1 < len(args):
			path, given = args[i+1], true
		}
	}
	return path, given
}

// short is the path as seen from the working folder, where that is no longer.
func short(path string) string {
	dir, err := os.Getwd()
	if err != nil || !filepath.IsAbs(path) {
		return path
	}
	if rel, err := filepath.Rel(dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

// configResolver gives kong the values of flags that the configuration file has. Flags beat environment
// beat file.
type configResolver struct{ file *conffile.File }

// Validate implements kong.Resolver.
func (configResolver) Validate(*kong.Application) error { return nil }

// Resolve implements kong.Resolver.
func (r configResolver) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if r.file == nil || flag.Name == "output" && !reports(parent) {
		return nil, nil
	}
	values, ok := r.file.Flags[flag.Name]
	if !ok {
		return nil, nil
	}
	for _, env := range flag.Tag.Envs {
		if _, set := os.LookupEnv(env); set {
			return nil, nil
		}
	}
	if !flag.IsSlice() {
		if flag.Enum != "" && !slices.Contains(flag.EnumSlice(), values[0]) {
			return nil, fmt.Errorf("%s: %q; %s are accepted", r.file.Places[flag.Name], values[0], strings.Join(flag.EnumSlice(), ", "))
		}
		return values[0], nil
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list, nil
}

// reports tells whether a command writes the reports that the entry outputs speaks of.
func reports(parent *kong.Path) bool {
	return parent.Command != nil && slices.Contains([]string{"check", "lint", "merge"}, parent.Command.Name)
}
