// The reported front: who is said to hold what on a day, whose account it is, as known when. The states come with the page; here
// the one of the day is picked and drawn. Hatched, off by default, never a statement on control.
const HOLDERS = ['', 'UA', 'RU', 'disputed'];
const ACCOUNT_SIDES = ['UA', 'RU', 'independent', 'other', 'unknown'];
const FRONT_SCALE = 10000;
const STATE_HOLDER = 1;

let frontBlock = null;
// Read when it is first asked for: the marks do not wait for it.
function frontData() {
  if (frontBlock) return frontBlock;
  const block = readBlock('geomap-front');
  frontBlock = {
    places: block.places.map((row, k) => ({ index: k, id: row[0], name: row[1], feature: row[2], admin1: row[3], lon: row[4], lat: row[5], states: row[6] })),
    known: block.known,
    cells: block.cells.map((row) => ({ place: row[0], km2: row[1], path: deltaPath(row[2], true) })),
    edges: block.edges.map((row) => ({ first: row[0], second: row[1], lines: row[2].map(deltaPoints) })),
    baseline: block.baseline.length ? { holder: block.baseline[0], days: block.baseline[1].map((row) => ({ day: row[0], credit: row[1], file: row[2], rings: row[3], path: null })) } : null,
  };
  frontBlock.byId = new Map(frontBlock.places.map((place) => [place.id, place]));
  return frontBlock;
}

function deltaPoints(flat) {
  const out = new Float64Array(flat.length);
  let x = 0;
  let y = 0;
  for (let k = 0; k < flat.length; k += 2) {
    x += flat[k];
    y += flat[k + 1];
    out[k] = mercatorX(x / FRONT_SCALE) - ORIGIN_X;
    out[k + 1] = mercatorY(y / FRONT_SCALE) - ORIGIN_Y;
  }
  return out;
}

function deltaPath(rings, closed) {
  const path = new Path2D();
  for (const ring of rings) {
    traceLine(path, deltaPoints(ring), false, false);
    if (closed) path.closePath();
  }
  return path;
}

// The states of all places as the reports up to a day told them; null: as all reports do.
let knownStates = { key: '', states: null };
function statesKnownOn(known) {
  const data = frontData();
  if (known === null) return data.places.map((place) => place.states);
  const upTo = data.known.filter(([day]) => day <= known);
  const key = `${upTo.length}`;
  if (knownStates.key === key && knownStates.states) return knownStates.states;
  const states = data.places.map(() => []);
  for (const [, changed] of upTo) for (const [place, line] of changed) states[place] = line;
  knownStates = { key, states };
  return states;
}

function stateOn(states, day) {
  let low = 0;
  let high = states.length;
  while (low < high) { const middle = (low + high) >> 1; if (states[middle][0] <= day) low = middle + 1; else high = middle; }
  return low ? states[low - 1] : null;
}

function accountOf(state, side) { return state ? state[8].find((row) => ACCOUNT_SIDES[row[0]] === side) || null : null; }

function holderIn(state, side) {
  if (!state) return 0;
  if (!side) return state[STATE_HOLDER];
  const account = accountOf(state, side);
  return account ? account[1] : 0;
}

// One picture of the front: a day, whose account ('' for all), as known when.
const pictures = new Map();
function frontPicture(day, side, known) {
  const key = [day, side, known].join('|');
  if (pictures.has(key)) return pictures.get(key);
  if (pictures.size > 40) pictures.clear();
  const data = frontData();
  const states = statesKnownOn(known);
  const holders = new Uint8Array(data.cells.length);
  const areas = [0, 0, 0, 0];
  const fills = [null, new Path2D(), new Path2D(), new Path2D()];
  data.cells.forEach((cell, k) => {
    const holder = holderIn(stateOn(states[cell.place], day), side);
    holders[k] = holder;
    if (!holder) return;
    areas[holder] += cell.km2;
    fills[holder].addPath(cell.path);
  });
  const lines = chain(data.edges.filter((edge) => holders[edge.first] && holders[edge.second] && holders[edge.first] !== holders[edge.second]).flatMap((edge) => edge.lines));
  const line = new Path2D();
  for (const points of lines) traceLine(line, points, false, false);
  const made = { fills, line, areas, lines: lines.length, holders };
  pictures.set(key, made);
  return made;
}

// Join pieces end to end, so that a dashed line runs on.
function chain(pieces) {
  const key = (x, y) => `${Math.round(x * 2e4)},${Math.round(y * 2e4)}`;
  const left = new Set(pieces);
  const ends = new Map();
  for (const piece of pieces) {
    for (const at of [key(piece[0], piece[1]), key(piece[piece.length - 2], piece[piece.length - 1])]) {
      if (ends.has(at)) ends.get(at).push(piece); else ends.set(at, [piece]);
    }
  }
  const out = [];
  const reversed = (piece) => { const back = []; for (let k = piece.length - 2; k >= 0; k -= 2) back.push(piece[k], piece[k + 1]); return back; };
  for (const piece of pieces) {
    if (!left.delete(piece)) continue;
    let line = Array.from(piece);
    for (let turn = 0; turn < 2; turn++) {
      for (;;) {
        const at = key(line[line.length - 2], line[line.length - 1]);
        const next = (ends.get(at) || []).find((other) => left.has(other));
        if (!next) break;
        left.delete(next);
        line = line.concat((key(next[0], next[1]) === at ? Array.from(next) : reversed(next)).slice(2));
      }
      line = reversed(line);
    }
    out.push(line);
  }
  return out;
}

