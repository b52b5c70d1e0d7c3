package pom

import "testing"

func TestExcerpt(t *testing.T) {
	for in, want := range map[string]string{
		`{"eventTypeEnum":"AGENT","agentId":"7001","agentName":"Ada \"E\"","zone":"East","n":{"phone":[ "1", "2" ],"state":"X"},"x":null,"age":7}`: `{"eventTypeEnum":"AGENT","agentId":"7001","agentName":***,"zone":"East","n":{"phone":***,"state":"X"},"x":null,"age":***}`,
		`{"eventTypeEnum":"AGENT","agentName":"Ada Exam`: `{"eventTypeEnum":"AGENT","agentName":***`,
		`{"agentName":"Ada"}`:                            `{"agentName":"Ada"}`,
	} {
		if got := Excerpt(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}
