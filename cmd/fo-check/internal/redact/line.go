package redact

import (
	"bytes"
	"regexp"
	"strings"
)

// Rewriter replaces what is known in the lines of one file.
type Rewriter struct {
	cipher *Cipher
	words  *Words
	data   userData
	Words  int64 // words that were replaced
}

// NewRewriter returns a rewriter for the lines of one file.
func NewRewriter(c *Cipher, w *Words) *Rewriter { return &Rewriter{cipher: c, words: w} }

// Line rewrites one line, with its end. The result may share memory with it; it has the same length, but where
// a line prints the bytes of a packet as numbers.
func (r *Rewriter) Line(line []byte) []byte {
	line = r.packets(line)
	r.text(line, r.data.values(line))
	mask(line)
	return line
}

// text rewrites words in place. private are the stretches of which every word is replaced.
func (r *Rewriter) text(line []byte, private [][2]int) {
	escapes := looksLikeJSON(line)
	for i := 0; i < len(line); {
		if escapes && line[i] == '\\' {
			i += escapeLength(line[i:])
			continue
		}
		if !isWord(line[i]) {
			i++
			continue
		}
		if glued(line, i) && r.match(line, i+1) > i+1 {
			i++
		}
		end := r.match(line, i)
		if end == i {
			end = wordEnd(line, i)
			if !within(private, i) {
				i = end
				continue
			}
		}
		r.replace(line[i:end])
		i = end
	}
}

// glued tells that the word at i begins with the letter by which messages of the agent API of POM tell of which
// kind they are: the agent follows without a blank.
func glued(line []byte, i int) bool {
	return i > 1 && i+1 < len(line) && line[i-1] == ' ' && line[i-2] == ' ' && isUpper(line[i]) && isDigit(line[i+1])
}

func (r *Rewriter) replace(b []byte) {
	r.Words++
	if isAddress(b) {
		for part := range bytes.SplitSeq(b, []byte{'.'}) {
			r.cipher.octet(part)
		}
		return
	}
	for len(b) > 0 { // an escape of JSON stays
		n := bytes.IndexByte(b, '\\')
		if n < 0 {
			n = len(b)
		}
		r.cipher.Replace(b[:n])
		b = b[min(n+escapeLength(b[n:]), len(b)):]
	}
}

// match returns where what begins at i and must be replaced ends; i: nothing does.
func (r *Rewriter) match(line []byte, i int) int {
	if end := addressAt(line, i); end > i {
		return end
	}
	end := wordEnd(line, i)
	if k := r.known(line, i, end); k > i {
		return k
	}
	if k := byForm(line, i, end); k > i && !r.words.kept(string(line[i:k])) {
		return k
	}
	return i
}

// known returns the end of the longest known word that begins at i; i: there is none.
func (r *Rewriter) known(line []byte, i, end int) int {
	var room [64]byte
	if end-i > len(room) {
		return i
	}
	first := room[:end-i]
	for n := range first {
		first[n] = toLower(line[i+n])
	}
	for _, word := range r.words.byFirst[string(first)] {
		k := i + len(word)
		if k > len(line) || k < len(line) && isWord(line[k]) || !equalFold(line[i:k], word) {
			continue
		}
		if digitsOnly(word) && (inTime(line, i, k) || neutral(keyBefore(line, i))) {
			continue
		}
		return k
	}
	if _, short := r.words.short[string(first)]; short && kindOf(keyBefore(line, i)) != "" && !inTime(line, i, end) {
		return end
	}
	return i
}

func equalFold(b []byte, lower string) bool {
	for i := range b {
		if toLower(b[i]) != lower[i] {
			return false
		}
	}
	return true
}

// inTime tells that the number is part of a time, a date, a version or an address.
func inTime(line []byte, i, k int) bool {
	before, after := line[max(0, i-6):i], line[k:min(len(line), k+6)]
	if dated.Match(before) || k-i == 4 && dates.Match(after) {
		return true
	}
	if n := len(before); n > 1 && isDigit(before[n-2]) && (before[n-1] == ':' || before[n-1] == '.' || before[n-1] == ',' && k-i == 3) {
		return true
	}
	return len(after) > 1 && (after[0] == ':' || after[0] == '.') && isDigit(after[1])
}

// dated matches what stands before the year of 2/3/2026 or 02-03-2026, dates what follows that of 2026-03-02.
var (
	dated = regexp.MustCompile(`\d[-/]\d{1,2}[-/]$`)
	dates = regexp.MustCompile(`^[-/]\d\d[-/]\d`)
)

// keyBefore is the name in front of a value: AttributeThisDN of AttributeThisDN [str] = "7001"; "" if none is.
func keyBefore(line []byte, i int) string {
	j := i
	for j > 0 && (line[j-1] == ' ' || line[j-1] == '\t' || line[j-1] == '"' || line[j-1] == '\'' || line[j-1] == '=' || line[j-1] == ':' ||
		line[j-1] == '(' || line[j-1] == '+') {
		j--
	}
	if j > 0 && line[j-1] == ']' { // the type of the value
		if open := bytes.LastIndexByte(line[:j], '['); open >= 0 && j-open < 12 {
			j = open
			for j > 0 && (line[j-1] == ' ' || line[j-1] == '"' || line[j-1] == '\'') {
				j--
			}
		}
	}
	k := j
	for k > 0 && (isWord(line[k-1]) || line[k-1] == '-' || line[k-1] == '.') {
		k--
	}
	if j == i {
		return ""
	}
	return string(line[k:j])
}

// neutral tells names of values that are never numbers of people: what a rule compares, or a protocol counts.
func neutral(key string) bool {
	switch flat := strings.ToLower(strings.NewReplacer("-", "", "_", "", "Attribute", "", "attribute", "").Replace(key)); flat {
	case "expires", "status", "code", "cseq", "seq", "sequence", "port", "length", "contentlength", "bytes", "timeout", "pid", "socket",
		"ref", "refid", "referenceid", "clientid", "error", "errorcode", "state", "type", "version", "time", "duration", "count", "size", "value",
		"timeinsecs", "timeinusecs", "seconds", "useconds", "trc", "std", "int", "dbg", "alr", "thread":
		return true
	default:
		return strings.HasSuffix(flat, "timeout") || strings.HasSuffix(flat, "sequencenumber") || strings.HasSuffix(flat, "timestamp")
	}
}

func looksLikeJSON(line []byte) bool {
	t := bytes.TrimLeft(line, " \t\xef\xbb\xbf")
	return len(t) > 0 && (t[0] == '{' || t[0] == '[' || t[0] == '"')
}

// escapeLength is how long the escape at the start of b is.
func escapeLength(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	if len(b) > 5 && b[1] == 'u' {
		return 6
	}
	return min(2, len(b))
}

func within(ranges [][2]int, i int) bool {
	for _, r := range ranges {
		if i >= r[0] && i < r[1] {
			return true
		}
	}
	return false
}
