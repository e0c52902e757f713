// The time strip: a stacked histogram under two native range handles, modes, clock, presets, play.
const strip = {
  canvas: el('histogram'), low: el('from'), high: el('to'), span: el('span'), fromText: el('from-day'), toText: el('to-day'),
  fromLabel: el('from-label'), toLabel: el('to-label'), play: el('play'),
};
const WEEKLY_BEYOND = 400;
const MONTHLY_BEYOND = 1096;
let bins = { size: 1, counts: null, largest: 1, number: 0 };
let playing = 0;
const anyUndated = C.start.includes(NONE) || C.reported.includes(NONE);

function binSize() {
  const days = extent[1] - extent[0] + 1;
  return days > MONTHLY_BEYOND ? 30 : days > WEEKLY_BEYOND ? 7 : 1;
}

// Claims that meet each day (week, month), by side: what a click on the bar will show.
function countBins() {
  if (!extent) return;
  const size = binSize();
  const total = Math.floor((extent[1] - extent[0]) / size) + 1;
  const counts = new Int32Array((total + 1) * SIDES.length);
  const [start, end] = daysOf(state.clock);
  const S = SIDES.length;
  for (let i = 0; i < N; i++) {
    if (!passes[i] || start[i] === NONE) continue;
    const a = Math.floor((start[i] - extent[0]) / size);
    const b = Math.floor((end[i] - extent[0]) / size);
    counts[a * S + C.side[i]]++;
    counts[(b + 1) * S + C.side[i]]--;
  }
  let largest = 1;
  for (let k = 0; k < total; k++) {
    let sum = 0;
    for (let s = 0; s < S; s++) {
      if (k) counts[k * S + s] += counts[(k - 1) * S + s];
      sum += counts[k * S + s];
    }
    if (sum > largest) largest = sum;
  }
  bins = { size, counts, largest, number: total };
}

function binTotal(k) {
  let sum = 0;
  for (let s = 0; s < SIDES.length; s++) sum += bins.counts[k * SIDES.length + s];
  return sum;
}

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
  const step = width / bins.number;
  const gap = step > 6 ? Math.min(3, step * 0.18) : step > 3 ? 1 : 0;
  const bar = Math.max(step - gap, Math.min(2, step));
  const scale = (ground - 4) / bins.largest;
  ctx.fillStyle = colours['line-oblast'];
  ctx.fillRect(0, ground, width, 1);
  for (let k = 0; k < bins.number; k++) {
    const sum = binTotal(k);
    if (!sum) continue;
    const day = extent[0] + k * bins.size;
    ctx.globalAlpha = day + bins.size - 1 >= from && day <= to ? 1 : 0.28;
    const tall = Math.max(2, sum * scale);
    let top = ground;
    for (let s = 0; s < SIDES.length; s++) {
      const count = bins.counts[k * SIDES.length + s];
      if (!count) continue;
      const part = tall * count / sum;
      ctx.fillStyle = colours.sides[s];
      ctx.fillRect(k * step + (step - bar) / 2, top - part, bar, part);
      top -= part;
    }
  }
  ctx.globalAlpha = 1;
  drawTicks(ctx, width, ground, step);
}

function drawTicks(ctx, width, ground, step) {
  const days = extent[1] - extent[0] + 1;
  const perDay = width / (bins.number * bins.size);
  ctx.font = `11px ${FONT}`;
  ctx.fillStyle = colours['ink-2'];
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  let lastRight = -20;
  for (let day = extent[0]; day <= extent[1]; day++) {
    const date = new Date(day * DAY_MS);
    const dom = date.getUTCDate();
    const month = date.getUTCMonth();
    const wanted = days > 1500 ? dom === 1 && month === 0 : days > 100 ? dom === 1 : perDay > 70 ? true : perDay > 9 ? dom === 1 || date.getUTCDay() === 1 : dom === 1 || dom === 15;
    if (!wanted) continue;
    const x = (day - extent[0]) * perDay;
    const label = days > 1500 ? String(date.getUTCFullYear()) : days > 100 ? (month === 0 ? String(date.getUTCFullYear()) : MONTHS[lang][month]) : `${dom} ${MONTHS[lang][month]}`;
    const wide = ctx.measureText(label).width;
    ctx.fillRect(Math.round(x), ground, 1, 4);
    if (x < lastRight + 8 || x + wide > width) continue;
    ctx.fillText(label, x + 3, ground + 3);
    lastRight = x + 3 + wide;
  }
}

