package input

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// Any content is decoded alike, however few bytes a read gives, and what is converted is UTF-8.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00\x3d\xd8\x00\xdeb\x00"))
	f.Add([]byte("\xfe\xff\x00a\xd8\x3d"))
	f.Add([]byte("J\xfcrgen and J\xc3\xbcrgen\r\n"))
	f.Add([]byte("\xef\xbb\xbf10:00:00 x"))
	f.Add([]byte("a\x00b\x00c\x00d\x00e\x00f\x00g\x00h\x00i\x00j"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		want, err := io.ReadAll(d)
		if err != nil {
			t.Fatal(err)
		}
		d, err = decode(iotest.OneByteReader(bytes.NewReader(b)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(iotest.OneByteReader(d))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q, in small pieces %q (%v)", want, got, err)
		}
		if d.encoding != "" && !utf8.Valid(want) {
			t.Errorf("%s gives %q, which is not UTF-8", d.encoding, want)
		}
	})
}
