package config

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// secretName matches names of properties and options that hold what nobody else should see.
var secretName = regexp.MustCompile(`(?i)passw|passphrase|passcode|\bpwd|[-_.]pwd|pwd$|\bpass$|[-_.]pass\b|secret|credential|private-?key|api-?key|token|^pin$`)

// secretText matches texts that give a password in their middle, as connection strings and URLs do.
var secretText = regexp.MustCompile(`(?i)(passw(or)?d|pwd|secret|token)["']?\s*[:=]|://[^/\s:@]*:[^/\s@]+@`)

// conceal tells whether a value must not be kept.
func conceal(name, text string) bool {
	return secretNamed(name) || strings.ContainsAny(text, ":=") && secretText.MatchString(text)
}

func secretNamed(name string) bool { return mayBeSecret(name) && secretName.MatchString(name) }

// mayBeSecret spares most names the expression: what it matches has one of these parts. Beyond ASCII letters may
// fold in other ways.
func mayBeSecret(name string) bool {
	lower := strings.ToLower(name)
	for i := range len(lower) {
		if lower[i] >= utf8.RuneSelf {
			return true
		}
	}
	return slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(lower, part) })
}

var secretParts = []string{"pass", "pwd", "secret", "credential", "private", "api", "token", "pin"}
