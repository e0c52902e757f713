// The front view's own controls, what is said of one place, and the table of a period.
const partyName = (holder) => T(`actor.${HOLDERS[holder]}`);

function wireFront() {
  el('layer-front').closest('label').hidden = !given.front;
  el('layer-front').addEventListener('change', () => { set({ front: el('layer-front').checked }); });
  for (const button of document.querySelectorAll('[data-compare]')) button.addEventListener('click', () => set({ compare: button.dataset.compare, ...(button.dataset.compare === 'days' ? { mode: 'moving' } : {}) }));
  el('front-close').addEventListener('click', () => set({ front: false }));
  el('layer-baseline').addEventListener('change', () => set({ baseline: el('layer-baseline').checked }));
  const box = el('known-day');
  const apply = () => {
    const typed = box.value.trim();
    const day = typed ? parseDay(typed) : null;
    const wrong = typed !== '' && day === null;
    box.setAttribute('aria-invalid', String(wrong));
    if (wrong) { announce(T('badDate'), true); return; }
    set({ known: day });
  };
  box.addEventListener('change', apply);
  box.addEventListener('keydown', (event) => { if (event.key === 'Enter') apply(); if (event.key !== 'Escape') event.stopPropagation(); });
  el('known-clear').addEventListener('click', () => set({ known: null }));
  wireSwipe();
}

function wireSwipe() {
  const node = el('swipe');
  const move = (share) => { swipeShare = Math.max(0.04, Math.min(0.96, share)); placeSwipe(); markLayer.redraw(); };
  node.addEventListener('pointerdown', (event) => {
    node.setPointerCapture(event.pointerId);
    const drag = (next) => { const pad = cover(); const width = map.getSize().x; move((next.clientX - pad.left) / (width - pad.left - pad.right)); };
    const drop = () => { node.removeEventListener('pointermove', drag); node.removeEventListener('pointerup', drop); node.removeEventListener('pointercancel', drop); };
    node.addEventListener('pointermove', drag);
    node.addEventListener('pointerup', drop);
    node.addEventListener('pointercancel', drop);
    event.preventDefault();
    node.focus({ preventScroll: true });
  });
  node.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -0.05, ArrowRight: 0.05, Home: -1, End: 1 }[event.key];
    if (!step) return;
    move(swipeShare + step);
    event.preventDefault();
    event.stopPropagation();
  });
}

function placeSwipe() {
  const node = el('swipe');
  const shown = state.front && state.compare !== '' && Boolean(extent);
  node.hidden = !shown;
  if (!shown) return;
  node.style.left = `${swipeX()}px`;
  node.style.bottom = `${innerHeight - el('map_reports').getBoundingClientRect().bottom + cover().bottom}px`;
  node.setAttribute('aria-valuenow', String(Math.round(swipeShare * 100)));
  const [from, to] = range();
  const names = state.compare === 'days' ? [showDay(from), showDay(to)] : [T('accountOf', T('side.UA')), T('accountOf', T('side.RU'))];
  el('swipe-left').textContent = names[0];
  el('swipe-right').textContent = names[1];
  node.setAttribute('aria-valuetext', names.join(' | '));
}

// On a phone the box stands in the sheet, above the summary.
function syncFront() {
  el('layer-front').checked = state.front;
  const box = el('front-box');
  box.hidden = !state.front || !given.front;
  document.documentElement.dataset.front = state.front ? '1' : '0';
  placeSwipe();
  if (box.hidden) return;
  const home = isPhone() ? el('pane-summary') : el('app');
  if (box.parentElement !== home) home.prepend(box);
  const [, to] = range();
  const title = extent && state.compare !== 'days' ? T('frontOn', showDay(to)) : T('control');
  el('front-title').textContent = state.known === null ? title : `${title}, ${T('knownOn', showDay(state.known))}`;
  for (const button of document.querySelectorAll('[data-compare]')) button.setAttribute('aria-pressed', String(button.dataset.compare === state.compare));
  if (document.activeElement !== el('known-day')) el('known-day').value = state.known === null ? '' : isoDay(state.known);
  el('known-clear').hidden = state.known === null;
  const areas = el('front-areas');
  areas.textContent = '';
  if (extent) {
    for (const pane of frontPanes()) {
      const picture = frontPicture(pane.day, pane.side, state.known);
      const row = make('div', { class: 'areas' });
      if (state.compare) row.append(make('b', {}, state.compare === 'days' ? showDay(pane.day) : T(`side.${pane.side}`)));
      for (const holder of [1, 2, 3]) if (picture.areas[holder] >= 0.5) row.append(make('span', { class: `chip ${holder === 3 ? 'both' : `side-${HOLDERS[holder]}`}` }, `${holder === 3 ? T('contested') : partyName(holder)} ${number(Math.round(picture.areas[holder]))} ${T('km2')}`));
      if (row.querySelectorAll('.chip').length === 0) row.append(make('span', {}, T('nobodyHolds')));
      areas.append(row);
    }
  }
  const { baseline } = frontData();
  el('baseline-row').hidden = !baseline;
  if (baseline) {
    const shown = extent && baselineOn(to);
    el('layer-baseline').checked = state.baseline;
    el('baseline-name').textContent = shown ? `${shown.credit}, ${showDay(shown.day)}` : T('noBaseline', showDay(baseline.days[0].day));
  }
}

