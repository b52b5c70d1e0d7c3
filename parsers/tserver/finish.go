package tserver

import (
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// epochLine reads the epoch of a message.
func epochLine(line []byte) (int64, time.Duration, bool) {
	const prefix = "\tAttributeTimeinSecs\t"
	if len(line) <= len(prefix) || string(line[:len(prefix)]) != prefix {
		return 0, 0, false
	}
	b := block{gloss: -1}
	b.setEpoch(line[len(prefix):])
	return b.epoch, b.gloss, b.dated
}

// finish closes the input.
func (s *scan) finish() error {
	cut := s.Reader.Unterminated() && s.mode >= modeRequest && s.mode <= modeBody
	if s.mode > modeRecord {
		s.endBlock()
	}
	s.fan.flush(s)
	if s.repeated > 0 {
		s.In.Notef(trace.Pos{File: s.In.Path}, fmt.Sprintf("%d messages were printed twice in a row and count once", s.repeated))
	}
	if !s.tlibrary && s.Stamped() {
		s.In.Notef(trace.Pos{File: s.In.Path}, s.emptyNote())
	}
	return s.Finish(cut, "the last message")
}

// emptyNote says why a log holds no T-Library message.
func (s *scan) emptyNote() string {
	thread := genesys.Thread(s.In.Path)
	if h := s.Header(); thread == "" && h != nil {
		thread = genesys.Thread(h.File)
	}
	if thread == "" {
		if s.manager.seen {
			return "no T-Library message: this is the Call Manager's side of SIP Server; the messages stand in the main log of the server"
		}
		return "no T-Library message in this log: the level may hide them, or it is another file of the server"
	}
	return fmt.Sprintf("no T-Library message: -%s is the file of one SIP Server thread (%s); the messages stand in the main log, whose name has no such number", thread, threadName(thread))
}

func threadName(thread string) string {
	switch thread {
	case "768":
		return "transport"
	case "1024":
		return "Interaction Proxy"
	case "1280":
		return "T-Controller"
	case "1536":
		return "operational statistics"
	}
	return "Call Manager"
}
