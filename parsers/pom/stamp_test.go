package pom

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers/textlog"
)

func TestStamps(t *testing.T) {
	for _, c := range []struct{ line, want, rest string }{
		{"10 jun. 2021 13:35:08,657 [main] x", "2021-06-10T13:35:08.657Z", " [main] x"},
		{"1 Nov 2026 20:49:45,690 [main] x", "2026-11-01T20:49:45.690Z", " [main] x"},
		{"[2022-03-14 17:14:43,801] FINE [main] x", "2022-03-14T17:14:43.801Z", " FINE [main] x"},
		{"2022-03-14T17:14:43.801 FINE [main] x", "2022-03-14T17:14:43.801Z", " FINE [main] x"},
		{"05 märz 2024 00:00:00,000 x", "2024-03-05T00:00:00.000Z", " x"},
		{"05 M\xe4rz 2024 00:00:00,000 x", "2024-03-05T00:00:00.000Z", " x"},
		{"05 févr. 2024 00:00:00,001 x", "2024-02-05T00:00:00.001Z", " x"},
		{"05 дек. 2024 23:59:59,999 x", "2024-12-05T23:59:59.999Z", " x"},
		{"05 12月 2024 23:59:59,999 x", "2024-12-05T23:59:59.999Z", " x"},
		{"05 FEB 2024 23:59:59,999 x", "2024-02-05T23:59:59.999Z", " x"},
	} {
		p := stamper{clock: textlog.Clock{Zone: time.UTC}}
		got, n, ok := p.parse([]byte(c.line))
		if !ok || got.Format("2006-01-02T15:04:05.000Z") != c.want || c.line[n:] != c.rest {
			t.Errorf("%q: %v %v, rest %q", c.line, got, ok, c.line[min(n, len(c.line)):])
		}
	}
}

func TestNoStamps(t *testing.T) {
	for _, line := range []string{"", "1", "*****", "10 jun. 2021", "10 jun. 2021 13:35", "10 jun. 2021 25:35:08,657 x", "10 jun. 2021 13:35:08,6x7 x",
		"40 jun. 2021 13:35:08,657 x", "2021-13-10 13:35:08,657 x", "1234567890123456789012345", "10  2021 13:35:08,657 [main] x", "[", "10 jun. 2021 13:35:08,65"} {
		p := stamper{clock: textlog.Clock{Zone: time.UTC}}
		if got, _, ok := p.parse([]byte(line)); ok {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// TestStampsKeepPlace checks that a time of the second before does not hide one that is damaged.
func TestStampsKeepPlace(t *testing.T) {
	p := stamper{clock: textlog.Clock{Zone: time.UTC}}
	p.parse([]byte("10 Jun 2021 13:35:08,657 x"))
	if _, _, ok := p.parse([]byte("10 Jun 2021 13:35:08,6?7 x")); ok {
		t.Error("damaged fraction is read")
	}
	if got, _, ok := p.parse([]byte("10 Jun 2021 13:35:08,658 x")); !ok || got.Nanosecond() != 658e6 {
		t.Error(got, ok)
	}
}

// TestEndOfDaylightSaving checks that the hour that comes twice is told apart by order.
func TestEndOfDaylightSaving(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	p := stamper{clock: textlog.Clock{Zone: zone}}
	for _, c := range []struct{ line, want string }{
		{"25 Okt 2026 01:59:59,000 x", "2026-10-24T23:59:59Z"},
		{"25 Okt 2026 02:30:00,000 x", "2026-10-25T00:30:00Z"},
		{"25 Okt 2026 02:59:59,000 x", "2026-10-25T00:59:59Z"},
		{"25 Okt 2026 02:59:58,000 x", "2026-10-25T00:59:58Z"},
		{"25 Okt 2026 02:00:01,000 x", "2026-10-25T01:00:01Z"},
		{"25 Okt 2026 02:30:00,000 x", "2026-10-25T01:30:00Z"},
		{"25 Okt 2026 02:59:59,000 x", "2026-10-25T01:59:59Z"},
		{"25 Okt 2026 03:00:00,000 x", "2026-10-25T02:00:00Z"},
	} {
		if got, _, _ := p.parse([]byte(c.line)); got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s: %s, want %s", c.line, got.UTC().Format(time.RFC3339), c.want)
		}
	}
}

func TestMonthNamesStandForOneMonth(t *testing.T) {
	for name, m := range months {
		if m == 0 {
			t.Errorf("%q stands for two months", name)
		}
	}
}

func TestZones(t *testing.T) {
	for text, want := range map[string]string{
		textReceived + "Thu Jun 10 13:35:08 UTC 2021RECEIVED":       "+00:00",
		textReceived + "Thu Jun 10 13:35:08 GMT-03:00 2021RECEIVED": "-03:00",
		textReceived + "Thu Jun 10 13:35:08 BRT 2021RECEIVED":       "",
		textReceived + "Thu Jun 10 13:35:08 GMT 2021RECEIVED":       "",
		textReceived + "Thu Jun":                                    "",
		"nothing":                                                   "",
	} {
		got := ""
		if z := findZone([]byte(text)); z != nil {
			got = time.Unix(0, 0).In(z).Format("-07:00")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for _, c := range []struct {
		list, want string
		ok         bool
	}{
		{"65, 71, 3] size = 3", "AG\x03", true}, {"65]", "A", true}, {"-61, -87]", "é", true},
		{"65, 71", "A", false}, {"65, ", "A", false}, {"]", "", false}, {"", "", false}, {"6555]", "", false}, {"65 71]", "A", false},
	} {
		got, ok := appendBytes(nil, []byte(c.list))
		if string(got) != c.want || ok != c.ok {
			t.Errorf("%q: %q %v, want %q %v", c.list, got, ok, c.want, c.ok)
		}
	}
}
