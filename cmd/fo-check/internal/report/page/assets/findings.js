// The list of findings. Rows have one height, so the list needs only those in sight.
const list = byId("list"), listRoom = html("div", { class: "room" }), ITEM = 76;
list.append(listRoom);

const drawList = later(() => {
  listRoom.style.height = shown.findings.length * ITEM + "px";
  if (!shown.findings.length) {
    listRoom.replaceChildren(html("div", { class: "empty" }, emptyText()));
    return;
  }
  const from = Math.max(0, Math.floor(list.scrollTop / ITEM) - 2);
  const to = Math.min(shown.findings.length, from + Math.ceil(list.clientHeight / ITEM) + 4);
  const nodes = [];
  for (let k = from; k < to; k++) nodes.push(item(shown.findings[k], k));
  listRoom.replaceChildren(...nodes);
});

function emptyText() {
  if (!page.judged) return "Events only: nothing was judged.";
  return findings.length ? "No finding passes the filters." : "Nothing was found, and no obligation arose.";
}

function item(n, k) {
  const f = findings[n], r = ruleOf(f);
  const node = html("div", { class: "item " + f.verdict, role: "option", id: "finding" + n, "aria-selected": String(n === state.finding), "data-f": n },
    html("div", { class: "top" }, html("span", { class: "tag" }, WORDS[f.verdict]), html("b", {}, r.id),
      f.excused ? html("span", { class: "tag idle" }, "does not count") : null, html("time", {}, timeText(startOf(f)))),
    html("div", { class: "what" }, sentenceOf(f)), html("div", { class: "who" }, keyText(f)));
  node.style.top = k * ITEM + "px";
  return node;
}

// sentenceOf says what a finding is about: of one that stays open the message gives the reason only.
const sentenceOf = f => f.verdict === "violation" || f.verdict === "deviation" ? f.message : ruleOf(f).title;

list.addEventListener("scroll", drawList);
list.addEventListener("click", ev => {
  const node = ev.target.closest("[data-f]");
  if (node) chooseFinding(Number(node.dataset.f));
});

function revealItem(n) {
  const k = shown.findings.indexOf(n);
  if (k < 0) return;
  if (k * ITEM < list.scrollTop) list.scrollTop = k * ITEM;
  if ((k + 1) * ITEM > list.scrollTop + list.clientHeight) list.scrollTop = (k + 1) * ITEM - list.clientHeight;
  list.setAttribute("aria-activedescendant", "finding" + n);
}

// step goes to the next finding of the list, or the previous one, that is of a verdict (any: ""). Violations are
// taken in time order: that is how an incident is read.
function step(by, verdict) {
  let of = shown.findings;
  if (verdict) of = of.filter(n => findings[n].verdict === verdict).sort((a, b) => startOf(findings[a]) - startOf(findings[b]) || a - b);
  if (!of.length) return;
  const k = of.indexOf(state.finding);
  chooseFinding(of[k < 0 ? (by > 0 ? 0 : of.length - 1) : (k + by + of.length) % of.length]);
}

function drawFilters() {
  byId("verdicts").replaceChildren(...VERDICTS.filter(v => findings.some(f => f.verdict === v)).map(v => {
    const n = findings.filter(f => f.verdict === v).length;
    return button(`${WORDS[v]} ${grouped(n)}`, () => {
      if (!state.verdicts.delete(v)) state.verdicts.add(v);
      changed();
      drawFilters();
    }, { class: v, "aria-pressed": String(state.verdicts.has(v)), "data-verdict": v });
  }));
}

function fillSelects() {
  byId("rule").parentElement.hidden = !page.judged;
  const used = new Map();
  findings.forEach(f => used.set(f.rule, (used.get(f.rule) ?? 0) + 1));
  byId("rule").append(html("option", { value: -1 }, "all"), ...[...used].sort((a, b) => a[0] - b[0]).map(([r, n]) =>
    html("option", { value: r }, `${rules[r].id} (${n})`)));
  byId("agent").append(html("option", { value: -1 }, "all"), ...lanes.map((l, n) => [l, n]).filter(([l]) => l.kind === "agent").map(([l, n]) =>
    html("option", { value: n }, l.name)));
}

function drawHits() {
  const box = byId("hits"), n = shown.hitList.length;
  if (!shown.hits) { box.replaceChildren(); return; }
  const at = shown.hitList.indexOf(state.event);
  box.replaceChildren(n ? (at >= 0 ? grouped(at + 1) + " of " : "") + counted(n, "event") : "no event has it",
    ...(n ? [button("next", () => stepHit(1), { title: "Enter" }), button("previous", () => stepHit(-1), { title: "Shift+Enter" })] : []));
}

function stepHit(by) {
  const of = shown.hitList;
  if (!of.length) return;
  const k = of.indexOf(state.event);
  chooseEvent(of[k < 0 ? (by > 0 ? 0 : of.length - 1) : (k + by + of.length) % of.length]);
  drawHits();
}

function drawFoot() {
  const notes = [];
  if (page.partial) notes.push("Partial: reading was interrupted.");
  if (page.left_out.total) notes.push(`${grouped(page.left_out.total)} of ${grouped(page.left_out.seen)} are left out, of the most frequent (` +
    Object.entries(page.left_out.names).sort((a, b) => b[1] - a[1]).slice(0, 3).map(([k, n]) => `${k} ${grouped(n)}`).join(", ") + "); evidence always is.");
  if (page.kept_left_out) notes.push(grouped(page.kept_left_out) + " kept obligations are not in it.");
  if (page.left_out.unnamed) notes.push(grouped(page.left_out.unnamed) + " events that no selected rule names are not in it.");
  byId("listfoot").textContent = [counted(events.length, "event") + ".", ...notes].join(" ");
}
