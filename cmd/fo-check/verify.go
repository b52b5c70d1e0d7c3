package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/certificate"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// resume reads the certificate to be verified, and takes from it what the command line does not say.
func (c *certifyCmd) resume() (*certificate.Certificate, error) {
	content, err := os.ReadFile(c.Verify)
	if err != nil {
		return nil, usagef("--verify %s: %w", c.Verify, cause(err))
	}
	before := &certificate.Certificate{}
	dec := json.NewDecoder(bytes.NewReader(content))
	dec.DisallowUnknownFields()
	if err := dec.Decode(before); err != nil {
		return nil, usagef("--verify %s: %w; a certificate in JSON is accepted", c.Verify, err)
	}
	if before.Schema != certificate.Schema {
		return nil, usagef("--verify %s: schema %q; %q is accepted", c.Verify, before.Schema, certificate.Schema)
	}
	if c.Profile == "" {
		c.Profile = before.Profile
	}
	c.take(&before.Options)
	return before, nil
}

// take fills in the options that the command line does not give.
func (c *certifyCmd) take(o *certificate.Options) {
	for _, l := range []struct {
		mine   *[]string
		theirs []string
	}{{&c.Param, o.Param}, {&c.TZ, o.TZ}, {&c.Skew, o.Skew}} {
		if len(*l.mine) == 0 {
			*l.mine = l.theirs
		}
	}
	c.Date = cmp.Or(c.Date, o.Date)
	if c.SkewTolerance == "1s" { // the default
		c.SkewTolerance = cmp.Or(o.SkewTolerance, c.SkewTolerance)
	}
	if c.Reorder == "2s" { // the default
		c.Reorder = cmp.Or(o.Reorder, c.Reorder)
	}
}

// verify says in what the traces differ from their certificate.
func (a *app) verify(path string, before, now *certificate.Certificate) error {
	lines := before.Differences(now)
	for _, l := range lines {
		fmt.Fprintln(a.out, report.Visible(l))
	}
	if len(lines) > 0 {
		fmt.Fprintf(a.out, "%s does not hold: %d differences\n", report.Visible(path), len(lines))
		return silently(exitViolation)
	}
	fmt.Fprintf(a.out, "%s holds: %s\n", report.Visible(path), certificate.Summary(now))
	return silently(certificateCode(now.Result))
}
