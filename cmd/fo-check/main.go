// Command fo-check checks failover obligations of contact centres against logs and traces.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	_ "time/tzdata" // --tz works where the machine has no zone files
)

// ballast is memory that nothing touches, so that it takes none of the machine. It lets a small heap, which most
// runs have, grow by as much before it is collected, and a large one no further than usual.
const ballast = 64 << 20

func main() {
	spare := make([]byte, ballast)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	runtime.KeepAlive(spare)
	os.Exit(code)
}
