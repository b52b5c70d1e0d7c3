package ruletest

import (
	"bytes"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	cases, err := Parse("x_test.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	lines := cases[0].Lines()
	if len(lines) != 5 || lines[0].Text != "0      desktop PC-1 DesktopStarted site=A" || lines[0].Number != 4 {
		t.Fatalf("%+v", lines)
	}
	if lines[4].Text != "start unknown SIP_A clock=far traces=none" || strings.Contains(lines[1].Text, "remark") {
		t.Errorf("%+v", lines)
	}
}

func TestEncodeSaysNothingOfTheTestFile(t *testing.T) {
	cases, err := Parse("x_test.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := cases[0].Encode(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if strings.Contains(text, "x_test.yaml") || strings.Contains(text, "sha256") || strings.Contains(text, "back in time") {
		t.Error(text)
	}
	if strings.Count(text, `"name":`) != 3 || !strings.Contains(text, `"clock":"far"`) || !strings.Contains(text, `"end":"normal"`) {
		t.Error(text)
	}
}

func TestALogIsNotWritten(t *testing.T) {
	c := &Case{Log: "x.log"}
	if err := c.Encode(&bytes.Buffer{}); err == nil || c.Lines() != nil {
		t.Error("a case that names a log")
	}
}
