package celenv

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// desk is a Host for tests.
type desk struct {
	params  map[int]Value
	facts   map[int]*FactView
	lists   map[int][]*FactView
	others  Cause // of every list
	keys    map[trace.Key]string
	items   map[trace.Key]string
	missing map[string]Cause
}

func (d *desk) Key(k trace.Key) string     { return d.keys[k] }
func (d *desk) ItemKey(k trace.Key) string { return d.items[k] }
func (d *desk) Param(i int) Value          { return d.params[i] }
func (d *desk) Fact(i int) *FactView       { return d.facts[i] }
func (d *desk) List(i int) ([]*FactView, Cause) {
	return d.lists[i], d.others
}
func (d *desk) Missing(_ *trace.Event, attr string) Cause { return d.missing[attr] }

// Indexes of the test schema.
const (
	siteTimeout, slack, manual, release, reasons, limit = 0, 1, 2, 3, 4, 5
	telephony, graceful, preferred, expiry              = 10, 11, 12, 13
	expiries                                            = 20
)

var schema = Schema{
	Params: []ParamDecl{
		{Name: "site_timeout", Type: Duration, Index: siteTimeout},
		{Name: "reaction_slack", Type: Duration, Index: slack},
		{Name: "manual_switch", Type: Bool, Index: manual},
		{Name: "ors_version", Type: Version, Index: release},
		{Name: "reason_codes", Type: Strings, Index: reasons},
		{Name: "limit", Type: Int, Index: limit},
	},
	Facts: []FactDecl{
		{Name: "telephony", Value: String, Values: []string{"off", "on"}, Keys: []trace.Key{trace.KeyInstance, trace.KeySite}, Index: telephony},
		{Name: "graceful", Value: Bool, Keys: []trace.Key{trace.KeyInstance}, Index: graceful},
		{Name: "preferred", Value: String, Keys: []trace.Key{trace.KeyInstance}, Index: preferred},
		{Name: "expiry", Value: Bool, Keys: []trace.Key{trace.KeySite, trace.KeyDN}, Index: expiry},
	},
	Lists: []ListDecl{{Name: "expiries", Fact: "expiry", Index: expiries}},
}

var t0 = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func known(v Value, held time.Duration) *FactView {
	return &FactView{Value: v, Prev: StringValue("on"), PrevHeld: time.Minute, Since: t0, Now: t0.Add(held), By: "ServiceStatus"}
}

func element(value Value, site, dn string) *FactView {
	v := &FactView{Value: value, Prev: BoolValue(false), Since: t0, Now: t0.Add(time.Minute)}
	v.Keys[trace.KeySite], v.Keys[trace.KeyDN] = site, dn
	return v
}

func newDesk() *desk {
	codes, _ := ParseValue(Strings, "busy, lunch", 0)
	version, _ := ParseValue(Version, "8.1.400.17", 0)
	return &desk{
		params: map[int]Value{siteTimeout: DurationValue(30 * time.Second), slack: DurationValue(5 * time.Second),
			manual: BoolValue(false), release: version, reasons: codes, limit: IntValue(3)},
		facts: map[int]*FactView{
			telephony: known(StringValue("off"), 31*time.Second),
			graceful:  {Value: UnknownValue(7), Prev: UnknownValue(7)},
			preferred: {Value: StringValue("A"), Prev: StringValue(""), Since: t0, Now: t0, SinceCause: 8, PrevCause: 9},
			expiry:    element(BoolValue(true), "A", "5001"),
		},
		lists: map[int][]*FactView{expiries: {element(BoolValue(true), "A", "5001"), element(BoolValue(false), "A", "5002")}},
		keys:  map[trace.Key]string{trace.KeyInstance: "PC-17", trace.KeySite: "A"},
		items: map[trace.Key]string{trace.KeyDN: "5001"},
	}
}

func newScope(h Host) *Scope {
	return &Scope{Host: h,
		Event: &trace.Event{Time: t0, Source: "desktop", Name: "ServiceStatus", Direction: "received", Server: "SIP_A",
			Instance: "PC-17", Site: "A", Client: "wde", Agent: "a1", DN: "5001", Place: "p", Queue: "q", Zone: "z",
			Session: "s", Interaction: "i", Call: "c", Ref: "12",
			Attrs: trace.Attrs{{Key: "service", Value: "telephony"}, {Key: "status", Value: "off"}, {Key: "Extensions.ReasonCode", Value: "x"}, {Key: "empty", Value: ""}}},
		Trigger: &trace.Event{Time: t0.Add(-time.Second), Name: "Before", Reason: "dr-force_logout"},
	}
}

var everything = Vars{Key: []trace.Key{trace.KeyInstance, trace.KeySite}, Item: []trace.Key{trace.KeyDN}, Trigger: true}

func newEnv(t testing.TB) *Env {
	t.Helper()
	e, err := New(schema)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func plain(text string) Expr {
	return Expr{Text: text, File: "r.yaml", Content: []byte(text), Line: 1, Col: 1}
}

func compile(t testing.TB, e *Env, text string, want Type) *Program {
	t.Helper()
	p, wrong := e.Compile(plain(text), want, everything)
	if len(wrong) > 0 {
		t.Fatalf("%s: %v", text, wrong)
	}
	return p
}
