package rules

import "slices"

// Setting is a value given to a param by the user, a configuration or a trace header. Settings are
// passed highest trust first: --param, --params, .fo-check.yaml, site map, Option facts; a trace header
// comes after all of them and speaks for its own input only.
type Setting struct {
	Name  string // option name, site-timeout
	Site  string // "" for every site
	Value string // as written; "unset" means known to be unset
	From  string // "--param", "site map A", "PC-17.ndjson:1"
}

// BySite puts settings of one origin in order of trust: what speaks of one site before what speaks of all.
func BySite(list []Setting) {
	slices.SortStableFunc(list, func(a, b Setting) int {
		switch {
		case a.Site != "" && b.Site == "":
			return -1
		case a.Site == "" && b.Site != "":
			return 1
		}
		return 0
	})
}