function syncStrip() {
  const usable = Boolean(extent);
  for (const control of [strip.low, strip.high, strip.fromText, strip.toText, strip.play, el('back'), el('forward')]) control.disabled = !usable;
  if (!usable) { strip.fromLabel.textContent = strip.toLabel.textContent = ''; return; }
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
  if (document.activeElement !== strip.fromText) strip.fromText.value = isoDay(from);
  if (document.activeElement !== strip.toText) strip.toText.value = isoDay(to);
  strip.fromText.disabled = !moving;
  placeHandles(from, to, moving);
  for (const button of document.querySelectorAll('[data-mode]')) button.setAttribute('aria-pressed', String(button.dataset.mode === state.mode));
  for (const button of document.querySelectorAll('[data-clock]')) button.setAttribute('aria-pressed', String(button.dataset.clock === state.clock));
  for (const button of document.querySelectorAll('[data-days]')) {
    const days = +button.dataset.days;
    const full = from <= extent[0] && to >= extent[1];
    button.setAttribute('aria-pressed', String(moving ? (days ? to - from + 1 === days && !full : full) : !days && to >= extent[1]));
  }
}

function placeHandles(from, to, moving) {
  const width = strip.canvas.clientWidth || 1;
  const days = Math.max(1, bins.number * bins.size);
  const x0 = (from - extent[0]) / days * width;
  const x1 = Math.min(width, (to - extent[0] + 1) / days * width);
  strip.span.style.left = `${x0}px`;
  strip.span.style.width = `${Math.max(2, x1 - x0)}px`;
  el('grip-from').style.left = `${x0}px`;
  el('grip-to').style.left = `${x1}px`;
  el('grip-from').hidden = !moving;
  strip.fromLabel.textContent = moving ? showDay(from) : '';
  strip.toLabel.textContent = showDay(to);
  const wide0 = strip.fromLabel.offsetWidth;
  const wide1 = strip.toLabel.offsetWidth;
  let left0 = Math.max(0, Math.min(width - wide0, x0 - wide0 / 2));
  let left1 = Math.max(0, Math.min(width - wide1, x1 - wide1 / 2));
  if (moving && left0 + wide0 + 8 > left1) {
    const over = left0 + wide0 + 8 - left1;
    left0 = Math.max(0, left0 - over / 2);
    left1 = Math.min(width - wide1, left0 + wide0 + 8);
    left0 = Math.max(0, Math.min(left0, left1 - wide0 - 8));
  }
  strip.fromLabel.style.left = `${left0}px`;
  strip.toLabel.style.left = `${left1}px`;
}

function clampDay(day) { return Math.max(extent[0], Math.min(extent[1], day)); }

function setRange(from, to) {
  set({ from: from <= extent[0] ? null : clampDay(from), to: to >= extent[1] ? null : clampDay(to) });
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
  if (!days) { set({ from: null, to: null }); return; }
  const to = range()[1];
  set({ mode: 'moving', from: Math.max(extent[0], to - days + 1), to });
}

function stopPlaying() {
  clearInterval(playing);
  playing = 0;
  strip.play.classList.remove('on');
  strip.play.setAttribute('aria-label', T('play'));
  strip.play.title = T('play');
}

function togglePlaying() {
  if (playing) { stopPlaying(); return; }
  if (!extent) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let [from, to] = range();
  if (to >= extent[1]) {
    const days = to - from;
    const wide = days >= extent[1] - extent[0];
    if (state.mode === 'moving') set({ from: extent[0], to: extent[0] + (wide ? Math.min(6, extent[1] - extent[0]) : days) });
    else set({ to: extent[0] });
  }
  strip.play.classList.add('on');
  strip.play.setAttribute('aria-label', T('pause'));
  strip.play.title = T('pause');
  playing = setInterval(() => {
    shiftRange(Math.max(1, bins.size === 1 ? 1 : bins.size));
    if (range()[1] >= extent[1]) stopPlaying();
  }, calm ? 1600 : 700);
}

