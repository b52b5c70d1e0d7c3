package genesys_test

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
)

func TestParseValue(t *testing.T) {
	for _, c := range []struct {
		printed, text, gloss string
		kind                 genesys.Kind
		open                 bool
	}{
		{"'9001'", "9001", "", genesys.KindString, false},
		{"''", "", "", genesys.KindString, false},
		{"'", "", "", genesys.KindString, true},
		{"'it's' ", "it's", "", genesys.KindString, false},
		{"'begins", "begins", "", genesys.KindString, true},
		{"4294967295", "4294967295", "", genesys.KindNumber, false},
		{"-1", "-1", "", genesys.KindNumber, false},
		{"1439853377 (23:16:17)", "1439853377", "23:16:17", genesys.KindNumber, false},
		{"006c02462a161006", "006c02462a161006", "", genesys.KindNumber, false},
		{"00000000010c9288", "00000000010c9288", "", genesys.KindWord, false},
		{"EventQueued", "EventQueued", "", genesys.KindWord, false},
		{"", "", "", genesys.KindWord, false},
		{"[broken", "[broken", "", genesys.KindWord, false},
	} {
		v := genesys.ParseValue([]byte(c.printed))
		if string(v.Text) != c.text || string(v.Gloss) != c.gloss || v.Open != c.open {
			t.Errorf("%q: %q %q open %v", c.printed, v.Text, v.Gloss, v.Open)
		}
	}
}

