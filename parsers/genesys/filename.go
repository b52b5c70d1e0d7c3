package genesys

import "strings"

// FileTime finds the date in a name such as SIP_P-001.20260202_135459_850.log, as days since 1970-01-01
// in the writer's zone. false if there is none.
func FileTime(name string) (Stamp, bool) {
	base := baseName(name)
	for i := 0; i+15 <= len(base); i++ {
		if s, ok := fileStamp(base[i:]); ok {
			return s, true
		}
	}
	return Stamp{}, false
}

func fileStamp(s string) (Stamp, bool) {
	b := []byte(s)
	if b[8] != '_' {
		return Stamp{}, false
	}
	for i, c := range b[:15] {
		if i != 8 && c-'0' > 9 {
			return Stamp{}, false
		}
	}
	c, _ := two(b)
	y, _ := two(b[2:])
	m, _ := two(b[4:])
	d, _ := two(b[6:])
	day, ok := dayOf(c*100+y, m, d)
	clock, _, ok2 := clockAt([]byte(s[9:11] + ":" + s[11:13] + ":" + s[13:15]))
	return Stamp{Day: day, Clock: clock, Dated: true, Form: FormISO}, ok && ok2
}

// Thread returns the thread suffix of a log family, "001" for SIP_P-001.20260202_135459_850.log. SIP
// Server writes one family per thread in its multi-threaded mode; the main file has none.
func Thread(name string) string {
	base := baseName(name)
	stem, _, ok := strings.Cut(base, ".")
	i := strings.LastIndexByte(stem, '-')
	if !ok || i < 0 || len(stem)-i-1 < 3 || len(stem)-i-1 > 4 {
		return ""
	}
	for _, c := range stem[i+1:] {
		if c < '0' || c > '9' {
			return ""
		}
	}
	return stem[i+1:]
}

// Snapshot tells whether the name is that of a snapshot file, which holds the last messages before an
// abnormal end.
func Snapshot(name string) bool { return strings.HasSuffix(name, ".snapshot.log") }

func baseName(name string) string { return name[strings.LastIndexAny(name, `/\!`)+1:] }
