package pom_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
)

// FuzzParse feeds anything to both parsers: they must neither fail nor lose count.
func FuzzParse(f *testing.F) {
	for _, name := range logs.Names(f) {
		whole := parsertest.Join(readCase(f, name))
		f.Add([]byte(whole[:min(len(whole), 6000)]))
		f.Add([]byte(whole[max(0, len(whole)-6000):]))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		parsertest.Sound(t, pom.New(), "a.log", string(b))
		parsertest.Sound(t, pom.NewEvents(), "a.log", string(b))
	})
}
