package genesys

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Header is what stands at the top of every segment of a Genesys log. Absent fields are zero.
type Header struct {
	Application string // Application name
	Type        string // Application type: "TServer (1)"
	Host        string // Host name
	Role        string // HA Role
	Node        string // My Node ID
	UTC, Local  time.Time
	Start       time.Time // Start time (UTC): the same in all segments of one run of the process
	Running     time.Duration
	Number      int    // segment number of the File line; 0: none
	File        string // path of the File line
	TypeLine    int    // line of Application type within the segment, 1-based
	zone        int    // seconds east of UTC by the Time zone line, without daylight saving
	hasZone     bool
	zoneNames   string // behind it: of standard time, of daylight saving
}

// MaxHeaderLines is how far into a segment a header is looked for: product banners stand before it.
const MaxHeaderLines = 5000

// HeaderState is the outcome of FindHeader.
type HeaderState uint8

// Outcomes of FindHeader.
const (
	HeaderNone    HeaderState = iota // a record came first: the segment has no header
	HeaderFound                      // complete
	HeaderPartial                    // the bytes ended before the header did
)

// FindHeader looks for the header at the beginning of a segment. n is the number of bytes, and lines the
// number of lines, up to the first line of the body.
func FindHeader(b []byte) (h *Header, n, lines int, state HeaderState) {
	for lines < MaxHeaderLines {
		line, size, whole := cutLine(b[n:])
		if size == 0 {
			return h, n, lines, HeaderPartial
		}
		if _, stamped := ParseStamp(line); stamped {
			return h, n, lines, found(h)
		}
		if !whole {
			return h, n, lines, HeaderPartial
		}
		n, lines = n+size, lines+1
		if h != nil && len(line) == 0 {
			return h, n, lines, HeaderFound
		}
		h = headerLine(h, line, lines)
	}
	return h, n, lines, found(h)
}

func found(h *Header) HeaderState {
	if h == nil {
		return HeaderNone
	}
	return HeaderFound
}

func cutLine(b []byte) (line []byte, size int, whole bool) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return b, len(b), false
	}
	return bytes.TrimSuffix(b[:i], []byte{'\r'}), i + 1, true
}

// headerLine takes one line. The header begins with "Application name:"; what stands before is banner.
func headerLine(h *Header, line []byte, number int) *Header {
	key, value, ok := bytes.Cut(line, []byte{':'})
	if !ok {
		return h
	}
	if h == nil {
		if string(key) != "Application name" {
			return nil
		}
		h = &Header{}
	}
	h.set(string(key), strings.Trim(string(value), " \t"))
	if h.TypeLine == 0 && h.Type != "" {
		h.TypeLine = number
	}
	return h
}

// IsHeaderStart tells whether the line opens a header.
func IsHeaderStart(line []byte) bool { return bytes.HasPrefix(line, []byte("Application name:")) }

func (h *Header) set(key, value string) {
	switch key {
	case "Application name":
		h.Application = value
	case "Application type":
		h.Type = value
	case "Host name":
		h.Host = value
	case "HA Role":
		h.Role = value
	case "My Node ID":
		h.Node = value
	case "UTC time":
		h.UTC = headerTime(value)
	case "Local time":
		h.Local = headerTime(value)
	case "Start time (UTC)":
		h.Start = headerTime(value)
	case "Running time":
		h.Running = runningTime(value)
	case "Time zone":
		west, names, _ := strings.Cut(value, ",")
		h.zoneNames = names
		n, err := strconv.Atoi(strings.TrimSpace(west))
		h.zone, h.hasZone = -n, err == nil && n > -86400 && n < 86400
	case "File":
		h.setFile(value)
	}
}

func (h *Header) setFile(value string) {
	h.File = value
	if n, path, ok := strings.Cut(strings.TrimPrefix(value, "("), ")"); ok && value[0] == '(' {
		h.Number, _ = strconv.Atoi(n)
		h.File = strings.TrimSpace(path)
	}
}

func headerTime(s string) time.Time {
	for _, layout := range [...]string{"2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() <= 2200 {
			return t
		}
	}
	return time.Time{}
}

// runningTime reads days:hh:mm:ss.
func runningTime(s string) time.Duration {
	var total int
	f := strings.Split(s, ":")
	for i, unit := range [...]int{86400, 3600, 60, 1} {
		if len(f) != 4 {
			return 0
		}
		n, err := strconv.Atoi(f[i])
		if err != nil {
			return 0
		}
		total += n * unit
	}
	return time.Duration(total) * time.Second
}

// Offset returns the seconds east of UTC in force when the segment was opened: local minus UTC time,
// which counts daylight saving, else the Time zone line.
func (h *Header) Offset() (int, bool) {
	if !h.UTC.IsZero() && !h.Local.IsZero() {
		d := h.Local.Sub(h.UTC).Round(time.Minute)
		if d.Abs() <= 15*time.Hour {
			return int(d / time.Second), true
		}
	}
	return h.zone, h.hasZone
}

// Cold tells whether the segment was opened by the start of the process.
func (h *Header) Cold() bool {
	return !h.Start.IsZero() && !h.UTC.IsZero() && h.Running == 0 && h.UTC.Sub(h.Start).Abs() < 5*time.Second
}

// Component is the application type without its number: "TServer".
func (h *Header) Component() string {
	name, _, _ := strings.Cut(h.Type, "(")
	return strings.TrimSpace(name)
}
