package pom

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// word is a string, number or boolean of JSON as text; null is "".
type word string

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (w *word) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	switch v[0] {
	case '"':
		return w.unquote(v)
	case 'n':
		*w = ""
	case '{', '[':
		return errors.New("an object or a list where a single value belongs")
	default:
		*w = word(v)
	}
	return nil
}

// unquote takes a JSON string. Bytes that are not UTF-8 become U+FFFD.
func (w *word) unquote(v []byte) error {
	if bytes.IndexByte(v, '\\') < 0 && utf8.Valid(v) {
		*w = word(v[1 : len(v)-1])
		return nil
	}
	text, err := jsontext.AppendUnquote(nil, v)
	*w = word(text)
	if err != nil && !utf8.Valid(v) {
		return nil
	}
	return err
}

// number returns a whole number; 0 if w is none.
func (w word) number() int64 {
	n, _ := strconv.ParseInt(string(w), 10, 64)
	return n
}

// record is an event of the Event SDK, with the fields that are kept. What tells of customers (addresses,
// names, user data, notes) is not among them.
type record struct {
	Kind       word  `json:"eventTypeEnum"`
	Time       word  `json:"eventTimeStamp"`
	Agent      word  `json:"agentId"`
	Zone       word  `json:"zone"`
	AgentEvent typed `json:"agentEventType"`

	SubType      word `json:"subType"`
	Action       word `json:"action"`
	Session      word `json:"pimSessionId"`
	SystemCode   word `json:"systemCompletionCode"`
	SystemCodeID word `json:"systemCompletionCodeId"`
	AgentCode    word `json:"agentCompletionCode"`
	AgentCodeID  word `json:"agentCompletionCodeId"`
	Nuisance     word `json:"isNuisance"`
	Created      word `json:"eventCreationTimestamp"`

	Job             word  `json:"jobId"`
	Campaign        word  `json:"campaignName"`
	CurrentJob      word  `json:"currentJobId"`
	CurrentCampaign word  `json:"currentCampaignName"`
	JobInfo         typed `json:"jobEventinfo"`
	Server          word  `json:"serverName"`
}

// typed is a value with the Java class that it has.
type typed struct {
	Type word   `json:"type"`
	Data detail `json:"data"`
}

// class is the name of the class without its package.
func (t *typed) class() string {
	name := string(t.Type)
	return name[strings.LastIndexByte(name, '.')+1:]
}

// detail holds the fields of all classes of agent and job events.
type detail struct {
	State         word `json:"state"`
	PreviousState word `json:"previousAgentState"`
	Logout        word `json:"logoutReasonCode"`
	NotReady      word `json:"notReadyReasonCode"`
	Call          word `json:"callState"`
	PreviousCall  word `json:"previousCallState"`
	CallType      word `json:"calltype"`
	Session       word `json:"pimsessionid"`
	Code          word `json:"completionCode"`
	DropBy        word `json:"callDropBy"`
	Time          word `json:"timestamp"`
	JobStatus     word `json:"currentJobStatus"`
	LastJobStatus word `json:"lastJobStatus"`
	JobEvent      word `json:"jobStateEventType"`
}

// readRecord decodes one event.
func readRecord(b []byte, rec *record) error {
	*rec = record{}
	return json.Unmarshal(b, rec, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
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
