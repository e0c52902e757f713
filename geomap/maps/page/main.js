// Putting it together: the map, the loop from state to picture, keys, tips, the sheet on a phone.
const embedded = given.embed;
let map = null;
let baseLayer = null;
let markLayer = null;
let filterVersion = 0;
let listTimer = 0;
// Whether the reader has moved or zoomed the map, or a link did.
let viewTouched = false;

function announce(message, visible) {
  el('live').textContent = message;
  if (!visible) return;
  const toast = el('toast');
  toast.textContent = message;
  toast.hidden = false;
  clearTimeout(toast._timer);
  toast._timer = setTimeout(() => { toast.hidden = true; }, 2200);
}

function showTip(x, y, lines, above) {
  const tip = el('tip');
  tip.textContent = '';
  lines.forEach((line, k) => tip.append(Array.isArray(line) ? make('div', { class: 'tip-side' }, make('span', { class: `swatch side-${SIDES[line[0]]}` }), line[1]) : make(k ? 'div' : 'b', {}, line)));
  tip.hidden = false;
  const width = tip.offsetWidth;
  const height = tip.offsetHeight;
  tip.style.left = `${Math.max(4, Math.min(innerWidth - width - 4, x - width / 2))}px`;
  tip.style.top = `${Math.max(4, above ? y - height : y - height - 16 < 4 ? y + 18 : y - height - 16)}px`;
}

function hideTip() { el('tip').hidden = true; }

const isPhone = () => matchMedia('(max-width: 700px)').matches;

// Share of a phone's height under the half-open sheet; under the full one the list keeps the extent of the half-open one.
const HALF_SHEET = 0.46;
// What covers the map at each edge, in pixels.
function cover() {
  const height = innerHeight;
  if (printing) return { left: 0, top: 0, right: 0, bottom: 0 };
  const panel = el('panel').getBoundingClientRect();
  const time = el('strip').getBoundingClientRect();
  if (isPhone()) {
    const full = document.documentElement.dataset.sheet === 'full';
    return { left: 0, top: el('card').getBoundingClientRect().bottom, right: 0, bottom: full ? HALF_SHEET * height + 132 : Math.max(0, height - Math.min(time.top || height, panel.top)) };
  }
  const box = el('map_reports').getBoundingClientRect();
  return { left: 0, top: 0, right: Math.max(0, box.right - panel.left), bottom: Math.max(0, box.bottom - time.top) };
}

function fitTo(points, options = {}) {
  if (!points.length) { map.setView([49, 33], 5.5, { animate: false }); return; }
  const pad = options.bare ? { left: 0, top: 0, right: 0, bottom: 0 } : cover();
  const card = options.bare || isPhone() ? 0 : Math.min(200, el('card').offsetHeight);
  const small = isPhone() ? 26 : 48;
  map.fitBounds(points.map((point) => [point[1], point[0]]), { paddingTopLeft: [pad.left + small, pad.top + small + card * 0.3], paddingBottomRight: [pad.right + small, pad.bottom + small], maxZoom: 9, animate: false });
}

// The points of the claims, without the far ends: a map of Kursk is not to open on Washington or Sudan. From the densest square
// of two degrees as far as twice and a half the distance that three fifths of the claims keep.
const LEAST_REACH = 4.5;
const DENSITY_CELL = 2;
function centralPoints(numbers, weights) {
  const points = numbers.map((p) => places[p]).filter((place) => place.located && place.feature !== 'country')
    .map((place) => ({ lon: place.lon, lat: place.lat, weight: Math.max(1, weights[place.number]), reach: place.area && place.path ? Math.min(0.9, place.radius / 111) : 0 }));
  if (!points.length) return [];
  const cells = new Map();
  for (const point of points) {
    for (let a = -1; a <= 1; a++) for (let b = -1; b <= 1; b++) {
      const key = `${Math.floor(point.lon / DENSITY_CELL) + a},${Math.floor(point.lat / DENSITY_CELL) + b}`;
      cells.set(key, (cells.get(key) || 0) + point.weight * (a || b ? 1 : 2));
    }
  }
  const [x, y] = [...cells].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0].split(',').map((value) => (+value + 0.5) * DENSITY_CELL);
  for (const point of points) point.away = Math.hypot((point.lon - x) * 0.65, point.lat - y);
  points.sort((a, b) => a.away - b.away);
  const total = points.reduce((sum, point) => sum + point.weight, 0);
  let passed = 0;
  const usual = points.find((point) => { passed += point.weight; return passed >= total * 0.6; }).away;
  const limit = Math.max(LEAST_REACH, usual * 2.5);
  return points.filter((point) => point.away <= limit).flatMap((point) => (point.reach
    ? [[point.lon - point.reach * 1.5, point.lat - point.reach], [point.lon + point.reach * 1.5, point.lat + point.reach]] : [[point.lon, point.lat]]));
}

