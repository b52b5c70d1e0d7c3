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
	if len(head) > binarySample {
		head = head[:binarySample]
	}
	if i := bytes.IndexByte(head, 0); i >= 0 {
		return fmt.Sprintf("a NUL byte at offset %d; logs are text", i)
	}
	return ""
}
