// The time strip: a stacked histogram under two native range handles, modes, clock, presets, play.
const strip = {
  canvas: el('histogram'), low: el('from'), high: el('to'), span: el('span'), fromText: el('from-day'), toText: el('to-day'), play: el('play'),
};
const WEEKLY_BEYOND = 400;
const MONTHLY_BEYOND = 1096;
const NARROWEST_VIEW = 28;
const WIDEST_BAR = 36;
const READABLE_SPAN = 40;
const modeButtons = [...document.querySelectorAll('[data-mode]')];
const clockButtons = [...document.querySelectorAll('[data-clock]')];
const presetButtons = [...document.querySelectorAll('[data-days]')];
let bins = { edges: [0, 1], counts: null, largest: 1, number: 0 };
// The days that the strip shows; the handles may stand outside.
let stripView = null;
let playing = 0;
const anyUndated = C.start.includes(NONE) || C.reported.includes(NONE);

function stripLength() { return stripView[1] - stripView[0] + 1; }

// A few claims about years long past must not press the rest into a corner: the days that hold all but one in fifty claims.
function usualView() {
  const [start] = daysOf(state.clock);
  const days = [];
  for (let i = 0; i < N; i++) if (start[i] !== NONE) days.push(start[i]);
  days.sort((a, b) => a - b);
  const low = days[Math.floor(days.length * 0.02)];
  const high = Math.max(days[Math.floor(days.length * 0.98)], days[days.length - 1] - 60);
  const margin = Math.max(7, Math.round((high - low) * 0.05));
  const kept = [Math.max(extent[0], low - margin), Math.min(extent[1], high + margin)];
  return extent[1] - extent[0] > 180 && kept[1] - kept[0] < (extent[1] - extent[0]) * 0.6 ? kept : extent.slice();
}

function resetStripView() {
  stripView = extent ? usualView() : null;
  if (extent) showRangeInStrip();
}

// Widen, narrow or move the strip so that the chosen days can be seen and taken hold of.
function showRangeInStrip() {
  const [from, to] = range();
  const days = to - from + 1;
  const width = strip.canvas.clientWidth || 600;
  const moving = state.mode === 'moving';
  const whole = from <= extent[0] && to >= extent[1];
  if (whole || !moving) { if (to > stripView[1] || to < stripView[0]) stripView = extent.slice(); return; }
  const apart = days / stripLength() * width;
  if (from < stripView[0] || to > stripView[1]) {
    if (days >= stripLength()) setStripView(from - days * 0.05, to + days * 0.05);
    else moveStripTo(from, to);
  }
  if (apart < READABLE_SPAN) setStripView((from + to) / 2 - days * width / READABLE_SPAN / 3, (from + to) / 2 + days * width / READABLE_SPAN / 3);
}

function setStripView(low, high) {
  let length = Math.max(NARROWEST_VIEW, Math.round(high - low) + 1);
  length = Math.min(length, extent[1] - extent[0] + 1);
  const first = Math.max(extent[0], Math.min(extent[1] - length + 1, Math.round((low + high) / 2 - length / 2)));
  stripView = [first, first + length - 1];
}

// Shift the strip, its length kept, until the days are inside.
function moveStripTo(from, to) {
  const length = stripLength();
  let first = stripView[0];
  if (to > first + length - 1) first = to - length + 1 + Math.floor(length * 0.1);
  if (from < first) first = from - Math.floor(length * 0.1);
  first = Math.max(extent[0], Math.min(extent[1] - length + 1, first));
  stripView = [first, first + length - 1];
}

function zoomStrip(factor, around) {
  if (!extent) return;
  const length = Math.max(NARROWEST_VIEW, Math.min(extent[1] - extent[0] + 1, stripLength() * factor));
  const share = (around - stripView[0]) / stripLength();
  setStripView(around - share * length, around + (1 - share) * length - 1);
  countBins();
  syncStrip();
  drawHistogram();
}

