package main

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

func TestManualIsWellFormed(t *testing.T) {
	_, page, _ := quietly(context.Background(), "man")
	for line := range strings.Lines(page) {
		if word, _, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(line, ".") &&
			!strings.Contains(" .TH .SH .SS .PP .TP .B .nf .fi ", " "+word+" ") {
			t.Errorf("text is taken for a request: %s", line)
		}
		if strings.HasPrefix(line, "'") {
			t.Errorf("text is taken for a request: %s", line)
		}
	}
	if groff, err := exec.LookPath("groff"); err == nil {
		cmd := exec.Command(groff, "-man", "-ww", "-z", "-Tutf8")
		cmd.Stdin = strings.NewReader(page)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%v: %s", err, out)
		}
	}
}

func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	script := completionScripts()["bash"] + `
fo-check() { printf 'alpha\tthe first\nbeta\t\n'; printf '%s|' "$@" >&3; }
COMP_LINE="fo-check check --fail-on "; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(fo-check check --fail-on ""); COMP_CWORD=3
_fo_check 3>&1
echo; echo "${COMPREPLY[@]}"
`
	out, err := exec.Command(bash, "-c", script).CombinedOutput()
	if err != nil || string(out) != "__complete|--|check|--fail-on||\nalpha beta\n" {
		t.Errorf("%v: %q", err, out)
	}
}
