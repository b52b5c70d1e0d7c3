package pom

import (
	"regexp"
	"strings"
)

// member matches a name of JSON and its value, unless that is an object. Either may be cut.
var member = regexp.MustCompile(`"([^"\\]*)"\s*:\s*("(?:[^"\\]|\\.)*"?|\[[^\]{]*\]?|[^,{}\[\]\s]+)`)

// Excerpt makes a line with an event of the Event SDK, or a part of one, fit to be shown: values that are not
// kept are covered, because they tell of customers. Other lines are returned as they are.
func Excerpt(line string) string {
	if !strings.Contains(line, kindKey) {
		return line
	}
	return member.ReplaceAllStringFunc(line, func(pair string) string {
		m := member.FindStringSubmatchIndex(pair)
		name := []byte(pair[m[2]:m[3]])
		if (&record{}).field(name) != nil || (&detail{}).field(name) != nil || string(name) == "type" || pair[m[4]:m[5]] == "null" {
			return pair
		}
		return pair[:m[4]] + "***"
	})
}
