// The keyboard: everything the mouse can do.
const KEYS = [
  ["n / p", "next, previous violation"], ["j / k", "next, previous finding"], ["← / →", "earlier, later event of the lane"],
  ["↑ / ↓", "lane above, below"], ["/", "search; Enter goes to the next hit"], ["t", "compressed or true time"], ["+ / −", "zoom"],
  ["0", "show all"], ["z", "zoom to the finding"], ["s", "sequence of the episode"], ["r", "report as text, for printing"],
  ["Esc", "back"], ["?", "this list"],
];

const ACTIONS = {
  n: () => step(1, "violation"), p: () => step(-1, "violation"), j: () => step(1, ""), k: () => step(-1, ""),
  t: () => setTime(!state.byTime), "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: () => showAll(),
  s: () => show(state.view === "sequence" ? "timeline" : "sequence"), r: () => show(state.view === "report" ? "timeline" : "report"),
  z: () => { const f = findings[state.finding]; if (f) { show("timeline"); zoomTo(startOf(f), endOf(f)); } },
  "/": () => { show(state.view === "report" ? "timeline" : state.view); byId("search").focus(); byId("search").select(); },
  "?": () => byId("keys").showModal(), Escape: () => back(),
  ArrowLeft: () => stepEvent(-1), ArrowRight: () => stepEvent(1), ArrowUp: () => stepLane(-1), ArrowDown: () => stepLane(1),
};

document.addEventListener("keydown", ev => {
  if (ev.ctrlKey || ev.metaKey || ev.altKey || byId("keys").open) return;
  const tag = ev.target.tagName;
  if (ev.target.id === "search") { searchKey(ev); return; }
  if (tag === "SELECT" || tag === "INPUT") return;
  // In the list, the report and the details arrows scroll, as they do everywhere.
  if (ev.key.startsWith("Arrow") && (state.view !== "timeline" || ev.target.closest(".detail, .list"))) {
    if (!ev.target.closest(".list") || ev.key === "ArrowLeft" || ev.key === "ArrowRight") return;
    step(ev.key === "ArrowDown" ? 1 : -1, "");
    ev.preventDefault();
    return;
  }
  const action = ACTIONS[ev.key];
  if (!action) return;
  ev.preventDefault();
  action();
});

function searchKey(ev) {
  if (ev.key === "Enter") { ev.preventDefault(); stepHit(ev.shiftKey ? -1 : 1); }
  if (ev.key === "Escape") { ev.target.value = ""; state.query = ""; changed(); ev.target.blur(); }
}

// back leaves what was opened last.
function back() {
  if (state.view !== "timeline") return show("timeline");
  if (state.event >= 0) { state.event = -1; return refresh(); }
  state.finding = -1;
  refresh();
}

// stepEvent goes to the neighbour in the lane of the chosen event.
function stepEvent(by) {
  const lane = laneInFocus();
  if (!lane || !lane.events.length) return;
  const k = lane.events.indexOf(state.event);
  const next = k < 0 ? nearestIn(lane, atX(canvas.scrollLeft + viewWidth() * 0.4)) : lane.events[k + by];
  if (next !== undefined) { state.lane = lane.n; chooseEvent(next, state.finding >= 0); }
}

const laneInFocus = () => shown.lanes.find(l => l.n === state.lane) ?? shown.lanes.find(l => l.events.includes(state.event)) ?? shown.lanes[0];

function stepLane(by) {
  const k = shown.lanes.indexOf(laneInFocus()), lane = shown.lanes[k + by];
  if (!lane) return;
  state.lane = lane.n;
  const next = nearestIn(lane, state.event >= 0 ? timeOf(state.event) : atX(canvas.scrollLeft + viewWidth() * 0.4));
  if (next !== undefined) chooseEvent(next, state.finding >= 0);
}

function nearestIn(lane, t) {
  let best;
  for (const i of lane.events) if (best === undefined || Math.abs(timeOf(i) - t) < Math.abs(timeOf(best) - t)) best = i;
  return best;
}

function fillKeys() {
  byId("keys").append(html("h2", {}, "Keyboard"), html("table", {}, ...KEYS.map(([k, what]) =>
    html("tr", {}, html("td", {}, ...k.split(" ").map(p => p === "/" && k !== "/" ? " " : html("kbd", {}, p))), html("td", {}, what)))),
    html("form", { method: "dialog" }, html("button", {}, "Close")));
}
