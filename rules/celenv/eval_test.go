package celenv

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

func TestOnDemand(t *testing.T) {
	e := OnDemand(schema)
	if wrong := e.DefineTerms(map[string]Expr{"off": plain(`facts.telephony.value == "off"`)}); wrong != nil {
		t.Fatal(wrong)
	}
	later, wrong := e.Compile(plain(`terms.off && attrs.status == "off"`), Bool, Vars{})
	now, _ := newEnv(t).Compile(plain(`facts.telephony.value == "off" && attrs.status == "off"`), Bool, Vars{})
	if wrong != nil || !slices.Equal(later.Reads().Attrs, now.Reads().Attrs) || !slices.Equal(later.Reads().Facts, now.Reads().Facts) {
		t.Errorf("%v; reads %v, want %v", wrong, later.Reads(), now.Reads())
	}
	bad, wrong := OnDemand(schema).Compile(plain(`attrs.status ==`), Bool, Vars{})
	if wrong != nil {
		t.Fatal(wrong)
	}
	defer func() {
		if text, _ := recover().(string); !strings.HasPrefix(text, "r.yaml:1:") {
			t.Errorf("panic %q; its place is wanted", text)
		}
	}()
	bad.Reads()
}

func TestBool(t *testing.T) {
	e := newEnv(t)
	if wrong := e.DefineTerms(map[string]Expr{
		"off":  plain(`facts.telephony.value == "off"`),
		"lost": plain(`terms.off && facts.telephony.held >= params.site_timeout`),
		"gone": plain(`facts.graceful.value`),
	}); wrong != nil {
		t.Fatal(wrong)
	}
	for _, tc := range []struct {
		text string
		want Outcome
	}{
		{`attrs.service == "telephony" && attrs.status == "off"`, True},
		{`attrs.service == "telephony" && attrs.status == "on"`, False},
		{`attrs["Extensions.ReasonCode"] == "x"`, True},
		{`attrs.nokey == ""`, True},
		{`attrs.status != "off"`, False},
		{`attrs.status != "on" && facts.telephony.value != "on"`, True},
		{`"nokey" in attrs`, False},
		{`"empty" in attrs`, True},
		{`size(attrs) == 4`, True},
		{`attrs.exists(k, k == "status")`, True},
		{`event.attrs.status == attrs.status`, True},
		{`time == timestamp("2026-03-02T10:00:00Z") && source == "desktop" && name == "ServiceStatus"`, True},
		{`direction + server + instance + site + client + agent + dn == "receivedSIP_APC-17Awdea15001"`, True},
		{`place + queue + zone + session + interaction + call + ref == "pqzsic12"`, True},
		{`event.site == site && event.dn == dn && event.name == name`, True},
		{`reason == ""`, True},
		{`trigger.reason == "dr-force_logout" && trigger.attrs.x == ""`, True},
		{`time - trigger.time == duration("1s")`, True},
		{`key.instance == "PC-17" && key.site == site && item.dn == dn`, True},
		{`params.site_timeout > duration("0s") && params.limit == 3`, True},
		{`params.site_timeout + params.reaction_slack == duration("35s")`, True},
		{`"lunch" in params.reason_codes`, True},
		{`attrs.status in params.reason_codes`, False},
		{`attrs.status in ["on", "off"]`, True},
		{`attrs.status.matches("^o(n|ff)$")`, True},
		{`params.manual_switch`, False},
		{`params.ors_version >= version("8.1.400.9")`, True},
		{`params.ors_version < version("8.1.400.9")`, False},
		{`version("8.1.400") == version("8.1.400.0") && version("8.1.400.10") > version("8.1.400.9")`, True},
		{`version("9") <= version("10.0") && !(version("2") > version("2.0.0"))`, True},
		{`facts.telephony.value == "off" && facts.telephony.held == duration("31s")`, True},
		{`facts.telephony.prev == "on" && facts.telephony.prev_held == duration("60s")`, True},
		{`facts.telephony.since == time`, True},
		{`facts.telephony.by == "ServiceStatus"`, True},
		{`terms.lost`, True},
		{`terms.off && terms.gone`, Unknown},
		{`facts.preferred.value == "A"`, True},
		{`facts.preferred.held > duration("0s")`, Unknown},
		{`facts.preferred.since == time`, Unknown},
		{`facts.preferred.by == ""`, Unknown},
		{`facts.preferred.prev == ""`, Unknown},
		{`facts.preferred.prev_held > duration("0s")`, Unknown},
		// three values
		{`facts.graceful.value`, Unknown},
		{`!facts.graceful.value`, Unknown},
		{`facts.graceful.value && false`, False},
		{`false && facts.graceful.value`, False},
		{`facts.graceful.value && true`, Unknown},
		{`facts.graceful.value || true`, True},
		{`facts.graceful.value || false`, Unknown},
		{`facts.graceful.value == facts.graceful.value`, Unknown},
		{`facts.graceful.value ? true : true`, Unknown},
		{`facts.graceful.held > duration("1s") && attrs.status == "on"`, False},
		// lists
		{`lists.expiries.exists(r, r.value)`, True},
		{`lists.expiries.all(r, r.value)`, False},
		{`lists.expiries.all(r, r.site == "A" && r.held == duration("60s"))`, True},
		{`lists.expiries.exists_one(r, r.dn == "5002")`, True},
		{`lists.expiries.filter(r, r.value).size() == 1 && size(lists.expiries) == 2`, True},
		{`lists.expiries.exists(r, lists.expiries.exists(s, s.dn != r.dn && s.value != r.value))`, True},
		{`lists.expiries.map(r, r.dn) == ["5001", "5002"]`, True},
		{`lists.expiries[0].dn == "5001"`, True},
		// errors
		{`lists.expiries[5].value`, Error},
		{`int(attrs.status) > 3`, Error},
		{`int(attrs.status) > 3 || true`, True},
		{`version(attrs.nokey) < version("8")`, Error},
	} {
		got := compile(t, e, tc.text, Bool).Bool(newScope(newDesk()))
		if got.Outcome != tc.want {
			t.Errorf("%s: outcome %d (%v), want %d", tc.text, got.Outcome, got.Err, tc.want)
		}
		if (got.Err != nil) != (tc.want == Error) {
			t.Errorf("%s: error %v", tc.text, got.Err)
		}
	}
}

