//go:build race

package main

import "testing"

// withoutRaceDetector leaves a test to the run without the race detector: it judges by all rules many times
// over, which would take ten minutes with it, and starts no goroutine that others do not.
func withoutRaceDetector(t *testing.T) {
	t.Helper()
	t.Skip("run without the race detector")
}
