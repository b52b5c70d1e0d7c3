package rules

import _ "embed"

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of a rule file, for editors. It knows the shape of a file;
// what names mean and whether conditions are right only Load and the linter tell.
func Schema() []byte { return append([]byte(nil), schema...) }
