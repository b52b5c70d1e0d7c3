package pom

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// word is a string, number or boolean of JSON as text; null is empty. It is valid as long as the record.
type word []byte

// number returns a whole number; 0 if w is none.
func (w word) number() int64 {
	if len(w) == 0 || len(w) > 19 {
		return 0
	}
	n := int64(0)
	for _, c := range w {
		if c-'0' > 9 {
			n, _ := strconv.ParseInt(string(w), 10, 64)
			return n
		}
		n = n*10 + int64(c-'0')
	}
	return max(n, 0)
}

// record is an event of the Event SDK, with the fields that are kept. What tells of customers (addresses,
// names, user data, notes) is not among them.
type record struct {
	Kind, Time, Agent, Zone word
	AgentEvent              typed

	SubType, Action, Session                         word
	SystemCode, SystemCodeID, AgentCode, AgentCodeID word
	Nuisance, Created                                word
	Job, Campaign, CurrentJob, CurrentCampaign       word
	JobInfo                                          typed
	Server                                           word
}

// field returns where the value of a name belongs; nil: it is not kept.
func (r *record) field(name []byte) *word {
	switch string(name) {
	case "eventTypeEnum":
		return &r.Kind
	case "eventTimeStamp":
		return &r.Time
	case "agentId":
		return &r.Agent
	case "zone":
		return &r.Zone
	case "subType":
		return &r.SubType
	case "action":
		return &r.Action
	case "pimSessionId":
		return &r.Session
	case "systemCompletionCode":
		return &r.SystemCode
	case "systemCompletionCodeId":
		return &r.SystemCodeID
	case "agentCompletionCode":
		return &r.AgentCode
	case "agentCompletionCodeId":
		return &r.AgentCodeID
	case "isNuisance":
		return &r.Nuisance
	case "eventCreationTimestamp":
		return &r.Created
	case "jobId":
		return &r.Job
	case "campaignName":
		return &r.Campaign
	case "currentJobId":
		return &r.CurrentJob
	case "currentCampaignName":
		return &r.CurrentCampaign
	case "serverName":
		return &r.Server
	}
	return nil
}

// typed is a value with the Java class that it has.
type typed struct {
	Type word
	Data detail
}

// class is the name of the class without its package.
func (t *typed) class() word { return t.Type[bytes.LastIndexByte(t.Type, '.')+1:] }

// detail holds the fields of all classes of agent and job events.
type detail struct {
	State, PreviousState, Logout, NotReady word
	Call, PreviousCall, CallType, Session  word
	Code, DropBy, Time                     word
	JobStatus, LastJobStatus, JobEvent     word
}

// field returns where the value of a name belongs; nil: it is not kept.
func (d *detail) field(name []byte) *word {
	switch string(name) {
	case "state":
		return &d.State
	case "previousAgentState":
		return &d.PreviousState
	case "logoutReasonCode":
		return &d.Logout
	case "notReadyReasonCode":
		return &d.NotReady
	case "callState":
		return &d.Call
	case "previousCallState":
		return &d.PreviousCall
	case "calltype":
		return &d.CallType
	case "pimsessionid":
		return &d.Session
	case "completionCode":
		return &d.Code
	case "callDropBy":
		return &d.DropBy
	case "timestamp":
		return &d.Time
	case "currentJobStatus":
		return &d.JobStatus
	case "lastJobStatus":
		return &d.LastJobStatus
	case "jobStateEventType":
		return &d.JobEvent
	}
	return nil
}

// time is when it happened, to the millisecond; false if it tells no time.
func (r *record) time() (time.Time, bool) {
	for _, w := range [...]word{r.Time, r.AgentEvent.Data.Time, r.Created} {
		if ms := w.number(); ms > 0 {
			return time.UnixMilli(ms).UTC(), true
		}
	}
	return time.Time{}, false
}

// decoder reads records one after the other: by the short way where it can, else by that of the JSON library,
// which takes all that is JSON and says what is wrong with the rest.
type decoder struct {
	walker
	json   *jsontext.Decoder
	source bytes.Buffer
	words  []byte // text of the words of the record
	rec    record
}

// lenient is how events are read: what is wrong and does no harm is let pass.
func lenient() []jsontext.Options {
	return []jsontext.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)}
}

