// Package pomtest writes logs in the form of the POM agent desktop SDK, for tests and benchmarks.
package pomtest

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Layout prints the time of a line and what stands between it and the text.
type Layout struct {
	Time   func(time.Time) string
	Header func(stamp, thread, level, caller string) string
	EOL    string // "": LF
}

// DateLayout is the layout that the SDK's sample configuration has, with months in English, or as month
// names them.
func DateLayout(month func(time.Month) string) Layout {
	if month == nil {
		month = func(m time.Month) string { return m.String()[:3] }
	}
	return Layout{
		Time: func(t time.Time) string {
			return fmt.Sprintf("%02d %s %d %s", t.Day(), month(t.Month()), t.Year(), t.Format("15:04:05,000"))
		},
		Header: func(stamp, thread, level, caller string) string {
			return fmt.Sprintf("%s [%s] %-5s  - %s - ", stamp, thread, level, caller)
		},
	}
}

// ISOLayout prints ISO 8601 dates in brackets, the level before the thread.
func ISOLayout() Layout {
	return Layout{
		Time: func(t time.Time) string { return t.Format("[2006-01-02 15:04:05,000]") },
		Header: func(stamp, thread, level, caller string) string {
			return stamp + " " + level + " [" + thread + "] " + caller + " - "
		},
	}
}

// Writer writes a log.
type Writer struct {
	Layout
	At   time.Time     // of the next line
	Step time.Duration // between lines
	Zone string        // as Java prints it
	Peer string        // address of the Agent Manager
	ID   int           // of the next message of the manager
	w    io.Writer
	err  error
}

// NewWriter returns a writer of a log that begins at t.
func NewWriter(w io.Writer, l Layout, t time.Time) *Writer {
	return &Writer{Layout: l, At: t, Step: time.Millisecond, Zone: "BRT", Peer: "10.20.30.41:9971", ID: 500, w: w}
}

// Err is the first error of the output.
func (w *Writer) Err() error { return w.err }

// Raw writes a line as it is.
func (w *Writer) Raw(line string) {
	end := w.EOL
	if end == "" {
		end = "\n"
	}
	if _, err := io.WriteString(w.w, line+end); err != nil && w.err == nil {
		w.err = err
	}
}

// Line writes a record.
func (w *Writer) Line(thread, level, caller, text string) {
	w.Raw(w.Header(w.Time(w.At), thread, level, caller) + text)
	w.At = w.At.Add(w.Step)
}

// Java is the current time as Java prints it.
func (w *Writer) Java() string {
	return w.At.Format("Mon Jan 02 15:04:05 ") + w.Zone + w.At.Format(" 2006")
}

// ServerFrame returns a message of an Agent Manager as it is on the wire, without its end. result is "" for
// notifications.
func ServerFrame(name, kind, agent string, id int, result string, params ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-30s%s%-30s%-8d%-4d", name, kind, agent, id, len(params))
	if kind == "R" {
		fmt.Fprintf(&b, "%-5s", result)
	}
	for _, p := range params {
		fmt.Fprintf(&b, "%-8d%s", len(p), p)
	}
	return b.String()
}

// DesktopFrame returns a message of the desktop as it is on the wire, without its end.
func DesktopFrame(name, agent string, params ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-30sC%-30s%-8d%-4d", name, agent, 999, len(params))
	for _, p := range params {
		fmt.Fprintf(&b, "%-4d%s", len(p), p)
	}
	return b.String()
}

// Bytes writes what was read from the socket.
func (w *Writer) Bytes(data string) {
	var b strings.Builder
	for i := 0; i < len(data); i++ {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(int(int8(data[i]))))
	}
	w.Line("SocketClient-21", "FINEST", "SocketClient.run:574", fmt.Sprintf(
		"SocketClient::ProcessThread() bytesRead from socket - (IPAddress.ATTR=%s) packet - [%s] size = %d", w.Peer, b.String(), len(data)))
}

const (
	stars81 = "*********************************************************************************"
	stars90 = stars81 + "*********"
)

// Receive writes a message of the Agent Manager with all that the SDK prints around it.
func (w *Writer) Receive(name, kind, agent, result string, params ...string) {
	w.Bytes(ServerFrame(name, kind, agent, w.ID, result, params...) + "\x03")
	w.Line("SocketClient-21", "FINEST", "IncomingPacketProcessor.addPacketToQueue:79", "IncomingPacketProcessor::addPacketToQueue")
	w.Line("Thread-8", "FINEST", "SocketUtil.processPacketReceived:263", "SocketUtil::processPacketReceived() ")
	head := fmt.Sprintf("%-30s%s%-30s%-8d0   ", name, kind, agent, w.ID)
	if kind == "R" {
		head += fmt.Sprintf("%-5s", result)
	}
	w.Raw(stars90)
	w.Raw(" POM_METRICS CLIENT : Received header = " + head + " packet = " + head + " params = " + strings.Join(params, ""))
	w.Raw(stars90)
	w.Line("AgentEventListener16", "FINEST", "AgentEventListener.processEvent:222", fmt.Sprintf(
		"AgentEventListener::processEvent() socketFeedback header = %s:%s:%d packet = %s params = %s", name, kind, w.ID, head, strings.Join(params, "")))
	w.Line("AgentEventListener16", "FINEST", "AgentEventListener.processSocketFeedback:269", fmt.Sprintf(
		"AgentEventListener::processSocketFeedback() %sRECEIVED FROM PAM: %s WITH ID:%d", w.Java(), name, w.ID))
	if kind == "R" {
		name += "RESP"
	}
	w.Callback(agent, name)
	w.ID++
}

// Callback writes that the SDK calls the desktop.
func (w *Writer) Callback(agent, name string) {
	w.Line("pool-1-thread-1", "FINEST", "AgentFeedbackExecutor.run:69", "AgentFeedbackExecutor::run() Trying to lock for "+agent)
	w.Line("pool-1-thread-1", "FINEST", "AgentFeedbackExecutor.run:78", "AgentFeedbackExecutor::run() Got lock for "+agent+" for "+name)
	w.Line("POMSDKAgentFeedbackExecutor-"+agent+"-9", "FINEST", "AgentFeedbackExecutor.invoke:192", "DONE INVOKE FOR : class desk.Handler WITH ID:"+strconv.Itoa(w.ID))
	w.Line("POMSDKAgentFeedbackExecutor-"+agent+"-9", "FINEST", "AgentFeedbackExecutor.run:99", "AgentFeedbackExecutor::run() Task done for "+agent+" for "+name)
}

// Send writes a message of the desktop.
func (w *Writer) Send(name, agent string, params ...string) {
	w.Line("main", "FINEST", "SocketClient.send:603", "SocketClient::send() - adding ID: 999 packet - "+name)
	w.Line("SocketClientSender-23", "FINEST", "SocketClientSender.processSenderQueue:133", "SocketClientSender::processSenderQueue() Sending : ")
	w.Raw(stars81)
	w.Raw(" POM_METRICS CLIENT (" + w.Peer + "): Sending  : " + DesktopFrame(name, agent, params...))
	w.Raw(stars81)
	w.Raw("")
}
