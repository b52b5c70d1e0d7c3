// What is chosen and what is filtered. Everything that draws reads this.
const state = {
  view: "timeline", byTime: false, event: -1, finding: -1,
  verdicts: new Set(VERDICTS), rule: -1, agent: -1, query: "",
};
// shown is what passes the filters: events in time order, findings worst first, and per lane both.
const shown = { events: [], findings: [], lanes: [], hits: null, hitList: [], proof: new Map() };

// agentLanes tells at which desktops an agent was seen: what happens there belongs to each of those who share it.
const agentLanes = (() => {
  const out = new Map();
  for (const e of events) {
    if (e[AGENT] < 0 || lanes[e[LANE]].kind !== "desktop") continue;
    if (!out.has(e[AGENT])) out.set(e[AGENT], new Set());
    out.get(e[AGENT]).add(e[LANE]);
  }
  return out;
})();

const ofAgent = (e, agent) => agent < 0 || e[AGENT] === agent || (agentLanes.get(agent)?.has(e[LANE]) ?? false);

function findingOfAgent(f, agent) {
  if (agent < 0 || f.lane === agent || agentLanes.get(agent)?.has(f.lane)) return true;
  if (f.key.some(([k, v]) => k === "agent" && v === lanes[agent].name)) return true;
  return f.evidence.some(e => e.event >= 0 && events[e.event][AGENT] === agent);
}

// search returns which texts hold the query: each text is looked at once, however often it stands.
function search(query) {
  const q = query.trim().toLowerCase();
  if (!q) return null;
  const found = new Uint8Array(page.texts.length);
  page.texts.forEach((t, i) => { if (t.toLowerCase().includes(q)) found[i] = 1; });
  const lane = lanes.map(l => l.name.toLowerCase().includes(q));
  return { found, lane, q };
}

function matches(e, s) {
  if (s.found[e[NAME]] || s.found[e[PEER]] || s.found[e[FILE]] || s.found[e[EXCERPT]] || s.lane[e[LANE]]) return true;
  return e[PAIRS].some(n => s.found[n]);
}

function findingMatches(f, s) {
  const r = ruleOf(f);
  return [r.id, r.title, f.message, f.verdict, keyText(f)].some(t => t.toLowerCase().includes(s.q)) ||
    f.evidence.some(e => e.event >= 0 && matches(events[e.event], s));
}

// refilter works out what is shown. It runs when a filter changes, never while scrolling.
function refilter() {
  const s = search(state.query);
  shown.findings = [];
  findings.forEach((f, i) => {
    if (!state.verdicts.has(f.verdict) || (state.rule >= 0 && f.rule !== state.rule)) return;
    if (!findingOfAgent(f, state.agent) || (s && !findingMatches(f, s))) return;
    shown.findings.push(i);
  });
  shown.proof = new Map();
  for (const i of [...shown.findings].reverse()) for (const e of findings[i].evidence) {
    if (e.event >= 0 && (e.role !== "context" || decides(findings[i], e))) shown.proof.set(e.event, findings[i].verdict);
  }
  shown.events = [];
  shown.hits = s ? new Uint8Array(events.length) : null;
  shown.hitList = [];
  events.forEach((e, i) => {
    if (!ofAgent(e, state.agent) && !shown.proof.has(i)) return;
    shown.events.push(i);
    if (s && matches(e, s)) { shown.hits[i] = 1; shown.hitList.push(i); }
  });
  fillLanes();
}

const MAX_ROWS = 7; // of bars in a lane; what does not fit shares the last one

// fillLanes gives each lane its events, and its bars rows in which they do not overlap.
function fillLanes() {
  const all = lanes.map((l, n) => ({ ...l, n, events: [], bars: [], rows: 0 }));
  for (const i of shown.events) {
    const e = events[i];
    all[e[LANE]].events.push(i);
    if (e[AGENT] >= 0) all[e[AGENT]].events.push(i);
  }
  const order = [...shown.findings].sort((a, b) => startOf(findings[a]) - startOf(findings[b]) || a - b);
  for (const i of order) if (findings[i].lane >= 0) all[findings[i].lane].bars.push({ finding: i, row: 0 });
  for (const l of all) pack(l);
  shown.lanes = all.filter(l => l.events.length || l.bars.length);
}

function pack(lane) {
  const ends = [];
  for (const b of lane.bars) {
    const f = findings[b.finding];
    let row = ends.findIndex(end => end < startOf(f));
    if (row < 0) row = Math.min(ends.length, MAX_ROWS - 1);
    ends[row] = Math.max(ends[row] ?? -Infinity, endOf(f));
    b.row = row;
  }
  lane.rows = ends.length;
}
