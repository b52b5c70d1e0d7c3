package interaction_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/interaction/interactiontest"
	"github.com/fo-check/fo-check/trace"
)

func wishes() map[string]*trace.Wanted {
	only := func(names ...string) *trace.Wanted {
		m := map[string]bool{}
		for _, n := range names {
			m[n] = true
		}
		return &trace.Wanted{Bodies: map[string]map[string]bool{interaction.Source: m}}
	}
	return map[string]*trace.Wanted{"few": few(), "nothing": nil, "answers": only("EventError"), "told": only("EventDelivered"),
		"lost": only("ClientDisconnected"), "roles": only("RoleChanged", "LogGap"), "invite": only("EventInvite", "RequestAgentLogout")}
}

// TestWantedIsAFilter reads each log for a few events only: those must be the same as among all, and the
// counts must not change.
func TestWantedIsAFilter(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20, Seed: 11})
	cases := map[string][]text{"generated": {{"ixn.log", string(log)}}}
	for _, name := range caseNames(t) {
		cases[name] = readCase(t, name)
	}
	for name, texts := range cases {
		all := parse(t, options(), texts...)
		for wish, w := range wishes() {
			t.Run(name+"/"+wish, func(t *testing.T) {
				opt := options()
				opt.Wanted = w
				compareWanted(t, all, parse(t, opt, texts...), w)
			})
		}
	}
}

func compareWanted(t *testing.T, all, got *collected, w *trace.Wanted) {
	if fmt.Sprint(all.in.ByName) != fmt.Sprint(got.in.ByName) {
		t.Errorf("counts %v, want %v", got.in.ByName, all.in.ByName)
	}
	if !all.in.EndTime.Equal(got.in.EndTime) || all.in.End != got.in.End {
		t.Errorf("ends %v %q, want %v %q", got.in.EndTime, got.in.End, all.in.EndTime, all.in.End)
	}
	names := map[string]bool{}
	for _, e := range got.events {
		names[e.Name] = true
	}
	// Of requests that are read for the sake of their answers, only what joins the two is promised.
	line := func(e *trace.Event) string {
		if w.Body(interaction.Source, e.Name) {
			return eventLine(e, true)
		}
		return fmt.Sprintln(e.Time, e.Pos, e.Name, e.Server, e.Client, e.Ref, e.Agent, e.Place)
	}
	var want []string
	for _, e := range all.events {
		if names[e.Name] {
			want = append(want, line(e))
		}
	}
	if len(got.events) != len(want) {
		t.Fatalf("%d events, want %d", len(got.events), len(want))
	}
	for i, e := range got.events {
		if line(e) != want[i] {
			t.Fatalf("event %d:\n got %s\nwant %v", i, line(e), want[i])
		}
	}
}

// TestRecords delivers every event as a sign of life.
func TestRecords(t *testing.T) {
	for _, name := range caseNames(t) {
		texts := readCase(t, name)
		all := parse(t, options(), texts...)
		opt := options()
		opt.Wanted = &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{interaction.Source: true}}
		got := parse(t, opt, texts...)
		if len(got.events) != len(all.events) {
			t.Fatalf("%s: %d events, want %d", name, len(got.events), len(all.events))
		}
		for i, e := range got.events {
			if e.Skipped && (len(e.Attrs) > 0 || e.Agent != "" || e.Time.IsZero()) || e.Name != all.events[i].Name || e.Pos != all.events[i].Pos {
				t.Errorf("%s: event %s, want %s", name, eventLine(e, true), eventLine(all.events[i], true))
			}
		}
	}
}

