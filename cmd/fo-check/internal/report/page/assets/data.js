// The data of the page. Events are rows, so that fifty thousand of them stay small; texts stand once.
const page = JSON.parse(document.getElementById("data").textContent);
const AT = 0, NAME = 1, LANE = 2, AGENT = 3, PEER = 4, DIRECTION = 5, FILE = 6, LINE = 7, EXCERPT = 8, PAIRS = 9;
const SENT = 1, RECEIVED = 2;
const events = page.events, findings = page.findings, lanes = page.lanes, rules = page.rules;
const VERDICTS = ["violation", "deviation", "inconclusive", "pass"];
const WORDS = { violation: "violation", deviation: "deviation", inconclusive: "inconclusive", pass: "kept" };

const text = n => page.texts[n];
// What has no time (a configuration that was read) stands at the beginning.
const timeOf = i => events[i][AT] ?? 0;

// proofs tells for each event which findings rest on it.
const proofs = new Map();
findings.forEach((f, n) => f.evidence.forEach(e => {
  if (e.event < 0) return;
  if (!proofs.has(e.event)) proofs.set(e.event, []);
  const list = proofs.get(e.event);
  if (!list.includes(n)) list.push(n);
}));

// A finding takes the stretch from its trigger to its deadline, or to the event that decided.
const startOf = f => f.from ?? 0;
const dueOf = f => f.due ?? f.to ?? startOf(f);
const endOf = f => Math.max(startOf(f), dueOf(f), f.verdict === "pass" ? 0 : f.to ?? 0);
const ruleOf = f => rules[f.rule] ?? { id: "?", title: "", severity: "", source: "" };
const keyText = f => f.key.map(([k, v]) => k + "=" + v).join(" ");
// The record that broke the obligation or kept it.
const decides = (f, e) => e.event >= 0 && e.at !== null && e.at === f.to;

// Clocks. Times are microseconds after the origin; they are shown in the zone of the report.
const pad = (n, width) => String(n).padStart(width, "0");
const local = t => new Date((page.origin + t) / 1000 + page.offset * 60000);
const severalDays = (() => {
  const last = events.length ? timeOf(events.length - 1) : 0;
  return local(0).toISOString().slice(0, 10) !== local(last).toISOString().slice(0, 10);
})();
const dateText = t => local(t).toISOString().slice(0, 10);
const clockText = t => local(t).toISOString().slice(11, 23);
const shortClock = t => local(t).toISOString().slice(11, 19);
const timeText = t => (severalDays ? dateText(t) + " " : "") + clockText(t);

// spanText writes a length of time for people.
function spanText(micros) {
  const s = Math.abs(micros) / 1e6;
  if (s < 1) return Math.round(s * 1000) + " ms";
  if (s < 60) return (s < 10 ? s.toFixed(2) : s.toFixed(1)) + " s";
  if (s < 3600) return Math.floor(s / 60) + " min " + Math.round(s % 60) + " s";
  if (s < 86400) return Math.floor(s / 3600) + " h " + Math.round((s % 3600) / 60) + " min";
  return (s / 86400).toFixed(1) + " days";
}
const grouped = n => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const counted = (n, noun) => grouped(n) + " " + noun + (n === 1 ? "" : "s");
