package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/redact"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/trace"
)

// redactCmd writes logs that can be shown to others.
type redactCmd struct {
	inputFlags
	Output   string   `short:"o" required:"" group:"Output" placeholder:"DIR" help:"Where the redacted logs go: a directory that is empty or does not exist."`
	Keep     []string `sep:"none" group:"Redaction" placeholder:"WORD|FILE" help:"What stays as it is: a word, a pattern (SIP_*), or @FILE with one a line; may repeat."`
	KeyFile  string   `group:"Redaction" placeholder:"FILE" help:"Key of the pseudonyms: the same key gives the same ones. Default: a new one, which nobody keeps."`
	NoVerify bool     `group:"Redaction" help:"Do not compare the verdicts of the logs with those of the redacted ones."`
}

// Help is printed under the usage.
func (*redactCmd) Help() string {
	return `Phone numbers, agents, names, hosts, addresses and user data become other words of the same form, the same ones
in all files, so that the redacted logs give the same verdicts. Passwords are covered. docs/redact.md says what
is found, and what cannot be: read the result before you give it away.

Examples:
  fo-check redact -o for-vendor/ logs/
  fo-check redact -o for-vendor/ --keep 'SIP_*' --keep @words.txt logs/
  fo-check redact -o again/ --key-file ~/.redact.key logs/`
}

// redaction is a redaction under way.
type redaction struct {
	words  *redact.Words
	cipher *redact.Cipher
	root   string // folder of the inputs
	to     string
	origin origins // of the files written
	count  int64   // words that were replaced
	files  int
}

// Run implements the command.
func (c *redactCmd) Run(a *app) error {
	job, err := c.prepare()
	if err != nil {
		return err
	}
	p, bad := c.redact(a, job)
	if p == nil || c.NoVerify {
		return bad
	}
	judge, err := a.builtinJudge(&c.inputFlags)
	if err != nil {
		return err
	}
	if err := a.compare(judge, p, &c.inputFlags, job); err != nil {
		return err
	}
	return bad
}

// redact learns who is who and writes the logs. The plan is that of what was written; nil: nothing was.
func (c *redactCmd) redact(a *app, job *redaction) (*plan, error) {
	learn := func(s *interruptible) error {
		err := eachEvent(s, func(it trace.Item) { job.words.Event(it.Event) })
		for _, in := range s.inputs {
			job.words.Input(in)
		}
		return err
	}
	bad := a.unjudged(&c.inputFlags, nil, learn)
	if bad != nil && (codeOf(bad) != exitUnchecked || !told(bad)) {
		return nil, bad
	}
	p, err := a.plan(&c.inputFlags)
	if err != nil {
		return nil, err
	}
	if a.leaveStatic(p) {
		bad = silently(exitUnchecked)
	}
	if len(p.families) == 0 {
		return nil, bad
	}
	unread, err := job.write(p)
	for _, why := range unread {
		a.errorf("%v; what comes after that is not written", why)
		bad = silently(exitUnchecked)
	}
	if err != nil {
		return nil, unchecked(err)
	}
	a.notef("%s", job.summary())
	return p, bad
}

// leaveStatic takes configuration exports and strategy files out of the plan: who is who in them does not stand in
// events.
func (a *app) leaveStatic(p *plan) (left bool) {
	p.families = slices.DeleteFunc(p.families, func(family []*input.File) bool {
		if !static(p.parser[family[0]].Info().Sources) {
			return false
		}
		left = true
		a.errorf("%s: read as %s, which is not redacted and not written; logs and traces are", family[0].Path, p.parser[family[0]].Info().Name)
		return true
	})
	return left
}

func (c *redactCmd) prepare() (*redaction, error) {
	for _, path := range c.Paths {
		if path == "-" {
			return nil, usagef("redact -: standard input can be read only once; files and directories are accepted")
		}
	}
	keep, err := c.kept()
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	if list, err := os.ReadDir(c.Output); err == nil && len(list) > 0 {
		return nil, usagef("--output %s: it is not empty; a directory that is empty or does not exist is accepted", c.Output)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, usagef("--output %s: %w; a directory that is empty or does not exist is accepted", c.Output, cause(err))
	}
	words := redact.NewWords(keep)
	if err := c.keepLiterals(words); err != nil {
		return nil, err
	}
	return &redaction{words: words, cipher: redact.NewCipher(key), to: c.Output, origin: origins{}}, nil
}

// keepLiterals keeps what the adapter files go by.
func (c *redactCmd) keepLiterals(words *redact.Words) error {
	files := perLine(c.Adapter)
	for _, f := range perLine(c.Parser) {
		if name, _, _ := strings.Cut(f, "="); isAdapter(name) {
			files = append(files, name)
		}
	}
	for _, f := range files {
		p, err := loadAdapter(f)
		if err != nil {
			return err
		}
		for _, text := range p.Literals() {
			words.Keep(text)
		}
	}
	return nil
}

// kept reads --keep.
func (c *redactCmd) kept() ([]string, error) {
	var out []string
	for _, k := range perLine(c.Keep) {
		file, listed := strings.CutPrefix(k, "@")
		if !listed {
			out = append(out, k)
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, usagef("--keep %s: %w", k, cause(err))
		}
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				out = append(out, line)
			}
		}
	}
	return out, nil
}

// leastKey is how short a key may be.
const leastKey = 16

func (c *redactCmd) key() ([]byte, error) {
	if c.KeyFile == "" {
		key := make([]byte, 32)
		_, err := rand.Read(key)
		return key, err
	}
	key, err := os.ReadFile(c.KeyFile)
	if err != nil {
		return nil, usagef("--key-file %s: %w", c.KeyFile, cause(err))
	}
	if len(key) < leastKey {
		return nil, usagef("--key-file %s: %d bytes; at least %d are accepted, such as those of openssl rand -hex 32", c.KeyFile, len(key), leastKey)
	}
	return key, nil
}

// write writes every file that was recognised, and tells which could not be read to their end.
func (j *redaction) write(p *plan) (unread []error, err error) {
	var files []*input.File
	for _, family := range p.families {
		files = append(files, family...)
	}
	j.root = rootOf(files)
	opener := input.Opener{Inputs: 1, Unhashed: true}
	for _, f := range files {
		segments, _ := opener.Segments([]*input.File{f})
		stopped, err := j.file(segments[0])
		if err != nil {
			return unread, err
		}
		if stopped != nil {
			unread = append(unread, fmt.Errorf("%s: %w", f.Path, stopped))
		}
	}
	return unread, nil
}

// rootOf is the folder that all files share.
func rootOf(files []*input.File) string {
	root := ""
	for i, f := range files {
		dir := filepath.Dir(f.Path)
		if i == 0 {
			root = dir
		}
		for root != "." && dir != root && !strings.HasPrefix(dir, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			up := filepath.Dir(root)
			if up == root {
				break
			}
			root = up
		}
	}
	return root
}

func (j *redaction) summary() string {
	n := j.words.Count()
	text := fmt.Sprintf("%s: %d files; %d words replaced: %d agents, %d numbers, %d names and %d hosts, with addresses and user data",
		j.to, j.files, j.count, n[redact.Agent], n[redact.Number], n[redact.Name], n[redact.Host])
	if short := j.words.Short(); len(short) > 0 {
		text += fmt.Sprintf("\n  too short to be replaced wherever they stand: %s", strings.Join(short[:min(len(short), 10)], ", "))
	}
	return text + "\n  read the result before you give it away: fo-check cannot know every name"
}
