//go:build !race

package ruletest

import "testing"

func withoutRaceDetector(*testing.T) {}