// TestSecretsAreNotKept looks for seeded secrets in everything that is read from logs: events, notes and
// the input itself.
func TestSecretsAreNotKept(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20, Seed: 5})
	if n := bytes.Count(log, []byte(interactiontest.Secret)); n < 1000 {
		t.Fatalf("%d secrets were seeded", n)
	}
	cases := map[string]string{"generated": string(log)}
	head := "09:00:00.000 Int 26015 message 'RequestSubmit' (101) from client 'W'\n"
	for name, body := range map[string]string{
		"user data":      "\tattr_user_data [list] =\n\t\t'a' [str] = \"s3cr3t\"\n\t\t'b' [list] =\n\t\t\t'c' [int] = s3cr3t\n",
		"properties":     "\tattr_added_properties [list] =\n\t\t'attr_s3cr3t' [str] = \"x\"\n\t\t'attr_x' [str] = \"s3cr3t\"\n",
		"several lines":  "\tattr_user_data [list] =\n\t\t'a' [str] = \"s3cr3t\nmore s3cr3t\n\ns3cr3t\"\n\tattr_ref_id [int] = 1\n",
		"password":       "\tattr_password [str] = \"s3cr3t\"\n\tattr_extension [list] =\n\t\t'Password' [str] = \"s3cr3t\"\n\t\t'sso_PassWd' [str] = \"s3cr3t\"\n",
		"cut password":   "\tattr_password [str] = \"s3cr3t\n09:00:01.000 Trc 04120 Check point\n",
		"nested":         "\tattr_extension [list] =\n\t\t'UserData' [list] =\n\t\t\t'k' [str] = \"s3cr3t\"\n\t\t'UserData.x' [str] = \"s3cr3t\"\n",
		"interaction":    "\tattr_interaction [list] =\n\t\t'attr_itx_id' [str] = \"i\"\n\t\t'customer' [str] = \"s3cr3t\"\n\t\t'attr_user_data' [list] =\n\t\t\t'k' [str] = \"s3cr3t\"\n",
		"router":         "\tAttributeUserData [list] =\n\t\t'k' [str] = \"s3cr3t\"\n\tAttributePassword [str] = \"s3cr3t\"\n",
		"class":          "\tContext = ComplexClass(X):\n\t\tUserData [bstr] = KVList: \n\t\t\t\t'k' [str] = \"s3cr3t\"\n",
		"deep":           "\tattr_user_data [list] =\n" + nest(12) + "\tattr_extension [list] =\n" + strings.Replace(nest(12), "'l0'", "'UserData'", 1),
		"no dump":        "\n\tattr_user_data [list] =\n\t\t'k' [str] = \"s3cr3t\"\ns3cr3t\n",
		"no indentation": "message attributes:\nuser_data [list] =\n\t'k' [str] = \"s3cr3t\"\n",
		"envelope":       "\tattr_envelope [list] =\n\t\t'Service' [str] = \"s3cr3t\"\n\tattr_event_content [str] = \"s3cr3t\"\n",
	} {
		cases[name] = head + body
	}
	for name, content := range cases {
		opt := options()
		got := parse(t, opt, text{"ixn.20260302_090000_000.log", content})
		if d := got.dump(); strings.Contains(d, interactiontest.Secret) {
			i := strings.Index(d, interactiontest.Secret)
			t.Errorf("%s: kept: ...%s...", name, d[max(0, i-200):min(len(d), i+50)])
		} else if got.in.Events == 0 {
			t.Errorf("%s: nothing was read", name)
		}
	}
}

// nest writes lists in lists, with a secret in the innermost.
func nest(depth int) string {
	var b strings.Builder
	for i := range depth {
		fmt.Fprintf(&b, "%s'l%d' [list] =\n", strings.Repeat("\t", i+2), i)
	}
	fmt.Fprintf(&b, "%s'k' [str] = \"s3cr3t\"\n", strings.Repeat("\t", depth+2))
	return b.String()
}

// failing refuses events after some.
type failing struct{ left int }

func (*failing) Start(*trace.Input) error { return nil }
func (f *failing) Event(*trace.Input, *trace.Event) error {
	if f.left--; f.left < 0 {
		return io.ErrClosedPipe
	}
	return nil
}
func (*failing) End(*trace.Input) error { panic("ended after an error") }

func TestConsumerGone(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20})
	err := interaction.New().Parse(segments([]text{{"ixn.log", string(log)}}), options(), &failing{left: 3})
	if err != io.ErrClosedPipe {
		t.Errorf("error %v, want that of the consumer", err)
	}
}

// TestReadErrors fails to open a segment, or in the middle of it.
func TestReadErrors(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20})
	boom := fmt.Errorf("disk on fire")
	for name, open := range map[string]func() (io.ReadCloser, error){
		"open": func() (io.ReadCloser, error) { return nil, boom },
		"read": func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(log[:600000]), &errReader{boom})), nil
		},
	} {
		c := &collected{}
		err := interaction.New().Parse([]parsers.Segment{{Name: "x.log", Open: open}}, options(), c)
		if err == nil || err.Error() != "x.log: cannot be read: disk on fire" {
			t.Errorf("%s: error %v", name, err)
		}
		if c.ended != 0 {
			t.Errorf("%s: the input was ended as if it had been read", name)
		}
		if name == "read" && len(c.events) < 100 {
			t.Errorf("what was read before the error is lost: %d events", len(c.events))
		}
	}
}

type errReader struct{ err error }

func (e *errReader) Read([]byte) (int, error) { return 0, e.err }