// TestListSum checks lists against their heads. The packed size is 2 bytes, and for each pair 5 bytes,
// the key and the value.
func TestListSum(t *testing.T) {
	pairs := func(p ...string) [][2]string {
		var out [][2]string
		for i := 0; i < len(p); i += 2 {
			out = append(out, [2]string{p[i], p[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		head              string
		pairs             [][2]string
		complete, differs bool
	}{
		{"[14] 00 01 01 00..", pairs("RTR", "115"), true, false},
		{"[14] 00 02 01 00..", pairs("RTR", "115"), false, false},
		{"[14] 00 00 01 00..", pairs("RTR", "115"), false, false},
		{"[15] 00 01 01 00..", pairs("RTR", "115"), true, true},
		{"[32] 00 01 00 00..", pairs("ReasonCode", "'dr-force_logout'"), true, false},
		{"[32] 00 01 00 00..", pairs("ReasonCode", "'***************x'"), true, false},
		{"[2] 00 00", nil, true, false},
		{"[99]", pairs("k", "1"), true, true},
		{"[99] 00 01 00 00..", pairs("k", "'\xfc'"), true, false},
	} {
		v := genesys.ParseValue([]byte(c.head))
		if v.Kind != genesys.KindList {
			t.Fatalf("%q is no list", c.head)
		}
		sum := genesys.NewListSum(v)
		for _, p := range c.pairs {
			sum.Pair([]byte(p[0]), genesys.ParseValue([]byte(p[1])), false)
		}
		if sum.Complete() != c.complete || sum.SizeDiffers() != c.differs {
			t.Errorf("%q: complete %v, differs %v", c.head, sum.Complete(), sum.SizeDiffers())
		}
	}
}

func TestSplitPair(t *testing.T) {
	for text, want := range map[string][3]string{
		"'key'\t'value'":            {"key", "'value'", ""},
		"'it's'\t1":                 {"it's", "1", ""},
		"'RRequestedSkills'(list) ": {"RRequestedSkills", "", "list"},
	} {
		k, v, nested, ok := genesys.SplitPair([]byte(text))
		if !ok || string(k) != want[0] || string(v) != want[1] || nested != (want[2] != "") {
			t.Errorf("%q: %q %q %v %v", text, k, v, nested, ok)
		}
	}
	for _, text := range []string{"", "key\tvalue", "'key' value", "'key"} {
		if _, _, _, ok := genesys.SplitPair([]byte(text)); ok {
			t.Errorf("%q is read", text)
		}
	}
}

func TestFindHeader(t *testing.T) {
	const real = "Banner 8.5: x\nTLib 8.1 HA\nApplication name: SIP_P\nApplication type: TServer (1)\nHost name:\t\th01\n" +
		"Time zone:        -19800, India Standard Time\nUTC time:         2026-02-02T08:24:59.852\nLocal time:       2026-02-02T13:54:59.852\n" +
		"Start time (UTC): 2026-02-02T08:24:59\nRunning time:     1:02:03:04\nHost info:       Windows\n" +
		"File:             (12) D:\\logs\\SIP_P-001.20260202_135459_850.log\n\nbody\n"
	h, n, lines, state := genesys.FindHeader([]byte(real))
	if state != genesys.HeaderFound || real[n:] != "body\n" || lines != 13 {
		t.Fatalf("state %d, body %q, %d lines", state, real[n:], lines)
	}
	off, ok := h.Offset()
	if h.Application != "SIP_P" || h.Component() != "TServer" || h.TypeLine != 4 || h.Host != "h01" || off != 19800 || !ok || h.Number != 12 ||
		h.Running != 26*time.Hour+3*time.Minute+4*time.Second || h.Cold() || genesys.Thread(h.File) != "001" {
		t.Errorf("%+v", h)
	}
	for n := range len(real) - len("\nbody\n") {
		if _, _, _, state := genesys.FindHeader([]byte(real[:n])); state != genesys.HeaderPartial {
			t.Fatalf("%d bytes: state %d, want partial", n, state)
		}
	}
	if h, _, _, state := genesys.FindHeader([]byte("09:00:00.000 x\n" + real)); h != nil || state != genesys.HeaderNone {
		t.Errorf("a header after a record: %+v", h)
	}
}

func TestHeaderZone(t *testing.T) {
	for zone, want := range map[string]int{"18000, EST, EDT": -18000, "-19800, IST": 19800, "0, UTC": 0} {
		h, _, _, _ := genesys.FindHeader([]byte("Application name: x\nTime zone: " + zone + "\n\n"))
		if off, ok := h.Offset(); off != want || !ok {
			t.Errorf("%q: %d", zone, off)
		}
	}
}

func TestFileNames(t *testing.T) {
	s, ok := genesys.FileTime(`D:\x\SIP_P-001.20260202_135459_850.log`)
	if !ok || s.Day != 20486 || s.Clock != 13*time.Hour+54*time.Minute+59*time.Second {
		t.Errorf("%+v %v", s, ok)
	}
	for name, want := range map[string]string{"SIP_P-001.20260202_135459_850.log": "001", "a/b-1536.log": "1536", "SIP_P.2026-001.log": "", "SIP-12.log": "",
		"SIP-001": "", "logs.zip!/x/SIP_P-768.20260202_135459_850.log": "768"} {
		if got := genesys.Thread(name); got != want {
			t.Errorf("%q: thread %q, want %q", name, got, want)
		}
	}
	if _, ok := genesys.FileTime("x.99999999_999999.log"); ok {
		t.Error("a date that does not exist")
	}
}

func TestDaterEpoch(t *testing.T) {
	for _, c := range []struct {
		clock string
		epoch int64
		want  string
	}{
		{"@23:16:17.4586 x", 1439853377, "2015-08-17T23:16:17Z"},
		{"@04:46:17.4586 x", 1439853377, "2015-08-18T04:46:17+05:30"},
		{"@13:16:17.4586 x", 1439853377, "2015-08-17T13:16:17-10:00"},
		{"@00:00:00.0001 x", 1772409599, "2026-03-02T00:00:00Z"}, // the epoch is a second older than the stamp
		{"@23:59:59.9999 x", 1772409600, "2026-03-01T23:59:59Z"},
	} {
		d := genesys.NewDater(time.UTC, false)
		s, _ := genesys.ParseStamp([]byte(c.clock))
		day, ok := d.Epoch(s, c.epoch, -1)
		if got := d.Time(day, s.Clock).Format(time.RFC3339); !ok || got != c.want {
			t.Errorf("%s %d: %s %v, want %s", c.clock, c.epoch, got, ok, c.want)
		}
	}
	d := genesys.NewDater(time.UTC, false)
	s, _ := genesys.ParseStamp([]byte("@23:16:17.4586 x"))
	if _, ok := d.Epoch(s, 1439853377+400, -1); ok || d.Dated() {
		t.Error("an epoch of another time is taken")
	}
}
