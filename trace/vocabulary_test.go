package trace

import (
	"slices"
	"testing"
)

func TestNamesAreListedOncePerVocabulary(t *testing.T) {
	known := []string{"tserver", "interaction", "ors", "pom", "desktop", "statserver", "strategy", "config"}
	seen := map[[2]string]bool{}
	for _, n := range Names() {
		id := [2]string{n.Name, n.Vocabulary}
		if n.Name == "" || seen[id] {
			t.Errorf("%s of %s: twice, or empty", n.Name, n.Vocabulary)
		}
		seen[id] = true
		for _, s := range n.Sources {
			if !slices.Contains(known, s) {
				t.Errorf("%s: source %q", n.Name, s)
			}
		}
		if len(n.Sources) == 0 {
			t.Errorf("%s: in no log", n.Name)
		}
	}
	for _, a := range Aliases() {
		for _, n := range Names() {
			if n.Name == a.Message {
				t.Errorf("%s is an alias, and a name too", a.Message)
			}
		}
		if !slices.ContainsFunc(Names(), func(n Name) bool { return n.Name == a.Name }) {
			t.Errorf("%s stands for %s, which is no name", a.Message, a.Name)
		}
	}
}

func TestNamesHaveAttributes(t *testing.T) {
	for _, n := range Names() {
		switch n.Name {
		case "ServiceStatus":
			if !slices.Contains(n.Attrs, "status") || !slices.Contains(n.Attrs, "inferred") || n.Lacks != nil {
				t.Errorf("%+v", n)
			}
		case "EventAgentLogin":
			if n.Attrs != nil {
				t.Errorf("%+v: a vendor's message may have any", n)
			}
		case "ServerStarted":
			if !slices.Contains(n.Lacks, KeyDN) || slices.Contains(n.Lacks, KeySite) {
				t.Errorf("%+v", n)
			}
		}
	}
}
