// The sequence diagram of one episode: who said what to whom between a trigger and its outcome. Time goes down,
// a row per record, so that only the rows in sight need drawing.
const lifelines = byId("lifelines"), chart = lifelines.querySelector("svg"), chartRoom = lifelines.querySelector(".room");
const COLUMN = 176, CLOCK = 118, HEAD = 46, LINE_HEIGHT = 30, AROUND = 5e6, MAX_EPISODE = 2000;
const episode = { rows: [], people: [], finding: -1, event: -1, cut: 0 };

// tell works out the episode of the chosen finding, else the surroundings of the chosen event.
function tell() {
  const n = state.finding >= 0 ? state.finding : shown.findings[0] ?? -1;
  Object.assign(episode, { rows: [], people: [], finding: state.event >= 0 && state.finding < 0 ? -1 : n, event: state.event, cut: 0 });
  const list = episode.finding >= 0 ? episodeOf(findings[episode.finding]) : surroundings(state.event);
  episode.cut = Math.max(list.length - MAX_EPISODE, 0);
  build(list.slice(0, MAX_EPISODE));
  drawSequenceHead();
  chartRoom.style.height = HEAD + episode.rows.length * LINE_HEIGHT + 30 + "px";
  chartRoom.style.width = CLOCK + episode.people.length * COLUMN + 40 + "px";
  drawSequence();
}

// episodeOf lists the events of everybody who takes part, from shortly before the trigger to the outcome.
function episodeOf(f) {
  const proof = new Set(f.evidence.filter(e => e.event >= 0).map(e => e.event));
  const active = f.evidence.filter(e => e.event >= 0 && (e.role !== "context" || decides(f, e))).map(e => e.event);
  const who = new Set(active.map(i => events[i][LANE])), agents = new Set(active.map(i => events[i][AGENT]).filter(a => a >= 0));
  if (f.lane >= 0) (lanes[f.lane].kind === "agent" ? agents : who).add(f.lane);
  for (const a of agents) for (const l of agentLanes.get(a) ?? []) who.add(l);
  for (const [a, at] of agentLanes) if ([...at].some(l => who.has(l))) agents.add(a);
  const from = startOf(f) - AROUND, to = endOf(f) + AROUND, list = [];
  for (let i = 0; i < events.length; i++) {
    const e = events[i], t = timeOf(i);
    const takesPart = agents.has(e[AGENT]) || (e[AGENT] < 0 && who.has(e[LANE]));
    if (proof.has(i) || (t >= from && t <= to && takesPart)) list.push(i);
  }
  return list;
}

function surroundings(i) {
  if (i < 0) return shown.events.slice(0, 60);
  const k = below(shown.events, i);
  return shown.events.slice(Math.max(0, k - 30), k + 31);
}

// build turns events into rows: a message, a pause, or a deadline that passes.
function build(list) {
  const seats = new Map(), seat = (name, lane) => {
    if (!seats.has(name)) { seats.set(name, episode.people.length); episode.people.push({ name, lane }); }
    return seats.get(name);
  };
  const used = [...new Set(list.map(i => events[i][LANE]))].sort((a, b) => a - b);
  for (const l of used) seat(lanes[l].name, l);
  const f = findings[episode.finding];
  let before = null, due = f && f.due !== null ? f.due : null;
  const deadline = () => { episode.rows.push({ kind: "due", t: due, verdict: f.verdict }); before = due; due = null; };
  for (const i of list) {
    const t = timeOf(i);
    if (due !== null && t > due) deadline();
    if (before !== null && t - before > 5e6) episode.rows.push({ kind: "pause", span: t - before });
    episode.rows.push(message(i, seat));
    before = t;
  }
  if (due !== null && f.due !== null) deadline();
}

function message(i, seat) {
  const e = events[i], own = seat(lanes[e[LANE]].name, e[LANE]), peer = text(e[PEER]);
  const other = peer && peer !== lanes[e[LANE]].name ? seat(peer, -1) : own;
  const [from, to] = e[DIRECTION] === RECEIVED ? [other, own] : [own, other];
  return { kind: "event", i, from, to };
}

function drawSequenceHead() {
  const pick = html("select", { "aria-label": "Episode" });
  if (episode.finding < 0) pick.append(html("option", { value: "-1" }, "around the chosen event"));
  shown.findings.slice(0, 500).forEach(n => {
    const f = findings[n];
    pick.append(html("option", { value: n }, `${WORDS[f.verdict]}  ${ruleOf(f).id}  ${keyText(f)}`));
  });
  pick.value = episode.finding;
  pick.addEventListener("change", () => { chooseFinding(Number(pick.value)); tell(); });
  const f = findings[episode.finding];
  const say = f ? html("span", { class: f.verdict }, html("span", { class: "tag" }, WORDS[f.verdict]), " " + f.message) : "";
  const cut = episode.cut ? html("span", { class: "at" }, counted(episode.cut, "later event") + " left out") : "";
  byId("sequencehead").replaceChildren("Episode", pick, say, cut);
}

