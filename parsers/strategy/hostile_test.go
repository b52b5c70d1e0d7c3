package strategy

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja/parser"
)

// Conditions that would loop, grow, read files or change the engine if they were run. None is decided; none leaves
// anything behind for the next one.
func TestHostileConditionsAreNotRun(t *testing.T) {
	secret := t.TempDir() + "/map.json"
	if err := os.WriteFile(secret, []byte(`{"version":3,"sources":["x"],"mappings":""}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"endless loop":              "(function(){ for(;;){} })()",
		"endless loop, arrow":       "(() => { while(true){} })()",
		"endless recursion":         "(function f(){ return f() })()",
		"growing text":              "'x'.repeat(1e9)",
		"padding":                   "'x'.padEnd(2e9)",
		"growing array":             "Array(1e9).join('x')",
		"growing by replacing":      "'aaaa'.replace(/a/g, 'aaaaaaaaaa')",
		"regexp bomb":               "/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')",
		"regexp bomb in a method":   "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.match('(a+)+$')",
		"regexp bomb in split":      "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.split(new RegExp('(a+)+$'))",
		"getter":                    "({get resultof(){ for(;;){} }}).resultof",
		"template":                  "`${(function(){ for(;;){} })()}`",
		"function from text":        "Function('for(;;){}')()",
		"function by constructor":   "_event.constructor.constructor('for(;;){}')()",
		"function by a text":        "''.constructor.constructor('return 1')()",
		"eval":                      "eval('1')",
		"prototype":                 "(Object.prototype.resultof = 'deletion')",
		"prototype by a literal":    "({}).__proto__.resultof",
		"prototype of the event":    "_event.data.__proto__",
		"prototype by setter":       "Object.setPrototypeOf(_event, null)",
		"definition":                "Object.defineProperty(_event.data, 'resultof', {value: 'deletion'})",
		"deletion":                  "delete _event.data.resultof",
		"assignment":                "_event.data.resultof = 'deletion'",
		"assignment in a sequence":  "(system.InteractionID = 1, true)",
		"increment":                 "_event.data.count++",
		"conversion that calls":     "({toString: function(){ for(;;){} }}) == 'x'",
		"conversion by symbol":      "({[Symbol.toPrimitive](){ for(;;){} }}) + ''",
		"toString with an argument": "'x'.toString({toString(){ for(;;){} }})",
		"indexOf of an object":      "'x'.indexOf({toString: () => { for(;;){} }})",
		"proxy":                     "new Proxy({}, {get(){ for(;;){} }}).x",
		"generator":                 "[...(function*(){ for(;;) yield 1 })()]",
		"promise":                   "Promise.resolve().then(() => { for(;;){} })",
		"module":                    "import('fs')",
		"require":                   "require('fs').readFileSync('/etc/passwd')",
		"global object":             "globalThis.process",
		"this":                      "this.constructor",
		"source map":                "true //# sourceMappingURL=" + secret,
		"with":                      "(function(){ with(_event){ return data } })()",
		"big number":                "(2n ** 1000000000n) > 0n",
		"big number, shifted":       "(1n << 10000000000n) > 0n",
	} {
		cond, err := parseCondition(text)
		if err != nil {
			continue // not an expression: refused before anything runs
		}
		m := newModel()
		done := make(chan table, 1)
		go func() { done <- tabulate(notControlled, func(at cell) truth { return cond.holds(m, at) }) }()
		select {
		case got := <-done:
			if got != (table{}) && name != "source map" {
				t.Errorf("%s is decided: %s, %s", name, row(got[0]), row(got[1]))
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s is run", name)
		}
		// The engine is as it was.
		again, _ := parseCondition(documented)
		got := tabulate(notControlled, func(at cell) truth { return again.holds(m, at) })
		if row(got[0]) != "nnnnn" || row(got[1]) != "yynnn" {
			t.Errorf("after %s: %s, %s", name, row(got[0]), row(got[1]))
		}
	}
}

// What is run is bounded in time by itself; should something slip through, the engine is stopped, and can be used
// again.
func TestTheEngineIsStopped(t *testing.T) {
	m := newModel()
	for _, text := range []string{"(function(){ for(;;){} })()", "(function f(){ return f() })()"} {
		program, err := parser.ParseFile(nil, "", text, 0, parser.WithDisableSourceMaps)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.compiled(program); got != unknown {
			t.Errorf("%s: %v", text, got)
		}
	}
	again, _ := parseCondition(documented)
	if got := tabulate(notControlled, func(at cell) truth { return again.holds(m, at) }); row(got[1]) != "yynnn" {
		t.Errorf("afterwards: %s", row(got[1]))
	}
}

// The engine has no function that reads or writes anything, or waits.
func TestTheEngineHasNoInputOrOutput(t *testing.T) {
	m := newModel()
	for _, name := range []string{"require", "process", "console", "setTimeout", "fetch", "XMLHttpRequest", "print", "load", "Deno", "module"} {
		if v := m.vm.Get(name); v != nil {
			t.Errorf("%s: %v", name, v)
		}
	}
}

// Methods that are run take time in proportion to the condition, which is bounded.
func TestLongTextsAreCheap(t *testing.T) {
	text := "'" + strings.Repeat("a", maxCondition-60) + "'.indexOf('b') == -1"
	cond, err := parseCondition(text)
	if err != nil {
		t.Fatal(err)
	}
	if got := tabulate(notControlled, func(at cell) truth { return cond.holds(newModel(), at) }); got.all() != yes {
		t.Errorf("%s", row(got[0]))
	}
	if _, err := parseCondition(text + strings.Repeat(" || x", 100)); err == nil {
		t.Error("a longer one is taken")
	}
}
