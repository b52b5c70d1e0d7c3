package main

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/fo-check/fo-check"

// imports returns the direct imports of every package of the module, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		all[strings.TrimPrefix(f[0], module+"/")] = f[1:]
	}
	return all
}

// forbidden says why a package must not import another; "" if it may. Data goes one way: trace, then
// parsers and rules which do not know each other, then cmd.
func forbidden(pkg, imported string) string {
	own, inside := strings.CutPrefix(imported, module+"/")
	top, _, _ := strings.Cut(pkg, "/")
	target, _, _ := strings.Cut(own, "/")
	switch {
	case inside && top == "trace" && target != "trace":
		return "trace knows no other package"
	case inside && (top == "parsers" || top == "rules") && target != top && target != "trace":
		return top + " imports trace and itself only"
	case inside && strings.HasPrefix(pkg, "rules/engine") && own == "parsers":
		return "the engine knows no parser"
	case strings.HasPrefix(imported, "github.com/google/cel-go") && pkg != "rules/celenv":
		return "only rules/celenv imports cel-go"
	case top != "cmd" && (strings.HasPrefix(imported, "github.com/alecthomas/kong") ||
		strings.HasPrefix(imported, "github.com/fatih/color") || strings.HasPrefix(imported, "github.com/cheggaaa/pb")):
		return "kong, color and pb belong to cmd"
	case strings.HasPrefix(imported, "gopkg.in/yaml"), imported == "github.com/pkg/errors", imported == "io/ioutil":
		return "replaced by go.yaml.in/yaml/v3 and the standard library"
	}
	return ""
}

// siblings are packages of one family of formats each, which must not know each other.
func siblings(pkg, imported string) bool {
	own, _ := strings.CutPrefix(imported, module+"/")
	shared := map[string]bool{"parsers/genesys": true, "parsers/input": true, "parsers/textlog": true, "parsers": true}
	return strings.HasPrefix(pkg, "parsers/") && strings.HasPrefix(own, "parsers/") && !shared[own] &&
		!strings.HasPrefix(pkg, own) && !strings.HasPrefix(own, pkg) && pkg != "parsers/builtin"
}

func TestImportsPointOneWay(t *testing.T) {
	all := imports(t)
	if len(all) < 8 || all["cmd/fo-check"] == nil {
		t.Fatalf("go list finds %d packages", len(all))
	}
	for pkg, list := range all {
		for _, imported := range list {
			if why := forbidden(pkg, imported); why != "" {
				t.Errorf("%s imports %s: %s", pkg, imported, why)
			}
			if siblings(pkg, imported) {
				t.Errorf("%s imports %s: parsers do not know each other", pkg, imported)
			}
		}
	}
}

func TestForbiddenImportsAreSeen(t *testing.T) {
	for _, c := range [][2]string{{"trace", module + "/rules"}, {"rules/engine", module + "/parsers"}, {"parsers/pom", module + "/rules"},
		{"rules", "github.com/google/cel-go/cel"}, {"parsers/input", "github.com/fatih/color"}, {"rules", "gopkg.in/yaml.v3"}} {
		if forbidden(c[0], c[1]) == "" {
			t.Errorf("%s may import %s", c[0], c[1])
		}
	}
	if !siblings("parsers/pom", module+"/parsers/tserver") || siblings("parsers/pom", module+"/parsers/genesys") {
		t.Error("parsers may know each other")
	}
}
