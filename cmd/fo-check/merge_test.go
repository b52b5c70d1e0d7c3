package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestShardsMakeTheWhole(t *testing.T) {
	withoutRaceDetector(t)
	const demo = "../../testdata/demo"
	dir := t.TempDir()
	report := func(name string, flags ...string) string {
		path := filepath.Join(dir, name)
		args := append([]string{"check", "--config", "none", "-q", "-o", "json=" + path}, flags...)
		if code, _, errs := quietly(context.Background(), append(args, demo)...); code > exitViolation || errs != "" {
			t.Fatal(code, errs)
		}
		return path
	}
	want, err := os.ReadFile(report("whole.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{2, 5} {
		args := []string{"merge", "-q", "-o", "json"}
		for i := n; i > 0; i-- {
			args = append(args, report(fmt.Sprintf("%d.json", i), "--shard", fmt.Sprintf("%d/%d", i, n)))
		}
		code, got, errs := quietly(context.Background(), args...)
		if code != exitViolation || errs != "" || got != string(want) {
			t.Errorf("%d shards: exit code %d, %s; differs: %v", n, code, errs, got != string(want))
		}
	}
}
