package tserver_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/tserver"
)

func TestGolden(t *testing.T) { logs.Golden(t) }

// TestDerivedNamesArePublished wants every name that the log does not print among those that the parser
// publishes.
func TestDerivedNamesArePublished(t *testing.T) {
	known, derived := tserver.New().Info().Known, map[string]bool{}
	for _, name := range logs.Names(t) {
		printed := ""
		for _, segment := range readCase(t, name) {
			printed += segment.Content
		}
		for event := range parse(t, options(), readCase(t, name)...).In.ByName {
			if strings.Contains(printed, event) {
				continue
			}
			derived[event] = true
			if !slices.Contains(known, event) {
				t.Errorf("%s is written and not published", event)
			}
		}
	}
	if len(derived) < len(known)-2 {
		t.Errorf("the cases show %d derived names only: %v", len(derived), derived)
	}
}
