// Which claims are in view, and what they say of each place. One pass over typed arrays.
const passes = new Uint8Array(N);
const shown = new Uint8Array(N);
const P = places.length;
const tally = {
  count: new Int32Array(P), sides: new Uint8Array(P), best: new Uint8Array(P), kinds: new Uint8Array(P), solid: new Uint8Array(P), latest: new Int32Array(P),
  denied: new Int32Array(P), disputed: new Uint8Array(P), contested: new Int32Array(P), main: new Uint8Array(P), sideCounts: new Int32Array(P * SIDES.length), bestDay: new Int32Array(P),
};
const view = { total: 0, undated: 0, unplaced: 0, docs: 0, publishers: 0, undatedSides: SIDES.map(() => 0), order: new Int32Array(0), disputedPlaces: 0 };
const disputes = small(Uint8Array, (i) => (columns.contradicts[i] !== 0 ? 1 : 0));

let haystack = null;
function buildHaystack() {
  const lower = new Map();
  const low = (value) => { let found = lower.get(value); if (found === undefined) { found = value.toLowerCase(); lower.set(value, found); } return found; };
  const placeText = places.map((place) => [place.name, place.uk, place.ru, place.admin1].join('\n').toLowerCase());
  const docText = docs.map((doc) => [doc.title, doc.publisher, doc.doc].join('\n').toLowerCase());
  haystack = (i, needle) => low(text('quote', i)).includes(needle) || low(text('claimant', i)).includes(needle) || (C.place[i] >= 0 && placeText[C.place[i]].includes(needle))
    || docText[C.doc[i]].includes(needle) || low(text('place_text', i)).includes(needle);
}

function matchesOnly(i, spec) {
  if (!spec) return true;
  const [what, a, b] = spec.split(':');
  if (what === 'group') {
    const id = safeDecode(a);
    return text('group_id', i) === id || (b === 'contra' && text('contradicts', i).split(',').includes(id));
  }
  if (what === 'ids') return onlyIds(spec).has(text('claim_id', i));
  if (what === 'act') return ['UA', 'RU', 'other', 'unknown'][C.actor[i]] === a && SUMMARY_KINDS[b] !== undefined && SUMMARY_KINDS[b].includes(KINDS[C.kind[i]]) && C.status[i] !== 3;
  if (what === 'disputed') return disputes[i] === 1 || C.status[i] >= 2;
  if (what === 'single') return columns.sources[i] <= 1 && C.status[i] !== 3;
  if (what === 'unplaced') return C.place[i] < 0 || !places[C.place[i]].located;
  if (what === 'undated') return daysOf(state.clock)[0][i] === NONE;
  if (what === 'doc') return docs[C.doc[i]].doc === safeDecode(spec.slice(4));
  return true;
}

let listedIds = { spec: '', ids: null };
function onlyIds(spec) {
  if (listedIds.spec !== spec) listedIds = { spec, ids: new Set(spec.slice(4).split(',')) };
  return listedIds.ids;
}

const SUMMARY_KINDS = { gained: ['capture'], lost: ['withdrawal'], held: ['hold'], advanced: ['advance', 'infiltration'], attacked: ['attack', 'strike'] };

// Everything but the time range.
function filterClaims() {
  const sides = SIDES.map((side) => allows(state.sides, side));
  const kinds = KINDS.map((kind) => allows(state.kinds, kind));
  const statuses = STATUSES.map((status) => allows(state.statuses, status));
  const from = publishers.map((name) => allows(state.publishers, name));
  const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length && !haystack) buildHaystack();
  const known = state.known === null ? Infinity : state.known;
  for (let i = 0; i < N; i++) {
    let pass = (known === Infinity || (C.reported[i] !== NONE && C.reported[i] <= known)) && sides[C.side[i]] && kinds[C.kind[i]] && statuses[C.status[i]] && from[C.publisher[i]];
    if (pass && words.length) pass = words.every((word) => haystack(i, word));
    if (pass && state.only) pass = matchesOnly(i, state.only);
    passes[i] = pass ? 1 : 0;
  }
}

function selectClaims() {
  const [from, to] = range();
  const [start, end] = daysOf(state.clock);
  const keepUndated = state.undated;
  const asOf = state.mode === 'asof';
  const kept = [];
  let undated = 0;
  view.undatedSides.fill(0);
  shown.fill(0);
  for (let i = 0; i < N; i++) {
    if (!passes[i]) continue;
    if (start[i] === NONE) {
      undated++;
      view.undatedSides[C.side[i]]++;
      if (!keepUndated || asOf) continue;
    } else if (start[i] > to || (!asOf && end[i] < from)) continue;
    shown[i] = 1;
  }
  if (asOf) keepLatest(end, start, to);
  tallyPlaces(kept, end, to);
  view.undated = undated;
  return kept;
}

