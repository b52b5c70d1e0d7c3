package config

import "regexp"

// secretName matches names of properties and options that hold what nobody else should see.
var secretName = regexp.MustCompile(`(?i)passw|passphrase|passcode|\bpwd|[-_.]pwd|pwd$|\bpass$|[-_.]pass\b|secret|credential|private-?key|api-?key|token|^pin$`)

// secretText matches texts that give a password in their middle, as connection strings and URLs do.
var secretText = regexp.MustCompile(`(?i)(passw(or)?d|pwd|secret|token)["']?\s*[:=]|://[^/\s:@]*:[^/\s@]+@`)

// conceal tells whether a value must not be kept.
func conceal(name, text string) bool {
	return secretName.MatchString(name) || secretText.MatchString(text)
}