function claimCount(numbers) { return counted('claim', numbers.length); }

// What the accounts say of one place on the last day of the range.
function frontOfPlace(place) {
  if (!given.front || !extent || !place.id) return null;
  const row = frontData().byId.get(place.id);
  const day = range()[1];
  const found = row && stateOn(statesKnownOn(state.known)[row.index], day);
  if (!found) return null;
  const part = row.feature === 'settlement' || row.feature === 'facility' ? '' : ` ${T('inParts')}`;
  const box = make('section', { class: 'front-place' }, make('h3', {}, T('frontOn', showDay(day))));
  const holder = found[STATE_HOLDER];
  const verdict = holder === 3 ? T('contested') : holder ? T('saidHeld', partyName(holder)) : found[5] ? T('saidLeft', partyName(found[5])) : T('nobodyHolds');
  box.append(make('p', { class: 'verdict' }, verdict + (holder ? part : ''), make('span', { class: 'where' }, ` ${T('sinceAsOf', showDay(found[2]), showDay(found[3]))}`)));
  for (const account of found[8]) {
    const side = ACCOUNT_SIDES[account[0]];
    const words = [];
    if (account[1]) words.push(account[1] === 3 ? T('contested') : T('saidHeld', partyName(account[1])));
    if (account[2]) words.push(T('saidLeft', partyName(account[2])));
    for (const party of [1, 2]) if (account[3] & (1 << party)) words.push(T('saidNot', partyName(party)));
    if (!words.length) continue;
    const members = account[6];
    const line = make('p', { class: 'account' }, make('b', {}, `${T(`account.${side}`)}: `), words.join('; '), ' ');
    if (members.length) line.append(quietLink(claimCount(members), idsSpec(members)));
    box.append(line);
  }
  return box;
}

function idsSpec(numbers) { return `ids:${numbers.slice(0, 60).map((i) => text('claim_id', i)).join(',')}`; }

// What changed hands in the range, by whose account: the rules of the report that the command line writes.
const PARTY_OF_SIDE = { UA: 0, RU: 1 };
function tellsOfChange(i) {
  if (C.actor[i] > 1 || C.status[i] === 3 || C.place[i] < 0 || !places[C.place[i]].id || columns.start_date[i] === null || columns.end_date[i] === null) return false;
  const kind = KINDS[C.kind[i]];
  return kind === 'capture' ? C.role[i] === 0 : kind === 'withdrawal' && (C.role[i] === 0 || C.role[i] === 3);
}
const takes = (i, party) => KINDS[C.kind[i]] === 'capture' && C.actor[i] === party;
const loses = (i, party) => takes(i, 1 - party) || (KINDS[C.kind[i]] === 'withdrawal' && C.actor[i] === party);

