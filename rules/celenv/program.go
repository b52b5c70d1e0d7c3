package celenv

import "time"

// Env compiles the conditions of one pack.
type Env struct{}

// scopeState is what evaluation reuses between calls.
type scopeState struct{}

// New returns an environment for the schema.
func New(s Schema) (*Env, error) { return &Env{}, nil }

// DefineTerms declares terms.NAME; terms may use each other, but not in a circle.
func (e *Env) DefineTerms(terms map[string]Expr) []Diagnostic { return nil }

// Compile checks x and makes a program of it. All errors are returned at once.
func (e *Env) Compile(x Expr, want Type, vars Vars) (*Program, []Diagnostic) { return nil, nil }

// Program is a compiled condition. It is immutable and safe to share between goroutines.
type Program struct{}

// Text returns the condition as written.
func (p *Program) Text() string { return "" }

// Reads tells what p can read.
func (p *Program) Reads() *Reads { return nil }

// Bool evaluates a condition.
func (p *Program) Bool(s *Scope) Result { return Result{} }

// Duration evaluates an expression of type Duration. Result.Outcome is True if the value is known.
func (p *Program) Duration(s *Scope) (time.Duration, Result) { return 0, Result{} }

// String evaluates an expression of type String. Result.Outcome is True if the value is known.
func (p *Program) String(s *Scope) (string, Result) { return "", Result{} }

// Conjuncts returns the parts of a condition joined by && at its top level (terms expanded), each
// compiled; p itself alone if it has one part. For explaining a failed check, not for the hot path.
func (p *Program) Conjuncts() []*Program { return nil }

// UnknownValue returns a value that is unknown because of c.
func UnknownValue(c Cause) Value { return nil }

// ParseValue reads a value of type t as users write it ("30", "30s", "yes", "a,b"); unit is that of a
// bare number of a duration. The error says what is accepted.
func ParseValue(t Type, text string, unit time.Duration) (Value, error) { return nil, nil }

// Zero returns the value of an unset setting: 0s, 0, "", false, no strings.
func Zero(t Type) Value { return nil }

// BoolValue, StringValue and IntValue box.
func BoolValue(b bool) Value     { return nil }
func StringValue(s string) Value { return nil }
func IntValue(n int64) Value     { return nil }
