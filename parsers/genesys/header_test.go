package genesys

import (
	"bytes"
	"testing"
)

// A header that is found lies within the bytes, and its lines are those that it is said to have.
func FuzzHeader(f *testing.F) {
	f.Add([]byte("Application name: x\nApplication type: TServer (1)\nTime zone: -3600, CET, CEST\nUTC time: 2026-10-25T00:30:00\nLocal time: 2026-10-25T02:30:00\n\nx"))
	f.Add([]byte("Running time: 0:00:30:00\r\nApplication name: x\r\nFile: (1) SIP_P.log\r\n\r\n"))
	f.Add([]byte("10:00:00.000 Std 05060 Application started\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, n, lines, _ := FindHeader(b)
		if n < 0 || n > len(b) || lines < 0 {
			t.Fatalf("%d of %d bytes, %d lines", n, len(b), lines)
		}
		if h == nil {
			return
		}
		if got := bytes.Count(b[:n], []byte{'\n'}); lines > got+1 || lines < got {
			t.Errorf("%d lines in %q", lines, b[:n])
		}
		if off, ok := h.Offset(); ok && (off < -15*3600 || off > 15*3600) {
			t.Errorf("offset %d", off)
		}
		h.Zone()
		h.Summer()
		h.Cold()
		h.Component()
	})
}
