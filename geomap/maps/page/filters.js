// Search, toggles, layers, the title card and the legend.
let searchTimer = 0;

function presentValues(list, column) {
  const seen = new Set();
  for (let i = 0; i < N; i++) seen.add(column[i]);
  return list.map((value, k) => [value, k]).filter(([, k]) => seen.has(k)).map(([value]) => value);
}
const presentSides = presentValues(SIDES, C.side);
const presentKinds = presentValues(KINDS, C.kind);
const presentStatuses = presentValues(STATUSES, C.status);

// How many claims each value has in the range, whatever that filter itself says.
function facetCounts() {
  const [from, to] = range();
  const [start, end] = daysOf(state.clock);
  const open = state.mode === 'asof';
  const counts = { sides: {}, kinds: {}, statuses: {}, publishers: {} };
  const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  for (let i = 0; i < N; i++) {
    if (start[i] === NONE ? !state.undated || open : start[i] > to || (!open && end[i] < from)) continue;
    const values = { sides: SIDES[C.side[i]], kinds: KINDS[C.kind[i]], statuses: STATUSES[C.status[i]], publishers: publishers[C.publisher[i]] };
    const failing = Object.keys(values).filter((name) => !allows(state[name], values[name]));
    if (failing.length > 1) continue;
    if (words.length && !words.every((word) => haystack(i, word))) continue;
    if (state.only && !matchesOnly(i, state.only)) continue;
    for (const name of failing.length ? failing : Object.keys(values)) counts[name][values[name]] = (counts[name][values[name]] || 0) + 1;
  }
  return counts;
}

const MOST_FILTERS = 24;
const wholeGroups = new Set();
function filterGroup(title, name, values, label, icon) {
  const quick = (word, chosen) => make('button', { type: 'button', class: 'quiet', 'aria-label': `${title}: ${T(word)}`, click: () => set({ [name]: chosen }) }, T(word));
  const group = make('fieldset', {}, make('legend', {}, make('span', {}, title), values.length > 2 ? quick('all', null) : null, values.length > 2 ? quick('none', new Set()) : null));
  const box = make('div', { class: 'chips' });
  const few = wholeGroups.has(name) ? values : values.slice(0, MOST_FILTERS);
  for (const value of few) {
    const button = make('button', { type: 'button', class: 'filter', 'data-filter': name, 'data-value': value, click: () => set({ [name]: toggled(state[name], value, values) }) },
      icon ? icon(value) : null, make('span', {}, label(value)), make('span', { class: 'count' }));
    box.append(button);
  }
  if (few.length < values.length) box.append(make('button', { type: 'button', class: 'quiet', click: () => { wholeGroups.add(name); buildFilters(); } }, T('and', values.length - few.length)));
  group.append(box);
  return group;
}

// The publishers with the most claims first.
const publishersBySize = (() => {
  const sizes = new Int32Array(publishers.length);
  for (let i = 0; i < N; i++) sizes[C.publisher[i]]++;
  return publishers.map((name, k) => [name, sizes[k]]).filter(([, size]) => size).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
})();

function buildFilters() {
  const box = el('filter-groups');
  box.textContent = '';
  box.append(filterGroup(T('side'), 'sides', presentSides, (side) => T(`side.${side}`), (side) => make('span', { class: `swatch side-${side}` })));
  box.append(filterGroup(T('kind'), 'kinds', presentKinds, (kind) => T(`kind.${kind}`), (kind) => markIcon(markOf[KINDS.indexOf(kind)], null, { size: 14, radius: 4 })));
  if (presentStatuses.length > 1) box.append(filterGroup(T('status'), 'statuses', presentStatuses, (status) => T(`status.${status}`)));
  if (publishersBySize.length > 1) box.append(filterGroup(T('publisher'), 'publishers', publishersBySize, (name) => name || '–'));
  box.append(make('button', { type: 'button', class: 'button', id: 'reset', click: clearFilters }, T('reset')));
  syncFilters();
}

function syncFilters() {
  const active = ['sides', 'kinds', 'statuses', 'publishers'].filter((name) => state[name] !== null).length;
  el('filter-count').textContent = active ? String(active) : '';
  if (el('filters').hidden) return;
  const counts = facetCounts();
  for (const button of el('filters').querySelectorAll('[data-filter]')) {
    const { filter, value } = button.dataset;
    button.setAttribute('aria-pressed', String(allows(state[filter], value)));
    const count = counts[filter][value] || 0;
    button.querySelector('.count').textContent = number(count);
    button.classList.toggle('none', !count);
  }
}

