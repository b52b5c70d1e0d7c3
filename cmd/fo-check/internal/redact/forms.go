package redact

import (
	"bytes"
	"regexp"
	"strings"
)

// byForm returns where something ends that its form betrays: a mail address, the host of a URL, what follows
// the word host, the number of a SIP or tel address, a number with +. The word that begins at i ends at end.
func byForm(line []byte, i, end int) int {
	before := line[:i]
	switch {
	case afterScheme(before):
		return numberOfURI(line, i)
	case bytes.HasSuffix(before, []byte("://")):
		return hostEnd(line, i)
	case i > 0 && line[i-1] == '+' && end-i >= 7 && digitsOnly(string(line[i:end])):
		return end
	case afterHost(before), !isDigit(line[i]) && hostInfo.Match(before):
		return hostEnd(line, i)
	}
	if i > 0 && strings.IndexByte(".@-+", line[i-1]) >= 0 {
		return i
	}
	if k := mailEnd(line, i); k > i {
		return k
	}
	if k := hostEnd(line, i); bytes.IndexByte(line[i:k], '.') > 0 && domain.Match(line[i:k]) {
		return k
	}
	return i
}

// afterScheme tells that a SIP or tel address begins here.
func afterScheme(before []byte) bool {
	before = bytes.TrimSuffix(before, []byte("+"))
	return hasSuffixFold(before, "sip:") || hasSuffixFold(before, "sips:") || hasSuffixFold(before, "tel:")
}

func hasSuffixFold(b []byte, suffix string) bool {
	return len(b) >= len(suffix) && equalFold(b[len(b)-len(suffix):], suffix)
}

// numberOfURI is the end of the digits at i; i if there is something else.
func numberOfURI(line []byte, i int) int {
	end := wordEnd(line, i)
	if digitsOnly(string(line[i:end])) {
		return end
	}
	return i
}

// hostInfo matches what stands before the host in the head of a log: "Host info: Linux sip01 4.18.0".
var hostInfo = regexp.MustCompile(`^Host info:\s*\S+\s+$`)

// afterHost tells that the word before is host, as in -host cfg01 or at host 'ixn01'.
func afterHost(before []byte) bool {
	j := len(before)
	for j > 0 && strings.IndexByte(" \t'\"=", before[j-1]) >= 0 {
		j--
	}
	return j < len(before) && (hasSuffixFold(before[:j], "-host") || hasSuffixFold(before[:j], " host"))
}

func hostEnd(line []byte, i int) int {
	k := i
	for k < len(line) && (isAlnum(line[k]) || line[k] == '_' || line[k] == '-' || line[k] == '.') {
		k++
	}
	for k > i && line[k-1] == '.' {
		k--
	}
	return k
}

// mailEnd is the end of the mail address that begins at i; i if none does.
func mailEnd(line []byte, i int) int {
	k := i
	for k < len(line) && (isAlnum(line[k]) || strings.IndexByte("_-.+", line[k]) >= 0) {
		k++
	}
	if k == i || k >= len(line) || line[k] != '@' {
		return i
	}
	end := hostEnd(line, k+1)
	host := line[k+1 : end]
	dot := bytes.LastIndexByte(host, '.')
	if dot <= 0 || isAddress(host) || len(host)-dot < 3 || isDigit(host[dot+1]) {
		return i
	}
	return end
}

// domain matches the names of hosts in full. Endings that are no top-level domain of companies or of networks
// of their own are left out: names of files and of classes have dots too.
var domain = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|net|org|local|localdomain|lan|corp|intra|intranet|internal|intern|example|test|invalid|` +
	`de|at|ch|uk|fr|nl|be|it|es|pt|eu|us|ca|au|nz|in|jp|cn|br|mx|ru|pl|cz|se|no|dk|fi|ie|za)$`)

// addressAt returns the end of the IPv4 address at i; i: there is none, or it is the number of a version.
func addressAt(line []byte, i int) int {
	if !isDigit(line[i]) || i > 0 && (line[i-1] == '.' || line[i-1] == '-') {
		return i
	}
	k := i
	for k < len(line) && (isDigit(line[k]) || line[k] == '.') {
		k++
	}
	for k > i && line[k-1] == '.' {
		k--
	}
	if !isAddress(line[i:k]) || k < len(line) && isWord(line[k]) || ofVersion(line, i) {
		return i
	}
	if local(line[i:k]) || k+1 < len(line) && line[k] == ':' && isDigit(line[k+1]) || i > 0 && strings.IndexByte("@/=", line[i-1]) >= 0 {
		return k
	}
	return i
}

// ofVersion tells that a version is what is spoken of.
func ofVersion(line []byte, i int) bool {
	before := bytes.ToLower(line[max(0, i-24):i])
	at := bytes.LastIndex(before, []byte("version"))
	return at >= 0 && len(before)-at <= 12
}

// local tells addresses of networks of their own and of documentation, which no version looks like.
func local(b []byte) bool {
	for _, prefix := range []string{"10.", "192.168.", "192.0.2.", "198.51.100.", "203.0.113.", "127.", "169.254."} {
		if bytes.HasPrefix(b, []byte(prefix)) {
			return !bytes.HasPrefix(b, []byte("127."))
		}
	}
	return len(b) > 6 && bytes.HasPrefix(b, []byte("172.")) && b[4] >= '1' && b[4] <= '3'
}

// isAddress tells an IPv4 address.
func isAddress(b []byte) bool {
	parts := 0
	for part := range bytes.SplitSeq(b, []byte{'.'}) {
		parts++
		if len(part) == 0 || len(part) > 3 || !digitsOnly(string(part)) || len(part) > 1 && part[0] == '0' {
			return false
		}
		if len(part) == 3 && string(part) > "255" {
			return false
		}
	}
	return parts == 4
}