function fitShown(options) {
  const numbers = [];
  for (let p = 0; p < P; p++) if (tally.count[p]) numbers.push(p);
  fitTo(numbers.length ? centralPoints(numbers, tally.count) : centralPoints(places.map((place) => place.number), places.map((place) => place.claims.length)), options);
}

function fitAll() { fitShown({}); }

function pointTo(p) {
  const ring = el('ring');
  const place = p >= 0 ? places[p] : null;
  if (!place || !place.located) { ring.hidden = true; return; }
  const point = map.latLngToContainerPoint([place.lat, place.lon]);
  const radius = place.area ? 18 : radiusOf(tally.count[p] || 1, LARGEST_COUNT / 3) + 6;
  ring.style.left = `${point.x - radius}px`;
  ring.style.top = `${point.y - radius}px`;
  ring.style.width = ring.style.height = `${2 * radius}px`;
  ring.hidden = false;
}

function choosePlace(place, reveal) {
  set({ selected: place.key, tab: 'place' });
  if (embedded && document.documentElement.dataset.panel === 'folded') setPanel(true);
  openSheet();
  if (reveal !== undefined) revealPlace(place);
}

// Move the map if the place lies outside or under something.
function revealPlace(place) {
  if (!place.located) return;
  requestAnimationFrame(() => {
    const pad = cover();
    const size = map.getSize();
    const point = map.latLngToContainerPoint([place.lat, place.lon]);
    const margin = 40;
    if (point.x > pad.left + margin && point.x < size.x - pad.right - margin && point.y > pad.top + margin && point.y < size.y - pad.bottom - margin) return;
    const target = [(pad.left + size.x - pad.right) / 2, (pad.top + size.y - pad.bottom) / 2];
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    map.panBy([point.x - target[0], point.y - target[1]], { animate: !calm });
  });
}

function rememberView() {
  const center = map.getCenter();
  state.view = `${center.lat.toFixed(3)},${center.lng.toFixed(3)},${map.getZoom()}`;
  writeHash();
}

function drawAll() {
  readColours();
  clearSprites();
  hatches.clear();
  legendKey = '';
  listKey = '';
  baseLayer.redraw();
  update(new Set(['all']));
}

function applyWords() {
  lang = state.lang;
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = T(node.dataset.t);
  for (const node of document.querySelectorAll('[data-t-label]')) { node.setAttribute('aria-label', T(node.dataset.tLabel)); if (node.tagName === 'BUTTON') node.title = T(node.dataset.tLabel); }
  for (const node of document.querySelectorAll('[data-t-placeholder]')) node.setAttribute('placeholder', T(node.dataset.tPlaceholder));
  el('language').value = lang;
  nameFold();
  if (!el('filters').hidden) buildFilters();
  fitStrip();
}

function applyTheme() {
  if (state.theme) document.documentElement.dataset.theme = state.theme; else delete document.documentElement.dataset.theme;
}

const TIME_KEYS = ['from', 'to', 'mode', 'clock', 'undated'];
const FILTER_KEYS = ['sides', 'kinds', 'statuses', 'publishers', 'query', 'only', 'clock', 'known', 'all'];

function update(what) {
  const has = (names) => names.some((name) => what.has(name));
  if (what.has('lang')) { applyWords(); legendKey = ''; widths.clear(); stopPlaying(); }
  if (what.has('theme')) { applyTheme(); drawAll(); return; }
  if (what.has('clock')) resetStripView();
  if (what.has('clock') || what.has('theme')) pictures.clear();
  if (has(FILTER_KEYS)) { filterClaims(); filterVersion++; countBins(); }
  if (!what.has('clock') && has(['from', 'to', 'mode'])) followRange();
  const selection = has(FILTER_KEYS) || has(TIME_KEYS);
  if (selection) { selectClaims(); shownVersion++; }
  if (selection || what.has('lang')) { syncStrip(); drawHistogram(); drawCard(); drawUndated(); }
  if (what.has('tiles')) syncTiles();
  syncLayers();
  syncFront();
  markLayer.redraw();
  scheduleList(selection && !what.has('all') ? 120 : 0, what);
}

