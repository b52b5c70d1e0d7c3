package config

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// known are the options that rules read.
var known = []string{
	"site-timeout", "site-sip-register-timeout", "on-demand", "preferred-site", "secondary-site",
	"dr-forward", "dr-peer-trunk", "shutdown-sip-reject-code",
	"disaster-recovery.enabled", "disaster-recovery.preferred-site", "disaster-recovery.timeout",
	"sipendpoint.sbc-register-address", "sipendpoint.sbc-register-address.peer",
	"sipendpoint.sbc-register-port", "sipendpoint.sbc-register-port.peer",
}

// mistaken are spellings that people use, too far from the right one to be found by their letters.
var mistaken = map[string]string{
	"site-sip-registration-timeout": "site-sip-register-timeout",
	"sip-register-timeout":          "site-sip-register-timeout",
	"site-register-timeout":         "site-sip-register-timeout",
	"dr-enabled":                    "disaster-recovery.enabled",
	"sip-reject-code":               "shutdown-sip-reject-code",
}

// Known returns the option of a rule that key is, or is most likely meant to be: another case or other
// separators, or up to two letters of a long name. "" where there is none.
func Known(key string) string {
	flat := plain(strings.ReplaceAll(key, ".", "-"))
	best, least := "", 3
	for _, k := range known {
		if k == key {
			return k
		}
		want := plain(strings.ReplaceAll(k, ".", "-"))
		if flat == want {
			best, least = k, 0
		}
		if len(want) < 9 || max(len(want)-len(flat), len(flat)-len(want)) >= least {
			continue
		}
		if d := levenshtein.ComputeDistance(flat, want); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		best = mistaken[strings.ToLower(strings.ReplaceAll(key, "_", "-"))]
	}
	return best
}
