package page

// Schema names the form of the data in the page. It is made for the page's own script; machines read the
// JSON report.
const Schema = "fo-check/page/v1"

// document is the data of a page. Texts of logs stand once, in Texts; 0 is the empty text.
type document struct {
	Schema  string   `json:"schema"`
	Title   string   `json:"title"`
	Folder  string   `json:"folder"` // that all inputs share
	Version string   `json:"version"`
	Digest  string   `json:"rules_digest"`
	Judged  bool     `json:"judged"`
	Partial bool     `json:"partial"`
	Zone    string   `json:"zone"`   // of the times shown
	Offset  int      `json:"offset"` // of that zone, in minutes
	Origin  int64    `json:"origin"` // microseconds since 1970; times are counted from here
	Texts   []string `json:"texts"`
	Lanes   []lane   `json:"lanes"`
	Columns []string `json:"columns"` // of a row of Events
	Events  []row    `json:"events"`
	Left    left     `json:"left_out"`
	// Findings hold what the report found, and obligations that were kept.
	Findings []finding `json:"findings"`
	Rules    []rule    `json:"rules"`
	Kept     int       `json:"kept_left_out"` // obligations that were kept and are not among Findings
}

// lane is a component, or an agent.
type lane struct {
	Kind string `json:"kind"` // server desktop agent other
	Name string `json:"name"`
	Note string `json:"note"` // source, site
}

// columns name the cells of a row: at is in microseconds, null for what has no time; name, peer, file and
// excerpt are texts; pairs are texts, key and value in turn.
var columns = []string{"at", "name", "lane", "agent", "peer", "direction", "file", "line", "excerpt", "pairs"}

// row is an event.
type row [10]any

// Directions of a row.
const (
	internal = iota
	sent
	received
)

// left says which events are not in the page.
type left struct {
	Total   int64            `json:"total"`   // those that would be too many
	Seen    int64            `json:"seen"`    // by a selected rule, or all if none judges
	Unnamed int64            `json:"unnamed"` // those that no selected rule names
	Names   map[string]int64 `json:"names"`   // Total by name
}

// finding is a bar on the timeline. Times are in microseconds after the origin.
type finding struct {
	ID       string      `json:"id"`
	Rule     int         `json:"rule"`
	Verdict  string      `json:"verdict"` // violation deviation inconclusive pass
	Detail   string      `json:"detail,omitempty"`
	Level    string      `json:"level"`
	Message  string      `json:"message"`
	Key      [][2]string `json:"key"`
	From     *int64      `json:"from"` // the trigger
	Due      *int64      `json:"due"`  // the deadline
	To       *int64      `json:"to"`   // the event that decided
	Lane     int         `json:"lane"`
	Reasons  []string    `json:"reasons,omitempty"`
	Notes    []string    `json:"notes,omitempty"`
	Excused  string      `json:"excused,omitempty"` // why it does not count
	Evidence []evidence  `json:"evidence"`
}

type evidence struct {
	Role   string `json:"role"`
	At     *int64 `json:"at"`
	Event  int    `json:"event"` // index of the row; -1: it is no record
	Name   string `json:"name"`
	Detail string `json:"detail"`
	Note   string `json:"note,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

type rule struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Severity string   `json:"severity"`
	Level    string   `json:"level"`
	Verdict  string   `json:"verdict"`
	Source   string   `json:"source"`
	Counts   [4]int64 `json:"counts"` // exercised, passed, violated, inconclusive
}
