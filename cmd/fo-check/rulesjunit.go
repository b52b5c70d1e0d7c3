package main

import (
	"os"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/fo-check/fo-check/rules/ruletest"
)

// writeJUnit writes one suite per file of tests.
func writeJUnit(path string, results []ruletest.Result) error {
	f, err := os.Create(path)
	if err != nil {
		return usagef("--junit %s: %w", path, cause(err))
	}
	err = junitOf(results).WriteXML(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return unchecked(err)
	}
	return nil
}

func junitOf(results []ruletest.Result) *junit.Testsuites {
	all := &junit.Testsuites{Name: "fo-check rules"}
	var suite junit.Testsuite
	for i := range results {
		r := &results[i]
		if file := r.Case.Pos.File; file != suite.File && suite.File != "" {
			all.AddSuite(suite)
			suite = junit.Testsuite{ID: suite.ID + 1}
		}
		suite.File, suite.Name, suite.Package = r.Case.Pos.File, r.Case.Pos.File, r.Case.Pack
		suite.AddTestcase(junitCase(r))
	}
	all.AddSuite(suite)
	return all
}

func junitCase(r *ruletest.Result) junit.Testcase {
	c := junit.Testcase{Name: r.Case.Name, Classname: r.Case.Pack}
	switch {
	case r.Err != nil:
		c.Error = &junit.Result{Message: r.Err.Error(), Data: r.String()}
	case !r.Passed():
		x := r.Mismatches[0].Expected
		c.Failure = &junit.Result{Message: x.Rule + ": " + expected(x), Type: "mismatch", Data: r.String()}
	}
	return c
}

func expected(x ruletest.Expectation) string {
	if x.Verdict == "" {
		return "violation, and nothing is expected"
	}
	return "expected " + x.String()
}
