package interaction_test

import "testing"

func TestGolden(t *testing.T) { logs.Golden(t) }
