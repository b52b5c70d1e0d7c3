package workspace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog/logtest"
	"github.com/fo-check/fo-check/parsers/workspace"
)

// logs are the folders of logs, with the parser that reads them.
var logs = map[string]parsers.Parser{
	filepath.Join("..", "..", "testdata", "workspace"): workspace.New(),
	filepath.Join("..", "..", "testdata", "psdk"):      workspace.NewSDK(),
}

// each runs a test on every case.
func each(t *testing.T, f func(t *testing.T, p parsers.Parser, texts []logtest.Text)) {
	for dir, p := range logs {
		for _, name := range logtest.Cases(t, dir) {
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) { f(t, p, logtest.Read(t, filepath.Join(dir, name))) })
		}
	}
}

func TestGolden(t *testing.T) {
	for dir, p := range logs {
		g := goldie.New(t, goldie.WithFixtureDir(dir))
		for _, name := range logtest.Cases(t, dir) {
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) {
				got := logtest.Parse(t, p, logtest.Options(), logtest.Read(t, filepath.Join(dir, name))...)
				g.Assert(t, name, []byte(got.Dump()))
			})
		}
	}
}

func TestSplit(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []logtest.Text) {
		logtest.Split(t, p, texts[0].Name, strings.TrimPrefix(logtest.Join(texts), "\ufeff"))
	})
}

func TestPlaces(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []logtest.Text) { logtest.Places(t, p, texts...) })
}

func TestWanted(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []logtest.Text) { logtest.Wanted(t, p, texts...) })
}

func TestSecrets(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata")
	logtest.Secrets(t, workspace.New(), []string{"Pa55w0rd", "Ada Example", "Long Street"},
		logtest.Read(t, filepath.Join(dir, "workspace", "switchover"))...)
	logtest.Secrets(t, workspace.NewSDK(), []string{"Pa55w0rd"}, logtest.Read(t, filepath.Join(dir, "psdk", "java"))...)
}

func TestDetect(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []logtest.Text) {
		head := parsers.Head{Bytes: []byte(texts[0].Content), Whole: true}
		d := p.Detect(head)
		if d.Score < 80 || !strings.HasPrefix(d.Reason, "line ") {
			t.Errorf("%+v", d)
		}
		for _, other := range logs {
			if o := other.Detect(head); other != p && o.Score >= d.Score {
				t.Errorf("%s is as sure: %+v", other.Info().Name, o)
			}
		}
	})
}

// A zone that is forced goes before what the log shows, and a clock without a date needs one.
func TestZonesAndDates(t *testing.T) {
	java := logtest.Read(t, filepath.Join("..", "..", "testdata", "psdk", "java"))
	opt := logtest.Options()
	opt.ZoneForced, opt.Zone = true, time.FixedZone("", -5*3600)
	got := logtest.Parse(t, workspace.NewSDK(), opt, java...)
	if got.In.Offset != "-05:00" || !strings.Contains(got.Dump(), "read in ") {
		t.Errorf("%s", got.Dump())
	}
	undated := logtest.Text{Name: "x.log", Content: strings.ReplaceAll(logtest.Join(java), "TimeinSecs", "Other")}
	got = logtest.Parse(t, workspace.NewSDK(), logtest.Options(), undated)
	if len(got.Events) != 0 || !strings.Contains(got.Dump(), "--date YYYY-MM-DD") {
		t.Errorf("%s", got.Dump())
	}
	opt = logtest.Options()
	opt.Date = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	got = logtest.Parse(t, workspace.NewSDK(), opt, undated)
	if len(got.Events) == 0 || got.In.Last.Format(time.DateOnly) != "2026-03-03" {
		t.Errorf("%s", got.Dump())
	}
	undated.Name = "desktop.20260302_095900_000.log"
	got = logtest.Parse(t, workspace.NewSDK(), logtest.Options(), undated)
	if got.In.Dating != "file name" || got.In.Last.Format(time.DateOnly) != "2026-03-03" {
		t.Errorf("%s", got.Dump())
	}
}

func FuzzParse(f *testing.F) {
	for dir := range logs {
		for _, name := range logtest.Cases(f, dir) {
			f.Add(logtest.Join(logtest.Read(f, filepath.Join(dir, name))))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		logtest.Sound(t, workspace.New(), "a.log", text)
		logtest.Sound(t, workspace.NewSDK(), "a.log", text)
	})
}

// TestSamples reads real logs that are not part of the project, where they are at hand.
func TestSamples(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "samples")
	var files []string
	for _, d := range []string{"desktop", "tserver"} {
		more, _ := filepath.Glob(filepath.Join(dir, d, "psdk*.log"))
		files = append(files, more...)
	}
	if len(files) == 0 {
		t.Skip("no real logs at " + dir)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d := workspace.New().Detect(parsers.Head{Bytes: b, Whole: true})
		got := logtest.Parse(t, workspace.New(), logtest.Options(), logtest.Text{Name: filepath.Base(f), Content: string(b)})
		if d.Score < 90 || got.In.ByName["EventOnHook"] != 1 || got.In.ByName["RequestAttachUserData"] != 1 || got.In.Offset != "-02:00" {
			t.Errorf("%+v\n%s", d, got.Dump())
		}
		if strings.Contains(got.Dump(), "1-XXXXXX") {
			t.Error("user data is kept")
		}
		t.Logf("%s", got.Dump())
	}
}

// A segment that is missing is a gap.
func TestMissingSegment(t *testing.T) {
	texts := logtest.Read(t, filepath.Join("..", "..", "testdata", "workspace", "switchover"))
	segments := logtest.Segments(texts...)
	segments[1].Missing = "iw.log.2"
	c := &logtest.Collected{}
	if err := workspace.New().Parse(segments, logtest.Options(), c); err != nil {
		t.Fatal(err)
	}
	want := `desktop LogGap internal reason="iw.log.2 is missing" [from="2026-03-02T10:05:00.09+01:00"] [to="2026-03-02T10:05:30.12+01:00"]`
	if c.In.ByName["LogGap"] != 1 || !strings.Contains(c.Lines(), want) {
		t.Errorf("%s", c.Dump())
	}
}
