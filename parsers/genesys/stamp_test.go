package genesys_test

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
)

func TestParseStamp(t *testing.T) {
	const day = 20514 // 2026-03-02
	at := func(h, m, s int, frac time.Duration) time.Duration {
		return time.Duration(h*3600+m*60+s)*time.Second + frac
	}
	for _, c := range []struct {
		line, rest string
		clock      time.Duration
		day        int32 // 0: not dated
		form       genesys.Form
	}{
		{"04:43:38.141 Trc 04112 x", "Trc 04112 x", at(4, 43, 38, 141e6), 0, genesys.FormClock},
		{"13:54:59.869: CTILINK: x", "CTILINK: x", at(13, 54, 59, 869e6), 0, genesys.FormDebug},
		{"13:54:59.869:", "", at(13, 54, 59, 869e6), 0, genesys.FormDebug},
		{"@16:45:24.5939 [0] 8.1", "[0] 8.1", at(16, 45, 24, 5939e5), 0, genesys.FormCommon},
		{"2026-03-02T13:54:59.852 Trc", "Trc", at(13, 54, 59, 852e6), day, genesys.FormISO},
		{"2026-03-02 13:54:59.852 Trc", "Trc", at(13, 54, 59, 852e6), day, genesys.FormISO},
		{"03/02/26 09:30:06.741 Trc", "Trc", at(9, 30, 6, 741e6), day, genesys.FormLocale},
		{"03/02/2026 09:30:06.741 Trc", "Trc", at(9, 30, 6, 741e6), day, genesys.FormLocale},
		{"3/2/2026 9:30:06 p.m..741 Trc", "Trc", at(21, 30, 6, 741e6), day, genesys.FormLocale},
		{"3/2/2026 12:30:06 AM.741 Trc", "Trc", at(0, 30, 6, 741e6), day, genesys.FormLocale},
		{"Mon Mar  2 15:22:21 2026.741 Trc", "Trc", at(15, 22, 21, 741e6), day, genesys.FormLocale},
		{"Mon 02 Mar 2026 09:01:46 PM CST.060 Trc", "Trc", at(21, 1, 46, 60e6), day, genesys.FormLocale},
		{"04:48:20.079|27424|-i- x", "|27424|-i- x", at(4, 48, 20, 79e6), 0, genesys.FormClock},
	} {
		s, ok := genesys.ParseStamp([]byte(c.line))
		if !ok || s.Clock != c.clock || s.Day != c.day || s.Dated != (c.day != 0) || s.Form != c.form || c.line[s.Len:] != c.rest {
			t.Errorf("%q: %+v, %v", c.line, s, ok)
		}
		var p genesys.Stamper
		for range 3 { // the second time the second is known
			if q, ok := p.Parse([]byte(c.line + " and what follows it")); !ok || q != s && int(q.Len)-1 != len(c.line) {
				t.Errorf("%q: read fast %+v, want %+v", c.line, q, s)
			}
		}
	}
}

func TestNoStamp(t *testing.T) {
	for _, line := range []string{"", "@", "12", "12:00", "12:00:00", "12:00:00 text", "12:00:00.1 text", "24:00:00.000 x", "12:61:00.000 x",
		"12:00:00.000x", "2026-13-02T00:00:00.000 x", "2026-02-30T00:00:00.000 x", "2026-03-02T", "2026-03-02X00:00:00.000 x",
		"99/99/9999 00:00:00.000 x", "Via: SIP/2.0/UDP 10.0.0.1", "Subject: 12:00:00.000", "Sun of a gun and more", "Mon Foo  2 15:22:21 2026.741 x",
		"\tAttributeThisDN\t'7001'", "message RequestAgentLogin", "From: <sip:1@x>;tag=1", "\xff\xfe\xfd text of nothing", "Thu 11 Aug 2016 09:01:46"} {
		if s, ok := genesys.ParseStamp([]byte(line)); ok {
			t.Errorf("%q is read as %+v", line, s)
		}
		var p genesys.Stamper
		if s, ok := p.Parse([]byte(line)); ok {
			t.Errorf("%q is read fast as %+v", line, s)
		}
	}
}

// FuzzStamper checks the fast reading of stamps against the plain one.
func FuzzStamper(f *testing.F) {
	f.Add("09:00:00.123: some text here", "09:00:00.456 and some more text")
	f.Add("@09:00:00.1234 [0] 8.1.104.64", "@09:00:00.9999 [0] 8.1.104.64")
	f.Add("2026-03-02T13:54:59.852 Trc 04112", "2026-03-02T13:54:59.999 Trc 04112")
	f.Fuzz(func(t *testing.T, a, b string) {
		var p genesys.Stamper
		for _, line := range []string{a, b, a, b} {
			want, ok1 := genesys.ParseStamp([]byte(line))
			got, ok2 := p.Parse([]byte(line))
			if ok1 != ok2 || ok1 && want != got {
				t.Fatalf("%q: %+v %v, want %+v %v", line, got, ok2, want, ok1)
			}
		}
	})
}

func TestParseRecord(t *testing.T) {
	for line, want := range map[string]genesys.Record{
		"Trc 04541 RequestX received":   {ID: 4541, Text: []byte("RequestX received")},
		"Std 05060 Application started": {ID: 5060, Text: []byte("Application started")},
		"Std 04109":                     {ID: 4109},
		"Standard host my application GCTI-00-05060 App started": {ID: 5060, Text: []byte("App started")},
		"Alarm scs01 SCS GCTI-00-04502   Cannot connect":         {ID: 4502, Text: []byte("Cannot connect")},
	} {
		got, ok := genesys.ParseRecord([]byte(line))
		if !ok || got.ID != want.ID || string(got.Text) != string(want.Text) {
			t.Errorf("%q: %d %q %v", line, got.ID, got.Text, ok)
		}
	}
	for _, line := range []string{"", "Trc", "Trc 0454", "Trc 04541x", "Trc 0a541 x", "Foo 04541 x", "Standard host app GCTI-00-0506", "Standard host app nothing at all"} {
		if r, ok := genesys.ParseRecord([]byte(line)); ok {
			t.Errorf("%q is read as %+v", line, r)
		}
	}
}

func TestParseClient(t *testing.T) {
	c, ok := genesys.ParseClient([]byte("[66] (00000e85 CIM plicity EUW1 10.51.167.61:49280) "))
	if !ok || c.ID != 0xe85 || string(c.Name) != "CIM plicity EUW1" || string(c.Address) != "10.51.167.61:49280" || string(c.Handle) != "66" {
		t.Errorf("%+v %v", c, ok)
	}
	for _, line := range []string{"", "[66]", "[66] (zz x y)", "66 (00000e85 x y)", "[66] 00000e85", "[66] ()"} {
		if _, ok := genesys.ParseClient([]byte(line)); ok {
			t.Errorf("%q is read", line)
		}
	}
}
