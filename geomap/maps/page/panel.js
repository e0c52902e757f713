// The panel: claims in view, one place, a summary, what the map is.
const TABS = ['claims', 'place', 'summary', 'about'];

function inExtent(place) {
  if (!place || !place.located) return false;
  const bounds = visibleBounds();
  return !bounds || (place.lon >= bounds[0] && place.lon <= bounds[2] && place.lat >= bounds[1] && place.lat <= bounds[3])
    || (place.path !== null && place.feature === 'country');
}

// The part of the map that no panel covers.
function visibleBounds() {
  if (!map || embedded) return null;
  const pad = cover();
  const size = map.getSize();
  const a = map.containerPointToLatLng([pad.left, pad.top]);
  const b = map.containerPointToLatLng([Math.max(pad.left + 1, size.x - pad.right), Math.max(pad.top + 1, size.y - pad.bottom)]);
  return [Math.min(a.lng, b.lng), Math.min(a.lat, b.lat), Math.max(a.lng, b.lng), Math.max(a.lat, b.lat)];
}

function showTab() {
  for (const name of TABS) {
    const active = state.tab === name;
    const tab = el(`tab-${name}`);
    tab.setAttribute('aria-selected', String(active));
    tab.tabIndex = active ? 0 : -1;
    el(`pane-${name}`).hidden = !active;
  }
}

let listKey = '';
let shownVersion = 0;
function drawClaimsPane() {
  const near = [];
  const bounds = visibleBounds();
  const inside = new Uint8Array(P);
  for (const place of places) {
    if (!tally.count[place.number] || !place.located) continue;
    inside[place.number] = !bounds || (place.lon >= bounds[0] && place.lon <= bounds[2] && place.lat >= bounds[1] && place.lat <= bounds[3]) || place.number === selectedNumber() ? 1 : 0;
  }
  const everywhere = state.only !== '' || state.query !== '';
  for (const i of view.order) if (everywhere || (C.place[i] >= 0 && inside[C.place[i]])) near.push(i);
  const elsewhere = view.total - near.length;
  let members = near;
  let tail = [];
  if (!everywhere && elsewhere) tail = view.order.filter((i) => C.place[i] < 0 || !places[C.place[i]].located);
  const key = [shownVersion, lang, state.theme, near.length, near.length ? near[0] : '', near.length ? near[near.length - 1] : '', inside.join('').length < 4000 ? inside.join('') : near.reduce((sum, i) => (sum * 31 + i) | 0, 7)].join('|');
  drawOnly();
  if (key === listKey) return;
  listKey = key;
  const note = el('list-note');
  note.textContent = '';
  note.append(counted('claim', near.length), everywhere ? '' : ` ${T('inView')}`, elsewhere ? `, ${T('offMap', number(elsewhere))}` : '');
  const list = el('list');
  if (!near.length && !tail.length) { list.textContent = ''; list.append(emptyState(elsewhere)); return; }
  members = newestFirst(near).concat(newestFirst(tail));
  fillList(list, members);
  list.scrollTop = 0;
}

function emptyState(elsewhere) {
  const box = make('li', { class: 'empty' });
  const act = (label, values) => make('button', { type: 'button', class: 'button', click: () => (typeof values === 'function' ? values() : set(values)) }, label);
  if (!N) { box.append(make('p', {}, T('nothing'))); return box; }
  if (view.total && elsewhere) { box.append(make('p', {}, T('noneHere')), act(T('zoomOutHint'), fitAll)); return box; }
  let any = false;
  let earliest = Infinity;
  let latest = -Infinity;
  const [start, end] = daysOf(state.clock);
  for (let i = 0; i < N; i++) if (passes[i] && start[i] !== NONE) { any = true; if (start[i] < earliest) earliest = start[i]; if (end[i] > latest) latest = end[i]; }
  if (!any) { box.append(make('p', {}, T('noMatch')), act(T('reset'), clearFilters)); return box; }
  const [from, to] = range();
  box.append(make('p', {}, `${T('noClaims', showDay(from), showDay(to))} ${earliest > to ? T('firstIs', showDay(earliest)) : T('lastIs', showDay(latest))}`), act(T('widen'), { from: null, to: null }));
  return box;
}

