package rules

import (
	"embed"
	"io/fs"
)

//go:embed packs/*.yaml
var embedded embed.FS

// Builtin returns the packs that come with fo-check, in the order of their names, without their tests.
func Builtin() []File { return files(false) }

// BuiltinTests returns the tests of the built-in packs.
func BuiltinTests() []File { return files(true) }

func files(tests bool) []File {
	var all []File
	// Reading what is embedded cannot fail: the folder is part of the program.
	_ = fs.WalkDir(embedded, "packs", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(path)
		if f := (File{Name: path, Content: content, Builtin: true}); f.IsTest() == tests {
			all = append(all, f)
		}
		return err
	})
	return all
}
