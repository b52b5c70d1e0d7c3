// The time axis. Compressed, every moment at which something happens takes the same room, so that an hour of
// silence and a burst of messages can both be read; in true time a second is a second everywhere.
const scale = { moments: new Float64Array(0), unit: 24, least: 1, inset: 24 };
const MAX_WIDTH = 8e6; // browsers lay out no wider page reliably

function remeasure() {
  const all = new Set();
  for (const i of shown.events) all.add(timeOf(i));
  for (const n of shown.findings) {
    const f = findings[n];
    all.add(startOf(f)).add(dueOf(f)).add(endOf(f));
  }
  scale.moments = Float64Array.from(all).sort();
}

// below returns how many of the sorted numbers are less than t.
function below(list, t) {
  let lo = 0, hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (list[mid] < t) lo = mid + 1; else hi = mid;
  }
  return lo;
}

const first = () => scale.moments[0] ?? 0;
const last = () => scale.moments[scale.moments.length - 1] ?? 0;

// position is where a time stands before zooming: the number of its moment, or the seconds since the first.
function position(t) {
  if (state.byTime) return (t - first()) / 1e6;
  const m = scale.moments, i = below(m, t);
  if (i >= m.length) return Math.max(m.length - 1, 0);
  if (m[i] === t || i === 0) return i;
  return i - 1 + (t - m[i - 1]) / (m[i] - m[i - 1]);
}

// timeAt is the inverse of position.
function timeAt(p) {
  if (state.byTime) return first() + p * 1e6;
  const m = scale.moments;
  if (!m.length) return 0;
  const i = Math.min(Math.max(Math.floor(p), 0), m.length - 1), next = Math.min(i + 1, m.length - 1);
  return m[i] + (m[next] - m[i]) * Math.min(Math.max(p - i, 0), 1);
}

const extent = () => Math.max(state.byTime ? (last() - first()) / 1e6 : scale.moments.length - 1, 1e-6);
const xOf = t => scale.inset + position(t) * scale.unit;
const atX = x => timeAt((x - scale.inset) / scale.unit);
const totalWidth = () => scale.inset * 2 + extent() * scale.unit;

// fitUnit is the zoom at which everything fits into width.
const fitUnit = width => Math.max(width - scale.inset * 2, 40) / extent();
function clampUnit(unit, width) {
  const fit = fitUnit(width), most = Math.min(state.byTime ? 20000 : 220, MAX_WIDTH / extent());
  return Math.min(Math.max(unit, Math.min(fit, most)), Math.max(most, fit));
}

// ticks returns times to label, at least apart pixels from each other, between two edges.
function ticks(from, to, apart) {
  return state.byTime ? roundTicks(from, to, apart) : momentTicks(from, to, apart);
}

function momentTicks(from, to, apart) {
  const out = [], m = scale.moments, step = Math.max(1, Math.ceil(apart / scale.unit));
  const start = Math.max(0, Math.floor((from - scale.inset) / scale.unit / step) * step);
  for (let i = start; i < m.length && scale.inset + i * scale.unit <= to; i += step) out.push(m[i]);
  return out;
}

const STEPS = [1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1.5e7, 3e7, 6e7, 1.2e8, 3e8, 6e8, 9e8, 1.8e9, 3.6e9, 7.2e9,
  1.44e10, 2.16e10, 4.32e10, 8.64e10, 1.728e11, 6.048e11];

function roundTicks(from, to, apart) {
  const wanted = apart / scale.unit * 1e6, step = STEPS.find(s => s >= wanted) ?? STEPS[STEPS.length - 1];
  const shift = page.origin + page.offset * 6e7; // so that ticks stand at full minutes of the zone
  const out = [], end = atX(to);
  for (let t = Math.ceil((atX(from) + shift) / step) * step - shift; t <= end && out.length < 500; t += step) out.push(t);
  return out;
}
