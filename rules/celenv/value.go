package celenv

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/cel-go/common/types"
)

var typeNames = [...]string{"bool", "string", "int", "duration", "timestamp", "version", "list"}

// String returns the name of the type in rule files.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return "type " + strconv.Itoa(int(t))
}

// ParseType returns the type that rule files call name.
func ParseType(name string) (Type, bool) {
	for t, n := range typeNames {
		if n == name {
			return Type(t), true
		}
	}
	return 0, false
}

// celType returns the type as conditions see it.
func (t Type) celType() *types.Type {
	switch t {
	case Bool:
		return types.BoolType
	case Int:
		return types.IntType
	case Duration:
		return types.DurationType
	case Timestamp:
		return types.TimestampType
	case Version:
		return versionType
	case Strings:
		return types.NewListType(types.StringType)
	}
	return types.StringType
}

// UnknownValue returns a value that is unknown because of c.
func UnknownValue(c Cause) Value { return types.NewUnknown(int64(c), nil) }

// IsUnknown tells whether v is unknown.
func IsUnknown(v Value) bool { return types.IsUnknown(v) }

// ParseValue reads a value of type t as users write it ("30", "30s", "yes", "a,b"); unit is that of a
// bare number of a duration. The error says what is accepted.
func ParseValue(t Type, text string, unit time.Duration) (Value, error) {
	text = strings.TrimSpace(text)
	switch t {
	case Bool:
		return parseBool(text)
	case Int:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q: not a whole number; digits are accepted, such as 3", text)
		}
		return IntValue(n), nil
	case Duration:
		d, err := ParseDuration(text, unit)
		return DurationValue(d), err
	case Timestamp:
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return nil, fmt.Errorf("%q: not a point in time; RFC 3339 is accepted, such as 2026-03-02T10:00:00Z", text)
		}
		return types.Timestamp{Time: at}, nil
	case Version:
		return parseVersion(text)
	case Strings:
		return stringsValue(splitList(text)), nil
	}
	return StringValue(text), nil
}

func parseBool(text string) (Value, error) {
	switch strings.ToLower(text) {
	case "true", "yes", "on", "1":
		return BoolValue(true), nil
	case "false", "no", "off", "0":
		return BoolValue(false), nil
	}
	return nil, fmt.Errorf("%q: neither yes nor no; true, yes, on, 1 and false, no, off, 0 are accepted", text)
}

// splitList splits at commas; blanks around entries and empty entries do not count.
func splitList(text string) []string {
	list := []string{}
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			list = append(list, entry)
		}
	}
	return list
}

func stringsValue(list []string) Value {
	return types.NewStringList(types.DefaultTypeAdapter, list)
}

// Zero returns the value of an unset setting: 0s, 0, "", false, no strings, the version before all
// others, the zero time.
func Zero(t Type) Value {
	switch t {
	case Bool:
		return BoolValue(false)
	case Int:
		return IntValue(0)
	case Duration:
		return DurationValue(0)
	case Timestamp:
		return types.Timestamp{}
	case Version:
		return &version{}
	case Strings:
		return stringsValue(nil)
	}
	return StringValue("")
}

// BoolValue boxes a truth value.
func BoolValue(b bool) Value { return types.Bool(b) }

// StringValue boxes a string.
func StringValue(s string) Value { return types.String(s) }

// IntValue boxes a whole number.
func IntValue(n int64) Value { return types.Int(n) }

// DurationValue boxes a length of time.
func DurationValue(d time.Duration) Value { return types.Duration{Duration: d} }

// FormatValue returns v as ParseValue reads it; "unknown" for an unknown value, "" for nil.
func FormatValue(v Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case types.Duration:
		return v.Duration.String()
	case *types.Unknown:
		return "unknown"
	case *version:
		return v.text
	}
	if list, ok := v.Value().([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v.Value())
}