// First days of the bins over the whole extent: days, weeks from Monday, months.
function binEdges() {
  const [low, high] = extent;
  const days = stripLength();
  const edges = [];
  if (days > MONTHLY_BEYOND) {
    const first = new Date(low * DAY_MS);
    for (let k = 0; ; k++) {
      const day = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + k, 1) / DAY_MS;
      edges.push(day);
      if (day > high) break;
    }
  } else {
    const size = days > WEEKLY_BEYOND ? 7 : 1;
    const first = size === 7 ? low - (new Date(low * DAY_MS).getUTCDay() + 6) % 7 : low;
    for (let day = first; ; day += size) { edges.push(day); if (day > high) break; }
  }
  return edges;
}

function binOf(day) {
  let a = 0;
  let b = bins.edges.length - 2;
  while (a < b) { const middle = (a + b + 1) >> 1; if (bins.edges[middle] <= day) a = middle; else b = middle - 1; }
  return a;
}

// Claims that meet each day (week, month), by side: what a click on the bar will show.
function countBins() {
  if (!extent) return;
  if (!stripView) resetStripView();
  const edges = binEdges();
  const total = edges.length - 1;
  const S = SIDES.length;
  bins = { edges, counts: new Int32Array((total + 1) * S), largest: 1, number: total };
  const { counts } = bins;
  const numberOf = new Int32Array(edges[total] - edges[0]);
  for (let k = 0; k < total; k++) numberOf.fill(k, edges[k] - edges[0], edges[k + 1] - edges[0]);
  const [start, end] = daysOf(state.clock);
  for (let i = 0; i < N; i++) {
    if (!passes[i] || start[i] === NONE) continue;
    counts[numberOf[start[i] - edges[0]] * S + C.side[i]]++;
    counts[(numberOf[end[i] - edges[0]] + 1) * S + C.side[i]]--;
  }
  for (let k = 1; k < total; k++) for (let s = 0; s < S; s++) counts[k * S + s] += counts[(k - 1) * S + s];
  for (let k = binOf(stripView[0]); k <= binOf(stripView[1]); k++) bins.largest = Math.max(bins.largest, binTotal(k));
}

function binTotal(k) {
  let sum = 0;
  for (let s = 0; s < SIDES.length; s++) sum += bins.counts[k * SIDES.length + s];
  return sum;
}

// Pixels of the strip: where a day begins.
function stripX(day, width) { return (day - stripView[0]) / stripLength() * width; }

function drawHistogram() {
  const canvas = strip.canvas;
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width) return;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const ctx = canvas.getContext('2d');
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  if (!extent) return;
  const [from, to] = range();
  const ground = height - 15;
  const scale = (ground - 3) / bins.largest;
  const S = SIDES.length;
  for (let k = binOf(stripView[0]); k <= binOf(stripView[1]); k++) {
    const sum = binTotal(k);
    if (!sum) continue;
    const left = stripX(bins.edges[k], width);
    const step = stripX(bins.edges[k + 1], width) - left;
    const gap = step > 6 ? Math.min(3, step * 0.18) : step > 3 ? 1 : 0;
    const bar = Math.min(WIDEST_BAR, Math.max(step - gap, 2));
    ctx.globalAlpha = bins.edges[k + 1] - 1 >= from && bins.edges[k] <= to ? 1 : 0.28;
    const tall = Math.max(2, sum * scale);
    let top = ground;
    for (let s = 0; s < S; s++) {
      const count = bins.counts[k * S + s];
      if (!count) continue;
      const part = tall * count / sum;
      ctx.fillStyle = colours.sides[s];
      ctx.fillRect(left + (step - bar) / 2, top - part, bar, part);
      top -= part;
    }
  }
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours['line-border'];
  ctx.fillRect(0, ground, width, 1);
  drawTicks(ctx, width, ground);
}