func TestListWithUnknownRest(t *testing.T) {
	e, d := newEnv(t), newDesk()
	d.others = 42
	for _, tc := range []struct {
		text string
		want Outcome
	}{
		{`lists.expiries.exists(r, r.value)`, True},
		{`lists.expiries.exists(r, r.site == "B")`, Unknown},
		{`lists.expiries.all(r, r.site == "A")`, Unknown},
		{`lists.expiries.all(r, r.value)`, False},
		{`lists.expiries.exists_one(r, r.value)`, Unknown},
		{`lists.expiries.exists(r, r.value && r.dn == "9")`, Unknown},
		{`size(lists.expiries) > 0`, Unknown},
		{`lists.expiries.filter(r, r.value).size() == 1`, Unknown},
	} {
		got := compile(t, e, tc.text, Bool).Bool(newScope(d))
		if got.Outcome != tc.want {
			t.Errorf("%s: outcome %d (%v), want %d", tc.text, got.Outcome, got.Err, tc.want)
		}
		if tc.want == Unknown && !slices.Equal(got.Causes, []Cause{42}) {
			t.Errorf("%s: causes %v", tc.text, got.Causes)
		}
	}
}

func TestCauses(t *testing.T) {
	e, d := newEnv(t), newDesk()
	d.params[siteTimeout] = UnknownValue(3)
	d.missing = map[string]Cause{"resultof": 5, "reason": 6}
	s := newScope(d)
	for _, tc := range []struct {
		text string
		want []Cause
	}{
		{`facts.graceful.value || params.site_timeout > duration("1s") || facts.graceful.value`, []Cause{3, 7}},
		{`facts.graceful.value && attrs.status == "on"`, nil},
		{`attrs.resultof == "revoking"`, []Cause{5}},
		{`reason == "x" && attrs.resultof == "y"`, []Cause{5, 6}},
		{`event.attrs["resultof"] in ["a", "b"]`, []Cause{5}},
		{`trigger.reason == "x"`, nil},
		{`facts.preferred.held > params.site_timeout`, []Cause{3, 8}},
	} {
		got := compile(t, e, tc.text, Bool).Bool(s)
		if !slices.Equal(got.Causes, tc.want) {
			t.Errorf("%s: causes %v, want %v", tc.text, got.Causes, tc.want)
		}
	}
	if got := compile(t, e, `"resultof" in attrs`, Bool).Bool(s); got.Outcome != False {
		t.Errorf("presence of a missing attribute: %v, want False", got)
	}
}

