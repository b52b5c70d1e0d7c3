package redact

import (
	"bytes"
	"regexp"
	"strconv"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// response matches the proof of a password in a SIP message.
var response = regexp.MustCompile(`(?i)\b(?:response|nonce|cnonce)=("[^"]*"|[^\s,]+)`)

// mask writes asterisks over passwords and tokens, whatever key is used.
func mask(line []byte) {
	if tells(line) {
		for _, at := range report.Secrets(line) {
			cover(line[at[0]:at[1]])
		}
	}
	if bytes.Contains(line, []byte("ponse=")) || bytes.Contains(line, []byte("nonce=")) {
		for _, m := range response.FindAllSubmatchIndex(line, -1) {
			cover(line[m[2]:m[3]])
		}
	}
}

// tells tells whether the line may name a password or a token: looking closely at every line takes long.
func tells(line []byte) bool {
	for i := 0; i+3 <= len(line); i++ {
		second, third := line[i+1]|0x20, line[i+2]|0x20
		switch line[i] | 0x20 {
		case 'p': // passwd, pwd
			if second == 'a' || second == 'w' {
				return true
			}
		case 's': // secret
			if second == 'e' && third == 'c' {
				return true
			}
		case 't': // token
			if second == 'o' && third == 'k' {
				return true
			}
		case 'j': // jsessionid
			if second == 's' && third == 'e' {
				return true
			}
		case 'b': // bayeux_browser
			if second == 'a' && third == 'y' {
				return true
			}
		}
	}
	return false
}

// cover leaves the quotes around a value.
func cover(value []byte) {
	for i, b := range value {
		if first, last := i == 0, i == len(value)-1; (first || last) && (b == '"' || b == '\'' || b == '[' || b == ']' || b == '\\') {
			continue
		}
		value[i] = '*'
	}
}

// packet matches the bytes of a packet printed as decimal numbers.
var packet = regexp.MustCompile(`\[-?\d{1,3}(?:, ?-?\d{1,3}){7,}`)

// packets rewrites the text that a line prints as numbers: Java prints byte arrays so. The line may change its
// length.
func (r *Rewriter) packets(line []byte) []byte {
	if !bytes.Contains(line, []byte(", ")) {
		return line
	}
	return packet.ReplaceAllFunc(line, func(b []byte) []byte {
		fields := bytes.Split(b[1:], []byte(","))
		raw := bytesOf(fields)
		before := bytes.Clone(raw)
		r.text(raw, nil)
		if bytes.Equal(before, raw) {
			return b
		}
		return printed(raw, fields)
	})
}

// bytesOf reads printed bytes; nil if one of them is none.
func bytesOf(fields [][]byte) []byte {
	raw := make([]byte, len(fields))
	for i, f := range fields {
		n, err := strconv.Atoi(string(bytes.TrimSpace(f)))
		if err != nil || n < -128 || n > 255 {
			return nil
		}
		raw[i] = byte(n)
	}
	return raw
}

// printed prints bytes as they were printed before.
func printed(raw []byte, before [][]byte) []byte {
	out := []byte{'['}
	for i, f := range before {
		if i > 0 {
			out = append(out, ',')
		}
		if bytes.HasPrefix(f, []byte(" ")) {
			out = append(out, ' ')
		}
		n := int(raw[i])
		if n > 127 && bytes.Contains(f, []byte("-")) {
			n -= 256
		}
		out = strconv.AppendInt(out, int64(n), 10)
	}
	return out
}
