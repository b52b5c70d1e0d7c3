package parsers

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Candidate is a parser's judgement of a head, for the reader of `parsers detect`.
type Candidate struct {
	Parser Parser
	Detection
}

// Detect returns the parser that recognises the head best, by content alone, and all judgements, best
// first. The parser is nil if none recognises it, or if two do so equally well: then nothing is guessed,
// and Undecided says why.
func Detect(head Head, all []Parser) (Parser, []Candidate) {
	candidates := make([]Candidate, len(all))
	for i, p := range all {
		candidates[i] = Candidate{p, p.Detect(head)}
	}
	sort.SliceStable(candidates, func(i, j int) bool { return candidates[i].Score > candidates[j].Score })
	if len(candidates) == 0 || candidates[0].Score <= 0 || len(tied(candidates)) > 1 {
		return nil, candidates
	}
	return candidates[0].Parser, candidates
}

// Undecided says in words why Detect chose no parser.
func Undecided(candidates []Candidate) string {
	ties := tied(candidates)
	if len(ties) < 2 || ties[0].Score <= 0 {
		return "not recognised as any known format" + nearMiss(candidates)
	}
	names := make([]string, len(ties))
	for i, c := range ties {
		names[i] = fmt.Sprintf("%s (%s)", c.Parser.Info().Name, c.Reason)
	}
	return "fits several formats equally well: " + strings.Join(names, ", ")
}

// MayBe tells whether nothing that was seen speaks against p: no other format fits, and no parser knows the content
// as something that it does not read. Without candidates nothing was seen.
func MayBe(p Parser, candidates []Candidate) bool {
	if nearMiss(candidates) != "" {
		return false
	}
	fits := false
	for _, c := range tied(candidates) {
		fits = fits || c.Score <= 0 || c.Parser.Info().Name == p.Info().Name
	}
	return fits || len(candidates) == 0
}

// quoted matches a reason that quotes a line of the log.
var quoted = regexp.MustCompile(`line \d+: "`)

// nearMiss is what a parser said of a log that it knows but does not read, such as another server's.
func nearMiss(candidates []Candidate) string {
	for _, c := range candidates {
		if quoted.MatchString(c.Reason) {
			return " (" + c.Reason + ")"
		}
	}
	return ""
}

// tied returns the candidates that share the best score.
func tied(candidates []Candidate) []Candidate {
	n := 0
	for n < len(candidates) && candidates[n].Score == candidates[0].Score {
		n++
	}
	return candidates[:n]
}

// Find returns the parser of that name, nil if there is none.
func Find(name string, all []Parser) Parser {
	for _, p := range all {
		if p.Info().Name == name {
			return p
		}
	}
	return nil
}

// Names lists the names of parsers in their order.
func Names(all []Parser) []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Info().Name
	}
	return names
}