const drawSequence = later(() => {
  if (state.view !== "sequence") return;
  const width = lifelines.clientWidth, height = lifelines.clientHeight, left = lifelines.scrollLeft, top = lifelines.scrollTop;
  chart.setAttribute("width", width);
  chart.setAttribute("height", height);
  const xs = episode.people.map((_, i) => CLOCK + COLUMN * (i + 0.5) - left), body = svg("g");
  xs.forEach(x => { if (x > -COLUMN && x < width + COLUMN) body.append(svg("line", { class: "life", x1: x, x2: x, y1: HEAD, y2: height })); });
  const from = Math.max(0, Math.floor(top / LINE_HEIGHT) - 1), to = Math.min(episode.rows.length, from + Math.ceil(height / LINE_HEIGHT) + 2);
  for (let r = from; r < to; r++) drawRow(body, episode.rows[r], HEAD + r * LINE_HEIGHT - top + 20, xs, width);
  const head = svg("g");
  head.append(svg("rect", { class: "gutter", x: 0, y: 0, width, height: HEAD }), svg("line", { class: "edge", x1: 0, x2: width, y1: HEAD, y2: HEAD }));
  episode.people.forEach((p, i) => drawPerson(head, p, xs[i], width));
  head.append(svg("rect", { class: "gutter", x: 0, y: 0, width: CLOCK - 20, height: HEAD }), svg("text", { class: "note", x: 12, y: 28 }, "zone " + page.zone));
  chart.replaceChildren(body, head);
});

function drawPerson(head, p, x, width) {
  if (x < -COLUMN || x > width + COLUMN) return;
  head.append(svg("rect", { class: "head", x: x - COLUMN / 2 + 8, y: 6, width: COLUMN - 16, height: HEAD - 12, rx: 6 }));
  head.append(svg("text", { class: "name", x, y: 22, "text-anchor": "middle" }, shorten(p.name, COLUMN - 30)));
  head.append(svg("text", { class: "note", x, y: 35, "text-anchor": "middle" }, p.lane < 0 ? "client" : lanes[p.lane].note || lanes[p.lane].kind));
}

function drawRow(body, row, y, xs, width) {
  if (row.kind === "pause") {
    body.append(svg("text", { class: "pause", x: CLOCK - 24, y: y + 4, "text-anchor": "end" }, spanText(row.span) + " later"));
    return;
  }
  if (row.kind === "due") {
    body.append(svg("line", { class: "due " + row.verdict, x1: CLOCK - 16, x2: width, y1: y, y2: y, "stroke-dasharray": "6 4" }));
    body.append(svg("text", { class: "tick", x: CLOCK - 24, y: y + 4, "text-anchor": "end" }, clockText(row.t)));
    body.append(svg("text", { class: "ruleid " + row.verdict, x: CLOCK - 10, y: y - 5 }, "deadline of " + ruleOf(findings[episode.finding]).id));
    return;
  }
  const on = row.i === state.event ? " on" : "";
  body.append(svg("rect", { class: "rowhit" + on, x: 0, y: y - 17, width, height: LINE_HEIGHT - 2, "data-e": row.i }));
  body.append(svg("text", { class: "tick", x: CLOCK - 24, y: y + 4, "text-anchor": "end" }, clockText(timeOf(row.i))));
  drawMessage(body, row, y, xs);
}

function drawMessage(body, row, y, xs) {
  const e = events[row.i], proof = part(row.i), a = xs[row.from], b = xs[row.to];
  if (row.from === row.to) {
    body.append(svg("circle", { class: "event" + proof, cx: a, cy: y, r: 5.5, "data-e": row.i }));
    body.append(svg("text", { class: "said" + proof, x: a + 11, y: y + 4, "data-e": row.i }, saying(e)));
    return;
  }
  const way = b > a ? 1 : -1;
  body.append(svg("line", { class: "arrow" + proof, x1: a, x2: b - way * 7, y1: y, y2: y, "data-e": row.i }));
  body.append(svg("path", { class: "arrow" + proof, d: `M${b} ${y}l${-9 * way} -4.5v9z`, "data-e": row.i }));
  body.append(svg("text", { class: "said" + proof, x: (a + b) / 2, y: y - 6, "text-anchor": "middle", "data-e": row.i }, shorten(saying(e), Math.max(Math.abs(b - a), COLUMN))));
}

// part tells what an event is to the finding of the episode: what decides it, or a fact that it rests on.
function part(i) {
  const f = findings[episode.finding], cited = f?.evidence.filter(e => e.event === i) ?? [];
  if (!cited.length) return "";
  return cited.every(e => e.role === "context" && !decides(f, e)) ? " fact" : " proof " + f.verdict;
}

// saying names an event with what tells it from others of its name.
const TELLING = ["event", "service", "status", "state", "action", "listener", "from", "to", "reason", "attempt"];
function saying(e) {
  const parts = [];
  for (let k = 0; k < e[PAIRS].length && parts.length < 3; k += 2) {
    if (TELLING.includes(text(e[PAIRS][k]))) parts.push(text(e[PAIRS][k + 1]));
  }
  return text(e[NAME]) + (parts.length ? "  " + parts.join(" ") : "");
}
