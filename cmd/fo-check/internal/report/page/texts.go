package page

import (
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// texts holds every text once. Number 0 is the empty text.
type texts struct {
	list  []string
	index map[string]int
}

func newTexts() *texts { return &texts{[]string{""}, map[string]int{"": 0}} }

// put returns the number of a text of a log, made fit to be shown: control bytes and marks that turn the
// direction of text are written out, and what is long is cut.
func (t *texts) put(s string) int {
	if n, ok := t.index[s]; ok {
		return n
	}
	n := len(t.list)
	t.list = append(t.list, shown(s))
	t.index[s] = n
	return n
}

// maxText is how many bytes of a value a page shows.
const maxText = 600

// shown makes a text fit to be shown.
func shown(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + " …"
	}
	return report.Visible(s)
}

// value is what may be shown of the value of an attribute: passwords are covered.
func value(key, v string) string {
	if probe := key + "=x"; report.Mask(probe) != probe {
		return "***"
	}
	return report.Mask(v)
}