function onlyLabel(spec) {
  const [what, a, b] = spec.split(':');
  if (what === 'act') return fill(WORDS[lang][b] || b, [T(`actor.${a}`)]);
  if (what === 'ids') return counted('claim', onlyIds(spec).size);
  if (what === 'disputed') return T('disputedTitle');
  if (what === 'single') return T('onlyOne');
  if (what === 'unplaced' || what === 'undated') return T(what);
  if (what === 'doc') return safeDecode(spec.slice(4));
  const members = groups.get(stringNumber.get(safeDecode(a))) || [];
  if (!members.length) return safeDecode(a);
  return `${T(`kind.${KINDS[C.kind[members[0]]]}`)}, ${rowPlace(members[0])}`;
}

function drawOnly() {
  const bar = el('only');
  bar.hidden = !state.only;
  bar.textContent = '';
  if (!state.only) return;
  bar.append(make('span', {}, T('onlyThese', onlyLabel(state.only))), make('button', { type: 'button', class: 'quiet', click: () => set({ only: '' }) }, T('showAll')));
}

function selectedNumber() {
  const place = placeByKey.get(state.selected);
  return place ? place.number : -1;
}

function drawPlacePane() {
  const pane = el('pane-place');
  const opened = new Set([...pane.querySelectorAll('details[open]')].map((node) => node.closest('li').dataset.claim));
  pane.textContent = '';
  const place = placeByKey.get(state.selected);
  if (!place) { pane.append(make('p', { class: 'hint' }, T('pickPlace'))); return; }
  const names = [place.name, place.uk, place.ru].filter((name, k, all) => name && all.indexOf(name) === k && name !== placeName(place));
  const where = [T(`feature.${WORDS.en[`feature.${place.feature}`] ? place.feature : 'other'}`), place.name === place.admin1 ? '' : admin1Name(place), countryName(place.country)].filter(Boolean);
  const head = make('header', { class: 'place-head' }, make('h2', {}, placeName(place)), names.length ? make('p', { class: 'names' }, names.join(' · ')) : null, make('p', { class: 'where' }, where.join(', ')));
  if (estimated(place)) head.append(make('p', { class: 'where' }, `${T('estimated')}, ${T('within', Math.round(place.radius))}`));
  pane.append(head);
  const reported = frontOfPlace(place);
  if (reported) pane.append(reported);
  const members = newestFirst(view.order.filter((i) => samePlace(i, place)));
  const [from, to] = range();
  pane.append(make('p', { class: 'note' }, `${counted('claim', members.length)}, ${extent ? (state.mode === 'asof' ? `${T('asof')} ${showDay(to)}` : showSpan(from, to)) : ''}`));
  if (!members.length) { pane.append(make('p', { class: 'hint' }, T('noAccount')), make('button', { type: 'button', class: 'button', click: () => set({ from: null, to: null }) }, T('widen'))); return; }
  const shared = sharedEvents(members);
  const inShared = new Set(shared.flat());
  if (shared.length) {
    pane.append(make('h3', { class: 'shared-title' }, T('sameEvent')));
    for (const event of shared) {
      const both = make('div', { class: 'columns shared' });
      for (const side of [0, 1]) both.append(column(event.filter((i) => C.side[i] === side), ''));
      pane.append(both);
    }
  }
  const rest = members.filter((i) => !inShared.has(i));
  const ofSide = (side) => rest.filter((i) => C.side[i] === side);
  if (ofSide(0).length || ofSide(1).length) {
    const both = make('div', { class: 'columns' });
    for (const side of [0, 1]) both.append(column(ofSide(side), T('accountOf', T(`side.${SIDES[side]}`)), side));
    pane.append(both);
  }
  const others = rest.filter((i) => C.side[i] > 1);
  if (others.length) pane.append(make('h3', {}, T('otherAccounts')), listOf(others));
  for (const node of pane.querySelectorAll('li.row')) if (opened.has(node.dataset.claim)) node.querySelector('details').open = true;
  requestAnimationFrame(() => offerWhole(pane));
}

function samePlace(i, place) { return C.place[i] >= 0 && places[C.place[i]].key === place.key; }

function countryName(code) {
  const row = base.countries.find((item) => item[0] === code);
  return row ? row[1 + languageColumn()] : code;
}

