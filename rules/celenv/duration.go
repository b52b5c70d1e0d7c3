package celenv

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const durationForms = `a length of time is accepted, such as "30s", "1m30s", "500ms", "2h" or "1d"`

// ParseDuration reads a length of time as users write it: numbers with the units ms, s, m, h and d, one
// after the other ("1m30s"), or a bare number of the given unit if that is not 0.
func ParseDuration(text string, unit time.Duration) (time.Duration, error) {
	text = strings.TrimSpace(text)
	total, rest := 0.0, text
	for rest != "" {
		part, tail, err := leadingDuration(rest, text, unit)
		if err != nil {
			return 0, err
		}
		total, rest = total+part, tail
	}
	if text == "" {
		return 0, fmt.Errorf("%q: empty; %s", text, durationForms)
	}
	if total > math.MaxInt64/2 {
		return 0, fmt.Errorf("%q: longer than 146 years; %s", text, durationForms)
	}
	return time.Duration(math.Round(total)), nil
}

// leadingDuration cuts one number with its unit off rest and returns its nanoseconds.
func leadingDuration(rest, whole string, bare time.Duration) (float64, string, error) {
	digits := spanOf(rest, "0123456789.")
	number, err := strconv.ParseFloat(rest[:digits], 64)
	if err != nil {
		return 0, "", fmt.Errorf("%q: not a length of time; %s", whole, durationForms)
	}
	rest = rest[digits:]
	letters := 0
	for letters < len(rest) && !strings.ContainsRune("0123456789.", rune(rest[letters])) {
		letters++
	}
	unit, ok := unitOf(rest[:letters])
	if letters == 0 && digits == len(whole) {
		unit, ok = bare, bare > 0
		if number == 0 {
			unit, ok = time.Second, true
		}
	}
	if !ok {
		return 0, "", unitError(whole, rest[:letters])
	}
	return number * float64(unit), rest[letters:], nil
}

func unitError(whole, unit string) error {
	if unit == "" {
		return fmt.Errorf("%q: has no unit; %s", whole, durationForms)
	}
	return fmt.Errorf("%q: unknown unit %q; the units ms, s, m, h and d are accepted", whole, unit)
}

func unitOf(name string) (time.Duration, bool) {
	switch name {
	case "ms":
		return time.Millisecond, true
	case "s":
		return time.Second, true
	case "m":
		return time.Minute, true
	case "h":
		return time.Hour, true
	case "d":
		return 24 * time.Hour, true
	}
	return 0, false
}

// spanOf returns the length of the prefix of s made of the given bytes.
func spanOf(s, of string) int {
	for i := range len(s) {
		if strings.IndexByte(of, s[i]) < 0 {
			return i
		}
	}
	return len(s)
}
