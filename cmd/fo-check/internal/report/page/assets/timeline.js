// The timeline. A wide empty room gives the scroll bars; the drawing in front of it holds only what can be seen.
const GUTTER = 168, AXIS = 38, ROW = 17, EVENT_Y = 44, LANE_FOOT = 9, GROUP = 22;
const canvas = byId("canvas"), sheet = canvas.querySelector("svg"), room = canvas.querySelector(".room");
const layout = { tops: [], height: 0 };
const GROUPS = { server: "Servers", desktop: "Desktops", other: "Other", agent: "Agents" };

const laneHeight = l => EVENT_Y + 10 + l.rows * ROW + LANE_FOOT;
const viewWidth = () => Math.max(canvas.clientWidth - GUTTER, 60);

// relayout stacks the lanes, with a heading before each kind.
function relayout() {
  let y = AXIS, kind = "";
  layout.tops = shown.lanes.map(l => {
    if (l.kind !== kind) { kind = l.kind; y += GROUP; }
    const top = y;
    y += laneHeight(l);
    return top;
  });
  layout.height = y + 8;
  resize();
}

function resize() {
  scale.unit = clampUnit(scale.unit, viewWidth());
  room.style.width = Math.ceil(GUTTER + totalWidth()) + "px";
  room.style.height = layout.height + "px";
}

const drawTimeline = later(() => {
  if (state.view !== "timeline") return;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  sheet.setAttribute("width", width);
  sheet.setAttribute("height", height);
  const frame = { left: canvas.scrollLeft, top: canvas.scrollTop, width, height };
  frame.from = frame.left;
  frame.to = frame.left + width - GUTTER;
  frame.x = t => GUTTER + xOf(t) - frame.left;
  const back = svg("g"), marks = svg("g"), front = svg("g");
  drawFolds(back, frame);
  let shownLanes = 0;
  for (let i = firstLane(frame.top); i < shown.lanes.length && layout.tops[i] - frame.top < height; i++) {
    drawLane(shown.lanes[i], layout.tops[i] - frame.top, i, back, marks, front, frame);
    shownLanes++;
  }
  drawThread(marks, frame);
  drawAxis(front, frame);
  sheet.replaceChildren(svg("rect", { width, height, fill: "none", "pointer-events": "all" }), back, marks, front);
  drawOverview();
  byId("range").textContent = rangeText(frame, shownLanes);
});

function firstLane(top) {
  let lo = below(layout.tops, top);
  return Math.max(lo - 1, 0);
}

function rangeText(frame, shownLanes) {
  if (!shown.events.length) return "";
  const from = Math.max(atX(frame.from), first()), to = Math.min(atX(frame.to), last());
  return shortClock(from) + " – " + shortClock(to) + (shownLanes < shown.lanes.length ? `  ·  ${shownLanes} of ${counted(shown.lanes.length, "lane")}` : "");
}

function drawLane(lane, y, i, back, marks, front, frame) {
  const height = laneHeight(lane);
  back.prepend(svg("rect", { class: "lane" + (i % 2 ? " even" : ""), x: 0, y, width: frame.width, height }));
  marks.append(svg("line", { class: "wire", x1: GUTTER, x2: frame.width, y1: y + EVENT_Y, y2: y + EVENT_Y }));
  drawBars(marks, lane, y, frame);
  drawEvents(marks, lane, y, frame);
  front.append(svg("rect", { class: "gutter", x: 0, y, width: GUTTER, height }));
  if (i === 0 || shown.lanes[i - 1].kind !== lane.kind) {
    front.append(svg("rect", { class: "gutter", x: 0, y: y - GROUP, width: GUTTER, height: GROUP }));
    front.append(svg("text", { class: "group", x: 14, y: y - 7 }, GROUPS[lane.kind]));
  }
  const name = svg("text", { class: "name", x: 14, y: y + 30 }, shorten(lane.name, GUTTER - 24));
  name.append(svg("title", {}, lane.name));
  front.append(name, svg("text", { class: "note", x: 14, y: y + 46 }, shorten(laneNote(lane), GUTTER - 20)));
  front.append(svg("line", { class: "edge", x1: 0, x2: frame.width, y1: y + height, y2: y + height }));
}

