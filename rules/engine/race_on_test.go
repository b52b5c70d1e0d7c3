//go:build race

package engine_test

// raced: the race detector makes a million events cost minutes and finds nothing in them that a hundred
// thousand do not show.
const raced = true