function listOf(members) {
  const list = make('ul', { class: 'rows' });
  if (members.length > PAGE_ROWS) fillList(list, members, { hidePlace: true });
  else for (const i of members) list.append(claimRow(i, { hidePlace: true }));
  return list;
}

function column(members, title, side) {
  return make('section', { class: 'column' }, title ? make('h3', { class: `side-${SIDES[side]}` }, title) : null, members.length ? listOf(members) : make('p', { class: 'hint' }, T('noAccount')));
}

// Claims by both sides that speak of the same event: one group, or groups that contradict each other.
function sharedEvents(members) {
  const leader = new Map(members.map((i) => [i, i]));
  const find = (i) => { while (leader.get(i) !== i) i = leader.get(i); return i; };
  const byGroup = new Map();
  for (const i of members) {
    const group = C.group[i];
    if (group && byGroup.has(group)) leader.set(find(i), find(byGroup.get(group))); else if (group) byGroup.set(group, i);
  }
  for (const i of members) for (const k of contradicting(i)) if (leader.has(k)) leader.set(find(i), find(k));
  const sets = new Map();
  for (const i of members) { const root = find(i); if (sets.has(root)) sets.get(root).push(i); else sets.set(root, [i]); }
  return [...sets.values()].map((event) => event.filter((i) => C.side[i] < 2)).filter((event) => event.some((i) => C.side[i] === 0) && event.some((i) => C.side[i] === 1));
}

function drawSummaryPane() {
  const pane = el('pane-summary');
  for (const node of [...pane.children]) if (node.id !== 'front-box') node.remove();
  pane.append(make('h2', {}, T('summaryTitle')), make('p', { class: 'note' }, rangeSentence()));
  const kindsOf = Object.entries(SUMMARY_KINDS);
  let any = false;
  for (const actor of [0, 1]) {
    const section = make('section', { class: 'facts' }, make('h3', {}, T(`actor.${['UA', 'RU'][actor]}`)));
    for (const [name, kinds] of kindsOf) {
      const members = view.order.filter((i) => C.actor[i] === actor && kinds.includes(KINDS[C.kind[i]]) && C.status[i] !== 3);
      if (!members.length) continue;
      any = true;
      section.append(fact(fill(WORDS[lang][name], [T(`actor.${['UA', 'RU'][actor]}`)]), members, `act:${['UA', 'RU'][actor]}:${name}`));
    }
    if (section.children.length > 1) pane.append(section);
  }
  const disputed = view.order.filter((i) => disputes[i] || C.status[i] >= 2);
  const single = view.order.filter((i) => columns.sources[i] <= 1 && C.status[i] !== 3);
  if (disputed.length) pane.append(make('section', { class: 'facts' }, make('h3', {}, T('disputedTitle')), fact(T('disputedText'), disputed, 'disputed')));
  if (single.length && publishers.filter(Boolean).length > 1) pane.append(make('section', { class: 'facts' }, make('h3', {}, T('onlyOne')), fact(T('onlyOneText'), single, 'single')));
  if (!any && !disputed.length) pane.append(make('p', { class: 'hint' }, T('nothingHere')));
  const table = periodTable();
  if (table) pane.append(table);
}

const NAMED_PLACES = 6;
function fact(sentence, members, spec) {
  const byPlace = new Map();
  for (const i of members) if (C.place[i] >= 0) byPlace.set(places[C.place[i]].key, (byPlace.get(places[C.place[i]].key) || 0) + 1);
  const names = [...byPlace].sort((a, b) => b[1] - a[1]).map(([key]) => placeName(placeByKey.get(key)));
  const named = names.slice(0, NAMED_PLACES).join(', ') + (names.length > NAMED_PLACES ? ` ${T('and', names.length - NAMED_PLACES)}` : '');
  const bySide = SIDES.map((side, s) => [s, members.filter((i) => C.side[i] === s).length]).filter(([, count]) => count);
  const bar = make('span', { class: 'fact-sides' });
  for (const [s, count] of bySide) bar.append(make('span', { class: `chip side-${SIDES[s]}` }, `${T(`side.${SIDES[s]}`)} ${number(count)}`));
  return make('button', { type: 'button', class: 'fact', click: () => set({ only: spec, tab: 'claims' }) }, make('span', { class: 'fact-text' }, `${sentence}: ${named || T('unplaced')}`), make('span', { class: 'fact-count' }, counted('claim', members.length)), bar);
}

