package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const demo = "../../../../../../testdata/demo"

// checked writes the page of the demo, judged by a few rules, so that new ones do not change what is looked at.
func checked(t *testing.T) string {
	t.Helper()
	return write(t, "check", "--config", "none", "--select", "DR-14,DR-19,DR-25,DR-32,DR-42,NB-01", demo)
}

func TestPageOpensAtTheFirstViolation(t *testing.T) {
	b := open(t, checked(t), "")
	b.has(`document.querySelector('.item[aria-selected="true"]').textContent.includes("DR-19")`)
	b.has(`document.querySelector("#detail").textContent.includes("SwitchoverStarted 10.01 s after ServiceStatus")`)
	b.has(`document.querySelector('#canvas [data-f] .picked')`)
	b.has(`document.querySelectorAll("#canvas .event.proof.violation").length > 1`)
	b.shot("light")
	b.quiet()
}

func TestPageByKeyboard(t *testing.T) {
	b := open(t, checked(t), "")
	var seen []string
	for range 4 {
		seen = append(seen, b.text(`document.querySelector('.item[aria-selected="true"] b').textContent`))
		b.press("n")
	}
	if got := strings.Join(seen, " "); got != "DR-19 DR-42 DR-32 DR-25" {
		t.Errorf("n goes through %s", got)
	}
	b.press("p")
	b.has(`document.querySelector('.item[aria-selected="true"] b').textContent === "DR-25"`)
	b.press("t")
	b.has(`document.querySelector("#bytime").getAttribute("aria-pressed") === "true"`)
	b.shot("truetime")
	b.press("0")
	b.shot("all")
	b.press("s")
	b.has(`!document.querySelector("#sequence").hidden && document.querySelectorAll("#lifelines .said").length > 2`)
	b.shot("sequence")
	b.press("r")
	b.has(`getComputedStyle(document.querySelector("#report")).display !== "none"`)
	b.shot("report")
	b.press("?")
	b.has(`document.querySelector("#keys").open`)
	b.quiet()
}

func TestPageDark(t *testing.T) {
	b := open(t, checked(t), "")
	b.media("", "dark")
	b.has(`getComputedStyle(document.body).backgroundColor === "rgb(16, 20, 26)"`)
	b.shot("dark")
	b.press("s")
	b.shot("dark-sequence")
	b.press("s")
	b.click("#theme")
	b.has(`getComputedStyle(document.body).backgroundColor === "rgb(244, 246, 248)"`)
	b.quiet()
}

func TestPagePrints(t *testing.T) {
	b := open(t, checked(t), "")
	b.media("print", "dark")
	b.has(`getComputedStyle(document.querySelector(".app")).display === "none"`)
	b.has(`getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)"`)
	b.has(`document.querySelectorAll("#report article").length === JSON.parse(document.getElementById("data").textContent).findings.filter(f => f.verdict !== "pass").length`)
	b.shot("print")
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil || len(pdf) < 20_000 {
		t.Errorf("the printed report has %d bytes, %v", len(pdf), err)
	}
	keep(t, "print.pdf", pdf)
	b.quiet()
}

func TestPageHoldsFiftyThousandEvents(t *testing.T) {
	b := open(t, write(t, "check", busyTrace(t, 60_000)), "")
	if n := b.number(`JSON.parse(document.getElementById("data").textContent).events.length`); n < 25_000 || n > 50_000 {
		t.Errorf("the page holds %d events", n)
	}
	b.shot("many")
	for _, key := range []string{"", "0", "t", "+", "n", "s"} {
		if key != "" {
			b.press(key)
		}
		if n := b.number(`document.querySelectorAll(".app *").length`); n > 3000 {
			t.Errorf("after key %q the page has %d elements", key, n)
		}
	}
	b.press("s")
	b.press("0")
	b.shot("many-all")
	b.quiet()
}

