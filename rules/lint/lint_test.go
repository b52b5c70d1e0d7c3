package lint

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// vocabulary is that of fo-check: the names of traces, and servers' logs that hold any message.
func vocabulary() Vocabulary {
	return Vocabulary{Names: trace.Names(), Aliases: trace.Aliases(), Open: []string{"tserver", "interaction", "ors", "pom", "desktop"}}
}

func TestBuiltinPacksAreClean(t *testing.T) {
	for _, f := range Run(Input{Files: rules.Builtin(), Tests: rules.BuiltinTests(), Vocabulary: vocabulary()}) {
		t.Error(f.Error() + "\n" + f.Snippet())
	}
}

func read(t *testing.T, path string) rules.File {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return rules.File{Name: filepath.Base(path), Content: content}
}

// testdata holds packs of which something is wrong, some with tests; each golden file is what is said.
func TestFindings(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, path := range files {
		name, isPack := strings.CutSuffix(filepath.Base(path), ".yaml")
		if strings.HasSuffix(name, "_test") || !isPack {
			continue
		}
		t.Run(name, func(t *testing.T) {
			in := Input{Files: []rules.File{read(t, path)}, Vocabulary: vocabulary()}
			if beside := strings.TrimSuffix(path, ".yaml") + "_test.yaml"; exists(beside) {
				in.Tests = []rules.File{read(t, beside)}
			}
			var b strings.Builder
			for _, f := range Run(in) {
				b.WriteString(f.Error() + "\n" + f.Snippet())
			}
			goldie.New(t).Assert(t, name, []byte(b.String()))
		})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// The files that load are looked at although another does not.
func TestOneWrongFileDoesNotHideTheOthers(t *testing.T) {
	bad := rules.File{Name: "bad.yaml", Content: []byte("apiVersion: fo-check/rules/v1\npack: bad\nrules: 3\n")}
	got := Run(Input{Files: []rules.File{bad, read(t, "testdata/unused.yaml")}})
	if len(got) < 2 || got[0].Check != "load" || got[0].File != "bad.yaml" || got[1].File != "unused.yaml" || got[1].Check != "unused" {
		t.Errorf("%v", got)
	}
}

func TestNothingIsSaidOfWhatIsNotKnown(t *testing.T) {
	for _, f := range Run(Input{Files: []rules.File{read(t, "testdata/names.yaml"), read(t, "testdata/tests.yaml")}}) {
		if f.Check == "not-observable" || f.Check == "ambiguous" || f.Check == "no-test" {
			t.Error(f.Error())
		}
	}
}
