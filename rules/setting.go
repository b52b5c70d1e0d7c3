package rules

// Setting is a value given to a param by the user, a configuration or a trace header. Settings are
// passed highest trust first: --param, --params, .fo-check.yaml, site map, Option facts; a trace header
// comes after all of them and speaks for its own input only.
type Setting struct {
	Name  string // option name, site-timeout
	Site  string // "" for every site
	Value string // as written; "unset" means known to be unset
	From  string // "--param", "site map A", "PC-17.ndjson:1"
}
