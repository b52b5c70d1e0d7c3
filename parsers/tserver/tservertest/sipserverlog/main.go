// Command sipserverlog writes a generated SIP Server log, to a file or to rotated segments.
//
// Usage: go run ./parsers/tserver/tservertest/sipserverlog -size 500MB -o sip.log
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "sipserverlog:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	fs := flag.NewFlagSet("sipserverlog", flag.ContinueOnError)
	size := fs.String("size", "100MB", "bytes to write, with kB, MB or GB")
	segment := fs.String("segment", "0", "bytes per segment; 0: one file")
	out := fs.String("o", "sip.log", "file, or folder for segments")
	seed := fs.Uint64("seed", 1, "seed: the same seed gives the same log")
	agents := fs.Int("agents", 200, "number of agents")
	forced := fs.Int("forced", 20, "number of forced logouts")
	if err := fs.Parse(args); err != nil {
		return err
	}
	opt := tservertest.Options{Seed: *seed, Agents: *agents, Forced: *forced}
	var err error
	if opt.Size, err = bytes(*size); err != nil {
		return err
	}
	if opt.Segment, err = bytes(*segment); err != nil {
		return err
	}
	return generate(opt, *out)
}

func generate(opt tservertest.Options, out string) error {
	var last *os.File
	first := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	counts, err := tservertest.Generate(opt, func(n int) (io.Writer, error) {
		if last != nil {
			last.Close()
		}
		path := out
		if opt.Segment > 0 {
			path = filepath.Join(out, "SIP_Main."+tservertest.FileStamp(first.Add(time.Duration(n)*time.Second))+".log")
		}
		var err error
		last, err = os.Create(path)
		return last, err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d bytes in %d segments, %d of them SIP, %d forced logouts\n", counts.Bytes, counts.Segments,
		counts.SIPBytes, counts.Forced)
	return last.Close()
}

// bytes reads 500MB, 2GB, 64kB or a plain number.
func bytes(s string) (int64, error) {
	unit := int64(1)
	for suffix, n := range map[string]int64{"kB": 1e3, "MB": 1e6, "GB": 1e9} {
		if t, ok := strings.CutSuffix(s, suffix); ok {
			s, unit = t, n
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q: not a size; give a number with kB, MB or GB", s)
	}
	return n * unit, nil
}