// Years, months, days: the finest division whose names have room.
function drawTicks(ctx, width, ground) {
  const [low, high] = stripView;
  const perDay = width / stripLength();
  ctx.font = `11px ${FONT}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  const wide = ctx.measureText(`28 ${MONTHS[lang][7]}`).width + 14;
  const steps = [1, 2, 7, 14].find((days) => days * perDay >= wide);
  const months = steps ? 0 : [1, 2, 3, 6].find((count) => count * 30.4 * perDay >= wide) || 12;
  const ticks = [];
  if (steps) {
    const monday = low - (new Date(low * DAY_MS).getUTCDay() + 6) % 7;
    for (let day = steps < 7 ? low : monday; day <= high; day += steps) {
      const date = new Date(day * DAY_MS);
      if (day >= low) ticks.push([day, `${date.getUTCDate()} ${MONTHS[lang][date.getUTCMonth()]}`, date.getUTCFullYear()]);
    }
  } else {
    const first = new Date(low * DAY_MS);
    for (let k = 0; ; k++) {
      const day = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + k, 1) / DAY_MS;
      if (day > high) break;
      const date = new Date(day * DAY_MS);
      if (day >= low && date.getUTCMonth() % months === 0) ticks.push([day, date.getUTCMonth() ? MONTHS[lang][date.getUTCMonth()] : String(date.getUTCFullYear()), date.getUTCFullYear()]);
    }
  }
  let edge = -8;
  for (const [day, label] of ticks) {
    const x = Math.round(stripX(day, width));
    ctx.fillStyle = colours['line-border'];
    ctx.fillRect(x, ground, 1, 4);
    const right = x + 3 + ctx.measureText(label).width;
    if (x < edge + 6 || right > width) continue;
    ctx.fillStyle = colours['ink-2'];
    ctx.fillText(label, x + 3, ground + 3);
    edge = right;
  }
}

function syncStrip() {
  const usable = Boolean(extent);
  el('bars').classList.toggle('unusable', !usable);
  for (const control of [strip.low, strip.high, strip.fromText, strip.toText, strip.play, el('back'), el('forward')]) control.disabled = !usable;
  for (const button of modeButtons) button.setAttribute('aria-pressed', String(button.dataset.mode === state.mode));
  for (const button of clockButtons) button.setAttribute('aria-pressed', String(button.dataset.clock === state.clock));
  el('mode-pick').value = state.mode;
  el('clock-pick').value = state.clock;
  if (!usable) { strip.fromText.value = strip.toText.value = ''; return; }
  const [from, to] = range();
  for (const input of [strip.low, strip.high]) {
    input.min = 0;
    input.max = Math.max(1, extent[1] - extent[0]);
  }
  strip.low.value = from - extent[0];
  strip.high.value = to - extent[0];
  strip.low.setAttribute('aria-valuetext', showDay(from));
  strip.high.setAttribute('aria-valuetext', showDay(to));
  const moving = state.mode === 'moving';
  strip.low.hidden = !moving;
  el('strip').classList.toggle('one-handle', !moving);
  strip.fromText.hidden = !moving;
  if (document.activeElement !== strip.fromText) showTyped(strip.fromText, from);
  if (document.activeElement !== strip.toText) showTyped(strip.toText, to);
  placeHandles(from, to, moving);
  for (const button of presetButtons) {
    const days = +button.dataset.days;
    const full = from <= extent[0] && to >= extent[1];
    button.setAttribute('aria-pressed', String(moving ? (days ? to - from + 1 === days && !full : full) : !days && to >= extent[1]));
  }
  const whole = stripLength() >= extent[1] - extent[0] + 1;
  el('strip-out').disabled = whole;
  el('strip-in').disabled = stripLength() <= NARROWEST_VIEW;
  el('strip-zoom').hidden = extent[1] - extent[0] + 1 <= 3 * NARROWEST_VIEW;
}

// A date shows in the page's language; while it is typed, in ISO form.
function showTyped(box, day) {
  const words = showDay(day);
  if (box.value === words && box.style.width) return;
  box.value = words;
  box.setAttribute('aria-invalid', 'false');
  const ctx = strip.canvas.getContext('2d');
  ctx.font = `600 ${isPhone() ? 13 : 12}px ${FONT}`;
  box._width = Math.ceil(ctx.measureText(words).width) + 10;
  box.style.width = `${box._width}px`;
}

function placeHandles(from, to, moving) {
  const width = strip.canvas.clientWidth || 1;
  const at = (day) => Math.max(0, Math.min(width, stripX(day, width)));
  const x0 = at(from);
  const x1 = at(to + 1);
  strip.span.style.left = `${x0}px`;
  strip.span.style.width = `${Math.max(2, x1 - x0)}px`;
  el('grip-from').style.left = `${x0}px`;
  el('grip-to').style.left = `${Math.max(x0 + 2, x1)}px`;
  el('grip-from').hidden = !moving;
  el('grip-from').classList.toggle('beyond', from < stripView[0] || from > stripView[1]);
  el('grip-to').classList.toggle('beyond', to > stripView[1] || to < stripView[0]);
  const wide0 = document.activeElement === strip.fromText ? strip.fromText.offsetWidth : strip.fromText._width;
  const wide1 = document.activeElement === strip.toText ? strip.toText.offsetWidth : strip.toText._width;
  const room = width + 2 * GRIP;
  const dash = 6;
  let left0 = Math.max(0, x0 + GRIP - wide0 + 10);
  let left1 = Math.min(room - wide1, x1 + GRIP - 10);
  if (moving && left0 + wide0 + dash > left1) {
    left0 = Math.max(0, Math.min(room - wide0 - wide1 - dash, left0));
    left1 = left0 + wide0 + dash;
  }
  strip.fromText.style.left = `${left0}px`;
  strip.toText.style.left = `${left1}px`;
}
const GRIP = 20;

function clampDay(day) { return Math.max(extent[0], Math.min(extent[1], day)); }

function setRange(from, to) {
  set({ from: from <= extent[0] ? null : clampDay(from), to: to >= extent[1] ? null : clampDay(to) });
}

// After a change of the days the strip follows, but never under a hand that drags; it is narrowed only for days that were typed
// or chosen by a preset or a link.
let dragging = false;
let zoomWanted = false;
function followRange() {
  if (!extent || dragging) { zoomWanted = false; return; }
  const before = stripView.join();
  const [from, to] = range();
  if (zoomWanted) showRangeInStrip();
  else if (state.mode === 'moving' && to - from < stripLength() && (from < stripView[0] || to > stripView[1])) moveStripTo(from, to);
  else if (state.mode !== 'moving' && (to < stripView[0] || to > stripView[1])) moveStripTo(to, to);
  zoomWanted = false;
  if (stripView.join() !== before) countBins();
}

function shiftRange(days) {
  if (!extent) return;
  const [from, to] = range();
  const room = days > 0 ? Math.min(days, extent[1] - to) : state.mode === 'moving' ? Math.max(days, extent[0] - from) : Math.max(days, extent[0] - to);
  if (!room) return;
  const openLeft = state.mode !== 'moving';
  set({ from: openLeft ? state.from : from + room, to: to + room });
}

function presetRange(days) {
  if (!extent) return;
  if (!days) { stripView = extent.slice(); set({ from: null, to: null }); countBins(); syncStrip(); drawHistogram(); return; }
  const to = range()[1];
  zoomWanted = true;
  set({ mode: 'moving', from: Math.max(extent[0], to - days + 1), to });
}

function stopPlaying() {
  clearInterval(playing);
  playing = 0;
  strip.play.classList.remove('on');
  strip.play.setAttribute('aria-label', T('play'));
  strip.play.title = T('play');
}

// One day at a time; a week or a month where the strip counts in those.
function playStep() { return Math.max(1, bins.number > 1 ? bins.edges[1] - bins.edges[0] : 1); }

function togglePlaying() {
  if (playing) { stopPlaying(); return; }
  if (!extent) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const [from, to] = range();
  if (to >= extent[1]) {
    const days = to - from;
    const wide = days >= extent[1] - extent[0];
    const first = Math.max(extent[0], stripView[0]);
    if (state.mode === 'moving') set({ from: first, to: Math.min(extent[1], first + (wide ? 6 : days)) });
    else set({ to: first });
  }
  strip.play.classList.add('on');
  strip.play.setAttribute('aria-label', T('pause'));
  strip.play.title = T('pause');
  playing = setInterval(() => {
    shiftRange(playStep());
    if (range()[1] >= extent[1]) stopPlaying();
  }, calm ? 1600 : 700);
}

function dayAt(clientX) {
  const box = strip.canvas.getBoundingClientRect();
  const day = stripView[0] + Math.floor((clientX - box.left) / box.width * stripLength());
  return Math.max(stripView[0], Math.min(stripView[1], day));
}

function wireTyping() {
  for (const [box, name] of [[strip.fromText, 'from'], [strip.toText, 'to']]) {
    let before = '';
    const apply = () => {
      if (box.value.trim() === before) return;
      const day = parseDay(box.value);
      box.setAttribute('aria-invalid', String(day === null));
      if (day === null) { announce(T('badDate'), true); return; }
      before = box.value.trim();
      const [from, to] = range();
      const kept = clampDay(day);
      zoomWanted = true;
      if (name === 'from') setRange(kept, Math.max(kept, to)); else setRange(Math.min(from, kept), kept);
    };
    box.addEventListener('focus', () => { if (!extent) return; before = isoDay(range()[name === 'from' ? 0 : 1]); box.style.width = ''; box.value = before; box.select(); });
    box.addEventListener('change', apply);
    box.addEventListener('blur', () => { if (extent) { showTyped(box, range()[name === 'from' ? 0 : 1]); requestAnimationFrame(syncStrip); } });
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') { apply(); if (box.getAttribute('aria-invalid') !== 'true') box.blur(); }
      if (event.key === 'Escape') { box.value = before; box.blur(); }
      event.stopPropagation();
    });
  }
}

function wireStrip() {
  strip.low.addEventListener('input', () => {
    const from = extent[0] + +strip.low.value;
    const to = Math.max(range()[1], from);
    set({ from: from <= extent[0] ? null : from, to: to >= extent[1] ? null : to });
  });
  strip.high.addEventListener('input', () => {
    const to = extent[0] + +strip.high.value;
    const from = Math.min(state.mode === 'moving' ? range()[0] : to, to);
    set(state.mode === 'moving' ? { from: from <= extent[0] ? null : from, to: to >= extent[1] ? null : to } : { to: to >= extent[1] ? null : to });
  });
  strip.play.addEventListener('click', togglePlaying);
  el('back').addEventListener('click', () => shiftRange(-playStep()));
  el('forward').addEventListener('click', () => shiftRange(playStep()));
  for (const button of modeButtons) button.addEventListener('click', () => set({ mode: button.dataset.mode }));
  for (const button of clockButtons) button.addEventListener('click', () => setClock(button.dataset.clock));
  el('mode-pick').addEventListener('change', () => set({ mode: el('mode-pick').value }));
  el('clock-pick').addEventListener('change', () => setClock(el('clock-pick').value));
  for (const button of presetButtons) button.addEventListener('click', () => presetRange(+button.dataset.days));
  const middle = () => { const [from, to] = range(); return Math.max(stripView[0], Math.min(stripView[1], (from + to) / 2)); };
  el('strip-in').addEventListener('click', () => zoomStrip(0.5, middle()));
  el('strip-out').addEventListener('click', () => zoomStrip(2, middle()));
  el('bars').addEventListener('wheel', (event) => {
    if (!extent || event.ctrlKey || el('strip-zoom').hidden) return;
    event.preventDefault();
    zoomStrip(event.deltaY > 0 ? 1.25 : 0.8, dayAt(event.clientX));
  }, { passive: false });
  wireTyping();
  wireHandles();
  wireBars();
}

// The other clock has other first and last days: the chosen days stay where it has them too.
function setClock(clock) {
  if (clock === state.clock) return;
  const ends = extentOf(clock);
  const inside = (day) => (day === null || !ends ? null : day <= ends[0] || day >= ends[1] ? null : day);
  set({ clock, from: inside(state.from), to: inside(state.to) });
}

// The visible grips and the span are dragged with the pointer; the native inputs serve keys and screen readers.
function wireHandles() {
  for (const [node, which] of [[el('grip-from'), 'from'], [el('grip-to'), 'to'], [strip.span, 'span']]) {
    node.addEventListener('pointerdown', (event) => {
      if (!extent || event.button > 0 || (which === 'span' && state.mode !== 'moving')) return;
      const begin = range();
      const startX = event.clientX;
      let moved = false;
      node.setPointerCapture(event.pointerId);
      const perDay = strip.canvas.clientWidth / stripLength();
      hideTip();
      const move = (next) => {
        const days = Math.round((next.clientX - startX) / perDay);
        if (Math.abs(next.clientX - startX) > 3) moved = true;
        if (!moved) return;
        dragging = true;
        if (which === 'span') {
          const step = Math.max(extent[0] - begin[0], Math.min(extent[1] - begin[1], days));
          setRange(begin[0] + step, begin[1] + step);
        } else if (which === 'from') setRange(Math.min(begin[0] + days, begin[1]), begin[1]);
        else setRange(begin[0], Math.max(begin[1] + days, state.mode === 'moving' ? begin[0] : extent[0]));
      };
      const up = (next) => {
        node.removeEventListener('pointermove', move);
        node.removeEventListener('pointerup', up);
        node.removeEventListener('pointercancel', up);
        requestAnimationFrame(() => requestAnimationFrame(() => { dragging = false; }));
        if (!moved && which === 'span') pickBar(next.clientX);
        if (which !== 'span') (which === 'from' ? strip.low : strip.high).focus({ preventScroll: true, focusVisible: false });
      };
      node.addEventListener('pointermove', move);
      node.addEventListener('pointerup', up);
      node.addEventListener('pointercancel', up);
      event.preventDefault();
    });
  }
}

// The days of a bar; the same bar again gives the whole period back.
function pickBar(clientX) {
  const k = binOf(dayAt(clientX));
  const day = Math.max(extent[0], bins.edges[k]);
  const end = Math.min(extent[1], bins.edges[k + 1] - 1);
  if (state.mode !== 'moving') { set({ to: end }); return; }
  const [from, to] = range();
  if (from === day && to === end) set({ from: null, to: null }); else setRange(day, end);
}

function wireBars() {
  const zone = el('bars');
  strip.canvas.addEventListener('click', (event) => { if (extent) pickBar(event.clientX); });
  strip.span.addEventListener('click', (event) => { if (extent && state.mode !== 'moving') pickBar(event.clientX); });
  el('bars-area').addEventListener('pointermove', (event) => {
    if (!extent || event.pointerType === 'touch' || event.buttons || event.target.classList.contains('grip')) { hideTip(); return; }
    const k = binOf(dayAt(event.clientX));
    const day = Math.max(extent[0], bins.edges[k]);
    const end = Math.min(extent[1], bins.edges[k + 1] - 1);
    const lines = [showSpan(day, end), counted('claim', binTotal(k))];
    for (let s = 0; s < SIDES.length; s++) {
      const count = bins.counts[k * SIDES.length + s];
      if (count) lines.push([s, `${T(`side.${SIDES[s]}`)} ${number(count)}`]);
    }
    showTip(event.clientX, zone.getBoundingClientRect().top - 6, lines, true);
  });
  el('bars-area').addEventListener('pointerleave', hideTip);
}

// Claims without a date stand beside the days, as a bar of their own that can be switched off.
function drawUndated() {
  el('undated-box').hidden = !extent || !anyUndated;
  el('strip').classList.toggle('with-undated', Boolean(extent) && anyUndated);
  el('undated').checked = state.undated;
  el('undated').disabled = state.mode === 'asof';
  el('undated-count').textContent = number(view.undated);
  const bar = el('undated-bar');
  bar.textContent = '';
  const largest = Math.max(bins.largest, 1);
  const tall = Math.min(1, view.undated / largest) * 100;
  bar.style.setProperty('height', view.undated ? `max(2px, ${tall.toFixed(1)}%)` : '0');
  bar.classList.toggle('off', !state.undated || state.mode === 'asof');
  view.undatedSides.forEach((count, s) => {
    if (!count) return;
    const part = make('i', { class: `side-${SIDES[s]}` });
    part.style.flexGrow = String(count);
    bar.append(part);
  });
}
