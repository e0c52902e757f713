// What the page was built from: columns of claims, places, documents; nothing here changes after loading.
function readBlock(id) {
  return Object.fromEntries(JSON.parse(document.getElementById(id).textContent));
}

const given = readBlock('geomap-data');
const base = readBlock('geomap-base');
const N = given.count;
const strings = given.strings;

const SIDES = ['UA', 'RU', 'analyst', 'media', 'local'];
const KINDS = ['capture', 'withdrawal', 'advance', 'hold', 'attack', 'infiltration', 'strike', 'damage', 'intercept', 'casualties', 'prisoners', 'evacuation', 'alert', 'redeployment', 'intent'];
const MARKS = ['capture', 'withdrawal', 'advance', 'hold', 'fighting', 'strike', 'other'];
const MARK_OF_KIND = { capture: 0, withdrawal: 1, advance: 2, hold: 3, attack: 4, infiltration: 4, strike: 5 };
const STATUSES = ['asserted', 'unverified', 'disputed', 'denied'];
const ROLES = ['at', 'near', 'toward', 'from'];
const NONE = -1;

const columns = Object.fromEntries(given.columns);
for (const name of Object.keys(columns)) {
  if (!Array.isArray(columns[name])) columns[name] = new Array(N).fill(columns[name]);
}

function text(name, i) { return strings[columns[name][i]]; }

const docs = given.docs.map((row) => ({ doc: row[0], title: row[1], publisher: row[2], url: row[3], lang: row[4], published: row[5] }));
const publishers = [...new Set(docs.map((doc) => doc.publisher))].sort();
const publisherNumber = new Map(publishers.map((name, i) => [name, i]));
const publisherOfDoc = docs.map((doc) => publisherNumber.get(doc.publisher));

function small(Type, fn) {
  const out = new Type(N);
  for (let i = 0; i < N; i++) out[i] = fn(i);
  return out;
}

// A string column with few values, as numbers of a fixed list.
function ranked(name, list, other) {
  const known = new Map(list.map((value, i) => [value, i]));
  const byString = new Map();
  return small(Uint8Array, (i) => {
    const key = columns[name][i];
    if (!byString.has(key)) byString.set(key, known.has(strings[key]) ? known.get(strings[key]) : other);
    return byString.get(key);
  });
}

function sideOf(i) {
  const side = text('side', i);
  if (side === 'UA') return 0;
  if (side === 'RU') return 1;
  if (side === 'independent') return text('claimant', i) === 'reporter' ? 3 : 2;
  return text('claimant', i) === 'reporter' ? 3 : 4;
}

const C = {
  kind: ranked('kind', KINDS, 14),
  side: small(Uint8Array, sideOf),
  actor: ranked('actor', ['UA', 'RU', 'other', 'unknown'], 3),
  status: ranked('status', STATUSES, 0),
  role: ranked('role', ROLES, 0),
  doc: small(Int32Array, (i) => columns.doc[i]),
  place: small(Int32Array, (i) => columns.place[i]),
  group: small(Int32Array, (i) => columns.group_id[i]),
  mark: null,
  publisher: null,
  start: null,
  end: null,
  reported: null,
};
const markOf = KINDS.map((kind) => (MARK_OF_KIND[kind] === undefined ? 6 : MARK_OF_KIND[kind]));
C.mark = small(Uint8Array, (i) => markOf[C.kind[i]]);
C.publisher = small(Uint16Array, (i) => publisherOfDoc[C.doc[i]]);

const publishedDay = docs.map((doc) => (doc.published ? parseDay(doc.published) : null));
const first = columns.start_date;
const last = columns.end_date;
C.start = small(Int32Array, (i) => (first[i] !== null ? first[i] : last[i] !== null ? last[i] : NONE));
C.end = small(Int32Array, (i) => (last[i] !== null ? last[i] : first[i] !== null ? first[i] : NONE));
C.reported = small(Int32Array, (i) => {
  if (columns.reported[i] !== null) return columns.reported[i];
  const day = publishedDay[C.doc[i]];
  return day === null ? NONE : day;
});

const places = given.places.map((row, i) => ({
  number: i, id: row[0], name: row[1], uk: row[2], ru: row[3], feature: row[4], admin1: row[5], country: row[6], lon: row[7], lat: row[8], estimate: row[9], shape: row[10], claims: [],
}));
for (let i = 0; i < N; i++) if (C.place[i] >= 0) places[C.place[i]].claims.push(i);

const groups = new Map();
for (let i = 0; i < N; i++) {
  const group = C.group[i];
  if (!group) continue;
  if (groups.has(group)) groups.get(group).push(i); else groups.set(group, [i]);
}
const stringNumber = new Map();
for (const group of groups.keys()) stringNumber.set(strings[group], group);

function contradicting(i) {
  const listed = text('contradicts', i);
  if (!listed) return [];
  const out = [];
  for (const id of listed.split(',')) {
    const members = groups.get(stringNumber.get(id.trim()));
    if (members) out.push(...members);
  }
  return out;
}

function median(values, otherwise) {
  if (!values.length) return otherwise;
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

// How far from its point a place's claims may lie, and whether it is a region rather than a point.
const AREA_FEATURES = new Set(['region', 'district', 'country', 'other']);
const WIDE_KM = 15;
for (const place of places) {
  const radii = place.claims.map((i) => columns.uncertainty_km[i]).filter((value) => value !== null && value > 0);
  place.radius = Math.min(median(radii, 0), place.feature === 'country' ? 0 : 250);
  place.located = place.lon !== null && place.lat !== null;
  place.area = AREA_FEATURES.has(place.feature) || (place.feature !== 'settlement' && place.radius > WIDE_KM);
  place.key = place.id || place.name;
}
const placeByKey = new Map();
for (const place of places) if (!placeByKey.has(place.key)) placeByKey.set(place.key, place);

// Names in the other languages, from the background, for places that the build gave none for.
const unitById = new Map(base.units.filter((unit) => unit[0]).map((unit) => [unit[0], unit]));
const townByName = new Map();
for (const town of base.towns) {
  if (townByName.has(town[0])) townByName.get(town[0]).push(town); else townByName.set(town[0], [town]);
}
for (const place of places) {
  const unit = unitById.get(place.id);
  const country = place.feature === 'country' && base.countries.find((row) => row[0] === place.country);
  const town = place.located && (townByName.get(place.name) || []).find((row) => Math.abs(row[3] - place.lon) + Math.abs(row[4] - place.lat) < 0.2);
  place.town = town || null;
  if (!place.uk) place.uk = unit ? unit[3] : country ? country[2] : town ? town[1] : '';
  if (!place.ru) place.ru = unit ? unit[4] : country ? country[3] : town ? town[2] : '';
}

function placeName(place) {
  return (lang === 'uk' && place.uk) || (lang === 'ru' && place.ru) || place.name;
}

function admin1Name(place) {
  if (lang === 'en' || !place.admin1) return place.admin1;
  const unit = base.units.find((row) => row[2] === place.admin1);
  return unit ? unit[lang === 'uk' ? 3 : 4] : place.admin1;
}

function daysOf(clock) {
  return clock === 'reported' ? [C.reported, C.reported] : [C.start, C.end];
}

function extentOf(clock) {
  const [start, end] = daysOf(clock);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < N; i++) {
    if (start[i] === NONE) continue;
    if (start[i] < low) low = start[i];
    if (end[i] > high) high = end[i];
  }
  return low === Infinity ? null : [low, high];
}
