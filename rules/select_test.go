package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

const twoPacks = `pack: desk
params: {site_timeout: {type: duration, unit: s, per: site}, slack: {type: duration, default: 5s}}
events:
  off: {name: ServiceStatus, source: desktop}
  on: {name: ServiceStatus, source: desktop}
  switchover: {name: SwitchoverStarted, source: [desktop, pom], broadcast: true}
  stopped: {name: DesktopStopped, source: desktop}
  unused: {name: Unused, source: desktop}
  only_fact: {name: OnlyFact, source: ors}
  only_term: {name: OnlyTerm, source: ors}
  only_list: {name: OnlyList, source: ors}
  only_item: {name: OnlyItem, source: ors}
  learner: {name: Learner, source: ors}
  dropper: {name: [DropA, DropB]}
  alive: {name: "*", source: tserver}
facts:
  behind: {per: [], true_on: [only_term]}
  state: {per: [site], true_on: [{on: only_fact, where: terms.deep}]}
  listed: {per: [site, dn], true_on: [only_list]}
  member: {per: [dn], true_on: [only_item]}
  counted: {per: [site], count: [off], window: params.slack}
lists:
  all: {fact: listed, match: [site]}
relations:
  zone_of: {from: [agent], to: zone, learn: [{on: learner, value: zone}], drop: [dropper]}
terms:
  deep: facts.behind.value
rules:
  - {id: DR-14, title: t, severity: must, tags: [switch, loss], per: [instance, site], on: off, when: 'params.site_timeout > duration("0s")', expect: switchover, after: params.site_timeout, within: params.site_timeout + params.slack,
     cancel: [{on: on, within: 3s}, {on: on, note: FO-05}, {on: switchover, before: 3s}, {on: stopped}]}
  - {id: DR-15, title: t, severity: must, tags: [switch], per: [site], on: off, forbid: switchover, before: 30s, until: [on, stopped], unless: facts.state.value}
  - {id: DR-42, title: t, severity: must, per: [site], on: switchover, check: {any: {listed: 'lists.all.exists(r, r.value)', many: facts.counted.value > 1}}}
  - {id: NB-1, title: t, severity: must, per: [zone], on: {event: off, via: zone_of}, for_each: {fact: member, match: []}, forbid: alive, until: [on], must_close: NO_SOURCE}
  - {id: NB-2, title: t, severity: must, per: [dn], on: {fact: member, becomes: false}, expect: {all: [on, off]}, within: settle}
`

const otherPack = `pack: other
events: {on: {name: Other, source: pom}}
rules:
  - {id: PM-1, title: t, severity: must, per: [agent], on: on, expect: on, until: [on]}
  - {id: PM-2, title: t, severity: must, per: [], on: on, check: attrs.x == "1"}
`

func load(t *testing.T) *Set {
	t.Helper()
	set, err := Load([]File{file("desk.yaml", twoPacks), file("other.yaml", otherPack)})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func ids(s *Set) []string {
	var all []string
	for _, r := range s.Rules {
		all = append(all, r.ID)
	}
	return all
}

func TestSelect(t *testing.T) {
	set := load(t)
	for _, tc := range []struct {
		sel, ignore []string
		want        string // ids, or a part of the error after "!"
	}{
		{nil, nil, "DR-14 DR-15 DR-42 NB-1 NB-2 PM-1 PM-2"},
		{[]string{"PM-1", "DR-14"}, nil, "DR-14 PM-1"},
		{[]string{"PM-1, DR-14"}, nil, "DR-14 PM-1"},
		{[]string{"DR-*"}, []string{"DR-42"}, "DR-14 DR-15"},
		{[]string{"dr-1?"}, nil, "DR-14 DR-15"},
		{[]string{"other"}, nil, "PM-1 PM-2"},
		{[]string{"switch"}, []string{"loss"}, "DR-15"},
		{nil, []string{"desk,PM-1"}, "PM-2"},
		{[]string{"other"}, []string{"other"}, ""},
		{[]string{"", " "}, nil, "DR-14 DR-15 DR-42 NB-1 NB-2 PM-1 PM-2"},
		{[]string{"DR-41"}, nil, `!select "DR-41": no such rule, pack or tag; an id (DR-14), a pattern (DR-*), a pack or a tag is accepted; did you mean "DR-42"?`},
		{[]string{"swich"}, nil, `!did you mean "switch"?`},
		{nil, []string{"XX-*"}, `!ignore "XX-*": no such rule`},
		{[]string{"DR-[1"}, nil, "!not a pattern"},
	} {
		got, err := set.Select(tc.sel, tc.ignore)
		if part, wrong := strings.CutPrefix(tc.want, "!"); wrong {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("Select(%q, %q): error %v, want %q", tc.sel, tc.ignore, err, part)
			}
			continue
		}
		if err != nil || strings.Join(ids(got), " ") != tc.want {
			t.Errorf("Select(%q, %q) = %v, %v; want %s", tc.sel, tc.ignore, ids(got), err, tc.want)
			continue
		}
		for i, r := range got.Rules {
			if r.Index != i {
				t.Errorf("Select(%q): rule %s has index %d, want %d", tc.sel, r.ID, r.Index, i)
			}
		}
	}
	if len(set.Rules) != 7 || set.Rules[5].Index != 5 {
		t.Error("Select changes the set")
	}
}

