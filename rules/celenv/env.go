package celenv

import (
	"fmt"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/ext"
)

// Limits of a condition, checked when it is compiled, so that evaluation needs no accounting.
const (
	maxCodePoints = 10_000
	maxNodes      = 2_000
	maxDepth      = 50
	maxCost       = 1_000_000_000 // cel-go's units; see sizes
)

// Env compiles the conditions of one pack. It may be shared; compiling is done one at a time.
type Env struct {
	mu       sync.Mutex // compiling writes provider.misses
	onDemand *onDemand  // nil: conditions are compiled at once
	cel      *cel.Env
	provider *provider
	params   map[string]int // name -> index for the Host
	lists    map[string]int
	facts    map[string]*FactDecl
	byType   map[string]*FactDecl // object type of an instance -> its fact
	terms    map[string]*term
	parsed   map[string]*cel.Ast // of terms, until they are compiled
	programs map[identity]*Program
}

// New returns an environment for the schema.
func New(s Schema) (*Env, error) {
	e := &Env{programs: map[identity]*Program{}}
	return e, e.open(s)
}

// open makes what compiling needs.
func (e *Env) open(s Schema) error {
	registry, err := types.NewRegistry()
	if err != nil {
		return fmt.Errorf("conditions: %w", err)
	}
	e.provider = &provider{Registry: registry, misses: map[string]string{}}
	e.params, e.lists, e.facts = map[string]int{}, map[string]int{}, map[string]*FactDecl{}
	e.byType, e.terms = map[string]*FactDecl{}, map[string]*term{}
	if err := e.declare(s); err != nil {
		return err
	}
	e.cel, err = cel.NewEnv(append(e.variables(), languageOptions(e.provider)...)...)
	if err != nil {
		return fmt.Errorf("conditions: %w", err)
	}
	return nil
}

// languageOptions fix the dialect of fo-check/rules/v1. Libraries are pinned by version: what a rule
// file means must not change with an upgrade of cel-go.
func languageOptions(p *provider) []cel.EnvOption {
	return append(versionOptions(),
		cel.CustomTypeProvider(p), cel.CustomTypeAdapter(p),
		cel.EagerlyValidateDeclarations(true), cel.HomogeneousAggregateLiterals(), cel.DefaultUTCTimeZone(true),
		cel.EnableMacroCallTracking(),
		ext.Strings(ext.StringsVersion(4)), ext.Sets(ext.SetsVersion(0)),
		cel.ASTValidators(cel.ValidateDurationLiterals(), cel.ValidateTimestampLiterals(),
			cel.ValidateRegexLiterals(), cel.ValidateComprehensionNestingLimit(3)),
		cel.ParserExpressionSizeLimit(maxCodePoints), cel.ExpressionNodeLimit(maxNodes),
		cel.ParserRecursionLimit(maxDepth))
}

// variables declares all variables; where one may not be used, the walk after checking says so.
func (e *Env) variables() []cel.EnvOption {
	options := []cel.EnvOption{cel.Variable("attrs", attrsType), cel.Variable("event", eventType),
		cel.Variable("trigger", eventType)}
	for _, name := range fieldNames {
		options = append(options, cel.Variable(name, fieldType(name)))
	}
	for r, name := range rootNames {
		options = append(options, cel.Variable(name, rootTypes[r]))
	}
	return options
}

// variableNames lists what a condition may begin with.
func variableNames() []string {
	return append(append([]string{"attrs", "event", "trigger"}, rootNames[:]...), fieldNames...)
}