function clearFilters() {
  el('search').value = '';
  set({ sides: null, kinds: null, statuses: null, publishers: null, query: '', only: '' });
}

function capital(words) { return words.charAt(0).toUpperCase() + words.slice(1); }

function drawCard() {
  const [from, to] = range();
  el('title').textContent = given.title;
  el('title').title = given.title;
  document.title = given.title;
  el('notice').textContent = T('notice');
  const when = !extent ? '' : state.mode === 'asof' ? `${T('asof')} ${showDay(to)}` : state.mode === 'cumulative' ? capital(T('until', showDay(to))) : showSpan(from, to);
  el('range').textContent = state.clock === 'reported' ? `${when} (${T('reported').toLowerCase()})` : when;
  const parts = [counted('claim', view.total), counted('document', view.docs), counted('publisher', view.publishers)];
  if (view.unplaced) parts.push(counted('unplaced', view.unplaced));
  el('counts').textContent = parts.join(', ');
  el('sheet-summary').textContent = [counted('claim', view.total), when].filter(Boolean).join(' · ');
}

let legendKey = '';
let legendHeight = 0;
function drawLegend() {
  const kinds = new Set();
  const sides = new Set();
  const also = new Set();
  const to = range()[1];
  for (const place of places) {
    const p = place.number;
    if (!tally.count[p] || !place.located) continue;
    SIDES.forEach((side, s) => { if (tally.sides[p] & (1 << s)) sides.add(s); });
    if (place.area) { if (!state.front) also.add('region'); continue; }
    kinds.add(tally.best[p]);
    if (splitSides(p)) also.add('disputed');
    if (isDenied(p)) also.add('denied');
    if (!tally.solid[p]) also.add('near');
    if (estimated(place) && !state.front) also.add('estimate');
    if (ageStep(tally.latest[p], to)) also.add('age');
  }
  if (state.movements && movementsDrawn) also.add('movement');
  const key = [...kinds].sort().join() + [...sides].sort().join() + [...also].sort().join() + lang + colours.light + state.front + (state.front && movementsDrawn);
  if (key === legendKey) return;
  legendKey = key;
  const box = el('legend-items');
  box.textContent = '';
  const line = (icon, label) => make('li', {}, icon, make('span', {}, label));
  const list = make('ul', {});
  for (const s of [...sides].sort()) list.append(line(make('span', { class: `swatch side-${SIDES[s]}` }), T(`side.${SIDES[s]}`)));
  const shapes = make('ul', {});
  for (const mark of [...kinds].sort()) shapes.append(line(markIcon(mark, null), T(`mark.${MARKS[mark]}`)));
  const notes = make('ul', {});
  const pair = [...sides].sort();
  if (also.has('disputed')) notes.append(line(markIcon(0, pair[0] || 0, { second: pair[1] === undefined ? 1 : pair[1] }), T('disputedMark')));
  if (also.has('denied')) notes.append(line(markIcon(0, null, { denied: true }), T('deniedMark')));
  if (also.has('near')) notes.append(line(legendDrawing('near'), T('nearMark')));
  if (also.has('estimate')) notes.append(line(legendDrawing('estimate'), T('estimateMark')));
  if (also.has('region')) notes.append(line(legendDrawing('region'), T('regionMark')));
  if (also.has('movement')) notes.append(line(legendDrawing('movement'), T('movementMark')));
  if (also.has('age')) notes.append(line(make('span', { class: 'ages' }, markIcon(3, null, { size: 14, radius: 4 }), markIcon(3, null, { size: 14, radius: 4, age: 1 }), markIcon(3, null, { size: 14, radius: 4, age: 2 })), T('olderMark')));
  for (const [part, title] of [[list, T('whoseColour')], [shapes, T('whatShape')], [notes, '']]) {
    if (part.children.length) box.append(make('div', { class: title ? 'legend-part' : 'legend-part wide-part' }, title ? make('h3', {}, title) : null, part));
  }
  if (state.front) {
    const front = make('ul', {});
    front.append(line(legendDrawing('heldUA'), T('heldMark', T('actor.UA'))), line(legendDrawing('heldRU'), T('heldMark', T('actor.RU'))), line(legendDrawing('disputed'), T('contested')), line(legendDrawing('line'), T('reportedLine')));
    box.append(make('div', { class: 'legend-part wide-part' }, front, make('p', { class: 'note', id: 'front-note' }, T('controlNote'))));
  }
  box.append(make('p', { class: 'note' }, T('boundaries')));
  el('legend').hidden = false;
  // Names were placed around the card as it was.
  if (map && markLayer && legendHeight !== el('legend').offsetHeight) markLayer.redraw();
  legendHeight = el('legend').offsetHeight;
}