function changeLines(members) {
  const events = new Map();
  for (const i of members) {
    const key = `${places[C.place[i]].key}|${C.kind[i]}|${C.actor[i]}`;
    if (events.has(key)) events.get(key).push(i); else events.set(key, [i]);
  }
  const lines = [...events.values()].map((told) => {
    told.sort((a, b) => C.end[a] - C.end[b]);
    const place = places[C.place[told[0]]];
    const wide = place.feature !== 'settlement' && place.feature !== 'facility';
    const what = T(KINDS[C.kind[told[0]]] === 'capture' ? 'takenBy' : 'leftBy', T(`actor.${['UA', 'RU'][C.actor[told[0]]]}`)) + (wide ? ` ${T('inParts')}` : '');
    return { place, what, start: Math.min(...told.map((i) => C.start[i])), end: Math.min(...told.map((i) => C.end[i])), claims: told, contrary: [] };
  });
  return lines.sort((a, b) => a.end - b.end || (a.place.name < b.place.name ? -1 : 1));
}

function disputedLines() {
  const [from, to] = range();
  const states = statesKnownOn(state.known);
  const lines = [];
  for (const row of frontData().places) {
    const place = placeByKey.get(row.id);
    if (!place) continue;
    let worst = null;
    states[row.index].forEach((one, k) => {
      const next = states[row.index][k + 1];
      if (one[0] <= to && !(next && next[0] <= from) && one[STATE_HOLDER] === 3 && one[3] >= from) worst = one;
    });
    if (worst) lines.push({ place, what: T('contested'), start: worst[2], end: worst[3], claims: worst[6], contrary: worst[7] });
  }
  return lines.sort((a, b) => a.start - b.start || (a.place.name < b.place.name ? -1 : 1));
}

function periodSections() {
  const told = Array.from(view.order).filter(tellsOfChange);
  const sections = [];
  const gains = {};
  for (const side of ['UA', 'RU']) {
    const party = PARTY_OF_SIDE[side];
    const own = told.filter((i) => SIDES[C.side[i]] === side);
    gains[side] = changeLines(own.filter((i) => takes(i, party)));
    sections.push([T('sideGains', T(`side.${side}`)), gains[side]], [T('sideLosses', T(`side.${side}`)), changeLines(own.filter((i) => loses(i, party)))]);
  }
  sections.push([T('othersReport'), changeLines(told.filter((i) => C.side[i] > 1))]);
  const disputed = given.front ? disputedLines() : [];
  sections.push([T('accountsDisagree'), disputed]);
  const contested = new Set(disputed.map((line) => line.place.key));
  const alone = [];
  for (const side of ['UA', 'RU']) {
    const party = PARTY_OF_SIDE[side];
    for (const line of gains[side]) {
      const others = told.filter((i) => places[C.place[i]].key === line.place.key && SIDES[C.side[i]] !== side);
      if (!contested.has(line.place.key) && !others.some((i) => takes(i, party) || loses(i, 1 - party))) alone.push(line);
    }
  }
  sections.push([T('onlyTheSide'), alone]);
  return sections.filter(([, lines]) => lines.length);
}

const MOST_LINES = 40;
function periodTable() {
  if (!extent || state.mode === 'asof') return null;
  const sections = periodSections();
  if (!sections.length) return null;
  const table = make('table', { class: 'period' }, make('caption', {}, T('periodTitle', rangeWords())));
  table.append(make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, T('place')), make('th', { scope: 'col' }, T('kind')), make('th', { scope: 'col' }, T('whoSays')))));
  for (const [title, lines] of sections) {
    const body = make('tbody', {}, make('tr', {}, make('th', { colspan: 3, scope: 'rowgroup' }, title)));
    for (const line of lines.slice(0, MOST_LINES)) {
      const who = [...new Set(line.claims.map(claimantName))];
      const cell = make('td', {}, who.slice(0, 2).join(', ') + (who.length > 2 ? ` ${T('and', who.length - 2)}` : ''), ' ');
      const members = line.claims.concat(line.contrary);
      if (members.length) cell.append(quietLink(claimCount(members), idsSpec(members)));
      body.append(make('tr', {}, make('td', {}, make('button', { type: 'button', class: 'quiet', click: () => choosePlace(line.place, true) }, placeName(line.place))), make('td', {}, `${line.what}, ${showSpan(line.start, line.end)}`), cell));
    }
    if (lines.length > MOST_LINES) body.append(make('tr', {}, make('td', { colspan: 3 }, T('and', lines.length - MOST_LINES))));
    table.append(body);
  }
  return table;
}

function rangeWords() {
  const [from, to] = range();
  return state.mode === 'cumulative' ? T('until', showDay(to)) : showSpan(from, to);
}
