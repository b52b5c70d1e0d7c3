package pomtest

import (
	"bufio"
	"fmt"
	"io"
	"math/rand"
	"time"
)

// Options of a generated log. The zero value is no log.
type Options struct {
	Size  int64 // bytes, at least
	Seed  int64
	Loses int // how often the zone's manager is lost and another one takes over
}

// Counts is what a generated log holds.
type Counts struct {
	Bytes        int64
	Commands     int // with an answer
	NotAvailable int // told to agents
	Available    int
	Changes      int // of managers
}

// counter counts what is written.
type counter struct {
	io.Writer
	n int64
}

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += int64(n)
	return n, err
}

// Generate writes a log of twenty agents at work.
func Generate(opt Options, out io.Writer) (Counts, error) {
	buf := bufio.NewWriterSize(out, 1<<20)
	c := &counter{Writer: buf}
	w := NewWriter(c, DateLayout(nil), time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	random := rand.New(rand.NewSource(opt.Seed))
	var counts Counts
	w.Start("Default")
	var agents []string
	for i := range 20 {
		agents = append(agents, fmt.Sprint(1210001+i))
		w.Login(agents[i], "0815", "Default")
		counts.Commands++
	}
	lost := 0
	for c.n < opt.Size && w.Err() == nil {
		w.At = w.At.Add(time.Duration(random.Intn(700)) * time.Millisecond)
		counts.Commands += w.work(agents[random.Intn(len(agents))], random)
		if lost < opt.Loses && c.n > opt.Size*int64(lost+1)/int64(opt.Loses+1) {
			lost++
			w.failover(agents, 1+lost%2, &counts)
		}
	}
	counts.Bytes = c.n
	if err := buf.Flush(); err != nil {
		return counts, err
	}
	return counts, w.Err()
}

// work writes one step of an agent's work and returns how many commands it has.
func (w *Writer) work(agent string, random *rand.Rand) int {
	session := "SessionID=" + fmt.Sprint(1000+random.Intn(9000))
	switch random.Intn(5) {
	case 0:
		w.Receive("AGTCallNotify", "N", agent, "", session, "Contact;Somebody;+15550100;en-US;")
		w.Receive("AGTCallStateChangedNotify", "N", agent, "", session, "Talking")
		w.Receive("AGTCapabilitiesChanged", "N", agent, "", session,
			"true;false;true;true;true;false;false;true;true;true;false;true;false;false;false;false;false;false;")
	case 1:
		w.Send("AGTHoldCall", agent, "77")
		w.Receive("AGTHoldCall", "R", agent, "0", session)
		return 1
	case 2:
		w.Send("AGTReleaseLine", agent, "77")
		w.Receive("AGTReleaseLine", "R", agent, "0", session)
		w.Receive("AGTCallStateChangedNotify", "N", agent, "", session, "Wrapup")
		return 1
	case 3:
		w.Send("AGTWrapupContact", agent, "12;Sale;", "77")
		w.Receive("AGTWrapupContact", "R", agent, "0", session)
		return 1
	case 4:
		w.Send("POMClientAlive", "-1Default")
		w.Line("main", "FINEST", "InitPOMAgentFactory.getExistingPOMAgent:1010", "getExistingPOMAgent")
	}
	return 0
}

// failover writes that the manager is lost, and that another one takes the zone over.
func (w *Writer) failover(agents []string, next int, counts *Counts) {
	w.Lose("Default", agents...)
	w.At = w.At.Add(40 * time.Second)
	w.Move("Default", fmt.Sprintf("10.20.30.4%d:9971", next))
	for _, a := range agents {
		w.Receive("PAMAvailable", "N", a, "", "SessionID=NULL", "Default")
		w.Callback(a, "POMAvailable")
	}
	counts.Changes++
	counts.NotAvailable += len(agents)
	counts.Available += len(agents)
}
