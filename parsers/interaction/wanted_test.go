package interaction_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/interaction/interactiontest"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

func wishes() map[string]*trace.Wanted {
	return map[string]*trace.Wanted{"few": few(), "nothing": nil, "answers": parsertest.Only(interaction.Source, "EventError"), "told": parsertest.Only(interaction.Source, "EventDelivered"),
		"lost": parsertest.Only(interaction.Source, "ClientDisconnected"), "roles": parsertest.Only(interaction.Source, "RoleChanged", "LogGap"), "invite": parsertest.Only(interaction.Source, "EventInvite", "RequestAgentLogout")}
}

func TestWantedIsAFilter(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20, Seed: 11})
	// Of requests that are read for the sake of their answers, only what joins the two is promised.
	logs.Filter(t, wishes(), text{Name: "ixn.log", Content: string(log)}, func(w *trace.Wanted, e *trace.Event) string {
		if w.Body(interaction.Source, e.Name) {
			return parsertest.WholeLine(e)
		}
		return fmt.Sprintln(e.Time, e.Pos, e.Name, e.Server, e.Client, e.Ref, e.Agent, e.Place)
	})
}

func TestRecords(t *testing.T) { logs.Records(t, interaction.Source, few()) }

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
		got := parse(t, opt, text{Name: "ixn.20260302_090000_000.log", Content: content})
		if d := got.Dump(); strings.Contains(d, interactiontest.Secret) {
			i := strings.Index(d, interactiontest.Secret)
			t.Errorf("%s: kept: ...%s...", name, d[max(0, i-200):min(len(d), i+50)])
		} else if got.In.Events == 0 {
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

func TestConsumerGone(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20})
	parsertest.ConsumerGone(t, interaction.New(), string(log))
}

func TestReadErrors(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 1 << 20})
	parsertest.ReadErrors(t, interaction.New(), string(log))
}
