package rules

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/celenv"
)

// APIVersion is the version of the rule language that this package reads.
const APIVersion = "fo-check/rules/v1"

// maxFile bounds the size of a rule file in bytes.
const maxFile = 4 << 20

// File is a rule file: its name for messages, and its content.
type File struct {
	Name    string
	Content []byte
	Builtin bool
}

// IsTest tells whether the file holds tests of rules (NAME_test.yaml), not a pack.
func (f File) IsTest() bool {
	return strings.HasSuffix(f.Name, "_test.yaml") || strings.HasSuffix(f.Name, "_test.yml")
}

// loader loads packs into one set.
type loader struct {
	set      *Set
	onDemand bool // conditions of built-in packs are compiled when first needed
	params   map[string]*Param
	rules    map[string]*Rule
	packs    map[string]*Pack
}

// pack is one file while it is loaded.
type pack struct {
	reader
	*loader
	def        *Pack
	document   *yaml.Node // nil: the file holds none
	root       *section
	env        *celenv.Env
	params     map[string]*Param // as declared here
	predicates map[string]*Predicate
	facts      map[string]*factDraft
	lists      map[string]*List
	relations  map[string]*Relation
	drafts     []*factDraft // facts in the order of the file
	// What is found while packs are compiled side by side, to be numbered when all are done.
	newPredicates []*Predicate
	newRelations  []*Relation
	newRules      []ruleAt
}

// ruleAt is a rule and where its id stands.
type ruleAt struct {
	rule *Rule
	id   *yaml.Node
}

// Load reads packs and compiles them; files of tests are left out. The error, if any, is Diagnostics:
// all errors of all files, each with its place.
func Load(files []File) (*Set, error) { return loadFiles(files, false) }

// LoadOnDemand is Load, but that it takes built-in packs to be right: each of their conditions is compiled when
// it is first needed. Most inputs can trigger few rules, and compiling all takes longer than checking a log.
func LoadOnDemand(files []File) (*Set, error) { return loadFiles(files, true) }

func loadFiles(files []File, onDemand bool) (*Set, error) {
	l := &loader{set: &Set{}, onDemand: onDemand, params: map[string]*Param{}, rules: map[string]*Rule{}, packs: map[string]*Pack{}}
	packs := l.open(files)
	l.numberParams()
	l.compile(packs)
	var wrong Diagnostics
	for _, p := range packs {
		p.number()
		wrong = append(wrong, p.errors...)
	}
	if len(wrong) > 0 {
		return nil, wrong.inOrder(files)
	}
	l.set.Digest = digest(packs)
	return l.set, nil
}

