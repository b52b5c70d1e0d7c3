package report

import (
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/fo-check/fo-check/rules"
)

// newSARIFRule describes a rule: its sentence, the passage that it comes from, and how to learn more.
func newSARIFRule(r *rules.Rule) *sarif.ReportingDescriptor {
	text := func(plain string) *sarif.MultiformatMessageString {
		return &sarif.MultiformatMessageString{Text: &plain}
	}
	out := &sarif.ReportingDescriptor{ID: r.ID, Name: &r.ID, // without a name some viewers show a dash
		ShortDescription: text(Visible(r.Title)), FullDescription: text(linkless(Visible(duty(r)))), Help: text(linkless(helpText(r))),
		DefaultConfiguration: &sarif.ReportingConfiguration{Level: string(r.Severity.Level())},
		Properties:           sarif.Properties{"tags": sarifTags(r), "severity": string(r.Severity), "source": cited(r)}}
	out.Help.Markdown = new(helpMarkdown(r))
	if r.Pack != nil && r.Pack.Documents[r.Cite.Document].URL != "" {
		out.HelpURI = new(r.Pack.Documents[r.Cite.Document].URL)
	}
	return out
}

func sarifTags(r *rules.Rule) []string {
	tags := []string{string(r.Severity)}
	if r.Pack != nil {
		tags = append(tags, r.Pack.Name)
	}
	tags = append(tags, r.Tags...)
	return tags[:min(len(tags), sarifMaxTags)]
}

// duty is the rule in one English sentence; its title, if it was made of no parts.
func duty(r *rules.Rule) string {
	if len(r.On.Refs) == 0 && r.On.Fact == nil {
		return r.Title
	}
	return r.Sentence()
}

func helpText(r *rules.Rule) string {
	parts := []string{Visible(duty(r))}
	if r.Doc != "" {
		parts = append(parts, Visible(oneLine(r.Doc)))
	}
	parts = append(parts, "Source: "+Visible(citation(r))+" ("+string(r.Severity)+").", "fo-check explain "+r.ID+" says more.")
	return strings.Join(parts, "\n\n")
}

func helpMarkdown(r *rules.Rule) string {
	parts := []string{"**" + r.ID + "** " + markdownText(r.Title), markdownText(duty(r))}
	if r.Doc != "" {
		parts = append(parts, markdownText(oneLine(r.Doc)))
	}
	parts = append(parts, "Source: *"+markdownText(citation(r))+"* ("+strings.ReplaceAll(string(r.Severity), "_", " ")+")",
		"`fo-check explain "+r.ID+"` says more.")
	return strings.Join(parts, "\n\n")
}

// oneLine joins the lines of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