function rangeSentence() {
  const [from, to] = range();
  const parts = [];
  if (extent) parts.push(state.mode === 'asof' ? `${T('asof')} ${showDay(to)}` : showSpan(from, to));
  parts.push(T(state.clock));
  if (state.sides) parts.push(SIDES.filter((side) => state.sides.has(side)).map((side) => T(`side.${side}`)).join(', ') || '–');
  if (state.kinds) parts.push(KINDS.filter((kind) => state.kinds.has(kind)).map((kind) => T(`kind.${kind}`)).join(', ') || '–');
  if (state.statuses) parts.push(STATUSES.filter((status) => state.statuses.has(status)).map((status) => T(`status.${status}`)).join(', ') || '–');
  if (state.known !== null) parts.push(T('knownOn', showDay(state.known)));
  if (state.publishers) parts.push([...state.publishers].map((name) => name || '–').join(', ') || '–');
  if (state.query) parts.push(`“${state.query}”`);
  if (state.only) parts.push(onlyLabel(state.only));
  return `${parts.join('; ')}: ${counted('claim', view.total)}.`;
}

function drawAboutPane() {
  const pane = el('pane-about');
  pane.textContent = '';
  const list = make('ul', { class: 'docs' });
  const order = docs.map((doc, d) => d).sort((a, b) => (publishedDay[b] || 0) - (publishedDay[a] || 0) || a - b);
  const counts = new Int32Array(docs.length);
  for (let i = 0; i < N; i++) counts[C.doc[i]]++;
  for (const d of order.slice(0, 200)) {
    const doc = docs[d];
    const link = safeLink(doc.url);
    const title = doc.title || doc.doc;
    list.append(make('li', {}, make('button', { type: 'button', class: 'quiet', click: () => set({ only: `doc:${safeEncode(doc.doc)}`, tab: 'claims', from: null, to: null }) }, title), make('span', { class: 'where' }, [doc.publisher, publishedDay[d] === null ? '' : showDay(publishedDay[d]), counted('claim', counts[d])].filter(Boolean).join(', ')), link ? make('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, T('readOn')) : null));
  }
  if (order.length > 200) list.append(make('li', {}, T('and', order.length - 200)));
  const all = extent ? [showDay(extent[0]), showDay(extent[1])] : ['–', '–'];
  pane.append(make('p', {}, T('aboutWhat')), make('p', {}, T('aboutNot')), make('h3', {}, T('nowShown')), make('p', {}, rangeSentence()), make('h3', {}, T('sources')), list,
    make('h3', {}, T('credits')), make('p', {}, T('boundaries')), make('p', {}, T('creditsText')), make('ul', { class: 'credits' }, ...given.credits.map((line) => make('li', {}, line))),
    given.tiles ? make('p', {}, T('tilesNote', tileHost())) : null, given.tiles ? make('p', {}, plainText(given.tiles[2])) : null,
    make('h3', {}, T('cite')), make('p', { class: 'cite' }, T('citeText', given.title, docs.length, all[0], all[1], given.version)), make('p', { class: 'where' }, T('version', given.version)));
}

function plainText(html) { return new DOMParser().parseFromString(html, 'text/html').body.textContent; }
function tileHost() { return given.tiles[1].replace(/^https?:\/\//, '').split('/')[0].replace('{s}', given.tiles[4][0]); }

function drawPanel() {
  showTab();
  if (state.tab === 'claims') drawClaimsPane();
  else if (state.tab === 'place') drawPlacePane();
  else if (state.tab === 'summary') drawSummaryPane();
  else drawAboutPane();
}

function wirePanel() {
  for (const name of TABS) el(`tab-${name}`).addEventListener('click', () => { set({ tab: name }); openSheet(); });
  el('tabs').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length];
    set({ tab: next });
    el(`tab-${next}`).focus();
    event.preventDefault();
    event.stopPropagation();
  });
  el('panel').addEventListener('click', (event) => {
    if (event.target.closest('a, summary, details, .quiet, input, select')) return;
    const row = event.target.closest('li.row');
    if (!row || String(getSelection())) return;
    const i = +row.dataset.claim;
    const place = C.place[i] < 0 ? null : places[C.place[i]];
    if (place && state.tab === 'claims') choosePlace(place, true);
    else if (place) revealPlace(place);
  });
}
