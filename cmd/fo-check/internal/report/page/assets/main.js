// What ties the parts together: choosing, changing filters, switching views.
document.documentElement.classList.add("js");
state.lane = -1;

function refresh() {
  drawTimeline();
  drawList();
  drawDetail();
  drawHits();
  if (state.view === "sequence") drawSequence();
}

// changed follows a change of a filter: what was chosen stays chosen if it is still shown, and in sight.
function changed() {
  const middle = atX(canvas.scrollLeft + viewWidth() / 2);
  refilter();
  remeasure();
  strip = null;
  if (state.finding >= 0 && !shown.findings.includes(state.finding)) state.finding = -1;
  relayout();
  canvas.scrollLeft = xOf(middle) - viewWidth() / 2;
  list.scrollTop = Math.min(list.scrollTop, shown.findings.length * ITEM);
  if (state.view === "sequence") tell();
  refresh();
}

function chooseFinding(n) {
  state.finding = n;
  state.event = -1;
  state.lane = -1;
  const f = findings[n];
  if (state.view === "report") show("timeline");
  reveal(startOf(f), f.lane);
  revealItem(n);
  remember(f.id ? "f=" + f.id : "");
  if (state.view === "sequence" && episode.finding !== n) tell();
  refresh();
}

// chooseEvent shows an event; keep says that the finding it belongs to stays chosen.
function chooseEvent(i, keep) {
  state.event = i;
  if (!keep) state.finding = -1;
  const e = events[i];
  if (state.lane !== e[AGENT]) state.lane = e[LANE];
  reveal(timeOf(i), state.lane);
  refresh();
}

function show(view) {
  state.view = view;
  for (const tab of document.querySelectorAll(".views button")) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
  document.querySelector(".app").classList.toggle("reading", view === "report");
  byId("timeline").hidden = view !== "timeline";
  byId("toolbar").hidden = view !== "timeline";
  byId("sequence").hidden = view !== "sequence";
  if (view === "sequence") tell();
  if (view === "timeline") resize();
  refresh();
}

function setTime(byTime) {
  const f = findings[state.finding], at = state.event >= 0 ? timeOf(state.event) : f ? startOf(f) : atX(canvas.scrollLeft + viewWidth() / 2);
  state.byTime = byTime;
  byId("byrank").setAttribute("aria-pressed", String(!byTime));
  byId("bytime").setAttribute("aria-pressed", String(byTime));
  strip = null;
  scale.unit = byTime ? Math.max(fitUnit(viewWidth()), 2) : Math.max(fitUnit(viewWidth()), COMFORT);
  relayout();
  canvas.scrollLeft = xOf(at) - viewWidth() * 0.4;
  refresh();
}

function showAll() {
  scale.unit = fitUnit(viewWidth());
  resize();
  canvas.scrollLeft = 0;
  drawTimeline();
}

// remember keeps what is chosen in the address, so that a link leads back to it.
function remember(hash) {
  try { history.replaceState(null, "", "#" + hash); } catch { /* some viewers forbid it for attachments */ }
}

const COMFORT = 26; // pixels per moment at which names can be read

function wire() {
  canvas.addEventListener("scroll", drawTimeline);
  lifelines.addEventListener("scroll", drawSequence);
  for (const sheet of [canvas, lifelines]) {
    sheet.addEventListener("pointermove", showTip);
    sheet.addEventListener("pointerleave", () => { tip.hidden = true; });
    sheet.addEventListener("click", clicked);
  }
  canvas.addEventListener("wheel", ev => {
    if (!ev.ctrlKey) return;
    ev.preventDefault();
    zoom(ev.deltaY < 0 ? 1.25 : 0.8, ev.clientX - canvas.getBoundingClientRect().left - GUTTER);
  }, { passive: false });
  new ResizeObserver(() => { resize(); refresh(); }).observe(canvas);
  for (const tab of document.querySelectorAll(".views button")) tab.addEventListener("click", () => show(tab.dataset.view));
  const on = (id, action) => byId(id).addEventListener("click", action);
  on("next", () => step(1, "violation"));
  on("previous", () => step(-1, "violation"));
  on("byrank", () => setTime(false));
  on("bytime", () => setTime(true));
  on("in", () => zoom(1.5));
  on("out", () => zoom(1 / 1.5));
  on("fit", showAll);
  on("help", () => byId("keys").showModal());
  on("theme", nextTheme);
  byId("search").addEventListener("input", ev => { state.query = ev.target.value; changed(); });
  byId("rule").addEventListener("change", ev => { state.rule = Number(ev.target.value); changed(); });
  byId("agent").addEventListener("change", ev => { state.agent = Number(ev.target.value); changed(); });
}

function clicked(ev) {
  tip.hidden = true;
  const node = ev.target.closest("[data-e],[data-f]");
  if (!node) return;
  if (node.dataset.f !== undefined) return chooseFinding(Number(node.dataset.f));
  const n = Number(node.dataset.n ?? 1), box = canvas.getBoundingClientRect();
  if (n > 1 && state.view === "timeline" && scale.unit < clampUnit(1e9, viewWidth())) return zoom(4, ev.clientX - box.left - GUTTER);
  chooseEvent(Number(node.dataset.e), state.finding >= 0 && (proofs.get(Number(node.dataset.e)) ?? []).includes(state.finding));
}

const THEMES = ["", "light", "dark"];
function nextTheme() {
  const root = document.documentElement, now = THEMES.indexOf(root.dataset.theme ?? "");
  const next = THEMES[(now + 1) % THEMES.length];
  if (next) root.dataset.theme = next; else delete root.dataset.theme;
  byId("theme").textContent = next ? next[0].toUpperCase() + next.slice(1) : "Theme";
}

function start() {
  fillSelects();
  fillKeys();
  drawFilters();
  drawFoot();
  wire();
  refilter();
  remeasure();
  scale.unit = Math.max(fitUnit(viewWidth()), COMFORT);
  relayout();
  const violations = findings.some(f => f.verdict === "violation");
  byId("next").disabled = byId("previous").disabled = !violations;
  const linked = findings.findIndex(f => f.id && location.hash === "#f=" + f.id);
  if (linked >= 0) chooseFinding(linked);
  else if (violations) step(1, "violation");
  else if (shown.findings.length) chooseFinding(shown.findings[0]);
  refresh();
}
start();
