package input

import (
	"bytes"
	"fmt"
)

// binarySample is how much of a head decides whether it is text.
const binarySample = 8 << 10

// binary says why the bytes cannot be the text of a log; "" if they can. Single odd bytes are no proof:
// logs carry user data. A NUL is.
func binary(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "it is UTF-16 text; convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)"
	}
	if len(head) > binarySample {
		head = head[:binarySample]
	}
	if i := bytes.IndexByte(head, 0); i >= 0 {
		return fmt.Sprintf("a NUL byte at offset %d; logs are text", i)
	}
	return ""
}
