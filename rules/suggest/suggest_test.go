package suggest

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"site_timeout", "reaction_slack", "on", "telephony"}
	for _, tc := range []struct{ word, want string }{
		{"site-timeout", "site_timeout"},
		{"site_timout", "site_timeout"},
		{"Telephony", "telephony"},
		{"telefony", "telephony"},
		{"of", "on"},
		{"xyzzy", ""},
		{"", ""},
	} {
		if got := Nearest(tc.word, names); got != tc.want {
			t.Errorf("Nearest(%q) = %q, want %q", tc.word, got, tc.want)
		}
	}
}

func TestHint(t *testing.T) {
	if got := Hint("telefony", []string{"telephony"}); got != `; did you mean "telephony"?` {
		t.Errorf("Hint = %q", got)
	}
	if got := Hint("zzz", []string{"telephony"}); got != "" {
		t.Errorf("Hint = %q, want none", got)
	}
}
