// Taking away: downloads of exactly what is shown, the link, print.
function isoOrNull(day) { return day === null || day === NONE ? null : isoDay(day); }

// A claim's properties as in claims.geojson; texts byte for byte.
function propertiesOf(i) {
  const doc = docs[C.doc[i]];
  const place = C.place[i] < 0 ? null : places[C.place[i]];
  const value = (name) => columns[name][i];
  return {
    claim_id: text('claim_id', i), doc: doc.doc, title: doc.title, publisher: doc.publisher, url: doc.url, lang: doc.lang, published: doc.published || null,
    start: value('start'), end: value('end'), quote: text('quote', i), kind: text('kind', i), acled: text('acled', i), actor: text('actor', i), claimant: text('claimant', i),
    side: text('side', i), status: text('status', i), place: place ? place.name : '', place_id: place ? place.id : '', feature: place ? place.feature : '', admin1: place ? place.admin1 : '', country: place ? place.country : '',
    role: text('role', i), uncertainty_km: value('uncertainty_km'), start_date: isoOrNull(value('start_date')), end_date: isoOrNull(value('end_date')), date_precision: text('date_precision', i),
    date_text: text('date_text', i), date_why: text('date_why', i), place_text: text('place_text', i), place_why: text('place_why', i), quantity: value('quantity'), quantity_max: value('quantity_max'), unit: text('unit', i),
    confidence: value('confidence'), group_id: text('group_id', i), sources: value('sources'), contradicts: text('contradicts', i), statement_id: text('statement_id', i), reported: isoOrNull(value('reported')),
    trigger: text('trigger', i), claimant_why: text('claimant_why', i), status_why: text('status_why', i),
  };
}

function geometryOf(i) {
  const row = C.place[i] < 0 ? null : given.places[C.place[i]];
  if (!row || (row[7] === null && !row[10])) return null;
  return row[10] ? { type: row[10][0], coordinates: row[10][1] } : { type: 'Point', coordinates: [row[7], row[8]] };
}

function shownAsGeoJson() {
  return JSON.stringify({ type: 'FeatureCollection', features: view.order.map((i) => ({ type: 'Feature', geometry: geometryOf(i), properties: propertiesOf(i) })) });
}

function shownAsCsv() {
  const cell = (value) => {
    if (value === null || value === undefined) return '';
    const written = String(value);
    return /[",\r\n]/.test(written) || /^\s|\s$/.test(written) ? `"${written.replace(/"/g, '""')}"` : written;
  };
  const names = Object.keys(N ? propertiesOf(0) : { claim_id: '' });
  const lines = [[...names, 'lon', 'lat'].join(',')];
  for (const i of view.order) {
    const properties = propertiesOf(i);
    const row = C.place[i] < 0 ? null : given.places[C.place[i]];
    lines.push([...names.map((name) => cell(properties[name])), row ? cell(row[7]) : '', row ? cell(row[8]) : ''].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function download(content, type, ending) {
  const [from, to] = range();
  const name = extent ? `claims_${isoDay(from)}_${isoDay(to)}.${ending}` : `claims.${ending}`;
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = make('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 20000);
}

async function copyLink() {
  const hash = hashOf();
  const address = location.href.split('#')[0] + (hash ? `#${hash}` : '');
  try { await navigator.clipboard.writeText(address); } catch (error) {
    const box = make('textarea', { class: 'sr' });
    box.value = address;
    document.body.append(box);
    box.select();
    try { document.execCommand('copy'); } finally { box.remove(); }
  }
  announce(T('copied'), true);
}

const PRINT_ROWS = 90;
// Height of the printed page, in CSS pixels: A4 upright within its margins.
const PAGE_HEIGHT = 1060;
let printing = false;
let viewBefore = null;

// The numbers that stand beside each place, the newest first.
function numberPlaces(members) {
  const numbers = new Map();
  members.forEach((i, k) => {
    if (C.place[i] < 0) return;
    const listed = numbers.get(C.place[i]) || [];
    listed.push(k + 1);
    numbers.set(C.place[i], listed);
  });
  return new Map([...numbers].map(([p, listed]) => [p, listed.slice(0, 3).join(', ') + (listed.length > 3 ? '…' : '')]));
}

function printedClaim(i, k) {
  const [open, shut] = quoteMarks(docs[C.doc[i]].lang);
  return make('li', {}, make('b', {}, `${k + 1}  ${rowPlace(i)}: ${T(`kind.${KINDS[C.kind[i]]}`)}, ${claimDay(i)}. `), `${open}${text('quote', i)}${shut} `, make('i', {}, `${claimantName(i)} (${T(`side.${SIDES[C.side[i]]}`)}), ${publishers[C.publisher[i]] || docs[C.doc[i]].doc}`));
}

function beforePrint() {
  if (printing) return;
  viewBefore = { center: map.getCenter(), zoom: map.getZoom() };
  printing = true;
  document.documentElement.dataset.printing = '1';
  const members = newestFirst(view.order).slice(0, PRINT_ROWS);
  printNumbers = numberPlaces(members);
  el('print-credits').textContent = `${T('boundaries')} ${T('creditsText')} ${T('version', given.version)}`;
  el('print-range').textContent = rangeSentence();
  readColours();
  clearSprites();
  hatches.clear();
  map.invalidateSize({ animate: false });
  fitShown({ bare: true });
  legendKey = '';
  drawLegend();
  const list = el('print-list');
  list.textContent = '';
  list.append(...members.map(printedClaim));
  const note = (count) => { el('print-note').textContent = view.total > count ? T('only60', number(count), number(view.total)) : ''; };
  note(0);
  // One page: as many claims as it has room for.
  let kept = members.length;
  while (kept > 0 && el('app').scrollHeight > PAGE_HEIGHT) { list.lastChild.remove(); kept--; }
  note(kept);
  printNumbers = numberPlaces(members.slice(0, kept));
  markLayer._update();
}

function afterPrint() {
  if (!printing) return;
  printing = false;
  delete document.documentElement.dataset.printing;
  printNumbers = null;
  legendKey = '';
  map.invalidateSize({ animate: false });
  map.setView(viewBefore.center, viewBefore.zoom, { animate: false });
  drawAll();
}

function wireTaking() {
  el('get-geojson').addEventListener('click', () => download(shownAsGeoJson(), 'application/geo+json', 'geojson'));
  el('get-csv').addEventListener('click', () => download(shownAsCsv(), 'text/csv;charset=utf-8', 'csv'));
  el('get-link').addEventListener('click', copyLink);
  el('get-print').addEventListener('click', () => { beforePrint(); requestAnimationFrame(() => { window.print(); afterPrint(); }); });
  window.addEventListener('beforeprint', beforePrint);
  window.addEventListener('afterprint', afterPrint);
}
