package textlog

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Any layout either is refused or reads times that exist, within the text.
func FuzzLayout(f *testing.F) {
	f.Add("yyyy-MM-dd HH:mm:ss[,SSS][XXX]", "2026-03-02 10:00:31.120+01:00")
	f.Add("EEE MMM d hh:mm:ss a yyyy", "Mon Mar 2 10:00:31 PM 2026")
	f.Add("epoch", "1772442031.5")
	f.Add("HH:mm:ss'T'[S]", "10:00:31T7")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		l, err := ParseLayout(pattern)
		if err != nil {
			return
		}
		c, n, ok := l.Parse([]byte(text))
		if !ok {
			return
		}
		if n < 0 || n > len(text) || c.Hour > 23 || c.Minute > 59 || c.Second > 60 || c.Nano < 0 || c.Nano > 999_999_999 {
			t.Errorf("%q reads %d bytes of %q as %+v", pattern, n, text, c)
		}
		if c.Dated && time.Date(c.Year, c.Month, c.Day, 0, 0, 0, 0, time.UTC).Day() != c.Day {
			t.Errorf("%q reads %q as %+v", pattern, text, c)
		}
	})
}

// Wherever a text is cut into segments, its lines are the same, and stand where their places say.
func FuzzReader(f *testing.F) {
	f.Add("a\nbc\r\n\nd", 2, 3, 0)
	f.Add("one line without end", 3, 9, 4)
	f.Add("\n\n\n", 1, 1, 1)
	f.Add("longer than the limit\nnot\n", 3, 30, 4)
	f.Fuzz(func(t *testing.T, text string, one, two, limit int) {
		if strings.Contains(text, bom[:1]) {
			return // a mark is dropped at the beginning of each segment
		}
		one = max(0, min(one, len(text)))
		two = max(one, min(two, len(text)))
		parts := []string{text[:one], text[one:two], text[two:]}
		whole, cut := NewReader(segments(text), nil), NewReader(segments(parts...), nil)
		whole.Limit, cut.Limit = max(0, limit), max(0, limit)
		for {
			want, more := whole.Line()
			got, ok := cut.Line()
			if ok != more || string(got) != string(want) || cut.Cut() != whole.Cut() {
				t.Fatalf("%q, cut: %q", want, got)
			}
			if !ok {
				break
			}
			p := cut.Pos()
			rest := strings.Join(parts[p.File[1]-'0':], "")[p.Offset:]
			if !strings.HasPrefix(rest, string(got)) {
				t.Errorf("%q is not at byte %d of %s", got, p.Offset, p.File)
			}
		}
		if cut.Bytes() != int64(len(text)) || cut.Lines() != whole.Lines() {
			t.Errorf("%d bytes, %d lines; want %d, %d", cut.Bytes(), cut.Lines(), len(text), whole.Lines())
		}
	})
}

// What is chosen where clocks are set back prints as it was printed, and goes back only if it must.
func FuzzFirstAfter(f *testing.F) {
	f.Add(int64(1792888200), int64(1792888200), byte(0))
	f.Add(int64(1792890000), int64(1792891800), byte(1))
	zones := []string{"Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Asia/Beirut", "UTC"}
	f.Fuzz(func(t *testing.T, at, last int64, which byte) {
		zone, err := time.LoadLocation(zones[int(which)%len(zones)])
		if err != nil {
			t.Skip(err)
		}
		printed := time.Unix(at%(1<<33), 0).In(zone)
		before := time.Unix(last%(1<<33), 0)
		got := FirstAfter(printed, before, 0)
		if got.Format(time.DateTime) != printed.Format(time.DateTime) {
			t.Errorf("%s is read as %s", printed, got)
		}
		first, second := twins(printed)
		if got.Before(before.Add(-setBack)) && got.Before(second) || got.After(first) && !first.Before(before.Add(-setBack)) {
			t.Errorf("%s after %s is read as %s", printed, before, got)
		}
		if fmt.Sprint(twins(first)) != fmt.Sprint(twins(second)) {
			t.Errorf("%s and %s are not the twins of one another", first, second)
		}
	})
}
