package workspace_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/workspace"
	"github.com/fo-check/fo-check/trace"
)

// generated writes the incident of the test log once a day, and between messages of calls.
func generated(tb testing.TB, size int) []byte {
	one := parsertest.Join(parsertest.Read(tb, filepath.Join("..", "..", "testdata", "workspace", "switchover")))
	_, one, _ = strings.Cut(one, "2026-03-02 09:59:58.001")
	one = "2026-03-02 09:59:58.001" + one
	var b bytes.Buffer
	for day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC); b.Len() < size; day = day.AddDate(0, 0, 1) {
		epoch := fmt.Sprintf("= %d", (day.Unix()+9*3600)/1000)
		b.WriteString(strings.NewReplacer("2026-03-02", day.Format(time.DateOnly), "= 1772442", epoch).Replace(one))
		for i := range 1000 {
			call(&b, day.Add(10*time.Hour+20*time.Minute+time.Duration(i)*7130*time.Millisecond), i)
		}
	}
	return b.Bytes()
}

// call writes an event of a call and what the desktop does with it.
func call(b *bytes.Buffer, at time.Time, n int) {
	stamp := at.Format("2006-01-02 15:04:05,000")
	fmt.Fprintf(b, "%s IW DEBUG [THREAD : SelectorThread] - Proxy got message 'EventRinging' ('60')\nmessage attributes:\n"+
		"AttributeEventSequenceNumber [long] = %d\nTime            = ComplexClass(TimeStamp):\n\tAttributeTimeinuSecs [int] = 573000\n"+
		"\tAttributeTimeinSecs [int] = %d\nAttributeThisDN [str] = \"7001\"\nAttributeOtherDN [str] = \"5550100\"\n"+
		"AttributeConnID [long] = 00aa02%08x\nAttributeUserData [bstr] = KVList: \n\t\t'Segment' [str] = \"gold\"\n\t\t'Language' [str] = \"en\"\n"+
		". Processing with  state .StatePrimary proxy: proxy1\n", stamp, 100+n, at.Unix()-3600, n)
	for range 6 {
		fmt.Fprintf(b, "%s IW DEBUG [THREAD : 12] - Gui: the command chain of the interaction was executed, and its view model was updated\n", stamp)
	}
}

func BenchmarkParse(b *testing.B) {
	few := parsertest.Only("desktop", "EventAgentLogout", "ServiceStatus", "EventAgentLogin")
	parsertest.Benchmark(b, workspace.New(), generated(b, 32<<20), parsertest.Wish{Name: "few", Wanted: few}, parsertest.Wish{Name: "none"},
		parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}