function legendDrawing(what) {
  const canvas = document.createElement('canvas');
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  canvas.width = 26 * ratio;
  canvas.height = 18 * ratio;
  canvas.className = 'icon wide';
  canvas.setAttribute('aria-hidden', 'true');
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  if (what === 'near' || what === 'estimate') {
    ctx.setLineDash(what === 'near' ? [3, 2] : [1.5, 2.5]);
    ctx.strokeStyle = colours['ink-2'];
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    ctx.arc(13, 9, 8, 0, 7);
    ctx.stroke();
    ctx.setLineDash([]);
    if (what === 'near') { ctx.lineWidth = 2; ctx.beginPath(); ctx.arc(13, 9, 3, 0, 7); ctx.stroke(); }
  } else if (what === 'line') {
    ctx.strokeStyle = colours.ink;
    ctx.lineWidth = 2;
    ctx.setLineDash([6, 4]);
    ctx.beginPath();
    ctx.moveTo(1, 9);
    ctx.lineTo(25, 9);
    ctx.stroke();
  } else if (what === 'region' || what.startsWith('held') || what === 'disputed') {
    const first = what === 'heldRU' ? colours.sides[1] : what === 'region' ? colours['ink-2'] : colours.sides[0];
    ctx.fillStyle = hatchPattern(ctx, first, what === 'disputed' ? colours.sides[1] : '', ratio, 4, what === 'region' ? 1 : 1.6);
    ctx.scale(1 / ratio, 1 / ratio);
    ctx.fillRect(2 * ratio, 2 * ratio, 22 * ratio, 14 * ratio);
    ctx.strokeStyle = colours['ink-2'];
    ctx.lineWidth = ratio;
    ctx.strokeRect(2 * ratio, 2 * ratio, 22 * ratio, 14 * ratio);
  } else {
    ctx.strokeStyle = colours['ink-2'];
    ctx.lineWidth = 2.2;
    ctx.setLineDash([6, 3]);
    ctx.beginPath();
    ctx.moveTo(1, 13);
    ctx.quadraticCurveTo(12, 2, 23, 8);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(16, 3);
    ctx.lineTo(24, 8.5);
    ctx.lineTo(15, 12);
    ctx.stroke();
  }
  return canvas;
}

function wireFilters() {
  el('search').value = state.query;
  el('search').addEventListener('input', () => {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(() => { set({ query: el('search').value.trim(), tab: 'claims' }); }, N > 20000 ? 220 : 90);
  });
  el('search').addEventListener('keydown', (event) => { if (event.key !== 'Escape') event.stopPropagation(); else if (el('search').value) { el('search').value = ''; set({ query: '' }); event.stopPropagation(); } });
  el('filter-button').addEventListener('click', () => {
    const open = el('filters').hidden;
    el('filters').hidden = !open;
    el('filter-button').setAttribute('aria-expanded', String(open));
    if (open) { buildFilters(); openSheet(); }
  });
  el('undated').addEventListener('change', () => set({ undated: el('undated').checked }));
  el('legend-button').addEventListener('click', () => {
    const open = el('legend-body').hidden;
    el('legend-body').hidden = !open;
    el('legend-button').setAttribute('aria-expanded', String(open));
    legendHeight = el('legend').offsetHeight;
    markLayer.redraw();
  });
  el('layer-movements').addEventListener('change', () => set({ movements: el('layer-movements').checked }));
  el('layer-tiles').addEventListener('change', () => set({ tiles: el('layer-tiles').checked }));
}

function syncLayers() {
  el('layer-movements').checked = state.movements;
  el('layer-movements').closest('label').hidden = movements.length === 0;
  el('layer-tiles').checked = state.tiles;
  el('layer-tiles').closest('label').hidden = !given.tiles;
}