// "As of" keeps the latest account of each side about each place, up to the day.
function keepLatest(end, start, to) {
  const latest = new Map();
  for (let i = 0; i < N; i++) {
    if (!shown[i]) continue;
    shown[i] = 0;
    if (C.place[i] < 0) continue;
    const key = C.place[i] * 8 + C.side[i];
    const day = Math.min(end[i], to);
    const before = latest.get(key);
    if (before === undefined || day > before[0]) latest.set(key, [day, [i]]);
    else if (day === before[0]) before[1].push(i);
  }
  for (const [, members] of latest.values()) for (const i of members) shown[i] = 1;
}

// A place is drawn as disputed where claims contradict each other, or where a quarter of them are denied or disputed in their
// own documents; as denied where a third of them are denials.
const CONTESTED_SHARE = 4;
const DENIED_SHARE = 3;
const isDenied = (p) => tally.denied[p] * DENIED_SHARE >= tally.count[p] && tally.denied[p] > 0;

const docSeen = new Uint8Array(docs.length);
const publisherSeen = new Uint8Array(publishers.length);

function tallyPlaces(kept, end, to) {
  const t = tally;
  for (const name of Object.keys(t)) t[name].fill(0);
  t.best.fill(255);
  docSeen.fill(0);
  publisherSeen.fill(0);
  let unplaced = 0;
  const S = SIDES.length;
  for (let i = 0; i < N; i++) {
    if (!shown[i]) continue;
    kept.push(i);
    docSeen[C.doc[i]] = 1;
    publisherSeen[C.publisher[i]] = 1;
    const p = C.place[i];
    if (p < 0 || !places[p].located) { unplaced++; if (p < 0) continue; }
    t.count[p]++;
    t.sides[p] |= 1 << C.side[i];
    t.sideCounts[p * S + C.side[i]]++;
    const mark = C.mark[i];
    t.kinds[p] |= 1 << mark;
    if (C.role[i] === 0) t.solid[p] = 1;
    const day = end[i] === NONE ? to : Math.min(end[i], to);
    if (day > t.latest[p]) t.latest[p] = day;
    if (C.status[i] === 3) t.denied[p]++;
    if (disputes[i]) t.disputed[p] = 1;
    if (C.status[i] >= 2) t.contested[p]++;
    if (mark < t.best[p] || (mark === t.best[p] && day >= t.bestDay[p])) { t.best[p] = mark; t.bestDay[p] = day; t.main[p] = C.side[i]; }
  }
  let disputed = 0;
  for (let p = 0; p < P; p++) {
    if (t.contested[p] * CONTESTED_SHARE >= t.count[p] && t.contested[p]) t.disputed[p] = 1;
    if (t.disputed[p] && (t.sides[p] & (t.sides[p] - 1))) disputed++;
  }
  view.disputedPlaces = disputed;
  view.total = kept.length;
  view.unplaced = unplaced;
  let count = 0;
  for (const seen of docSeen) count += seen;
  view.docs = count;
  count = 0;
  for (let i = 0; i < publishers.length; i++) if (publisherSeen[i] && publishers[i]) count++;
  view.publishers = count;
  view.order = kept;
}

// Two sides in disagreement about a place, or null.
function splitSides(p) {
  const mask = tally.sides[p];
  if (!tally.disputed[p] || !(mask & (mask - 1))) return null;
  if ((mask & 3) === 3) return [0, 1];
  const present = [];
  for (let s = 0; s < SIDES.length; s++) if (mask & (1 << s)) present.push(s);
  present.sort((a, b) => tally.sideCounts[p * SIDES.length + b] - tally.sideCounts[p * SIDES.length + a] || a - b);
  const pair = present.slice(0, 2).sort((a, b) => a - b);
  return pair;
}

// Claims in view, newest first: by their last day within the range, the shorter spans first, then by document.
function newestFirst(members) {
  const [start, end] = daysOf(state.clock);
  const to = range()[1];
  return members.slice().sort((a, b) => {
    const first = end[a] === NONE ? -1 : Math.min(end[a], to);
    const second = end[b] === NONE ? -1 : Math.min(end[b], to);
    return second - first || start[b] - start[a] || C.doc[a] - C.doc[b] || columns.start[a] - columns.start[b];
  });
}