// digest is that of all contents in order of pack name, each after its length.
func digest(packs []*pack) string {
	sorted := slices.SortedFunc(slices.Values(packs), func(a, b *pack) int { return cmp.Compare(a.def.Name, b.def.Name) })
	sum := sha256.New()
	for _, p := range sorted {
		fmt.Fprintf(sum, "%d\n", len(p.file.Content))
		sum.Write(p.file.Content)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// open reads the YAML of the files side by side, then their heads and params.
func (l *loader) open(files []File) []*pack {
	var group sync.WaitGroup
	var packs []*pack
	for _, f := range files {
		if !f.IsTest() {
			p := l.newPack(f)
			packs = append(packs, p)
			group.Go(func() { p.document = p.parse() })
		}
	}
	group.Wait()
	for _, p := range packs {
		p.begin()
	}
	return packs
}

func (l *loader) newPack(f File) *pack {
	return &pack{reader: reader{file: f}, loader: l, def: &Pack{File: f.Name, Builtin: f.Builtin, Documents: map[string]Document{},
		Params: map[string]Pos{}, Terms: map[string]Pos{}},
		params: map[string]*Param{}, predicates: map[string]*Predicate{}, facts: map[string]*factDraft{},
		lists: map[string]*List{}, relations: map[string]*Relation{}}
}

// begin reads the head of the pack, and its params.
func (p *pack) begin() {
	if p.document == nil {
		return
	}
	p.root = p.section(p.document, "a pack", "apiVersion", "pack", "title", "documents", "params", "events", "facts",
		"lists", "relations", "terms", "rules")
	if p.root != nil {
		p.head()
		p.declareParams(p.root.get("params"))
	}
}

// parse returns the only document of the file, or nil after an error.
func (p *pack) parse() (document *yaml.Node) {
	if len(p.file.Content) > maxFile {
		p.errorAt(1, 1, "%d bytes; a rule file of at most %d is accepted", len(p.file.Content), maxFile)
		return nil
	}
	defer func() { // a defect of the YAML library is an error of the file
		if r := recover(); r != nil {
			p.errorAt(1, 1, "not YAML: %v", r)
			document = nil
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(p.file.Content))
	var root, second yaml.Node
	switch err := decoder.Decode(&root); {
	case errors.Is(err, io.EOF) || err == nil && len(root.Content) == 0:
		p.errorAt(1, 1, "empty; a pack begins with apiVersion: %s", APIVersion)
		return nil
	case err != nil:
		p.yamlError(err)
		return nil
	}
	if err := decoder.Decode(&second); err == nil {
		p.errorf(&second, "a second document; one pack in a file is accepted")
	} else if !errors.Is(err, io.EOF) {
		p.yamlError(err)
	}
	return root.Content[0]
}

var packName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (p *pack) head() {
	if version := p.needed(p.root, "apiVersion", "the pack"); version != "" && version != APIVersion {
		p.errorf(p.root.get("apiVersion"), "apiVersion: %q; %s is accepted", clip(version), APIVersion)
	}
	p.def.Name = p.needed(p.root, "pack", "the pack")
	if p.def.Name != "" && !packName.MatchString(p.def.Name) {
		p.errorf(p.root.get("pack"), "pack: %q; small letters, digits and hyphens are accepted, such as sip-dr-desktop", clip(p.def.Name))
	}
	if other := p.packs[p.def.Name]; other != nil {
		p.errorf(p.root.get("pack"), "pack %s: is also the name of %s; another name is accepted", p.def.Name, other.File)
	} else if p.def.Name != "" {
		p.packs[p.def.Name] = p.def
	}
	p.def.Title = p.text(p.root.get("title"), "title")
	p.documents(p.root.get("documents"))
}

func (p *pack) documents(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "documents")
	for _, e := range entries {
		s := p.section(e.value, "document "+e.key.Value, "title", "publisher", "date", "url")
		if s == nil {
			continue
		}
		p.def.Documents[e.key.Value] = Document{Title: p.needed(s, "title", "document "+e.key.Value),
			Publisher: p.text(s.get("publisher"), "publisher"), Date: p.text(s.get("date"), "date"), URL: p.text(s.get("url"), "url")}
	}
}

// compile numbers the facts and lists of all packs, then reads the rest of each, side by side: the
// conditions of a pack need the numbers of its own facts and lists only.
func (l *loader) compile(packs []*pack) {
	var group sync.WaitGroup
	for _, p := range packs {
		if p.root == nil {
			continue
		}
		p.set.Packs = append(p.set.Packs, p.def)
		p.draftFacts(p.root.get("facts"))
		p.declareLists(p.root.get("lists"))
	}
	for _, p := range packs {
		if p.root != nil {
			group.Go(p.load)
		}
	}
	group.Wait()
}

// load reads what follows the lists, in the order in which the parts need each other.
func (p *pack) load() {
	if !p.environment() {
		return
	}
	p.defineTerms(p.root.get("terms"))
	p.declareEvents(p.root.get("events"))
	p.declareRelations(p.root.get("relations"))
	for _, d := range p.drafts {
		p.fillFact(d)
	}
	p.learnRelations(p.root.get("relations"))
	p.loadRules(p.root.get("rules"))
}

// number gives what load found its place in the set.
func (p *pack) number() {
	for _, predicate := range p.newPredicates {
		predicate.Index = len(p.set.Predicates)
		p.set.Predicates = append(p.set.Predicates, predicate)
	}
	for _, relation := range p.newRelations {
		relation.Index = len(p.set.Relations)
		p.set.Relations = append(p.set.Relations, relation)
	}
	for _, r := range p.newRules {
		r.rule.Index = len(p.set.Rules)
		p.set.Rules = append(p.set.Rules, r.rule)
		p.unique(r)
	}
}

// environment makes the environment of the pack's conditions.
func (p *pack) environment() bool {
	var schema celenv.Schema
	for _, name := range sortedKeys(p.params) {
		schema.Params = append(schema.Params, celenv.ParamDecl{Name: name, Type: p.params[name].Type, Index: p.loader.params[name].Index})
	}
	for _, d := range p.drafts {
		schema.Facts = append(schema.Facts, celenv.FactDecl{Name: d.def.Name, Value: d.def.valueType(), Keys: d.def.Per,
			Index: d.def.Index, Values: d.values})
	}
	for _, name := range sortedKeys(p.lists) {
		list := p.lists[name]
		schema.Lists = append(schema.Lists, celenv.ListDecl{Name: name, Fact: list.Fact.Name, Index: list.Index})
	}
	if p.onDemand && p.file.Builtin {
		p.env = celenv.OnDemand(schema)
		return true
	}
	env, err := celenv.New(schema)
	if err != nil {
		p.errorAt(1, 1, "%v", err)
		return false
	}
	p.env = env
	return true
}

func (f *Fact) valueType() celenv.Type {
	switch f.Kind {
	case BoolFact:
		return celenv.Bool
	case CountFact:
		return celenv.Int
	}
	return celenv.String
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// named checks a name that conditions can use.
func (p *pack) named(key *yaml.Node, what string) bool {
	if !identifier.MatchString(key.Value) {
		p.errorf(key, "%s %q: not a name; small letters, digits and _ are accepted, such as telephony_off", what, clip(key.Value))
		return false
	}
	return true
}
