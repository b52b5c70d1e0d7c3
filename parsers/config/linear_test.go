package config

import (
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/trace"
)

// readText reads an export and returns what counts the work.
func readText(t *testing.T, content string) *reading {
	t.Helper()
	r := &reading{in: &trace.Input{Path: "x", ByName: map[string]int64{}}, out: &dump{}, wanted: &trace.Wanted{All: true},
		text: newText("x", []byte(content)), nears: map[string]string{}}
	if err := r.read(formOf([]byte(content))); err != nil {
		t.Fatal(err)
	}
	return r
}

// An export without line ends is passed once, whatever its form: columns are not counted from the start of the line
// for every object.
func TestOneLongLineIsCountedOnce(t *testing.T) {
	const objects = 20_000
	var json, xml, settings strings.Builder
	for i := range objects {
		fmt.Fprintf(&json, `,{"name":"APP_%d","options":{"größe":{"site-timeout":"60","x":"y"}}}`, i)
		fmt.Fprintf(&xml, `<CfgApplication name="APP_%d"><options><list_pair key="é"><str_pair key="site-timeout" value="60"/></list_pair></options></CfgApplication>`, i)
		fmt.Fprintf(&settings, `<add key="é" value="tcp://host-%d:2020/APP"/>`, i)
	}
	for form, text := range map[string]string{
		"JSON":     `{"applications":[` + json.String()[1:] + `]}`,
		"XML":      "<CfgData>" + xml.String() + "</CfgData>",
		"settings": "<configuration><appSettings>" + settings.String() + "</appSettings></configuration>",
	} {
		r := readText(t, text)
		if r.in.Events < objects || r.text.looked > 3*len(text) {
			t.Errorf("%s: %d events, %d bytes counted of %d", form, r.in.Events, r.text.looked, len(text))
		}
	}
}

func TestAMapInOneLineIsCountedOnce(t *testing.T) {
	var text strings.Builder
	text.WriteString("zones: {")
	for i := range 5_000 {
		fmt.Fprintf(&text, "Zöne%d: [pom-a%d, pom-b%d], ", i, i, i)
	}
	text.WriteString("}\n")
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text.String()), &doc); err != nil {
		t.Fatal(err)
	}
	r := readText(t, "")
	r.text = newText("x", []byte(text.String()))
	m := &mapReader{r: r}
	m.document(&doc)
	if n := r.in.ByName["ZoneMember"]; n != 10_000 || m.looked > 2*text.Len() || r.text.looked > 3*text.Len() {
		t.Errorf("%d members, %d characters and %d bytes counted of %d", n, m.looked, r.text.looked, text.Len())
	}
}
