package genesys

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// Ids of the log library's own messages. The level under which one is written can be configured.
const (
	recordExiting      = 1000
	recordStopped      = 4109
	recordOption       = 4110
	recordCheckPoint   = 4120
	recordCannot       = 4502
	recordConnected    = 4503
	recordLost         = 4504
	recordDisconnected = 4505
	recordModeFirst    = 4560
	recordModeLast     = 4563
	recordLaunched     = 5060
	recordTerminated   = 5063
)

// Common takes a record whose words all servers share. false: it is another one.
func (j *Journal) Common(rec Record) bool {
	switch rec.ID {
	case recordExiting, recordStopped, recordTerminated:
	case recordLaunched:
		j.announceStop()
	default:
		j.Resumed()
	}
	switch rec.ID {
	case recordExiting, recordStopped, recordTerminated:
		j.stop(!bytes.Contains(rec.Text, []byte("bnormal")))
	case recordOption:
		j.option(rec.Text)
	case recordCheckPoint:
		j.checkPoint(rec.Text)
	case recordLaunched:
		j.launch()
	case recordConnected:
		j.peer("PeerConnected", rec.Text)
	case recordLost:
		j.peer("PeerLost", rec.Text)
	case recordCannot:
		j.peer("PeerConnectFailed", rec.Text)
	case recordDisconnected:
		j.peer("PeerDisconnected", rec.Text)
	default:
		if rec.ID < recordModeFirst || rec.ID > recordModeLast {
			return false
		}
		j.activated(rec.Text)
	}
	return true
}

// Resumed takes back a stop, because the log goes on.
func (j *Journal) Resumed() {
	if j.stopped != nil {
		j.resume()
	}
}

func (j *Journal) resume() {
	j.Note("stop", j.stopped.Pos, "the log goes on after the words that the server stops: that does not count as its stop")
	j.stopped = nil
}

// option reads what the log says of its own form: "Option 'time-convert' has been set to the value 'utc'".
func (j *Journal) option(text []byte) {
	const convert = "Option 'time-convert' has been set to the value '"
	value, ok := bytes.CutPrefix(text, []byte(convert))
	if !ok || !strings.EqualFold(string(bytes.TrimRight(value, "' ")), "utc") {
		return
	}
	j.utc = true
	if h := j.header; h != nil && !h.UTC.IsZero() && !j.now.Dated {
		st := localStamp(h.UTC)
		j.d.SetDay(st.Day, st.Clock, DatedByHeader)
		j.today = j.d.Day(j.now)
	}
	if j.d.SetOffset(0) {
		j.Note("time-convert", j.Reader.Pos(), "time-convert is utc: times are read as UTC")
	}
}

// activated takes "Warm Standby (Primary) mode activated": the role that the Management Layer gives. The
// words count, not the id.
func (j *Journal) activated(text []byte) {
	words, ok := strings.CutSuffix(strings.TrimRight(string(j.UTF8(text)), " "), " mode activated")
	if !ok {
		return
	}
	role := RoleOf(words)
	if role == "" {
		j.Note("role", j.Reader.Pos(), fmt.Sprintf("mode %q names neither Primary nor Backup", words))
		return
	}
	j.role = role
	j.Tell("RoleChanged", "internal", j.Here(), func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "role", Value: role}, trace.Attr{Key: "mode", Value: words})
	})
}

// Becomes tells of a role that something else than a role message proves, if it is news. peer is the other
// member of the HA pair; "": not known.
func (j *Journal) Becomes(role, peer string, at Moment, evidence string) {
	if role == "" || role == j.role {
		return
	}
	j.role = role
	j.Tell("RoleChanged", "internal", at, func(e *trace.Event) {
		e.Client = peer
		e.Attrs = append(e.Attrs, trace.Attr{Key: "role", Value: role}, trace.Attr{Key: "evidence", Value: evidence},
			trace.Attr{Key: "inferred", Value: "role"})
	})
}

// Role is the role of the server, as far as its log told; "" if it did not.
func (j *Journal) Role() string { return j.role }

// RoleOf finds the role that the words name; "" if they name none or both.
func RoleOf(words string) string {
	lower := strings.ToLower(words)
	primary, backup := strings.Contains(lower, "primary"), strings.Contains(lower, "backup")
	switch {
	case primary && !backup:
		return "primary"
	case backup && !primary:
		return "backup"
	}
	return ""
}

// peer takes "Connected to DBServer 'db1' at host 'h', port 4040" and the like.
func (j *Journal) peer(name string, text []byte) {
	kind, peer, host, port := peerOf(string(j.UTF8(text)))
	if peer == "" {
		return
	}
	j.Tell(name, "internal", j.Here(), func(e *trace.Event) {
		e.Client = peer
		for _, a := range [...]trace.Attr{{Key: "type", Value: kind}, {Key: "host", Value: host}, {Key: "port", Value: port}} {
			if a.Value != "" {
				e.Attrs = append(e.Attrs, a)
			}
		}
	})
}

// peerOf reads the type, name, host and port of a peer. Values may stand in brackets or quotes; the last
// one in quotes is the name.
func peerOf(text string) (kind, name, host, port string) {
	i, verb := strings.Index(text, " to "), len(" to ")
	if from := strings.Index(text, " from "); i < 0 || from >= 0 && from < i {
		i, verb = from, len(" from ")
	}
	if i < 0 {
		return "", "", "", ""
	}
	who, where, _ := strings.Cut(text[i+verb:], " at host ")
	who = strings.TrimSuffix(strings.TrimRight(who, " "), " lost")
	kind, name = named(who)
	if w := splitWords(where); len(w) > 0 {
		host = w[0]
		if len(w) > 2 && w[1] == "port" {
			port = w[2]
		}
	}
	return kind, name, host, port
}

// named splits "Message Server 'ms1'" and "[ConfigServer] [confserv]", or else at the first blank.
func named(who string) (kind, name string) {
	end := strings.LastIndexAny(who, "]'\"")
	if end > 0 {
		open := "['\""[strings.IndexByte("]'\"", who[end])]
		if start := strings.LastIndexByte(who[:end], open); start >= 0 {
			return strings.Trim(who[:start], " ['\"]"), who[start+1 : end]
		}
	}
	words := splitWords(who)
	switch len(words) {
	case 0:
		return "", ""
	case 1:
		return "", words[0]
	}
	return words[0], strings.Join(words[1:], " ")
}

// splitWords cuts text at blanks and commas, and keeps together what stands in brackets or quotes.
func splitWords(text string) []string {
	var out []string
	for text = strings.TrimLeft(text, " ,"); text != ""; text = strings.TrimLeft(text, " ,") {
		end, skip := strings.IndexAny(text, " ,"), 0
		if i := strings.IndexByte("['\"", text[0]); i >= 0 {
			text, skip = text[1:], 1
			end = strings.IndexByte(text, "]'\""[i])
		}
		if end < 0 {
			end, skip = len(text), 0
		}
		if end > 0 {
			out = append(out, text[:end])
		}
		text = text[end+skip:]
	}
	return out
}
