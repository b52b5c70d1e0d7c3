//go:build !race

package parsertest

const raceStride = 1