const COMPARISONS = ['', 'days', 'accounts'];
// What is drawn: one picture, or two with the divider between them.
function frontPanes() {
  const [from, to] = range();
  if (state.compare === 'days') return [{ day: from, side: '' }, { day: to, side: '' }];
  if (state.compare === 'accounts') return [{ day: to, side: 'UA' }, { day: to, side: 'RU' }];
  return [{ day: to, side: '' }];
}

let swipeShare = 0.5;
// The divider's place in pixels of the window, within the free part of the map.
function swipeX() {
  const pad = printing ? { left: 0, right: 0 } : cover();
  const width = map.getSize().x;
  const [low, high] = [pad.left, width - pad.right];
  return low + (high - low) * swipeShare;
}

function drawFront(context, frame) {
  if (!extent) return;
  const panes = frontPanes();
  const at = frame.left + swipeX();
  if (state.baseline) drawBaseline(context, frame);
  panes.forEach((pane, k) => {
    const picture = frontPicture(pane.day, pane.side, state.known);
    context.save();
    if (panes.length > 1) {
      context.beginPath();
      context.rect(k ? at : 0, 0, k ? frame.width - at : at, frame.height);
      context.clip();
    }
    markLayer.world(frame, (ctx, pixel) => {
      for (const holder of [1, 2, 3]) {
        const first = holder === 3 ? colours.sides[0] : colours.sides[holder - 1];
        const pattern = hatchPattern(ctx, first, holder === 3 ? colours.sides[1] : '', frame.ratio, 5, 1.6);
        pattern.setTransform(new DOMMatrix().scale(pixel / frame.ratio));
        ctx.globalAlpha = 0.55;
        ctx.fillStyle = pattern;
        ctx.fill(picture.fills[holder]);
        ctx.globalAlpha = 0.5;
        ctx.lineWidth = 0.8 * pixel;
        ctx.strokeStyle = holder === 3 ? colours['ink-2'] : first;
        ctx.stroke(picture.fills[holder]);
      }
      ctx.globalAlpha = 1;
      ctx.lineJoin = 'round';
      ctx.strokeStyle = colours.land;
      ctx.lineWidth = 6 * pixel;
      ctx.stroke(picture.line);
      ctx.setLineDash([6 * pixel, 4 * pixel]);
      ctx.strokeStyle = colours.ink;
      ctx.lineWidth = 2 * pixel;
      ctx.stroke(picture.line);
      ctx.setLineDash([]);
    });
    context.restore();
  });
}

// The user's own polygons: the latest of them up to the day.
function baselineOn(day) {
  const { baseline } = frontData();
  if (!baseline) return null;
  let found = null;
  for (const one of baseline.days) if (one.day <= day) found = one;
  return found;
}

function drawBaseline(context, frame) {
  const shown = baselineOn(range()[1]);
  if (!shown) return;
  if (!shown.path) shown.path = deltaPath(shown.rings, true);
  markLayer.world(frame, (ctx, pixel) => {
    ctx.lineJoin = 'round';
    ctx.strokeStyle = colours.halo;
    ctx.lineWidth = 3.5 * pixel;
    ctx.stroke(shown.path);
    ctx.strokeStyle = colours['ink-2'];
    ctx.lineWidth = 1.5 * pixel;
    ctx.stroke(shown.path);
  });
}

// The baseline's name and date, on its line, where there is room.
function labelBaseline(context, frame, boxes) {
  if (!state.front || !state.baseline) return;
  const shown = baselineOn(range()[1]);
  if (!shown) return;
  const style = { font: `italic 11px ${FONT}`, size: 11, colour: colours['ink-2'] };
  const label = `${shown.credit}, ${showDay(shown.day)}`;
  const longest = shown.rings.slice().sort((a, b) => b.length - a.length).slice(0, 6);
  for (const ring of longest) {
    const points = deltaPoints(ring);
    for (let k = 0; k < points.length; k += 10) {
      const x = points[k] * frame.scale + frame.offsetX;
      const y = points[k + 1] * frame.scale + frame.offsetY;
      if (x < frame.left + 60 || y < frame.top + 60 || x > frame.width - 240 || y > frame.height - 60) continue;
      if (putLabel(context, boxes, label, x, y, 6, style)) return;
    }
  }
}

// The settlement of the map whose reported cell lies under a point, or null.
function frontPlaceAt(context, frame, x, y) {
  if (!state.front || !extent) return null;
  const data = frontData();
  const panes = frontPanes();
  const pane = panes.length > 1 && x > frame.left + swipeX() ? panes[1] : panes[0];
  const picture = frontPicture(pane.day, pane.side, state.known);
  for (let k = 0; k < data.cells.length; k++) {
    if (!picture.holders[k]) continue;
    if (context.isPointInPath(data.cells[k].path, (x - frame.offsetX) / frame.scale, (y - frame.offsetY) / frame.scale)) return placeByKey.get(data.places[data.cells[k].place].id) || null;
  }
  return null;
}
