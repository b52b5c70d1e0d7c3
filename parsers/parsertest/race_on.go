//go:build race

package parsertest

// raceStride leaves out most cuts: with the race detector they take minutes and start no goroutine that the
// others do not. Without it every one is tried.
const raceStride = 11