function dayAt(clientX) {
  const box = strip.canvas.getBoundingClientRect();
  const k = Math.floor((clientX - box.left) / box.width * bins.number);
  return Math.max(0, Math.min(bins.number - 1, k));
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
  for (const [box, name] of [[strip.fromText, 'from'], [strip.toText, 'to']]) {
    const apply = () => {
      const day = parseDay(box.value);
      box.setAttribute('aria-invalid', String(day === null));
      if (day === null) { announce(T('badDate')); return; }
      const [from, to] = range();
      if (name === 'from') setRange(day, Math.max(day, to)); else setRange(Math.min(from, day), day);
    };
    box.addEventListener('change', apply);
    box.addEventListener('keydown', (event) => { if (event.key === 'Enter') { apply(); box.blur(); } event.stopPropagation(); });
  }
  strip.play.addEventListener('click', togglePlaying);
  el('back').addEventListener('click', () => shiftRange(-bins.size));
  el('forward').addEventListener('click', () => shiftRange(bins.size));
  for (const button of document.querySelectorAll('[data-mode]')) button.addEventListener('click', () => set({ mode: button.dataset.mode }));
  for (const button of document.querySelectorAll('[data-clock]')) button.addEventListener('click', () => set({ clock: button.dataset.clock, from: null, to: null }));
  for (const button of document.querySelectorAll('[data-days]')) button.addEventListener('click', () => presetRange(+button.dataset.days));
  wireHandles();
  wireBars();
}

// The visible grips and the span are dragged with the pointer; the native inputs serve keys and screen readers.
function wireHandles() {
  for (const [node, which] of [[el('grip-from'), 'from'], [el('grip-to'), 'to'], [strip.span, 'span']]) {
    node.addEventListener('pointerdown', (event) => {
      if (!extent || (which === 'span' && state.mode !== 'moving')) return;
      const begin = range();
      const startX = event.clientX;
      let moved = false;
      node.setPointerCapture(event.pointerId);
      const perDay = strip.canvas.clientWidth / (bins.number * bins.size);
      const move = (next) => {
        const days = Math.round((next.clientX - startX) / perDay);
        if (Math.abs(next.clientX - startX) > 3) moved = true;
        if (!moved) return;
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
        if (!moved && which === 'span') pickBar(next.clientX);
        if (which !== 'span') (which === 'from' ? strip.low : strip.high).focus({ preventScroll: true });
      };
      node.addEventListener('pointermove', move);
      node.addEventListener('pointerup', up);
      node.addEventListener('pointercancel', up);
      event.preventDefault();
    });
  }
}

function pickBar(clientX) {
  const day = extent[0] + dayAt(clientX) * bins.size;
  const end = Math.min(extent[1], day + bins.size - 1);
  if (state.mode !== 'moving') { set({ to: end }); return; }
  const [from, to] = range();
  if (from === day && to === end) set({ from: null, to: null }); else setRange(day, end);
}

function wireBars() {
  const zone = el('bars');
  strip.canvas.addEventListener('click', (event) => { if (extent) pickBar(event.clientX); });
  zone.addEventListener('pointermove', (event) => {
    if (!extent || event.pointerType === 'touch' || event.target.classList.contains('grip')) { hideTip(); return; }
    const k = dayAt(event.clientX);
    const day = extent[0] + k * bins.size;
    const lines = [bins.size === 1 ? showDay(day) : showSpan(day, Math.min(extent[1], day + bins.size - 1)), counted('claim', binTotal(k))];
    for (let s = 0; s < SIDES.length; s++) {
      const count = bins.counts[k * SIDES.length + s];
      if (count) lines.push([s, `${T(`side.${SIDES[s]}`)} ${number(count)}`]);
    }
    showTip(event.clientX, zone.getBoundingClientRect().top - 6, lines, true);
  });
  zone.addEventListener('pointerleave', hideTip);
}

function drawUndated() {
  el('undated-box').hidden = !extent || !anyUndated;
  el('undated').checked = state.undated;
  el('undated-count').textContent = number(view.undated);
}