function laneNote(lane) {
  const bad = lane.bars.filter(b => findings[b.finding].verdict === "violation").length;
  return (lane.note && lane.note !== lane.kind ? lane.note + " · " : "") + (bad ? counted(bad, "violation") : counted(lane.events.length, "event"));
}

function drawAxis(front, frame) {
  front.append(svg("rect", { class: "gutter", x: 0, y: 0, width: frame.width, height: AXIS }));
  const list = ticks(frame.from, frame.to, 104);
  list.forEach((t, i) => {
    const x = frame.x(t);
    if (x < GUTTER - 1) return;
    front.append(svg("line", { class: "edge", x1: x, x2: x, y1: AXIS - 6, y2: AXIS }));
    front.append(svg("text", { class: "tick", x, y: 15 }, state.byTime && scale.unit < 50 ? shortClock(t) : clockText(t)));
    const next = list[i + 1];
    if (!state.byTime && next !== undefined) front.append(svg("text", { class: "span", x: x + 2, y: 29 }, "+" + spanText(next - t)));
  });
  front.append(svg("rect", { class: "gutter", x: 0, y: 0, width: GUTTER, height: AXIS }));
  const day = list.length ? dateText(list[0]) : "";
  front.append(svg("text", { class: "note", x: 14, y: 15 }, day), svg("text", { class: "note", x: 14, y: 29 }, "zone " + page.zone));
  front.append(svg("line", { class: "edge", x1: 0, x2: frame.width, y1: AXIS, y2: AXIS }));
  front.append(svg("line", { class: "edge", x1: GUTTER, x2: GUTTER, y1: 0, y2: frame.height }));
}

// drawFolds marks where the compressed axis leaves out more than half a minute.
function drawFolds(back, frame) {
  if (state.byTime || scale.unit < 9) return;
  const m = scale.moments;
  const from = Math.max(1, Math.floor((frame.from - scale.inset) / scale.unit));
  const to = Math.min(m.length - 1, Math.ceil((frame.to - scale.inset) / scale.unit));
  for (let i = from; i <= to; i++) {
    if (m[i] - m[i - 1] < 3e7) continue;
    const x = (frame.x(m[i - 1]) + frame.x(m[i])) / 2;
    back.append(svg("line", { class: "fold", x1: x, x2: x, y1: AXIS, y2: frame.height }));
  }
}

// reveal scrolls so that a time, and a lane if one is named, can be seen.
function reveal(t, lane) {
  const x = xOf(t), width = viewWidth(), left = canvas.scrollLeft;
  if (x < left + 30 || x > left + width - 120) canvas.scrollLeft = x - width * 0.4;
  const i = shown.lanes.findIndex(l => l.n === lane);
  if (i < 0) return;
  const top = layout.tops[i], height = laneHeight(shown.lanes[i]);
  if (top < canvas.scrollTop + AXIS || top + height > canvas.scrollTop + canvas.clientHeight) {
    canvas.scrollTop = Math.max(0, top - AXIS - GROUP - 20);
  }
}

// zoom changes the scale and keeps what is at x where it is.
function zoom(factor, x) {
  const at = x ?? viewWidth() / 2, t = atX(canvas.scrollLeft + at);
  scale.unit = clampUnit(scale.unit * factor, viewWidth());
  resize();
  canvas.scrollLeft = xOf(t) - at;
  drawTimeline();
}

function zoomTo(from, to) {
  const span = Math.max(position(to) - position(from), state.byTime ? 0.05 : 4);
  scale.unit = clampUnit(viewWidth() * 0.6 / span, viewWidth());
  resize();
  canvas.scrollLeft = xOf(from) - viewWidth() * 0.2;
  drawTimeline();
}
