// The overview: the whole time in one strip, how busy it was, where violations are, and what the timeline shows of it.
const overview = byId("overview");
const CELL = 4, STRIP = 40;
let strip = null; // counted when filters, width or axis change, not while scrolling

function remeasureStrip() {
  const width = Math.max(overview.clientWidth, 60), cells = Math.max(1, Math.floor((width - GUTTER) / CELL));
  strip = { width, cells, busy: new Uint32Array(cells), worst: Array(cells).fill("") };
  const cell = t => Math.min(cells - 1, Math.max(0, Math.floor(position(t) / extent() * cells)));
  for (const i of shown.events) strip.busy[cell(timeOf(i))]++;
  for (const n of shown.findings) {
    const f = findings[n], c = cell(startOf(f));
    if (f.verdict !== "pass" && (!strip.worst[c] || VERDICTS.indexOf(f.verdict) < VERDICTS.indexOf(strip.worst[c]))) strip.worst[c] = f.verdict;
  }
  strip.most = strip.busy.reduce((a, b) => Math.max(a, b), 1);
}

function drawOverview() {
  if (!strip || strip.width !== overview.clientWidth) remeasureStrip();
  const nodes = [svg("text", { x: 14, y: 25 }, "Overview")];
  for (let c = 0; c < strip.cells; c++) {
    if (!strip.busy[c]) continue;
    const height = 3 + 17 * Math.log1p(strip.busy[c]) / Math.log1p(strip.most);
    nodes.push(svg("rect", { class: "busy", x: GUTTER + c * CELL, y: STRIP - 4 - height, width: CELL - 1, height }));
  }
  for (let c = 0; c < strip.cells; c++) {
    if (strip.worst[c]) nodes.push(svg("rect", { class: "bad " + strip.worst[c], x: GUTTER + c * CELL - 1, y: 4, width: CELL + 1, height: 8, rx: 1.5 }));
  }
  const total = totalWidth(), full = strip.cells * CELL;
  const from = Math.min(canvas.scrollLeft / total, 1) * full, span = Math.min(viewWidth() / total, 1) * full;
  nodes.push(svg("rect", { class: "pane", x: GUTTER + from, y: 1, width: Math.max(span, 4), height: STRIP - 2, rx: 3 }));
  overview.replaceChildren(...nodes);
}

function scrollByOverview(ev) {
  const box = overview.getBoundingClientRect(), share = (ev.clientX - box.left - GUTTER) / (strip.cells * CELL);
  canvas.scrollLeft = share * totalWidth() - viewWidth() / 2;
}
overview.addEventListener("pointerdown", ev => { overview.setPointerCapture(ev.pointerId); scrollByOverview(ev); });
overview.addEventListener("pointermove", ev => { if (ev.buttons & 1) scrollByOverview(ev); });