function scheduleList(delay, what) {
  clearTimeout(listTimer);
  const draw = () => {
    drawLegend();
    syncFilters();
    drawPanel();
    if (what && !what.has('all')) el('live').textContent = counted('claim', view.total);
  };
  if (delay) listTimer = setTimeout(draw, delay); else draw();
}

let tileLayer = null;
function syncTiles() {
  if (!given.tiles) return;
  if (state.tiles && !tileLayer) {
    const [, url, , maxZoom, subdomains] = given.tiles;
    tileLayer = L.tileLayer(url, { maxNativeZoom: Math.min(maxZoom, 18), maxZoom: 14, subdomains, pane: 'tilePane', referrerPolicy: 'no-referrer' });
  }
  if (tileLayer) { if (state.tiles) tileLayer.addTo(map); else tileLayer.remove(); }
  el('tile-credit').textContent = state.tiles ? plainText(given.tiles[2]) : '';
}

const STOPS = ['low', 'half', 'full'];
function sheetStop(stop) {
  if (!isPhone()) return;
  const before = cover();
  document.documentElement.dataset.sheet = stop;
  el('sheet-handle').setAttribute('aria-expanded', String(stop !== 'low'));
  setTimeout(() => {
    // What stood in the middle of the free part of the map stays there.
    const after = cover();
    if (stop !== 'full' && map && before.bottom !== after.bottom) {
      if (!viewTouched && !state.selected) fitShown({});
      else map.panBy([0, (after.bottom - before.bottom) / 2], { animate: false });
    }
    drawPanel();
    const place = placeByKey.get(state.selected); if (place && stop !== 'full') revealPlace(place);
  }, 220);
}
function openSheet() { if (isPhone() && document.documentElement.dataset.sheet === 'low') sheetStop('half'); }

function wireSheet() {
  document.documentElement.dataset.sheet = 'low';
  const handle = el('sheet-handle');
  let dragged = false;
  handle.addEventListener('click', () => {
    if (dragged) { dragged = false; return; }
    const now = STOPS.indexOf(document.documentElement.dataset.sheet);
    sheetStop(STOPS[(now + 1) % STOPS.length]);
  });
  handle.addEventListener('pointerdown', (event) => {
    if (!isPhone()) return;
    const startY = event.clientY;
    const now = STOPS.indexOf(document.documentElement.dataset.sheet);
    handle.setPointerCapture(event.pointerId);
    const up = (next) => {
      handle.removeEventListener('pointerup', up);
      const moved = startY - next.clientY;
      if (Math.abs(moved) < 12) return;
      dragged = true;
      const step = Math.abs(moved) > innerHeight * 0.4 ? 2 : 1;
      sheetStop(STOPS[Math.max(0, Math.min(2, now + (moved > 0 ? step : -step)))]);
    };
    handle.addEventListener('pointerup', up);
  });
}

function nameFold() {
  const open = document.documentElement.dataset.panel !== 'folded';
  el('fold').setAttribute('aria-label', T(open ? 'hidePanel' : 'showPanel'));
  el('fold').title = T(open ? 'hidePanel' : 'showPanel');
  el('fold').setAttribute('aria-expanded', String(open));
}

function setPanel(open) {
  document.documentElement.dataset.panel = open ? 'open' : 'folded';
  nameFold();
  requestAnimationFrame(() => { map.invalidateSize({ pan: false, animate: false }); fitStrip(); syncStrip(); drawHistogram(); syncFront(); drawPanel(); markLayer.redraw(); });
}

function closeThings() {
  const dialog = el('help');
  if (dialog.open) { dialog.close(); return; }
  if (el('menu').open) { el('menu').open = false; el('menu').querySelector('summary').focus(); return; }
  if (!el('filters').hidden) { el('filter-button').click(); el('filter-button').focus(); return; }
  if (state.selected) { set({ selected: '', tab: state.tab === 'place' ? 'claims' : state.tab }); return; }
  if (state.only) set({ only: '' });
}

