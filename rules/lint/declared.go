package lint

import (
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// used is what the conditions and references of one pack use.
type used struct {
	set        *rules.Set
	params     map[string]bool
	terms      map[string]bool
	predicates map[*rules.Predicate]bool
	facts      map[*rules.Fact]bool
	lists      map[*rules.List]bool
	relations  map[*rules.Relation]bool
}

// use collects what a pack uses.
func (l *linter) use(p *rules.Pack) *used {
	u := &used{set: l.set, params: map[string]bool{}, terms: map[string]bool{}, predicates: map[*rules.Predicate]bool{},
		facts: map[*rules.Fact]bool{}, lists: map[*rules.List]bool{}, relations: map[*rules.Relation]bool{}}
	for _, predicate := range l.set.Predicates {
		if predicate.Pack == p {
			u.programs(predicate.Programs())
		}
	}
	for _, f := range l.set.Facts {
		if f.Pack == p {
			u.fact(f)
		}
	}
	for _, list := range l.set.Lists {
		if list.Pack == p {
			u.facts[list.Fact] = true
		}
	}
	for _, r := range l.set.Relations {
		if r.Pack == p {
			u.relation(r)
		}
	}
	for _, r := range l.set.Rules {
		if r.Pack == p {
			u.rule(r)
		}
	}
	return u
}

func (u *used) programs(list []*celenv.Program) {
	for _, p := range list {
		u.program(p)
	}
}

func (u *used) program(p *celenv.Program) {
	reads := p.Reads()
	for _, i := range reads.Params {
		u.params[u.set.Params[i].Name] = true
	}
	for _, i := range reads.Facts {
		u.facts[u.set.Facts[i]] = true
	}
	for _, i := range reads.Lists {
		u.lists[u.set.Lists[i]] = true
	}
	for _, name := range reads.Terms {
		u.terms[name] = true
	}
}

func (u *used) refs(refs []rules.Ref) {
	for i := range refs {
		u.predicates[refs[i].Predicate] = true
		if refs[i].Via != nil {
			u.relations[refs[i].Via] = true
		}
	}
}

func (u *used) fact(f *rules.Fact) {
	u.refs(f.Refs())
	u.programs(f.Programs())
}

func (u *used) relation(r *rules.Relation) {
	u.refs(r.Refs())
	u.programs(r.Programs())
}

func (u *used) rule(r *rules.Rule) {
	u.refs(r.Refs())
	u.programs(r.Programs())
	for _, b := range r.Bounds() {
		if b.Settle {
			u.params["settle_time"] = true
		}
	}
	if r.On.Fact != nil {
		u.facts[r.On.Fact] = true
	}
	if r.ForEach != nil {
		u.facts[r.ForEach.Fact] = true
	}
}

// declared reports what a pack declares and does not use.
func (l *linter) declared(p *rules.Pack) {
	u := l.use(p)
	for name, pos := range p.Params {
		if !u.params[name] {
			l.warnf(pos, "unused", "param %s: no condition of the pack reads params.%s", name, name)
		}
	}
	for name, pos := range p.Terms {
		if !u.terms[name] {
			l.warnf(pos, "unused", "term %s: no condition reads terms.%s", name, name)
		}
	}
	for _, predicate := range l.set.Predicates {
		if predicate.Pack == p && !u.predicates[predicate] {
			l.warnf(predicate.Pos, "unused", "event %s: no rule, fact or relation uses it", predicate.Name)
		}
	}
	for _, f := range l.set.Facts {
		if f.Pack == p && !u.facts[f] {
			l.warnf(f.Pos, "unused", "fact %s: nothing reads it", f.Name)
		}
	}
	for _, list := range l.set.Lists {
		if list.Pack == p && !u.lists[list] {
			l.warnf(list.Pos, "unused", "list %s: no condition reads lists.%s", list.Name, list.Name)
		}
	}
	l.relations(p, u)
	l.defaults(p)
}

func (l *linter) relations(p *rules.Pack, u *used) {
	for _, r := range l.set.Relations {
		if r.Pack != p {
			continue
		}
		if len(r.Learn) == 0 {
			l.errorf(r.Pos, "never-learnt", "relation %s: learns from nothing; learn: a list of {on: EVENT, value: TEXT} is accepted", r.Name)
		}
		if !u.relations[r] {
			l.warnf(r.Pos, "unused", "relation %s: no event goes via it", r.Name)
		}
	}
}

// defaults wants of every default a document, or the word that it is ours.
func (l *linter) defaults(p *rules.Pack) {
	for _, param := range l.set.Params {
		if param.Pos.File == p.File && param.HasDefault && param.Ours == "" && param.Cite == nil {
			l.errorf(param.At["default"], "default", "param %s: a default that no document gives must say so; cite: {document, section}, or ours: REASON is accepted", param.Name)
		}
	}
}

// tests wants of every rule a test that passes, one that violates it and one that leaves it open.
func (l *linter) tests(p *rules.Pack) {
	if l.in.Tests == nil {
		return
	}
	if !slices.ContainsFunc(l.cases_, func(c ruletest.Case) bool { return c.Pack == p.Name }) {
		l.warnf(rules.Pos{File: p.File}, "no-test", "pack %s: no file of tests beside it names it; %s with pack: %s is accepted",
			p.Name, testName(p.File), p.Name)
		return
	}
	for _, r := range l.set.Rules {
		if r.Pack != p {
			continue
		}
		var lacking []string
		for _, v := range []rules.Verdict{rules.Pass, rules.Violation, rules.Inconclusive} {
			if !l.tested[r.ID][v] {
				lacking = append(lacking, string(v))
			}
		}
		if len(lacking) > 0 {
			l.warnf(r.At["id"], "no-test", "rule %s: no test expects %s", r.ID, strings.Join(lacking, ", nor "))
		}
	}
}

// testName is the name of the file of tests beside a pack.
func testName(file string) string {
	file = file[strings.LastIndexAny(file, `/\`)+1:]
	for _, ending := range []string{".yaml", ".yml"} {
		if stem, ok := strings.CutSuffix(file, ending); ok {
			return stem + "_test" + ending
		}
	}
	return file + "_test.yaml"
}