// misfit is a value of another type than the one that belongs there.
type misfit struct {
	at   int64
	name string
}

// Error implements error. The value is not quoted: it may be data of customers.
func (m *misfit) Error() string {
	return fmt.Sprintf("at byte %d: %s: a value of another type than expected", m.at, m.name)
}

func (d *decoder) misfit(name string) error { return &misfit{d.json.InputOffset(), name} }

// read reads the one event that b holds. The record is valid until the next call, and as long as b.
func (d *decoder) read(b []byte) (*record, error) {
	d.rec = record{}
	if d.walk(b, &d.rec) {
		return &d.rec, nil
	}
	return d.strict(b)
}

// strict reads by the JSON library.
func (d *decoder) strict(b []byte) (*record, error) {
	d.rec, d.words = record{}, d.words[:0]
	d.source = *bytes.NewBuffer(b)
	if d.json == nil {
		d.json = jsontext.NewDecoder(&d.source, lenient()...)
	} else {
		d.json.Reset(&d.source, d.json.Options())
	}
	if kind := d.json.PeekKind(); kind != '{' && kind != 0 {
		if err := d.json.SkipValue(); err != nil {
			return nil, err
		}
		return nil, d.misfit("the event")
	}
	if _, err := d.json.ReadToken(); err != nil {
		return nil, err
	}
	if err := d.members(d.member); err != nil {
		return nil, err
	}
	if _, err := d.json.ReadToken(); err == nil {
		return nil, d.misfit("what follows the event")
	} else if err != io.EOF {
		return nil, err
	}
	return &d.rec, nil
}

// members reads the members of an object up to its end, and calls member with the name of each.
func (d *decoder) members(member func(name []byte) error) error {
	for d.json.PeekKind() != '}' {
		v, err := d.json.ReadValue()
		if err != nil {
			return err
		}
		if err := member(d.unquote(v)); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return err
}

// object reads an object inside the event; null is one without members.
func (d *decoder) object(name string, member func(name []byte) error) error {
	switch d.json.PeekKind() {
	case 'n':
		return d.json.SkipValue()
	case '{', 0:
	default:
		return d.misfit(name)
	}
	if _, err := d.json.ReadToken(); err != nil {
		return err
	}
	return d.members(member)
}

func (d *decoder) member(name []byte) error {
	switch string(name) {
	case "agentEventType":
		return d.typed("/agentEventType", &d.rec.AgentEvent)
	case "jobEventinfo":
		return d.typed("/jobEventinfo", &d.rec.JobInfo)
	}
	return d.put(d.rec.field(name), name)
}

func (d *decoder) typed(name string, t *typed) error {
	return d.object(name, func(key []byte) error {
		switch string(key) {
		case "type":
			return d.put(&t.Type, key)
		case "data":
			return d.object(name+"/data", func(key []byte) error { return d.put(t.Data.field(key), key) })
		}
		return d.json.SkipValue()
	})
}

// put reads a single value into w; nil: it is not kept.
func (d *decoder) put(w *word, name []byte) error {
	if w == nil {
		return d.json.SkipValue()
	}
	switch d.json.PeekKind() {
	case 'n':
		*w = nil
		return d.json.SkipValue()
	case '{', '[':
		return d.misfit("/" + string(name))
	}
	v, err := d.json.ReadValue()
	if err != nil {
		return err
	}
	if v[0] == '"' {
		*w = d.unquote(v)
		return nil
	}
	*w = d.keep(v)
	return nil
}

// keep copies text that is valid for a moment only.
func (d *decoder) keep(b []byte) word {
	at := len(d.words)
	d.words = append(d.words, b...)
	return d.words[at:len(d.words):len(d.words)]
}

// unquote takes a JSON string. Bytes that are not UTF-8 become U+FFFD.
func (d *decoder) unquote(v []byte) word {
	if bytes.IndexByte(v, '\\') < 0 && utf8.Valid(v) {
		return d.keep(v[1 : len(v)-1])
	}
	at := len(d.words)
	d.words, _ = jsontext.AppendUnquote(d.words, v)
	return d.words[at:len(d.words):len(d.words)]
}