func TestDurationAndString(t *testing.T) {
	e, d := newEnv(t), newDesk()
	s := newScope(d)
	bound := compile(t, e, `params.site_timeout + params.reaction_slack`, Duration)
	if got, r := bound.Duration(s); got != 35*time.Second || r.Outcome != True {
		t.Errorf("bound = %v %v", got, r)
	}
	value := compile(t, e, `attrs.service`, String)
	if got, r := value.String(s); got != "telephony" || r.Outcome != True {
		t.Errorf("value = %q %v", got, r)
	}
	d.params[slack] = UnknownValue(4)
	if _, r := bound.Duration(s); r.Outcome != Unknown || !slices.Equal(r.Causes, []Cause{4}) {
		t.Errorf("unknown bound: %v", r)
	}
	if _, r := compile(t, e, `attrs.status.split("")[7]`, String).String(s); r.Outcome != Error {
		t.Errorf("index out of range: %v, want Error", r)
	}
}

func TestNoEventNoHost(t *testing.T) {
	e := newEnv(t)
	for text, want := range map[string]Outcome{
		`site == "" && attrs.x == "" && trigger.name == "" && key.site == ""`: True,
		`time == time`:                      Error,
		`params.manual_switch`:              Error,
		`facts.graceful.value`:              Error,
		`lists.expiries.exists(r, r.value)`: False,
	} {
		if got := compile(t, e, text, Bool).Bool(&Scope{}); got.Outcome != want {
			t.Errorf("%s: %v, want outcome %d", text, got, want)
		}
	}
}

func TestScopeFollowsTheEvent(t *testing.T) {
	e := newEnv(t)
	p := compile(t, e, `attrs.status == "off" && site == "A"`, Bool)
	s := newScope(newDesk())
	if got := p.Bool(s); got.Outcome != True {
		t.Fatalf("first event: %v", got)
	}
	s.Event.Attrs[1].Value = "on" // the reader's buffer, used again
	if got := p.Bool(s); got.Outcome != False {
		t.Errorf("buffer used again: %v", got)
	}
	s.Event = &trace.Event{Site: "A", Attrs: trace.Attrs{{Key: "status", Value: "off"}}}
	if got := p.Bool(s); got.Outcome != True {
		t.Errorf("another event: %v", got)
	}
}

func TestScopeServesTwoSchemas(t *testing.T) {
	other, err := New(Schema{Facts: []FactDecl{{Name: "up", Value: Bool, Index: telephony}}})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk()
	s := newScope(d)
	if got := compile(t, newEnv(t), `facts.telephony.value == "off"`, Bool).Bool(s); got.Outcome != True {
		t.Fatalf("first schema: %v", got)
	}
	d.facts[telephony] = known(BoolValue(true), 0)
	if got := compile(t, other, `facts.up.value`, Bool).Bool(s); got.Outcome != True {
		t.Errorf("second schema: %v", got)
	}
}

