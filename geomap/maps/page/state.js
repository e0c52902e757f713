// What the reader has chosen; all of it stands in the URL's hash, defaults left out.
const defaults = {
  from: null, to: null, mode: 'moving', clock: 'happened', undated: true, sides: null, kinds: null, statuses: null, publishers: null,
  query: '', selected: '', claim: '', tab: 'claims', only: '', movements: true, front: false, compare: '', known: null, baseline: true, tiles: true, theme: '', lang: given.lang, view: '',
};
const state = { ...defaults };
const listeners = [];
let extent = extentOf('happened');

function onChange(listener) { listeners.push(listener); }

let pending = 0;
let changed = new Set();
// Apply a change; everything that shows it is drawn once, in the next frame.
function set(values) {
  for (const [key, value] of Object.entries(values)) {
    if (state[key] === value) continue;
    state[key] = value;
    changed.add(key);
  }
  if (changed.has('clock')) extent = extentOf(state.clock);
  if (!changed.size || pending) return;
  pending = requestAnimationFrame(flush);
}

function flush() {
  pending = 0;
  const what = changed;
  changed = new Set();
  for (const listener of listeners) listener(what);
  writeHash();
}

function range() {
  if (!extent) return [0, 0];
  const to = state.to === null ? extent[1] : state.to;
  const from = state.mode !== 'moving' ? Math.min(extent[0], to) : state.from === null ? extent[0] : state.from;
  return [Math.min(from, to), to];
}

const HASH_NAMES = {
  from: 'from', to: 'to', mode: 'mode', clock: 'clock', undated: 'undated', sides: 'side', kinds: 'kind', statuses: 'status', publishers: 'pub',
  query: 'q', selected: 'place', claim: 'claim', tab: 'tab', only: 'only', movements: 'mov', front: 'front', compare: 'compare', known: 'known', baseline: 'base', tiles: 'tiles', theme: 'theme', lang: 'lang', view: 'view',
};

function encodeValue(key, value) {
  if (value instanceof Set) return [...value].map(safeEncode).join(',');
  if (key === 'from' || key === 'to' || key === 'known') return isoDay(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return safeEncode(value);
}

let ownHash = '';
function hashOf() {
  const parts = [];
  for (const [key, name] of Object.entries(HASH_NAMES)) {
    if (state[key] === opening[key] || state[key] === null) continue;
    parts.push(`${name}=${encodeValue(key, state[key])}`);
  }
  return parts.join('&');
}

let hashTimer = 0;
function writeHash() {
  clearTimeout(hashTimer);
  hashTimer = setTimeout(() => {
    const hash = hashOf();
    if (`#${hash}` === location.hash || (!hash && !location.hash)) return;
    ownHash = hash;
    try { history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search); } catch (error) { location.hash = hash; }
  }, 150);
}

// Half a character cannot stand in an address.
function safeEncode(value) { return encodeURIComponent(String(value).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')); }

function safeDecode(value) {
  try { return decodeURIComponent(value); } catch (error) { return ''; }
}

function readHash() {
  const values = {};
  const names = Object.fromEntries(Object.entries(HASH_NAMES).map(([key, name]) => [name, key]));
  for (const part of location.hash.slice(1).split('&')) {
    const cut = part.indexOf('=');
    const key = names[part.slice(0, cut)];
    if (cut < 0 || !key) continue;
    const value = part.slice(cut + 1);
    if (key === 'from' || key === 'to' || key === 'known') { const day = parseDay(safeDecode(value)); if (day !== null) values[key] = day; }
    else if (['sides', 'kinds', 'statuses', 'publishers'].includes(key)) values[key] = new Set(value ? value.split(',').map(safeDecode) : []);
    else if (typeof defaults[key] === 'boolean') values[key] = value === '1';
    else values[key] = safeDecode(value);
  }
  if (values.compare && !['days', 'accounts'].includes(values.compare)) delete values.compare;
  if (values.mode && !['moving', 'cumulative', 'asof'].includes(values.mode)) delete values.mode;
  if (values.clock && !['happened', 'reported'].includes(values.clock)) delete values.clock;
  if (values.tab && !['claims', 'place', 'summary', 'about'].includes(values.tab)) delete values.tab;
  if (values.lang && !WORDS[values.lang]) delete values.lang;
  if (values.theme && !['light', 'dark'].includes(values.theme)) delete values.theme;
  return values;
}

const opening = { ...defaults };
if (given.since) opening.from = parseDay(given.since);
if (given.until) opening.to = parseDay(given.until);
Object.assign(state, opening, readHash());
if (state.clock !== 'happened') extent = extentOf(state.clock);
lang = state.lang;

// A set of values, or null for "all of them".
function allows(filter, value) { return filter === null || filter.has(value); }

function toggled(filter, value, allValues) {
  const next = new Set(filter === null ? allValues : filter);
  if (next.has(value)) next.delete(value); else next.add(value);
  return next.size === allValues.length ? null : next;
}
