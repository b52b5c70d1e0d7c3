// Package browsertest looks at the HTML page in a real browser. It stands apart so that only its tests need
// to build what drives one. FO_CHECK_CHROMIUM=1 makes it an error that no browser is installed;
// FO_CHECK_SHOTS=DIR keeps pictures of what the tests saw.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// program is fo-check, built for these tests.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "fo-check")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "fo-check")
	build := exec.Command("go", "build", "-o", program, "github.com/fo-check/fo-check/cmd/fo-check")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// write runs fo-check so that it writes a page, and returns the path of that.
func write(t *testing.T, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	cmd := exec.Command(program, append([]string{args[0], "-o", "html=" + file}, args[1:]...)...)
	out, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code > 1 {
		t.Fatalf("fo-check %v: exit code %d: %s", args, code, out)
	}
	return file
}

// browser is a page open in a browser without a window.
type browser struct {
	*testing.T
	ctx     context.Context
	console func(yield func(chromedp.ConsoleMessage, error) bool)
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("FO_CHECK_CHROMIUM") != "" {
		t.Fatal("no chromium is installed, and FO_CHECK_CHROMIUM asks for one")
	}
	t.Skip("no chromium is installed: the page is not looked at in a browser (apt-get install chromium)")
	return ""
}

// open shows a file in a browser of its own.
func open(t *testing.T, file, hash string) *browser {
	t.Helper()
	path := chromium(t)
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1440, 900), chromedp.Flag("disable-dev-shm-usage", true))...)
	tab, stopTab := chromedp.NewContext(alloc)
	ctx, stop := context.WithTimeout(tab, 2*time.Minute)
	t.Cleanup(func() { stop(); stopTab(); stopAlloc() })
	b := &browser{T: t, ctx: ctx, console: chromedp.Console(ctx)}
	b.do(chromedp.Navigate("file://" + file + hash))
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func value[T any](b *browser, expression string) T {
	b.Helper()
	const drawn = `await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T]("(async () => { "+drawn+"; return "+expression+"; })()", chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// text is what an expression is worth, after the page has drawn.
func (b *browser) text(expression string) string {
	b.Helper()
	return value[string](b, "String("+expression+")")
}

func (b *browser) number(expression string) int {
	b.Helper()
	return value[int](b, expression)
}

// has fails unless the expression is true.
func (b *browser) has(expression string) {
	b.Helper()
	if !value[bool](b, "Boolean("+expression+")") {
		b.Errorf("not so in the page: %s", expression)
	}
}

func (b *browser) click(selector string) {
	b.Helper()
	b.has(fmt.Sprintf("document.querySelector(%q)", selector))
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// choose takes the option of a list that has a text.
func (b *browser) choose(selector, option string) {
	b.Helper()
	b.has(fmt.Sprintf(`(() => {
		const list = document.querySelector(%q), option = [...list.options].find(o => o.textContent === %q);
		list.value = option.value;
		return list.dispatchEvent(new Event("change"));
	})()`, selector, option))
}

func (b *browser) press(keys string) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// media makes the browser prefer dark pages, or show what would be printed.
func (b *browser) media(medium, scheme string) {
	b.Helper()
	params := emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, params); err != nil {
		b.Fatal(err)
	}
}

// quiet fails if the page has complained of anything.
func (b *browser) quiet() {
	b.Helper()
	const last = "all has been said"
	b.text(`console.log("` + last + `")`)
	for m, err := range b.console {
		if err != nil {
			b.Fatal(err)
		}
		if m.Text == last {
			return
		}
		b.Errorf("the page complains: %s", m)
	}
}

func (b *browser) shot(name string) {
	b.Helper()
	if os.Getenv("FO_CHECK_SHOTS") == "" {
		return
	}
	b.text("1")
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.Fatal(err)
	}
	keep(b.T, name+".png", png)
}

func keep(t *testing.T, name string, content []byte) {
	t.Helper()
	if dir := os.Getenv("FO_CHECK_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
