package builtin

import (
	"testing"

	"github.com/fo-check/fo-check/parsers"
)

func TestNamesAreUniqueAndDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Parsers() {
		info := p.Info()
		if info.Name == "" || info.Title == "" || info.Evidence == "" || seen[info.Name] {
			t.Errorf("parser %+v", info)
		}
		seen[info.Name] = true
	}
}

func TestNoParserClaimsWhatIsNoLog(t *testing.T) {
	for _, text := range []string{"", "\n\n", "Dear colleague,\nplease find the logs attached.\n", `{"a":1}` + "\n", "<xml/>\n"} {
		if p, c := parsers.Detect(parsers.Head{Bytes: []byte(text), Whole: true}, Parsers()); p != nil {
			t.Errorf("%q is taken by %s: %s", text, p.Info().Name, c[0].Reason)
		}
	}
}
