package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/redact"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules"
)

// file writes one file, as far as it can be read. Packed ones are written unpacked, members of an archive as files of
// a folder.
func (j *redaction) file(s parsers.Segment) (unread, err error) {
	in, err := s.Open()
	if err != nil {
		return err, nil
	}
	defer in.Close()
	out, err := j.create(s.Name)
	if err != nil {
		return nil, err
	}
	rewriter := redact.NewRewriter(j.cipher, j.words)
	unread, err = rewrite(bufio.NewReaderSize(in, 1<<16), bufio.NewWriterSize(out, 1<<16), rewriter)
	j.count += rewriter.Words
	j.files++
	return unread, errors.Join(err, out.Close())
}

// create makes the file for a log. One that is called as another, packed one of its folder is put into a folder of
// its own.
func (j *redaction) create(log string) (*os.File, error) {
	name := j.renamed(log)
	path := filepath.Join(j.to, name)
	for n := 2; j.origin[path] != ""; n++ {
		path = filepath.Join(j.to, strconv.Itoa(n), name)
	}
	j.origin[path] = log
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

func rewrite(in *bufio.Reader, out *bufio.Writer, r *redact.Rewriter) (unread, err error) {
	for unread == nil {
		var line []byte
		line, unread = in.ReadBytes('\n')
		if _, err := out.Write(r.Line(line)); err != nil {
			return nil, err
		}
	}
	if errors.Is(unread, io.EOF) {
		unread = nil
	}
	return unread, out.Flush()
}

// packings are the ends of names of packed files.
var packings = [...]string{".gz", ".xz", ".bz2", ".zst"}

// renamed is the name of a redacted file below the output: names of files tell of servers and desktops too.
func (j *redaction) renamed(path string) string {
	if rest, err := filepath.Rel(j.root, path); err == nil && !strings.HasPrefix(rest, "..") {
		path = rest
	}
	path = strings.ReplaceAll(path, "!/", string(filepath.Separator))
	for _, end := range packings {
		path = strings.TrimSuffix(path, end)
	}
	r := redact.NewRewriter(j.cipher, j.words)
	return string(r.Line([]byte(path)))
}

// compare judges the logs and the redacted ones and tells where the verdicts differ.
func (a *app) compare(judge *checking, p *plan, f *inputFlags, job *redaction) error {
	logs := *f
	logs.Paths = nil
	for _, family := range p.families {
		for _, file := range family {
			logs.Paths = append(logs.Paths, file.Path)
		}
	}
	quiet := *a
	quiet.err, quiet.conf, quiet.display.NoProgress = io.Discard, nil, true
	before, err := quiet.verdicts(judge, &logs)
	if err != nil {
		return err
	}
	redacted := *f
	redacted.Paths, redacted.origin = []string{job.to}, job.origin
	after, err := quiet.verdicts(judge, &redacted)
	if err != nil {
		return err
	}
	var differ []string
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if before[id] != after[id] {
			differ = append(differ, fmt.Sprintf("%s: %s, redacted %s", id, before[id], after[id]))
		}
	}
	if len(differ) > 0 {
		return unchecked(fmt.Errorf("%s: the redacted logs give other verdicts; --keep what these rules read, or --no-verify\n  %s", job.to,
			strings.Join(differ, "\n  ")))
	}
	a.notef("%s: the redacted logs give the same verdicts", job.to)
	return nil
}

// builtinJudge prepares a check by the built-in rules, with no configuration but what a trace tells.
func (a *app) builtinJudge(f *inputFlags) (*checking, error) {
	c := checkCmd{inputFlags: *f, judgeFlags: judgeFlags{SkewTolerance: "1s", FailOn: "never"}}
	c.Sites, c.Skew = "", nil
	plain := *a
	plain.conf = nil
	return c.prepare(&plain)
}

// verdicts judges and returns the results by rule.
func (a *app) verdicts(job *checking, f *inputFlags) (map[string]string, error) {
	p, err := a.plan(f)
	if err != nil {
		return nil, err
	}
	run := *job
	if run.read, err = newReadOptions(f); err != nil {
		return nil, err
	}
	result, _ := a.judge(&run, p)
	out := map[string]string{}
	for i := range result.Rules {
		out[result.Rules[i].Rule.ID] = countsText(&result.Rules[i])
	}
	return out, nil
}

func countsText(r *rules.RuleResult) string {
	text := fmt.Sprintf("%s (%d violated, %d inconclusive, %d kept)", r.Verdict, r.Violated, r.Inconclusive, r.Passed)
	for _, reason := range rules.Reasons {
		if n := r.Reasons[reason]; n > 0 {
			text += fmt.Sprintf(" %s %d", reason, n)
		}
	}
	return text
}
