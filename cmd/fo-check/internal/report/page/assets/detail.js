// The details of the chosen event or finding, and the tip at the pointer.
const detail = byId("detail"), tip = byId("tip");

function drawDetail() {
  if (state.finding >= 0 && state.event < 0) detail.replaceChildren(...findingDetail(findings[state.finding]));
  else if (state.event >= 0) detail.replaceChildren(...eventDetail(state.event));
  else detail.replaceChildren(html("p", { class: "none" }, "Choose a finding, a bar or an event."));
  detail.scrollTop = 0;
}

// Paths are shown from the folder that all inputs share, which stands in the head of the page.
const place = (file, line) => html("div", { class: "at", title: file },
  (page.folder && file.startsWith(page.folder) ? file.slice(page.folder.length + 1) : file) + (line ? ":" + line : ""));
const heading = s => html("h3", {}, s);

function findingDetail(f) {
  const r = ruleOf(f), out = [];
  out.push(html("div", { class: f.verdict }, html("span", { class: "tag" }, WORDS[f.verdict]), " ", html("b", {}, r.id), html("span", { class: "at" }, "  " + r.severity)));
  out.push(html("h2", {}, sentenceOf(f)));
  out.push(html("div", { class: "when" }, timeText(startOf(f)) + (f.due !== null ? "  →  due " + clockText(f.due) + "  (" + spanText(f.due - startOf(f)) + ")" : "")));
  if (f.reasons) out.push(html("p", {}, "Open because " + f.reasons.join("; ") + "."));
  if (f.excused) out.push(html("p", {}, "Does not count: " + f.excused));
  out.push(html("div", { class: "actions" }, button("Sequence of this episode", () => show("sequence"), { title: "s" }),
    button("Zoom to it", () => { show("timeline"); zoomTo(startOf(f), endOf(f)); }, { title: "z" })));
  out.push(heading("Evidence"), steps(f));
  const pairs = [...f.key, ["rule", r.title], ["source", r.source], ["explain", "fo-check explain " + r.id]];
  if (f.notes?.length) pairs.push(["note", f.notes.join(", ")]);
  out.push(heading("Obligation"), table(pairs));
  return out;
}

// steps tells the evidence in time order; what only set the scene comes before.
function steps(f) {
  const ordered = [...f.evidence].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  return html("ol", { class: "steps " + f.verdict }, ...ordered.map(e => {
    const fact = e.role === "context" && !decides(f, e);
    const name = e.event >= 0 ? button(e.name, () => chooseEvent(e.event, true)) : html("b", {}, e.name);
    const excerpt = e.event >= 0 && !fact ? text(events[e.event][EXCERPT]) : "";
    return html("li", { class: fact ? "fact" : e.role === "trigger" || decides(f, e) || e.name === "(deadline)" ? "deciding" : "" },
      html("div", { class: "when" }, e.at === null ? "no time" : timeText(e.at)), name,
      e.detail ? html("div", { class: "say" }, e.detail) : null, e.note ? html("div", { class: "aside" }, e.note) : null,
      e.file ? place(e.file, e.line) : null, excerpt ? html("pre", {}, excerpt) : null);
  }));
}

function eventDetail(i) {
  const e = events[i], lane = lanes[e[LANE]], out = [];
  out.push(html("div", { class: "when" }, e[AT] === null ? "no time" : dateText(e[AT]) + " " + clockText(e[AT])));
  out.push(html("h2", {}, text(e[NAME])));
  const way = ["", "sent", "received"][e[DIRECTION]], peer = text(e[PEER]);
  out.push(html("div", {}, lane.name + (way ? " " + way + (peer ? (way === "sent" ? " to " : " from ") + peer : "") : "")));
  out.push(html("div", { class: "actions" }, button("‹ Earlier", () => stepEvent(-1), { title: "Left" }), button("Later ›", () => stepEvent(1), { title: "Right" }),
    state.finding >= 0 ? button("Back to " + ruleOf(findings[state.finding]).id, () => chooseFinding(state.finding), { title: "Esc" }) : null,
    button("Around it", () => { state.finding = -1; show("sequence"); })));
  const pairs = [];
  for (let k = 0; k < e[PAIRS].length; k += 2) pairs.push([text(e[PAIRS][k]), text(e[PAIRS][k + 1])]);
  if (pairs.length) out.push(heading("Attributes"), table(pairs));
  out.push(heading("Source"), place(text(e[FILE]), e[LINE]));
  const line = text(e[EXCERPT]);
  out.push(line ? html("pre", {}, line) : html("p", { class: "none" }, "The line is not kept in this page."));
  const about = proofs.get(i) ?? [];
  if (about.length) out.push(heading("Evidence of"), html("ul", { class: "linked" }, ...about.slice(0, 50).map(n => html("li", {}, findingButton(n)))));
  return out;
}

function findingButton(n) {
  const f = findings[n], node = button("", () => chooseFinding(n), { class: f.verdict });
  node.append(html("span", { class: "tag" }, WORDS[f.verdict]), " " + ruleOf(f).id + "  " + keyText(f));
  return node;
}

const table = pairs => html("table", {}, html("tbody", {}, ...pairs.map(([k, v]) => html("tr", {}, html("th", {}, k), html("td", {}, v)))));

// The tip says in short what is under the pointer.
function showTip(ev) {
  const node = ev.target.closest?.("[data-e],[data-f]");
  if (!node) { tip.hidden = true; return; }
  tip.replaceChildren(...(node.dataset.e !== undefined ? eventTip(Number(node.dataset.e), Number(node.dataset.n ?? 1)) : findingTip(findings[Number(node.dataset.f)])));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(ev.clientX + 14, innerWidth - box.width - 8)) + "px";
  tip.style.top = (ev.clientY + box.height + 24 > innerHeight ? ev.clientY - box.height - 12 : ev.clientY + 16) + "px";
}

function eventTip(i, n) {
  const e = events[i], pairs = [];
  for (let k = 0; k < e[PAIRS].length && pairs.length < 8; k += 2) pairs.push(text(e[PAIRS][k]) + "=" + text(e[PAIRS][k + 1]));
  const line = text(e[EXCERPT]);
  return [html("div", { class: "when" }, timeText(timeOf(i)) + "  " + lanes[e[LANE]].name), html("b", {}, text(e[NAME])),
    n > 1 ? html("span", {}, ` and ${n - 1} more: click zooms in`) : null, html("div", { class: "more" }, pairs.join("  ")),
    line && n === 1 ? html("div", { class: "more" }, shorten(line, 700)) : null].filter(Boolean);
}

function findingTip(f) {
  return [html("div", { class: f.verdict }, html("span", { class: "tag" }, WORDS[f.verdict]), " ", html("b", {}, ruleOf(f).id)), html("div", {}, sentenceOf(f)),
    html("div", { class: "when" }, timeText(startOf(f)) + (f.due !== null ? "  due after " + spanText(f.due - startOf(f)) : "")), html("div", { class: "more" }, keyText(f))];
}