// Where the words of the strip are too long for its width, lists take the place of the buttons.
function fitStrip() {
  const node = el('strip');
  node.classList.remove('narrow');
  if (!isPhone()) node.classList.toggle('narrow', el('strip-row').scrollWidth > el('strip-row').clientWidth + 1);
}

// On a phone the presets stand with the filters, in the sheet.
function placeForSize() {
  const presets = el('presets');
  if (isPhone()) el('sheet-period').append(presets, el('undated-box'));
  else if (presets.parentElement !== el('strip-row')) { el('strip-row').append(presets); el('bars').append(el('undated-box')); }
}

function wireKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    const typing = target.matches('input[type=search], input[type=text], select, textarea');
    if (event.key === 'Escape') { closeThings(); return; }
    if (typing) return;
    const act = (work) => { work(); event.preventDefault(); };
    const slider = target.matches('input[type=range]');
    const onMap = target.closest('.leaflet-container');
    const control = target.closest('button, a, summary, [role=tab], input[type=checkbox]');
    if (event.key === '/') act(() => { openSheet(); el('search').focus(); });
    else if (event.key === '?') act(() => el('help').showModal());
    else if (event.key === ' ' && !control) act(togglePlaying);
    else if (event.key === 'ArrowRight' && !slider) act(() => shiftRange(event.shiftKey ? 7 : 1));
    else if (event.key === 'ArrowLeft' && !slider) act(() => shiftRange(event.shiftKey ? -7 : -1));
    else if (event.key === 'Home' && !slider) act(() => toEnd(-1));
    else if (event.key === 'End' && !slider) act(() => toEnd(1));
    else if (/^[1-4]$/.test(event.key) && !onMap) act(() => set({ tab: TABS[+event.key - 1] }));
    else if (slider && event.shiftKey && /^Arrow(Left|Right)$/.test(event.key)) act(() => {
      const step = event.key === 'ArrowRight' ? 7 : -7;
      target.value = +target.value + step;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });
}

function toEnd(direction) {
  if (!extent) return;
  const [from, to] = range();
  const days = state.mode === 'moving' ? to - from : 0;
  if (direction < 0) set({ from: state.mode === 'moving' ? extent[0] : state.from, to: extent[0] + days });
  else set({ from: state.mode === 'moving' ? extent[1] - days : state.from, to: null });
}

function wireMap() {
  const container = map.getContainer();
  map.on('click', (event) => {
    const touch = event.originalEvent && event.originalEvent.pointerType === 'touch';
    const movement = movementAt(event.containerPoint);
    hideTip();
    if (movement) { set({ only: idsSpec(movement.claims), tab: 'claims' }); openSheet(); return; }
    const place = placeAt(event.containerPoint, touch || isPhone() ? 22 : 5);
    if (place) choosePlace(place, isPhone() ? true : undefined);
    else if (state.selected) set({ selected: '', tab: state.tab === 'place' ? 'claims' : state.tab });
  });
  let hovered = -1;
  map.on('mousemove', (event) => {
    const movement = movementAt(event.containerPoint);
    const place = movement ? null : placeAt(event.containerPoint, 4);
    container.classList.toggle('over', Boolean(place || movement));
    const p = place ? place.number : -1;
    if (p !== hovered) {
      hovered = p;
      for (const row of document.querySelectorAll('li.row.pointed')) row.classList.remove('pointed');
      if (place && state.tab === 'claims') for (const row of el('list').querySelectorAll('li.row')) if (C.place[+row.dataset.claim] === p) row.classList.add('pointed');
    }
    if (movement) { showTip(event.originalEvent.clientX, event.originalEvent.clientY, movementLines(movement)); return; }
    if (!place) { hideTip(); return; }
    const lines = [placeName(place), [counted('claim', tally.count[p]), splitSides(p) ? T('disputedMark') : ''].filter(Boolean).join(', ')];
    for (const s of sidesByCount(p)) lines.push([s, `${T(`side.${SIDES[s]}`)} ${number(tally.sideCounts[p * SIDES.length + s])}`]);
    showTip(event.originalEvent.clientX, event.originalEvent.clientY, lines);
  });
  map.on('mouseout movestart zoomstart', () => { hovered = -1; hideTip(); pointTo(-1); });
  map.on('dragstart', () => { viewTouched = true; });
  container.addEventListener('wheel', () => { viewTouched = true; }, { passive: true });
  map.on('moveend', () => { rememberView(); scheduleList(80); });
}

