package main

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
)

// scoped is a value that holds for the paths that match a pattern; for all if there is none.
type scoped[T any] struct {
	glob  string
	value T
}

// lookup returns the last value whose pattern matches: the user puts the special case behind the rule.
func lookup[T any](values []scoped[T], file string) (v T, ok bool) {
	for _, s := range values {
		if s.glob == "" || matches(s.glob, file) {
			v, ok = s.value, true
		}
	}
	return v, ok
}

// origins are the paths that patterns speak of, of files that have been written elsewhere since.
type origins map[string]string

func (o origins) of(path string) string { return cmp.Or(o[path], path) }

// matches compares a pattern with a whole path, or, without a slash, with a file name.
func matches(glob, file string) bool {
	file, glob = filepath.ToSlash(file), filepath.ToSlash(glob)
	if !strings.Contains(glob, "/") {
		file = path.Base(file)
	}
	ok, err := doublestar.Match(glob, file)
	return err == nil && ok
}

// parseZones reads --tz.
func parseZones(flags []string) ([]scoped[*time.Location], error) {
	var out []scoped[*time.Location]
	for _, f := range perLine(flags) {
		glob, zone := "", f
		if i := strings.LastIndexByte(f, '='); i >= 0 {
			glob, zone = f[:i], f[i+1:]
		}
		loc, err := parseZone(zone)
		if err != nil {
			return nil, usagef("--tz %s: %w", f, err)
		}
		out = append(out, scoped[*time.Location]{glob, loc})
	}
	return out, nil
}

// parseZone reads Europe/Berlin, UTC, Z, local, +05:30 or +0530.
func parseZone(s string) (*time.Location, error) {
	if strings.EqualFold(s, "local") {
		return time.Local, nil
	}
	for _, layout := range []string{"Z07:00", "Z0700", "Z07"} {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone()
			return time.FixedZone("", offset), nil
		}
	}
	loc, err := time.LoadLocation(s)
	if err != nil || s == "" {
		return nil, fmt.Errorf("unknown zone %q; Europe/Berlin, UTC, local and offsets such as +05:30 are accepted", s)
	}
	return loc, nil
}

// parseDate reads --date; zero: none given.
func parseDate(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, usagef("--date %s: no date; YYYY-MM-DD is accepted", s)
	}
	return t, nil
}

// parseMoment reads --since and --until; without a zone in the zone given for all inputs, else the
// machine's.
func parseMoment(flag, s string, zones []scoped[*time.Location]) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, nil
	}
	zone, ok := lookup(unscoped(zones), "")
	if !ok {
		zone = time.Local
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usagef("%s %s: no time; 2026-03-02T10:00:00+01:00, 2026-03-02T10:00 and 2026-03-02 are accepted", flag, s)
}

// tellMoment says how a time that was given without a zone is taken, if --tz does not say it either: logs may print
// another zone than the machine's.
func (a *app) tellMoment(flag, given string, at time.Time, zones []scoped[*time.Location]) {
	_, zoned := lookup(unscoped(zones), "")
	if _, err := time.Parse(time.RFC3339Nano, given); zoned || err == nil || at.IsZero() {
		return
	}
	a.notef("%s %s: taken as %s, by the clock of this machine; --tz, or an offset behind the time, says otherwise", flag, given, at.Format(time.RFC3339))
}

func unscoped(zones []scoped[*time.Location]) (out []scoped[*time.Location]) {
	for _, z := range zones {
		if z.glob == "" {
			out = append(out, z)
		}
	}
	return out
}

// parseSpan reads a length of time that a flag gives.
func parseSpan(flag, s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	switch {
	case s == "0":
		return 0, nil
	case err != nil, d < 0:
		return 0, usagef("%s %s: no length of time; 500ms, 2s and 1m30s are accepted", flag, s)
	}
	return d, nil
}
