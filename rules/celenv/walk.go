package celenv

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"

	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// walk goes through a checked condition: it collects what the condition reads and refuses what the
// type checker cannot.
type walk struct {
	env     *Env
	x       Expr
	vars    Vars
	ast     *ast.AST
	reads   Reads
	attrs   map[string]bool
	wrong   []Diagnostic
	refused map[int]bool // offsets: one message each
	loops   bool         // there is an exists, all, map or filter
}

func newWalk(e *Env, x Expr, vars Vars, checked *ast.AST) *walk {
	return &walk{env: e, x: x, vars: vars, ast: checked, attrs: map[string]bool{}, refused: map[int]bool{}}
}

func (w *walk) run() []Diagnostic {
	w.visit(w.ast.Expr(), nil)
	return w.wrong
}

// result returns the reads, sorted, each once.
func (w *walk) result() Reads {
	r := &w.reads
	for name := range w.attrs {
		r.Attrs = append(r.Attrs, name)
	}
	slices.Sort(r.Attrs)
	slices.Sort(r.Terms)
	r.Terms = slices.Compact(r.Terms)
	for _, list := range []*[]int{&r.Facts, &r.Lists, &r.Params, &r.History} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	for _, list := range []*[]trace.Key{&r.Keys, &r.Item} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return *r
}

func (w *walk) refuse(x ast.Expr, format string, args ...any) {
	offset := 0
	if span, ok := w.ast.SourceInfo().GetOffsetRange(x.ID()); ok {
		offset = w.x.nameAt(int(span.Start))
	}
	if !w.refused[offset] {
		w.refused[offset] = true
		w.wrong = append(w.wrong, w.x.diagnostic(offset, fmt.Sprintf(format, args...)))
	}
}

func (w *walk) visit(x, parent ast.Expr) {
	switch x.Kind() {
	case ast.IdentKind:
		w.ident(x, parent)
	case ast.SelectKind:
		w.sel(x, parent)
	case ast.CallKind:
		w.call(x)
	case ast.ComprehensionKind:
		w.comprehension(x)
	}
	for _, child := range children(x) {
		w.visit(child, x)
	}
}

// children returns the direct parts of an expression.
func children(x ast.Expr) []ast.Expr {
	switch x.Kind() {
	case ast.SelectKind:
		return []ast.Expr{x.AsSelect().Operand()}
	case ast.CallKind:
		if x.AsCall().IsMemberFunction() {
			return append([]ast.Expr{x.AsCall().Target()}, x.AsCall().Args()...)
		}
		return x.AsCall().Args()
	case ast.ListKind:
		return x.AsList().Elements()
	case ast.MapKind:
		var parts []ast.Expr
		for _, entry := range x.AsMap().Entries() {
			parts = append(parts, entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		}
		return parts
	case ast.ComprehensionKind:
		c := x.AsComprehension()
		return []ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()}
	}
	return nil
}

func (w *walk) ident(x, parent ast.Expr) {
	name := x.AsIdent()
	switch {
	case name == "trigger":
		w.trigger(x)
	case name == "event":
	case slices.Contains(rootNames[:], name):
		w.root(x, name)
	default:
		return
	}
	if parent == nil || parent.Kind() != ast.SelectKind {
		w.refuse(x, "%s: not a value; write %s.NAME", name, name)
	}
}

// root checks that the variable may be used here.
func (w *walk) root(x ast.Expr, name string) {
	switch {
	case w.vars.NoFacts && (name == "facts" || name == "lists" || name == "terms"):
		w.refuse(x, "%s: the predicates of the section events read the event alone; put the condition where the event is used", name)
	case name == "key" && w.vars.Key == nil:
		w.refuse(x, "key: no key is bound here; the event's own fields are read by their names, such as site")
	case name == "item" && w.vars.Item == nil:
		w.refuse(x, "item: there is no item here; only rules with for_each have one")
	}
}

func (w *walk) trigger(x ast.Expr) {
	w.reads.Trigger = true
	if !w.vars.Trigger {
		w.refuse(x, "trigger: there is no trigger here; the judged event is event")
	}
}

func (w *walk) sel(x, parent ast.Expr) {
	s := x.AsSelect()
	if s.IsTestOnly() {
		w.has(x, s)
		return
	}
	if isAttrs(s.Operand()) {
		w.attrs[s.FieldName()] = true
	}
	root, name := selected(x)
	switch root {
	case "params":
		w.reads.Params = append(w.reads.Params, w.env.params[name])
	case "lists":
		w.reads.Lists = append(w.reads.Lists, w.env.lists[name])
	case "facts":
		w.fact(x, name, parent)
	case "key":
		w.key(x, "key", name, w.vars.Key, &w.reads.Keys)
	case "item":
		w.key(x, "item", name, w.vars.Item, &w.reads.Item)
	case "terms":
		w.term(x, name)
	}
}

// has refuses has(): what is missing reads as "" (or is unknown), so has() would be true always.
func (w *walk) has(x ast.Expr, s ast.SelectExpr) {
	root, _ := selected(x)
	switch {
	case isAttrs(s.Operand()):
		w.refuse(x, "has(): an attribute that is missing reads as \"\"; write %q in attrs", s.FieldName())
	case root == "params":
		w.refuse(x, "has(): a setting that nobody gave is unknown by itself; compare params.%s with a value", s.FieldName())
	default:
		w.refuse(x, "has(): every field is there; compare it with \"\"")
	}
}

