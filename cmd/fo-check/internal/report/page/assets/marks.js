// Marks of the timeline: events, the bars of obligations, and the thread through the evidence of a finding.
const NEAR = 12; // marks closer than this become one heap: the number of elements stays bounded

function drawEvents(marks, lane, y, frame) {
  const cy = y + EVENT_Y, list = lane.events;
  const from = lowest(list, frame.from - 20), heaps = [];
  for (let k = from; k < list.length; k++) {
    const x = frame.x(timeOf(list[k]));
    if (x > frame.width + 20) break;
    const open = heaps[heaps.length - 1];
    if (open && x - open.x < NEAR) { open.events.push(list[k]); open.end = x; } else heaps.push({ x, end: x, events: [list[k]] });
  }
  drawLabels(marks, heaps, y, frame);
  for (const h of heaps) marks.append(h.events.length > 1 ? heap(h, cy) : dot(h, cy));
  const picked = heaps.find(h => h.events.includes(state.event));
  if (picked) marks.append(svg("circle", { class: "ring", cx: (picked.x + picked.end) / 2, cy, r: 9 }));
}

// lowest is the place of the first event of a lane that stands right of x.
function lowest(list, x) {
  let lo = 0, hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (xOf(timeOf(list[mid])) < x) lo = mid + 1; else hi = mid;
  }
  return lo;
}

const proofOf = list => {
  for (const v of VERDICTS) if (list.some(i => shown.proof.get(i) === v)) return v;
  return "";
};
const dimmed = list => shown.hits && !list.some(i => shown.hits[i]);

function classOf(base, list) {
  const proof = proofOf(list);
  return base + (proof && proof !== "pass" ? " proof " + proof : "") + (dimmed(list) ? " dim" : shown.hits ? " hit" : "");
}

const dot = (h, cy) => svg("circle", { class: classOf("event", h.events), cx: h.x, cy, r: proofOf(h.events) ? 6 : 5, "data-e": h.events[0] });

function heap(h, cy) {
  const width = Math.min(Math.max(h.end - h.x + 8, 10), NEAR - 1);
  return svg("rect", { class: classOf("heap event", h.events), x: (h.x + h.end - width) / 2, y: cy - 6, width, height: 12, rx: 4, "data-e": h.events[0], "data-n": h.events.length });
}

// drawLabels names as many events as there is room for, in two rows: evidence first.
function drawLabels(marks, heaps, y, frame) {
  const rows = [[], []], proven = heaps.filter(h => proofOf(h.events)), rest = heaps.filter(h => !proofOf(h.events));
  const ordered = [...heaps.filter(h => h.events.includes(state.event)), ...proven, ...rest];
  for (const h of ordered) {
    const picked = h.events.includes(state.event) ? state.event : h.events[0];
    if (h.events.length > 1 && picked !== state.event) continue;
    const label = text(events[picked][NAME]);
    const from = h.x - 4, to = from + widthOf(label);
    const row = rows.findIndex(r => r.every(([a, b]) => to < a || from > b));
    if (row < 0) continue;
    rows[row].push([from, to]);
    const base = y + (row ? 15 : 29);
    marks.append(svg("line", { class: "hair", x1: h.x, x2: h.x, y1: base + 3, y2: y + EVENT_Y - 6 }));
    marks.append(svg("text", { class: classOf("label", h.events), x: from, y: base }, label));
  }
}

function drawBars(marks, lane, y, frame) {
  const reach = Array(MAX_ROWS).fill(-Infinity), follows = Array(MAX_ROWS).fill(Infinity), bars = [];
  for (const b of lane.bars) {
    const f = findings[b.finding], x0 = frame.x(startOf(f)), due = frame.x(dueOf(f)), x1 = frame.x(endOf(f)), width = Math.max(x1 - x0, 3);
    if (x0 > frame.width || x0 + width < GUTTER || x0 + width < reach[b.row] + 3) continue;
    reach[b.row] = x0 + width;
    bars.push({ b, f, x0, due, x1 });
  }
  for (const { b, f, x0, due, x1 } of bars.reverse()) {
    drawBar(marks, b, f, Math.max(x0, GUTTER - 40), due, x1, y + EVENT_Y + 13 + b.row * ROW, frame, follows[b.row]);
    follows[b.row] = x0;
  }
}

// drawBar draws from the trigger to the deadline, and beyond it as far as the obligation was overdue. Its rule is
// named inside, or behind it if that does not run into the bar that follows in the row.
function drawBar(marks, b, f, x0, due, x1, top, frame, follows) {
  const picked = b.finding === state.finding ? " picked" : "", tone = f.verdict, edge = frame.width + 40;
  const bar = svg("g", { class: tone, "data-f": b.finding });
  bar.append(svg("rect", { class: "owed" + picked, x: x0, y: top, width: Math.max(Math.min(due, edge) - x0, 8), height: 12, rx: 3 }));
  if (x1 > due + 1) bar.append(svg("rect", { class: "overdue" + picked, x: due, y: top + 3, width: Math.min(x1, edge) - due, height: 6 }));
  if (f.due !== null && due < edge) bar.append(svg("line", { class: "due", x1: due, x2: due, y1: top - 2, y2: top + 14 }));
  if (f.verdict === "violation" && x1 <= due + 1) bar.append(cross(Math.min(Math.max(due, x0 + 8), edge), top + 6));
  marks.append(bar);
  const id = ruleOf(f).id, inside = Math.min(x1, edge) - x0 > widthOf(id) + 10;
  const at = inside ? Math.max(x0, GUTTER) + 5 : Math.max(x1, x0 + 8) + 9;
  if (inside || (tone !== "pass" && at + widthOf(id) < follows)) marks.append(svg("text", { class: "ruleid " + tone, x: at, y: top + 10 }, id));
}

// cross ends the bar of a violation that has no event which came too late: colour alone would not tell.
const cross = (x, y) => svg("path", { class: "due", d: `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}` });

// drawThread joins the records of the chosen finding, from lane to lane.
function drawThread(marks, frame) {
  const f = findings[state.finding];
  if (!f) return;
  const points = f.evidence.filter(e => e.event >= 0).map(e => ({ t: timeOf(e.event), y: eventY(e.event, frame) })).filter(p => p.y !== null);
  points.sort((a, b) => a.t - b.t);
  if (points.length > 1) marks.prepend(svg("polyline", { class: "thread", fill: "none", points: points.map(p => frame.x(p.t) + "," + p.y).join(" ") }));
}

function eventY(i, frame) {
  const n = shown.lanes.findIndex(l => l.n === events[i][LANE]);
  return n < 0 ? null : layout.tops[n] - frame.top + EVENT_Y;
}
