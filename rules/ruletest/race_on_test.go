//go:build race

package ruletest

import "testing"

// withoutRaceDetector leaves a test to the run without the race detector: it judges tens of thousands of short
// traces, which would take minutes with it, by the goroutines that other tests start as well.
func withoutRaceDetector(t *testing.T) {
	t.Helper()
	t.Skip("run without the race detector")
}
