package redact

import (
	"bytes"
	"os"
	"testing"
)

func BenchmarkLine(b *testing.B) {
	log, err := os.ReadFile("../../../../testdata/demo/SIP_A.20260302_100000_000.log")
	if err != nil {
		b.Fatal(err)
	}
	r := NewRewriter(NewCipher([]byte("k")), learned())
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		for line := range bytes.Lines(bytes.Clone(log)) {
			r.Line(line)
		}
	}
}