// busyTrace is a trace of 60 desktops with violations here and there.
func busyTrace(t *testing.T, events int) string {
	t.Helper()
	var out strings.Builder
	out.WriteString(`{"schema":"fo-check/trace/v1","source":"desktop","site":"A","complete_from_start":true,"traces":["ui","listeners","alarms","config"],"params":{"site-timeout":"30"}}` + "\n")
	start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for i := range events {
		pc, status := i%60, "on"
		if i/60%9 == 4 {
			status = "off"
		}
		name, attrs := "ServiceStatus", fmt.Sprintf(`{"service":"telephony","status":%q}`, status)
		if i%977 == 0 {
			name, attrs = "SwitchoverStarted", `{"from":"A","to":"B"}`
		}
		fmt.Fprintf(&out, `{"time":%q,"name":%q,"instance":"PC-%d","site":"A","agent":"4%03d","attrs":%s}`+"\n",
			start.Add(time.Duration(i)*397*time.Millisecond).Format(time.RFC3339Nano), name, pc, pc, attrs)
	}
	path := filepath.Join(t.TempDir(), "busy.ndjson")
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPageFiltersAndSearches(t *testing.T) {
	b := open(t, checked(t), "")
	items := func() int { return b.number(`document.querySelectorAll(".item").length`) }
	all := items()
	b.click(`#verdicts [data-verdict="inconclusive"]`)
	b.click(`#verdicts [data-verdict="pass"]`)
	if n := items(); n != 4 || n >= all {
		t.Errorf("violations alone are %d findings of %d", n, all)
	}
	b.choose("#agent", "4103")
	b.has(`document.querySelectorAll(".item").length === 1 && document.querySelector(".item b").textContent === "DR-32"`)
	b.has(`![...document.querySelectorAll("#canvas .name")].some(n => n.textContent.startsWith("PC-21"))`)
	b.shot("agent")
	b.choose("#agent", "all")
	b.press("/")
	b.has(`document.activeElement.id === "search"`)
	b.press("\x1b")
	b.do(chromedp.SendKeys(chromedp.CSS("#search"), "dr-force_logout\r"))
	b.has(`/1 of \d+ event/.test(document.querySelector("#hits").textContent)`)
	b.has(`document.querySelector("#detail").textContent.includes("dr-force_logout")`)
	b.shot("search")
	b.quiet()
}

// TestPageOfASharedDesktop has two agents at PC-17, one after the other, and a third one at PC-18.
func TestPageOfASharedDesktop(t *testing.T) {
	head := `{"schema":"fo-check/trace/v1","source":"desktop","instance":%q,"site":"A","complete_from_start":true,"params":{"site-timeout":"30"}}` + "\n"
	on := `{"time":"2026-03-02T08:30:00Z","name":"ServiceStatus","attrs":{"service":"telephony","status":"on"}}` + "\n"
	off := `{"time":"2026-03-02T10:40:00Z","name":"ServiceStatus","attrs":{"service":"telephony","status":"off"}}` + "\n" + `{"end":"normal","time":"2026-03-02T11:00:00Z"}` + "\n"
	login := func(hour, agent string) string {
		return `{"time":"2026-03-02T` + hour + `:00:00Z","name":"EventAgentLogin","agent":"` + agent + `","dn":"7001"}` + "\n"
	}
	dir := t.TempDir()
	for desktop, logins := range map[string]string{"PC-17": login("08", "4101") + on + login("09", "4102"), "PC-18": login("08", "4103") + on} {
		if err := os.WriteFile(filepath.Join(dir, desktop+".ndjson"), []byte(fmt.Sprintf(head, desktop)+logins+off), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b := open(t, write(t, "check", "--config", "none", "--select", "DR-14,DR-32", dir), "")
	b.has(`document.querySelectorAll(".item").length === 2`)
	b.do(chromedp.SendKeys(chromedp.CSS("#search"), "ServiceStatus"))
	for agent, desktop := range map[string]string{"4101": "PC-17", "4102": "PC-17", "4103": "PC-18"} {
		b.choose("#agent", agent)
		b.has(`document.querySelectorAll(".item").length === 1 && document.querySelector(".item").textContent.includes("` + desktop + `")`)
		b.has(`[...document.querySelectorAll("#canvas .name")].filter(n => n.textContent.startsWith("PC-")).map(n => n.textContent.slice(0, 5)).join() === "` + desktop + `"`)
		b.has(`document.querySelector("#canvas [data-f]") !== null`)
		b.has(`/\b2 events/.test(document.querySelector("#hits").textContent)`) // of the desktop, and of nobody by name
	}
	b.quiet()
}

func TestPageClicksAndTips(t *testing.T) {
	b := open(t, checked(t), "")
	b.click(`#canvas circle.event.violation`)
	b.has(`document.querySelector("#detail h2").textContent === "ServiceStatus"`)
	b.has(`document.querySelector("#detail pre").textContent.includes('"status":"off"')`)
	b.press("Escape")
	b.has(`document.querySelector("#detail").textContent.includes("Obligation")`)
	b.text(`document.querySelector("#canvas circle.event").dispatchEvent(new PointerEvent("pointermove", {bubbles: true, clientX: 500, clientY: 300}))`)
	b.has(`!document.querySelector("#tip").hidden && document.querySelector("#tip").textContent.length > 20`)
	b.quiet()
}

func TestPageIsSafeFromLogs(t *testing.T) {
	const evil = `</script><script>window.taken=1</script><img src=x onerror=window.taken=1>` + "\u202egnp\x07"
	line, err := json.Marshal(map[string]any{"time": "2026-03-02T10:00:01Z", "name": "ServiceStatus", "instance": evil, "agent": evil,
		"attrs": map[string]string{"service": "telephony", "status": evil, "Password": "geheim"}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "evil<b>.ndjson")
	head := `{"schema":"fo-check/trace/v1","source":"desktop","complete_from_start":true}` + "\n"
	if err := os.WriteFile(log, append([]byte(head), append(line, '\n')...), 0o644); err != nil {
		t.Fatal(err)
	}
	file := write(t, "check", log)
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"geheim", "<img", "\u202e", "\x07", "<b>.ndjson"} {
		if strings.Contains(string(written), never) {
			t.Errorf("the page holds %q", never)
		}
	}
	b := open(t, file, "")
	b.has(`window.taken === undefined`)
	b.has(`[...document.querySelectorAll("#canvas .name title")].some(n => n.textContent.includes("</script><script>"))`)
	b.press("0")
	b.click(`#canvas circle.event`)
	b.has(`document.querySelector("#detail").textContent.includes("onerror=window.taken=1")`)
	b.has(`document.querySelectorAll("img").length === 0`)
	b.quiet()
}

func TestPageWithoutJudgement(t *testing.T) {
	b := open(t, write(t, "timeline", demo), "")
	b.has(`document.querySelector("#list").textContent.includes("nothing was judged")`)
	if n := b.number(`JSON.parse(document.getElementById("data").textContent).events.length`); n != 193 {
		t.Errorf("the page holds %d events", n)
	}
	b.press("\u0303") // ArrowRight
	b.has(`document.querySelector("#detail h2").textContent.length > 3`)
	b.shot("timeline")
	b.press("s")
	b.has(`document.querySelectorAll("#lifelines line.arrow").length > 5`)
	b.shot("timeline-sequence")
	b.quiet()
}