func TestConjuncts(t *testing.T) {
	e := newEnv(t)
	e.DefineTerms(map[string]Expr{"both": plain(`attrs.a == "1" && (attrs.b == "2" || attrs.c == "3")`)})
	for text, want := range map[string][]string{
		`attrs.status == "off"`:                        {`attrs.status == "off"`},
		`attrs.x == "1" || attrs.y == "2"`:             {`attrs.x == "1" || attrs.y == "2"`},
		`terms.both && lists.expiries.all(r, r.value)`: {`attrs.a == "1"`, `attrs.b == "2" || attrs.c == "3"`, `lists.expiries.all(r, r.value)`},
		`terms.both`: {`attrs.a == "1"`, `attrs.b == "2" || attrs.c == "3"`},
	} {
		var got []string
		for _, part := range compile(t, e, text, Bool).Conjuncts() {
			got = append(got, part.Text())
			if r := part.Bool(newScope(newDesk())); r.Outcome == Error {
				t.Errorf("%s: part %s: %v", text, part.Text(), r.Err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: parts %q, want %q", text, got, want)
		}
	}
}

func TestReads(t *testing.T) {
	e := newEnv(t)
	e.DefineTerms(map[string]Expr{
		"inner": plain(`facts.graceful.value && key.site != "" && attrs.deep == item.dn`),
		"outer": plain(`terms.inner || params.limit > 1`),
	})
	r := compile(t, e, `terms.outer && attrs["x.y"] == "" && "z" in event.attrs && trigger.attrs.t == "" &&
		lists.expiries.exists(e, e.value) && facts.telephony.held > params.site_timeout && facts.graceful.value`, Bool).Reads()
	if !slices.Equal(r.Facts, []int{telephony, graceful}) || !slices.Equal(r.Lists, []int{expiries}) ||
		!slices.Equal(r.Params, []int{siteTimeout, limit}) || !r.Trigger {
		t.Errorf("reads %+v", r)
	}
	if want := []string{"deep", "t", "x.y", "z"}; !slices.Equal(r.Attrs, want) {
		t.Errorf("attrs %q, want %q", r.Attrs, want)
	}
	if !slices.Equal(r.Keys, []trace.Key{trace.KeySite}) || !slices.Equal(r.Item, []trace.Key{trace.KeyDN}) {
		t.Errorf("keys %v, item %v", r.Keys, r.Item)
	}
}

// Programs are shared, scopes are not. Run with -race.
func TestSharing(t *testing.T) {
	e := newEnv(t)
	e.DefineTerms(map[string]Expr{"qt": plain(`facts.telephony.value == "off" && lists.expiries.exists(r, r.value)`)})
	p := compile(t, e, `terms.qt && attrs.status == "off" && attrs.status.matches("o.*")`, Bool)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			s := newScope(newDesk())
			for range 200 {
				if got := p.Bool(s); got.Outcome != True {
					t.Errorf("outcome %v", got)
					return
				}
			}
			if n := len(p.Conjuncts()); n != 4 {
				t.Errorf("%d parts, want 4", n)
			}
		})
	}
	wait.Wait()
}

func TestInternTableIsBounded(t *testing.T) {
	b := newBoxes()
	for i := range 3 * internSlots {
		text := strings.Repeat("x", i%80) + string(rune('a'+i%26))
		if got := b.string(text); got.Value() != text {
			t.Fatalf("boxed %q as %v", text, got)
		}
		b.unknown(Cause(i + 1))
		d := time.Duration(i) * time.Millisecond
		if got := b.duration(d); got.Value() != d {
			t.Fatalf("boxed %v as %v", d, got)
		}
	}
	if len(b.strings) != internSlots || len(b.unknowns) > internSlots {
		t.Errorf("tables grew: %d strings, %d unknowns", len(b.strings), len(b.unknowns))
	}
}

// Known values cost no allocation.
func TestAllocations(t *testing.T) {
	e := newEnv(t)
	s := newScope(newDesk())
	for _, text := range []string{
		`attrs.service == "telephony" && attrs.status == "off"`,
		`reason == "dr-force_logout"`,
		`site == key.site && event.dn == dn`,
		`facts.telephony.value == "off" && facts.telephony.held >= params.site_timeout`,
		`attrs.status in ["on", "off"] && !params.manual_switch`,
		`params.ors_version >= version("8.1")`,
	} {
		p := compile(t, e, text, Bool)
		if n := testing.AllocsPerRun(100, func() { p.Bool(s) }); n > 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}
