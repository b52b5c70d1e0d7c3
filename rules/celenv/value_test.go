package celenv

import (
	"strings"
	"testing"
	"time"
)

func TestParseValue(t *testing.T) {
	for _, tc := range []struct {
		typ  Type
		text string
		unit time.Duration
		want string // as FormatValue writes it; "!" and a part of the error
	}{
		{Duration, "30", time.Second, "30s"},
		{Duration, "30", time.Millisecond, "30ms"},
		{Duration, "30s", 0, "30s"},
		{Duration, "1m30s", 0, "1m30s"},
		{Duration, "500ms", time.Second, "500ms"},
		{Duration, " 1d ", 0, "24h0m0s"},
		{Duration, "1d12h", 0, "36h0m0s"},
		{Duration, "1.5s", 0, "1.5s"},
		{Duration, "0", 0, "0s"},
		{Duration, "30", 0, `!"30": has no unit`},
		{Duration, "30 s", 0, `!unknown unit " s"`},
		{Duration, "30x", 0, `!units ms, s, m, h and d`},
		{Duration, "-5s", 0, `!not a length of time`},
		{Duration, "1m30", time.Second, `!has no unit`},
		{Duration, "", time.Second, `!empty`},
		{Duration, "s", time.Second, `!not a length of time`},
		{Duration, "99999999999999d", 0, `!longer than 146 years`},
		{Bool, "yes", 0, "true"}, {Bool, "ON", 0, "true"}, {Bool, "1", 0, "true"}, {Bool, "True", 0, "true"},
		{Bool, "no", 0, "false"}, {Bool, "off", 0, "false"}, {Bool, "0", 0, "false"}, {Bool, "false", 0, "false"},
		{Bool, "maybe", 0, "!yes, on, 1"},
		{Int, "42", 0, "42"}, {Int, "-1", 0, "-1"}, {Int, "4.2", 0, "!whole number"},
		{String, "A b", 0, "A b"}, {String, "", 0, ""},
		{Strings, "a, b,,c ", 0, "a,b,c"}, {Strings, "", 0, ""},
		{Version, "8.1.400.17", 0, "8.1.400.17"}, {Version, "v3", 0, "v3"}, {Version, "8.x", 0, "!not a version"}, {Version, "", 0, "!not a version"},
		{Timestamp, "2026-03-02T10:00:00Z", 0, "2026-03-02 10:00:00 +0000 UTC"}, {Timestamp, "noon", 0, "!RFC 3339"},
	} {
		got, err := ParseValue(tc.typ, tc.text, tc.unit)
		if part, wrong := strings.CutPrefix(tc.want, "!"); wrong {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("ParseValue(%v, %q): error %v, want %q", tc.typ, tc.text, err, part)
			}
			continue
		}
		if err != nil || FormatValue(got) != tc.want {
			t.Errorf("ParseValue(%v, %q) = %q, %v; want %q", tc.typ, tc.text, FormatValue(got), err, tc.want)
		}
	}
}

func TestZero(t *testing.T) {
	for typ, want := range map[Type]string{Bool: "false", String: "", Int: "0", Duration: "0s", Version: "", Strings: ""} {
		if got := FormatValue(Zero(typ)); got != want {
			t.Errorf("Zero(%v) = %q, want %q", typ, got, want)
		}
	}
	d := newDesk()
	d.params[release], d.params[reasons] = Zero(Version), Zero(Strings)
	p := compile(t, newEnv(t), `params.ors_version < version("0.0.1") && size(params.reason_codes) == 0`, Bool)
	if got := p.Bool(newScope(d)); got.Outcome != True {
		t.Errorf("zero version and list: %v", got)
	}
}

func TestTypeNames(t *testing.T) {
	for typ := Bool; typ <= Strings; typ++ {
		if got, ok := ParseType(typ.String()); !ok || got != typ {
			t.Errorf("ParseType(%q) = %v, %v", typ, got, ok)
		}
	}
	if _, ok := ParseType("text"); ok {
		t.Error("ParseType accepts text")
	}
}