function startMap() {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  map = L.map('map_reports', { zoomControl: false, attributionControl: false, zoomSnap: 0.5, zoomDelta: 1, minZoom: 3, maxZoom: 13, keyboard: false, worldCopyJump: false, maxBounds: [[-60, -180], [84, 190]], maxBoundsViscosity: 0.6, fadeAnimation: false, zoomAnimation: !calm, inertia: !calm });
  window.map_reports = map;
  map.createPane('groundPane').style.zIndex = 150;
  map.createPane('marksPane').style.zIndex = 410;
  const host = map.getContainer();
  host.setAttribute('role', 'application');
  const parts = state.view.split(',').map(Number);
  if (parts.length === 3 && parts.every(Number.isFinite)) { viewTouched = true; map.setView([Math.max(-84, Math.min(84, parts[0])), parts[1]], Math.max(3, Math.min(13, parts[2])), { animate: false }); }
  else fitShown({});
  baseLayer = new CanvasLayer(drawBase, 'groundPane');
  markLayer = new CanvasLayer(drawMarks, 'marksPane');
  baseLayer.addTo(map);
  markLayer.addTo(map);
}

function start() {
  document.documentElement.classList.add('ready');
  applyTheme();
  if (embedded) document.documentElement.dataset.embed = '1';
  document.documentElement.dataset.panel = embedded ? 'folded' : 'open';
  wireSheet();
  readColours();
  applyWords();
  filterClaims();
  filterVersion++;
  if (extent) { resetStripView(); }
  countBins();
  selectClaims();
  drawCard();
  startMap();
  syncStrip();
  drawHistogram();
  drawUndated();
  syncTiles();
  syncLayers();
  syncFront();
  drawLegend();
  wireStrip();
  wireFilters();
  wirePanel();
  wireTaking();
  wireFront();
  wireKeys();
  wireMap();
  onChange(update);
  el('zoom-in').addEventListener('click', () => { viewTouched = true; map.zoomIn(); });
  el('zoom-out').addEventListener('click', () => { viewTouched = true; map.zoomOut(); });
  el('zoom-fit').addEventListener('click', fitAll);
  el('language').addEventListener('change', () => set({ lang: el('language').value }));
  el('theme').addEventListener('click', () => set({ theme: colours.light ? 'dark' : 'light' }));
  el('keys').addEventListener('click', () => el('help').showModal());
  el('help-close').addEventListener('click', () => el('help').close());
  el('fold').addEventListener('click', () => setPanel(document.documentElement.dataset.panel !== 'open'));
  el('full-link').addEventListener('click', () => { window.open(location.href, '_blank', 'noopener'); });
  document.addEventListener('click', (event) => { if (el('menu').open && !event.target.closest('#menu')) el('menu').open = false; });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  let resizeTimer = 0;
  window.addEventListener('resize', () => { clearTimeout(resizeTimer); resizeTimer = setTimeout(() => { if (!printing) { placeForSize(); fitStrip(); syncStrip(); drawHistogram(); syncFront(); drawPanel(); markLayer.redraw(); } }, 80); });
  window.addEventListener('hashchange', () => {
    if (location.hash.slice(1) === ownHash) return;
    const values = { ...opening, ...readHash() };
    const wanted = values.view;
    delete values.view;
    zoomWanted = true;
    set(values);
    const parts = wanted.split(',').map(Number);
    if (wanted && parts.length === 3 && parts.every(Number.isFinite)) viewTouched = true;
    if (wanted && parts.length === 3 && parts.every(Number.isFinite)) map.setView([parts[0], parts[1]], parts[2], { animate: false });
    el('search').value = state.query;
  });
  placeForSize();
  fitStrip();
  syncStrip();
  drawHistogram();
  const folded = matchMedia('(max-width: 1180px), (max-height: 760px)').matches;
  el('legend-body').hidden = folded;
  el('legend-button').setAttribute('aria-expanded', String(!folded));
  scheduleList(0, new Set(['all']));
  if (state.selected && !embedded) openSheet();
  document.documentElement.dataset.loaded = '1';
}

start();
