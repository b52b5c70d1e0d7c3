package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/fo-check/fo-check/rules"
)

// rulesSchemaCmd prints the JSON Schema of rule files.
type rulesSchemaCmd struct{}

// Help is printed under the usage.
func (rulesSchemaCmd) Help() string {
	return `For editors. With the YAML language server a rule file begins with:
  # yaml-language-server: $schema=rules.schema.json

Example:
  fo-check rules schema > rules.schema.json`
}

// Run implements the command.
func (rulesSchemaCmd) Run(a *app) error {
	_, err := a.out.Write(rules.Schema())
	return err
}

// rulesNewCmd writes a rule file to begin with.
type rulesNewCmd struct {
	ID     string `arg:"" help:"Id of the first rule, such as OWN-1."`
	Output string `short:"o" placeholder:"FILE" help:"The rule file; default: the id in small letters, with .yaml. Its tests go beside it."`
}

// Help is printed under the usage.
func (*rulesNewCmd) Help() string {
	return `Writes a commented rule file and its tests, which pass. Files that exist are not touched.

Example:
  fo-check rules new OWN-1 -o site-rules/own.yaml && fo-check rules test site-rules/own.yaml`
}

//go:embed skeleton/pack.yaml
var skeletonPack string

//go:embed skeleton/pack_test.yaml
var skeletonTests string

var newID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$`)

// Run implements the command.
func (c *rulesNewCmd) Run(a *app) error {
	if !newID.MatchString(c.ID) {
		return usagef("%s: not an id; letters, digits and hyphens are accepted, such as OWN-1", c.ID)
	}
	name := strings.ToLower(c.ID)
	path := c.Output
	if path == "" {
		path = name + ".yaml"
	}
	ending := filepath.Ext(path)
	if ending != ".yaml" && ending != ".yml" || (rules.File{Name: path}).IsTest() {
		return usagef("-o %s: not the name of a rule file; NAME.yaml is accepted", path)
	}
	fill := strings.NewReplacer("SKELETON-ID", c.ID, "skeleton-pack", name)
	tests := strings.TrimSuffix(path, ending) + "_test" + ending
	for _, f := range []struct{ path, text string }{{path, skeletonPack}, {tests, skeletonTests}} {
		if err := writeNew(f.path, fill.Replace(f.text)); err != nil {
			return err
		}
		fmt.Fprintln(a.out, f.path)
	}
	return nil
}

// writeNew creates a file that does not exist.
func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s: exists already; another name with -o is accepted", path)
	}
	if err != nil {
		return usagef("%s: %w", path, cause(err))
	}
	_, err = f.WriteString(text)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return unchecked(fmt.Errorf("%s: %w", path, cause(err)))
	}
	return nil
}