func TestWanted(t *testing.T) {
	set := load(t)
	for id, want := range map[string]string{
		"DR-14": "desktop:DesktopStopped desktop:ServiceStatus desktop:SwitchoverStarted pom:SwitchoverStarted",
		"DR-15": "desktop:DesktopStopped desktop:ServiceStatus desktop:SwitchoverStarted ors:OnlyFact ors:OnlyTerm pom:SwitchoverStarted",
		"DR-42": "desktop:ServiceStatus desktop:SwitchoverStarted ors:OnlyList pom:SwitchoverStarted",
		"NB-1":  ":DropA :DropB desktop:ServiceStatus ors:Learner ors:OnlyItem tserver:*",
		"NB-2":  "desktop:ServiceStatus ors:OnlyItem",
		"PM-1":  "pom:Other",
	} {
		selected, err := set.Select([]string{id}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := wantedList(selected.Wanted()); got != want {
			t.Errorf("%s wants %s\nexpected %s", id, got, want)
		}
	}
}

func wantedList(w *trace.Wanted) string {
	var all []string
	for source, names := range w.Bodies {
		for name := range names {
			all = append(all, source+":"+name)
		}
	}
	for source := range w.Records {
		all = append(all, source+":*")
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestSentenceAndPattern(t *testing.T) {
	set := load(t)
	want := map[string][2]string{
		"DR-14": {"delayed bounded response", "For each desktop and site: after off, when site-timeout > 0, switchover must come not before site-timeout and within site-timeout + slack, unless on comes first."},
		"DR-15": {"bounded absence after-until", "For each site: after off, switchover must not come before 30s, or until on or stopped comes, unless state."},
		"DR-42": {"precedence", "For each site: at switchover, one of these must hold: listed or many."},
		"NB-1":  {"absence between", "For each zone: after off, for each member, alive must not come until on comes."},
		"NB-2":  {"bounded response chain", "For each dn: after member becomes false, on and off must each come within settle-time."},
		"PM-1":  {"response", "For each agent: after on, on must come before on."},
		"PM-2":  {"universality", `At on, attrs.x == "1" must hold.`},
	}
	for _, r := range set.Rules {
		if got := [2]string{r.Pattern(), r.Sentence()}; got != want[r.ID] {
			t.Errorf("%s: %q\nwant %q", r.ID, got, want[r.ID])
		}
	}
}

// The parts of a rule reach the model as written.
func TestRuleModel(t *testing.T) {
	set := load(t)
	r := set.Rules[0]
	if len(r.Cancel) != 4 || r.Cancel[0].Within.Fixed != 3*time.Second || r.Cancel[1].Note != "FO-05" || r.Cancel[2].Before == nil {
		t.Errorf("cancel %+v", r.Cancel)
	}
	if r.After.Expr == nil || r.After.Text != "params.site_timeout" || r.Match != nil || !slices.Equal(r.Per, []trace.Key{trace.KeyInstance, trace.KeySite}) {
		t.Errorf("after %+v, match %v, per %v", r.After, r.Match, r.Per)
	}
	nb := set.Rules[3]
	if nb.ForEach.Match == nil || len(nb.ForEach.Match) != 0 || nb.MustClose != ReasonNoSource || nb.On.Refs[0].Via.To != trace.KeyZone || !nb.Forbid[0].Predicate.Any {
		t.Errorf("NB-1 %+v", nb)
	}
	if last := set.Rules[4]; !last.ExpectAll || !last.Within.Settle || last.On.Fact.Name != "member" || last.On.Becomes {
		t.Errorf("NB-2 %+v", last)
	}
	if p := set.Predicates[2]; !p.Broadcast || !slices.Equal(p.Sources, []string{"desktop", "pom"}) || p.Pos.Line != 7 {
		t.Errorf("predicate %+v", p)
	}
}