func (w *walk) fact(x ast.Expr, name string, parent ast.Expr) {
	if decl := w.env.facts[name]; decl != nil {
		w.reads.Facts = append(w.reads.Facts, decl.Index)
	}
	if parent == nil || parent.Kind() != ast.SelectKind {
		w.refuse(x, "facts.%s: not a value; write facts.%s.value", name, name)
		return
	}
	if decl := w.env.facts[name]; decl != nil && parent.AsSelect().FieldName() != "value" {
		w.reads.History = append(w.reads.History, decl.Index)
	}
}

func (w *walk) key(x ast.Expr, root, name string, bound []trace.Key, reads *[]trace.Key) {
	k, ok := trace.ParseKey(name)
	if !ok || bound == nil {
		return
	}
	*reads = append(*reads, k)
	if !slices.Contains(bound, k) {
		w.refuse(x, "%s.%s: nothing binds it here; bound %s%s", root, name, keyList(bound), suggest.Hint(name, keyNames(bound)))
	}
}

// term takes over what the term reads, and checks it against what this place has.
func (w *walk) term(x ast.Expr, name string) {
	t := w.env.terms[name]
	if t == nil || t.program == nil {
		return
	}
	r := t.program.code().reads
	w.reads.Terms = append(append(w.reads.Terms, name), r.Terms...)
	w.reads.Facts = append(w.reads.Facts, r.Facts...)
	w.reads.Lists = append(w.reads.Lists, r.Lists...)
	w.reads.History = append(w.reads.History, r.History...)
	w.reads.Params = append(w.reads.Params, r.Params...)
	w.reads.Keys = append(w.reads.Keys, r.Keys...)
	w.reads.Item = append(w.reads.Item, r.Item...)
	for _, attr := range r.Attrs {
		w.attrs[attr] = true
	}
	if r.Trigger {
		w.reads.Trigger = true
		if !w.vars.Trigger {
			w.refuse(x, "terms.%s: reads trigger, and there is no trigger here", name)
		}
	}
	w.bound(x, name, "key", r.Keys, w.vars.Key)
	w.bound(x, name, "item", r.Item, w.vars.Item)
}

func (w *walk) bound(x ast.Expr, term, root string, reads, bound []trace.Key) {
	for _, k := range reads {
		if !slices.Contains(bound, k) {
			w.refuse(x, "terms.%s: reads %s.%s, which nothing binds here; bound %s", term, root, k, keyList(bound))
		}
	}
}

func (w *walk) comprehension(x ast.Expr) {
	w.loops = true
	if name := x.AsComprehension().IterVar(); slices.Contains(variableNames(), name) {
		w.refuse(x.AsComprehension().IterRange(), "%s: hides the variable of that name; choose another name for the element", name)
	}
}

func (w *walk) call(x ast.Expr) {
	c := x.AsCall()
	args := c.Args()
	switch c.FunctionName() {
	case operators.Index:
		if key, ok := literal(args[1]); ok && isAttrs(args[0]) {
			w.attrs[key] = true
		}
	case operators.Equals, operators.NotEquals:
		if !w.comparable(args[0]) || !w.comparable(args[1]) {
			return
		}
		w.enum(args[0], args[1])
		w.enum(args[1], args[0])
	case operators.In:
		w.in(args[0], args[1])
	case "version":
		if text, ok := literal(args[0]); ok {
			if _, err := parseVersion(text); err != nil {
				w.refuse(args[0], "%v", err)
			}
		}
	}
}

// comparable refuses objects and lists of them.
func (w *walk) comparable(x ast.Expr) bool {
	t := w.ast.GetType(x.ID())
	switch {
	case t.Kind() == types.ListKind && t.Parameters()[0].Kind() == types.StructKind:
		w.refuse(x, "a list of facts cannot be compared; use exists, all or size()")
		return false
	case t.Kind() == types.StructKind && x.Kind() != ast.IdentKind:
		w.refuse(x, "%s cannot be compared as a whole; compare its fields", plainType(t.TypeName()))
		return false
	}
	return true
}

func (w *walk) in(element, of ast.Expr) {
	w.comparable(element)
	if key, ok := literal(element); ok && isAttrs(of) {
		w.attrs[key] = true
	}
	if of.Kind() == ast.ListKind {
		for _, value := range of.AsList().Elements() {
			w.enum(element, value)
		}
	}
}

// enum refuses to compare a fact with a value that it never has.
func (w *walk) enum(member, value ast.Expr) {
	text, ok := literal(value)
	if !ok || text == "" || member.Kind() != ast.SelectKind {
		return
	}
	decl := w.env.byType[w.ast.GetType(member.AsSelect().Operand().ID()).TypeName()]
	name := member.AsSelect().FieldName()
	if decl == nil || decl.Values == nil || name != "value" && name != "prev" || slices.Contains(decl.Values, text) {
		return
	}
	w.refuse(value, "%q: %s is never that; it is set to %s%s", text, decl.Name, strings.Join(decl.Values, ", "),
		suggest.Hint(text, decl.Values))
}

// isAttrs tells whether x is the map of attributes of an event.
func isAttrs(x ast.Expr) bool {
	if x.Kind() == ast.IdentKind {
		return x.AsIdent() == "attrs"
	}
	root, name := selected(x)
	return name == "attrs" && (root == "event" || root == "trigger")
}

func literal(x ast.Expr) (string, bool) {
	if x.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := x.AsLiteral().(types.String)
	return string(s), ok
}

func allKeys() []trace.Key {
	keys := make([]trace.Key, trace.NumKeys)
	for k := range keys {
		keys[k] = trace.Key(k)
	}
	return keys
}

func keyNames(keys []trace.Key) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
	}
	return names
}

func keyList(keys []trace.Key) string {
	if len(keys) == 0 {
		return "is none"
	}
	return "are " + strings.Join(keyNames(keys), ", ")
}
