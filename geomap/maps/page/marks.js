// Everything that the claims put on the map: hatched regions, circles, movements, marks, labels; and what lies under the pointer.
const COUNT_INSIDE = 10;
const LETTER_ZOOM = 9;
// Below this zoom marks crowd: the ring of a place with several kinds gives way.
const RING_ZOOM = 6.5;
// A circle wider than this says little: it is drawn for the chosen place only.
const WIDEST_CIRCLE_KM = 60;
const WEEK_DAYS = 7;
const MONTH_DAYS = 30;
const LARGEST_COUNT = 40;
const MIN_RADIUS = 5;
const MAX_RADIUS = 12;
let hits = [];
let regionHits = [];
let printNumbers = null;
let movementsDrawn = 0;

function ageStep(day, to) {
  const age = to - day;
  if (printNumbers) return age <= MONTH_DAYS ? 0 : 2;
  return age <= WEEK_DAYS ? 0 : age <= MONTH_DAYS ? 1 : 2;
}

// Area in proportion to the number of claims in view.
function radiusOf(count, largest) {
  const share = largest > 1 ? Math.min(1, (count - 1) / (largest - 1)) : 0;
  return Math.sqrt(MIN_RADIUS ** 2 + share * (MAX_RADIUS ** 2 - MIN_RADIUS ** 2));
}

// Near enough for a letter, marks are large enough for one.
const LETTER_RADIUS = 7.5;
function markRadius(count, largest, zoom) { return Math.max(Math.round(radiusOf(count, largest) * 2) / 2, zoom >= LETTER_ZOOM ? LETTER_RADIUS : 0); }

function regionAnchor(place) {
  const unit = units.find((row) => row.id && row.id === place.id);
  if (unit) return [unit.lon, unit.lat];
  if (place.feature === 'country') {
    const row = base.countries.find((item) => item[0] === place.country);
    if (row) return [row[4], row[5]];
  }
  return place.located ? [place.lon, place.lat] : null;
}

for (const place of places) {
  place.anchor = place.area ? regionAnchor(place) : place.located ? [place.lon, place.lat] : null;
  if (place.area && place.anchor && !place.located) [place.lon, place.lat] = place.anchor;
  place.located = place.anchor !== null;
  place.path = place.area ? unitPath.get(place.id) || (place.feature === 'country' && countryPath.get(place.country)) || null : null;
  if (!place.path && place.shape) place.path = geoPath(place.shape);
  place.line = Boolean(place.shape) && /Line/.test(place.shape[0]);
}

// The movements that the reports state, and captures by one party that follow each other.
const movements = given.movements.map((row) => ({
  claims: row[0], from: row[1] < 0 ? null : places[row[1]], to: row[2] < 0 ? null : places[row[2]], x0: row[3][0], y0: row[3][1], x1: row[3][2], y1: row[3][3],
  start: row[4], end: row[5], stated: row[6] === 1, drawnFrom: row[7], why: row[8], path: null,
}));

// A stated movement is shown with any of its claims; one that only follows from two captures, with both.
function movementShown(row) { return row.stated ? row.claims.some((i) => shown[i]) : row.claims.every((i) => shown[i]); }

function sidesByCount(p) {
  const S = SIDES.length;
  const present = [];
  for (let s = 0; s < S; s++) if (tally.sideCounts[p * S + s]) present.push(s);
  return present.sort((a, b) => tally.sideCounts[p * S + b] - tally.sideCounts[p * S + a] || a - b);
}

function drawMarks(context, frame) {
  // In a PDF the empty parts of a canvas are white: on paper the background is drawn on the same one.
  if (printing) drawBase(context, frame, markLayer);
  const to = range()[1];
  hits = [];
  regionHits = [];
  const selected = placeByKey.get(state.selected) || null;
  const chosen = selected ? selected.number : -1;
  const alpha = (p) => (chosen >= 0 && p !== chosen ? 0.45 : 1);
  const boxes = new Boxes();
  const points = [];
  const areas = [];
  let largest = 1;
  for (const place of places) {
    const p = place.number;
    const count = tally.count[p];
    if (!place.located || (!count && p !== chosen)) continue;
    const x = frame.x(place.anchor[0]);
    const y = frame.y(place.anchor[1]);
    if (place.area) { areas.push({ place, p, count, x, y }); continue; }
    if (count > largest) largest = count;
    if (x < -30 || y < -30 || x > frame.width + 30 || y > frame.height + 30) continue;
    points.push({ place, p, count, x, y });
  }
  largest = Math.max(largest, LARGEST_COUNT / 3);
  drawRegions(context, frame, areas, alpha, chosen);
  if (state.front) { context.globalAlpha = 1; drawFront(context, frame); }
  if (!state.front) drawCircles(context, frame, points, areas, alpha, chosen);
  const angles = state.movements ? drawMovements(context, frame, alpha, chosen) : new Map();
  points.sort((a, b) => (a.p === chosen) - (b.p === chosen) || prominence(a.p) - prominence(b.p) || a.count - b.count || a.p - b.p);
  const hidden = points.length > CROWD ? overlaid(points, frame) : null;
  points.forEach((point, k) => { if (hidden && hidden[k]) hits.push({ p: point.p, x: point.x, y: point.y, radius: 5 }); else drawPoint(context, frame, point, to, largest, alpha(point.p), angles, boxes, chosen); });
  context.globalAlpha = 1;
  drawPills(context, frame, areas, alpha, boxes, chosen);
  context.globalAlpha = 1;
  drawLabels(context, frame, points, areas, boxes, chosen);
}

// Where marks crowd by the hundred, those whose middle lies under the middle of one above are not drawn.
const CROWD = 800;
const CROWD_CELL = 4;
function overlaid(points, frame) {
  const wide = Math.ceil((frame.width + 80) / CROWD_CELL);
  const taken = new Uint8Array(wide * Math.ceil((frame.height + 80) / CROWD_CELL));
  const hidden = new Uint8Array(points.length);
  for (let k = points.length - 1; k >= 0; k--) {
    const cell = Math.floor((points[k].y + 40) / CROWD_CELL) * wide + Math.floor((points[k].x + 40) / CROWD_CELL);
    if (taken[cell]) hidden[k] = 1; else taken[cell] = 1;
  }
  return hidden;
}

// Disputed marks lie above the others.
function prominence(p) { return splitSides(p) ? 2 : tally.best[p] === 6 ? 0 : 1; }

function drawRegions(context, frame, areas, alpha, chosen) {
  for (const { place, p, count } of areas) {
    if (!place.path || place.line || !count && p !== chosen) continue;
    if ((place.feature === 'country' || state.front) && p !== chosen) continue;
    const order = sidesByCount(p);
    const split = splitSides(p);
    const first = colours.sides[split ? split[0] : order.length ? order[0] : 3];
    const second = split ? colours.sides[split[1]] : '';
    markLayer.world(frame, (ctx, pixel) => {
      const pattern = hatchPattern(ctx, first, second, frame.ratio);
      pattern.setTransform(new DOMMatrix().scale(pixel / frame.ratio));
      ctx.globalAlpha = (frame.zoom < 8.5 ? 0.4 : 0.24) * alpha(p);
      ctx.fillStyle = pattern;
      ctx.fill(place.path, 'evenodd');
      ctx.globalAlpha = (p === chosen ? 1 : 0.55) * alpha(p);
      ctx.lineWidth = (p === chosen ? 3 : 1) * pixel;
      ctx.strokeStyle = p === chosen ? colours.focus : first;
      ctx.stroke(place.path);
    });
    regionHits.push({ p, path: place.path, feature: place.feature });
  }
}

function dashedCircle(context, x, y, radius, colour, dash) {
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.lineWidth = 3;
  context.strokeStyle = colours.halo;
  const before = context.globalAlpha;
  context.globalAlpha = before * 0.5;
  context.stroke();
  context.globalAlpha = before;
  context.setLineDash(dash);
  context.lineWidth = 1.2;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

function estimated(place) { return place.estimate === 1 && place.feature === 'settlement'; }

// The wider a circle, the quieter.
function fading(radius, age = 0) { return (radius < 60 ? 0.7 : radius < 140 ? 0.45 : 0.25) * (age === 2 ? 0.6 : 1); }

function drawCircles(context, frame, points, areas, alpha, chosen) {
  for (const { place, p, x, y } of areas) {
    if (place.path || place.feature === 'country' || !place.radius || !tally.count[p] || (place.radius > WIDEST_CIRCLE_KM && p !== chosen)) continue;
    const radius = kmToPixels(place.radius, place.anchor[1], frame.zoom);
    if (radius < 12 || x + radius < 0 || y + radius < 0 || x - radius > frame.width || y - radius > frame.height) continue;
    const order = sidesByCount(p);
    context.globalAlpha = (p === chosen ? 1 : fading(radius, ageStep(tally.latest[p], range()[1]))) * alpha(p);
    dashedCircle(context, x, y, radius, colours.sides[order.length ? order[0] : 3], [6, 4]);
  }
  for (const { place, p, x, y, count } of points) {
    if (place.line && place.path && count) {
      markLayer.world(frame, (ctx, pixel) => {
        ctx.globalAlpha = 0.6 * alpha(p);
        ctx.lineWidth = 2.5 * pixel;
        ctx.strokeStyle = colours.sides[sidesByCount(p)[0]];
        ctx.stroke(place.path);
      });
    }
    const guessed = estimated(place);
    if (!guessed && (tally.solid[p] || !place.radius || (place.radius > WIDEST_CIRCLE_KM && p !== chosen))) continue;
    const radius = kmToPixels(place.radius || 1, place.anchor[1], frame.zoom);
    if (radius < (guessed ? 6 : 12)) continue;
    context.globalAlpha = (p === chosen ? 1 : fading(radius, ageStep(tally.latest[p], range()[1]))) * alpha(p);
    dashedCircle(context, x, y, radius, colours.sides[tally.main[p]], guessed ? [1.5, 4] : [6, 4]);
  }
  context.globalAlpha = 1;
}

function drawMovements(context, frame, alpha, chosen) {
  const angles = new Map();
  movementsDrawn = 0;
  const used = new Map();
  const drawn = new Set();
  for (const row of movements) {
    row.path = null;
    if (!movementShown(row)) continue;
    const [x0, y0] = [frame.x(row.x0), frame.y(row.y0)];
    const [x1, y1] = [frame.x(row.x1), frame.y(row.y1)];
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (row.to && row.stated) angles.set(row.to.number, Math.atan2(y1 - y0, x1 - x0));
    if (length < 18 || Math.max(x0, x1) < 0 || Math.min(x0, x1) > frame.width || Math.max(y0, y1) < 0 || Math.min(y0, y1) > frame.height) continue;
    const side = C.side[row.claims.find((i) => shown[i])];
    const said = row.stated && !row.drawnFrom;
    // Told twice is drawn once.
    const line = [row.x0, row.y0, row.x1, row.y1, side, said].join();
    if (drawn.has(line)) continue;
    drawn.add(line);
    movementsDrawn++;
    const pair = [`${row.x0},${row.y0}`, `${row.x1},${row.y1}`].sort().join();
    const lane = used.get(pair) || 0;
    used.set(pair, lane + 1);
    const bend = (0.14 + 0.1 * Math.ceil(lane / 2)) * (lane % 2 ? -1 : 1) * Math.min(length, 400);
    const mx = (x0 + x1) / 2 - (y1 - y0) / length * bend;
    const my = (y0 + y1) / 2 + (x1 - x0) / length * bend;
    const heading = Math.atan2(y1 - my, x1 - mx);
    const ex = x1 - Math.cos(heading) * 12;
    const ey = y1 - Math.sin(heading) * 12;
    const own = chosen < 0 || (row.from && row.from.number === chosen) || (row.to && row.to.number === chosen);
    context.globalAlpha = own ? 1 : 0.3;
    row.path = [x0, y0, mx, my, ex, ey];
    context.lineCap = 'round';
    // What no claim says in words (where from, or that two captures are one movement) is drawn thinner, in dots.
    for (const [width, colour, dash] of [[said ? 5.5 : 4.5, colours.halo, []], [said ? 2.5 : 1.8, colours.sides[side], said ? [7, 4] : [2, 4]]]) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.lineCap = dash.length ? 'butt' : 'round';
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(x0, y0);
      context.quadraticCurveTo(mx, my, ex, ey);
      context.stroke();
      context.setLineDash([]);
      context.beginPath();
      context.moveTo(ex - 10 * Math.cos(heading - 0.5), ey - 10 * Math.sin(heading - 0.5));
      context.lineTo(ex, ey);
      context.lineTo(ex - 10 * Math.cos(heading + 0.5), ey - 10 * Math.sin(heading + 0.5));
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  return angles;
}

function drawPoint(context, frame, point, to, largest, alpha, angles, boxes, chosen) {
  const { place, p, x, y, count } = point;
  if (!count) { selectionRing(context, x, y, 9); return; }
  const radius = markRadius(count, largest, frame.zoom);
  const split = splitSides(p);
  const mark = tally.best[p];
  const guessed = estimated(place);
  const kinds = tally.kinds[p];
  const several = (kinds & (kinds - 1)) !== 0 && radius > 5 && frame.zoom >= RING_ZOOM;
  hits.push({ p, x, y, radius: guessed ? 8 : radius });
  const small = Math.max(radius, 4);
  boxes.add(x - small - 2, y - small - 2, x + small + 2, y + small + 2);
  if (guessed && kmToPixels(place.radius || 1, place.anchor[1], frame.zoom) >= 6) {
    if (p === chosen) selectionRing(context, x, y, radius + 6);
    return;
  }
  const made = sprite(mark, radius, split ? split[0] : tally.main[p], split ? split[1] : -1, ageStep(tally.latest[p], to), !tally.solid[p], several, isDenied(p), frame.ratio);
  context.globalAlpha = alpha;
  const angle = MARKS[mark] === 'advance' ? angles.get(p) : undefined;
  if (angle === undefined) context.drawImage(made.canvas, x - made.half, y - made.half, 2 * made.half, 2 * made.half);
  else {
    context.save();
    context.translate(x, y);
    context.rotate(angle + Math.PI / 2);
    context.drawImage(made.canvas, -made.half, -made.half, 2 * made.half, 2 * made.half);
    context.restore();
  }
  const text = printNumbers ? '' : count >= COUNT_INSIDE ? String(count) : frame.zoom >= LETTER_ZOOM && !split && radius >= 5 ? T(`letter.${SIDES[tally.main[p]]}`) : '';
  if (text && !isDenied(p)) markText(context, text, x, y, radius, !tally.solid[p] || HOLLOW_MARKS.has(mark) || ageStep(tally.latest[p], to) === 2, mark);
  if (p === chosen) selectionRing(context, x, y, radius + 5);
}

function markText(context, text, x, y, radius, open, mark) {
  const room = radius * 2 * (MARKS[mark] === 'capture' || MARKS[mark] === 'hold' ? 0.86 : 0.6);
  const size = Math.min(12, Math.max(7, room / Math.max(1, text.length * 0.58)));
  context.font = `600 ${size.toFixed(1)}px ${FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const dy = MARKS[mark] === 'advance' ? radius * 0.22 : MARKS[mark] === 'withdrawal' ? -radius * 0.2 : 0;
  if (MARKS[mark] === 'strike' || MARKS[mark] === 'fighting' || MARKS[mark] === 'other') {
    context.lineWidth = 2.5;
    context.lineJoin = 'round';
    context.strokeStyle = open ? colours.halo : colours.light ? 'rgba(0,0,0,.55)' : 'rgba(255,255,255,.35)';
    context.strokeText(text, x, y + dy + 0.5);
  }
  context.fillStyle = open ? colours.ink : colours.light ? '#ffffff' : '#14171a';
  context.fillText(text, x, y + dy + 0.5);
}

function selectionRing(context, x, y, radius) {
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.lineWidth = 6;
  context.strokeStyle = colours.halo;
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = colours.focus;
  context.stroke();
}

function roundedBox(context, x, y, width, height, radius) {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
}

const PILL_SHIFTS = [[0, 0], [0, 18], [0, -18], [0.7, 0], [-0.7, 0], [0.7, 18], [-0.7, 18], [0.7, -18], [-0.7, -18], [0, 26], [0, -26], [1, 0], [-1, 0], [0, 36], [0, -36]];
const CRUMB_SHIFTS = [[0, 0], [0, 10], [10, 0], [-10, 0], [0, -10], [0, 16], [14, 10], [-14, 10], [14, -10], [-14, -10]];

// Where a minor pill finds no room at this zoom, a speck in the colour of its side stays in its place.
function drawCrumb(context, area, side, alpha, boxes) {
  const { p } = area;
  const shift = CRUMB_SHIFTS.find(([dx, dy]) => boxes.free(area.x + dx - 5, area.y + dy - 4, area.x + dx + 5, area.y + dy + 4));
  if (!shift) return;
  const [x, y] = [area.x + shift[0], area.y + shift[1]];
  context.globalAlpha = alpha;
  context.beginPath();
  context.roundRect(x - 4, y - 2.5, 8, 5, 2.5);
  context.lineWidth = 2;
  context.strokeStyle = colours.halo;
  context.stroke();
  context.fillStyle = colours.surface;
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = colours.sides[side];
  context.stroke();
  hits.push({ p, x, y, radius: 4 });
  boxes.add(x - 5, y - 4, x + 5, y + 4);
}

// A pill with the number of claims about a whole region, a colour for each side that speaks of it.
function drawPills(context, frame, areas, alpha, boxes, chosen) {
  const minorPlace = (place) => (!place.path || place.line ? 1 : 0);
  areas.sort((a, b) => (b.p === chosen) - (a.p === chosen) || minorPlace(a.place) - minorPlace(b.place) || b.count - a.count || a.p - b.p);
  const placed = [];
  for (const area of areas) {
    const { p, count } = area;
    if (area.x < -60 || area.y < -30 || area.x > frame.width + 60 || area.y > frame.height + 30 || !count) continue;
    const minor = minorPlace(area.place) === 1;
    const large = minor ? 11 : 12;
    context.font = `600 ${large}px ${FONT}`;
    const sides = sidesByCount(p).slice(0, 3);
    const bar = minor ? 3 : 4;
    const width = context.measureText(number(count)).width + 13 + (bar + 1) * sides.length + (minor ? 0 : 4);
    const height = minor ? 16 : 20;
    let x = area.x - width / 2;
    let y = area.y - height / 2;
    let free = false;
    for (const [dx, dy] of PILL_SHIFTS) {
      if (minor && frame.zoom < RING_ZOOM && (dx || dy)) break;
      const [left, top] = [x + dx * width, y + dy];
      if (!boxes.free(left - 1, top - 1, left + width + 1, top + height + 1)) continue;
      x = left;
      y = top;
      free = true;
      break;
    }
    if (!free && minor && p !== chosen) { drawCrumb(context, area, sides[0], alpha(p), boxes); continue; }
    area.pill = { x, y, width, height };
    boxes.add(x - 2, y - 2, x + width + 2, y + height + 2);
    placed.push({ p, count, minor, large, sides, bar, width, height, x, y });
  }
  for (const pill of placed) drawPill(context, pill, alpha(pill.p), pill.p === chosen);
}

function drawPill(context, { p, count, minor, large, sides, bar, width, height, x, y }, alpha, isChosen) {
  hits.push({ p, x: x + width / 2, y: y + height / 2, box: [x, y, x + width, y + height], radius: 10 });
  context.globalAlpha = 1;
  context.fillStyle = colours.surface;
  roundedBox(context, x, y, width, height, height / 2);
  context.fill();
  context.globalAlpha = alpha;
  context.strokeStyle = isChosen ? colours.focus : colours['ink-2'];
  context.lineWidth = isChosen ? 3 : minor ? 0.75 : 1;
  if (minor && !isChosen) context.setLineDash([3, 2]);
  context.stroke();
  context.setLineDash([]);
  sides.forEach((side, k) => {
    context.fillStyle = colours.sides[side];
    context.fillRect(x + height * 0.38 + (bar + 1) * k, y + height / 2 - large * 0.42, bar, large * 0.84);
  });
  context.fillStyle = colours.ink;
  context.font = `600 ${large}px ${FONT}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(number(count), x + height * 0.38 + (bar + 1) * sides.length + 3, y + height / 2 + 0.5);
}

// Occupied rectangles, in buckets of 64 pixels.
class Boxes {
  constructor() { this.buckets = new Map(); }

  * keys(x0, y0, x1, y1) {
    for (let gx = Math.floor(x0 / 64); gx <= Math.floor(x1 / 64); gx++) for (let gy = Math.floor(y0 / 64); gy <= Math.floor(y1 / 64); gy++) yield gx * 4096 + gy;
  }

  add(x0, y0, x1, y1) {
    const box = [x0, y0, x1, y1];
    for (const key of this.keys(x0, y0, x1, y1)) { const found = this.buckets.get(key); if (found) found.push(box); else this.buckets.set(key, [box]); }
  }

  free(x0, y0, x1, y1) {
    for (const key of this.keys(x0, y0, x1, y1)) {
      const found = this.buckets.get(key);
      if (!found) continue;
      for (const box of found) if (x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1]) return false;
    }
    return true;
  }
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';
const MOST_PLACE_LABELS = 90;
const CITY_UNITS = new Set(['adm1:UA-30', 'adm1:UA-40', 'adm1:RU-MOW', 'adm1:RU-SPE']);
// A town is labelled from this zoom on, by the logarithm of its population.
function townZoom(size) { return size >= 6 ? 4.5 : size >= 5.5 ? 5.5 : size >= 5 ? 6.2 : size >= 4.5 ? 7.4 : size >= 4.1 ? 8.3 : size >= 3.7 ? 9.2 : 10; }

function putLabel(context, boxes, label, x, y, gap, style, positions = 4, forced = false) {
  const width = widthOf(context, label, style);
  const height = style.size;
  const candidates = [[x + gap, y - height / 2], [x - gap - width, y - height / 2], [x - width / 2, y - gap - height], [x - width / 2, y + gap]].slice(0, positions);
  for (const [left, top] of positions === 1 ? [[x - width / 2, y - height / 2]] : candidates) {
    if (!forced && !boxes.free(left - 1, top - 1, left + width + 1, top + height + 1)) continue;
    boxes.add(left - 2, top - 1, left + width + 2, top + height + 1);
    context.font = style.font;
    if ('letterSpacing' in context) context.letterSpacing = style.spacing || '0px';
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = colours.halo;
    context.globalAlpha = 0.9;
    context.strokeText(label, left, top);
    context.globalAlpha = 1;
    context.fillStyle = style.colour;
    context.fillText(label, left, top);
    if ('letterSpacing' in context) context.letterSpacing = '0px';
    return true;
  }
  return false;
}

const widths = new Map();
function widthOf(context, label, style) {
  const key = style.font + label;
  let width = widths.get(key);
  if (width === undefined) {
    context.font = style.font;
    if ('letterSpacing' in context) context.letterSpacing = style.spacing || '0px';
    width = context.measureText(label).width;
    if ('letterSpacing' in context) context.letterSpacing = '0px';
    widths.set(key, width);
  }
  return width;
}

// What lies over the map, on the canvas: names are not written half under a card.
function covered(frame) {
  const wide = frame.width + 400;
  const size = map.getSize();
  const [right, low] = [frame.left + size.x, frame.top + size.y];
  const out = [[-400, -400, frame.left + 2, low + 400], [right - 2, -400, wide, low + 400], [-400, -400, wide, frame.top + 2], [-400, low - 2, wide, low + 400]];
  for (const id of printing ? [] : ['card', 'zoom', 'legend', 'strip', 'panel', 'fold', 'front-box']) {
    const box = el(id).getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const [x0, y0] = [box.left + frame.left, box.top + frame.top];
    out.push([x0 - 2, y0 - 2, Math.min(wide, id === 'panel' && !isPhone() ? wide : box.right + frame.left + 2), Math.min(frame.height + 400, id === 'strip' ? frame.height + 400 : box.bottom + frame.top + 2)]);
  }
  return out;
}

const languageColumn = () => (lang === 'uk' ? 1 : lang === 'ru' ? 2 : 0);

function drawLabels(context, frame, points, areas, boxes, chosen) {
  const strong = printNumbers ? { font: `600 10px ${FONT}`, size: 10, colour: colours.ink } : { font: `600 13px ${FONT}`, size: 13, colour: colours.ink };
  const plain = { font: `500 12px ${FONT}`, size: 12, colour: colours.ink };
  const quiet = { font: `12px ${FONT}`, size: 12, colour: colours['ink-2'] };
  const caps = { font: `500 10.5px ${FONT}`, size: 11, colour: colours['ink-2'], spacing: '1.5px' };
  const capsLarge = { font: `600 13px ${FONT}`, size: 13, colour: colours['ink-2'], spacing: '3px' };
  const labelled = new Set();
  for (const [x0, y0, x1, y1] of covered(frame)) boxes.add(x0, y0, x1, y1);
  const ranked = points.slice().sort((a, b) => (b.p === chosen) - (a.p === chosen) || b.count - a.count || a.p - b.p).slice(0, MOST_PLACE_LABELS);
  const fromZoom = frame.zoom;
  let put = 0;
  for (const { place, p, x, y, count } of ranked) {
    if (fromZoom < 6 && put >= 8 && p !== chosen && !printNumbers) break;
    const radius = markRadius(count, LARGEST_COUNT / 3, frame.zoom);
    const ringed = frame.zoom >= RING_ZOOM && (tally.kinds[p] & (tally.kinds[p] - 1)) !== 0;
    const gap = Math.max(radius, 5) + (p === chosen ? 9 : ringed ? 8 : 5);
    const style = p === chosen ? strong : chosen >= 0 ? quiet : plain;
    const numbers = printNumbers && printNumbers.get(p);
    if (numbers && putLabel(context, boxes, `${placeName(place)} ${numbers}`, x, y, gap, strong)) put++;
    else if (numbers) putLabel(context, boxes, numbers, x, y, gap - 2, strong, 4, true);
    else if (putLabel(context, boxes, placeName(place), x, y, gap, style) || (p === chosen && putLabel(context, boxes, placeName(place), x, y, gap, style, 4, true))) put++;
    if (place.town) labelled.add(place.town);
  }
  for (const { place, pill } of areas) {
    if (!pill) continue;
    const numbers = printNumbers && printNumbers.get(place.number);
    if (numbers) putLabel(context, boxes, numbers, pill.x + pill.width / 2, pill.y + pill.height / 2, pill.width / 2 + 5, strong, 4, true);
    if (unitPath.has(place.id)) continue;
    if (place.feature === 'country') continue;
    if (fromZoom >= 6.5) putLabel(context, boxes, placeName(place), pill.x + pill.width / 2, pill.y + pill.height / 2, 14, quiet, 4);
  }
  const column = languageColumn();
  const busy = new Set(areas.map((area) => area.place.id));
  if (fromZoom >= 4.2 && fromZoom < 11) {
    for (const unit of units) {
      if (!unit.id || CITY_UNITS.has(unit.id) || (fromZoom < 6.4 && unit.country !== 'UA' && !busy.has(unit.id))) continue;
      const name = unit.names[column].toUpperCase();
      const x = frame.x(unit.lon);
      const y = frame.y(unit.lat);
      if (x < -50 || y < -20 || x > frame.width + 50 || y > frame.height + 20 || fromZoom < 5.4) continue;
      putLabel(context, boxes, name, x, y + 1, 15, caps, boxes.free(x - 8, y - 6, x + 8, y + 6) ? 1 : 4);
    }
  }
  for (const town of base.towns) {
    if (fromZoom < townZoom(town[5])) break;
    if (labelled.has(town)) continue;
    const x = frame.x(town[3]);
    const y = frame.y(town[4]);
    if (x < 0 || y < 0 || x > frame.width || y > frame.height || !boxes.free(x - 3, y - 3, x + 3, y + 3)) continue;
    if (putLabel(context, boxes, town[column], x, y, 5, quiet)) {
      context.beginPath();
      context.arc(x, y, town[5] >= 5.5 ? 2.4 : 1.7, 0, 7);
      context.fillStyle = colours.surface;
      context.fill();
      context.lineWidth = 1;
      context.strokeStyle = colours['ink-2'];
      context.stroke();
      boxes.add(x - 3, y - 3, x + 3, y + 3);
    }
  }
  if (fromZoom < 7.2) {
    for (const row of base.countries) {
      const x = frame.x(row[4]);
      const y = frame.y(row[5]);
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      putLabel(context, boxes, row[1 + column].toUpperCase(), x, y, 16, capsLarge, 4);
    }
  }
  labelBaseline(context, frame, boxes);
  if (fromZoom >= 7) drawRiverNames(context, frame, boxes, column);
}

function drawRiverNames(context, frame, boxes, column) {
  const style = { font: `italic 11px ${FONT}`, size: 11, colour: colours['ink-2'] };
  const done = new Set(places.filter((place) => place.feature === 'river' && tally.count[place.number]).flatMap((place) => [place.uk, place.ru]));
  for (const river of rivers) {
    const name = river.names[column];
    if (!name || done.has(name) || done.has(river.names[1]) || done.has(river.names[2])) continue;
    // From the middle of the stretch in view outwards.
    const spots = [];
    for (let k = 0; k < river.points.length; k += 2) {
      const x = river.points[k] * frame.scale + frame.offsetX;
      const y = river.points[k + 1] * frame.scale + frame.offsetY;
      if (x > frame.left + 40 && y > frame.top + 30 && x < frame.width - 60 && y < frame.height - 30) spots.push([x, y]);
    }
    const step = Math.max(1, Math.floor(spots.length / 12));
    for (let k = 0; k < spots.length; k += step) {
      const at = (spots.length >> 1) + (k / step % 2 ? 1 : -1) * (k >> 1);
      if (spots[at] && putLabel(context, boxes, name, spots[at][0], spots[at][1], 5, style)) { done.add(name); break; }
    }
  }
}

// The movement under the pointer, or null.
const NEAR_MOVEMENT = 5;
function movementAt(point) {
  if (!markLayer._bounds || !state.movements) return null;
  const x = point.x - markLayer._bounds.min.x;
  const y = point.y - markLayer._bounds.min.y;
  for (const hit of hits) if (!hit.box ? Math.hypot(hit.x - x, hit.y - y) < hit.radius + 2 : x >= hit.box[0] && x <= hit.box[2] && y >= hit.box[1] && y <= hit.box[3]) return null;
  for (const row of movements) {
    if (!row.path) continue;
    const [x0, y0, mx, my, x1, y1] = row.path;
    for (let k = 0; k <= 24; k++) {
      const t = k / 24;
      const u = 1 - t;
      if (Math.hypot(u * u * x0 + 2 * u * t * mx + t * t * x1 - x, u * u * y0 + 2 * u * t * my + t * t * y1 - y) < NEAR_MOVEMENT + Math.hypot(x1 - x0, y1 - y0) / 60) return row;
    }
  }
  return null;
}

function movementLines(row) {
  const ends = [row.from && placeName(row.from), row.to && placeName(row.to)].filter(Boolean);
  return [`${ends.join(' → ') || T('movementMark')}`, showSpan(row.start, row.end), row.why, claimCount(row.claims)];
}

// The place under a point of the map, or null; `reach` is how near the pointer must come.
function placeAt(point, reach) {
  if (!markLayer._bounds) return null;
  const x = point.x - markLayer._bounds.min.x;
  const y = point.y - markLayer._bounds.min.y;
  let best = null;
  let nearest = Infinity;
  for (const hit of hits) {
    if (hit.box) {
      if (x >= hit.box[0] - 2 && x <= hit.box[2] + 2 && y >= hit.box[1] - 2 && y <= hit.box[3] + 2) return places[hit.p];
      continue;
    }
    const distance = Math.hypot(hit.x - x, hit.y - y) - hit.radius;
    if (distance < reach && distance < nearest) { nearest = distance; best = hit; }
  }
  if (best) return places[best.p];
  const frame = markLayer.frame();
  const ctx = markLayer.context;
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  let found = frontPlaceAt(ctx, frame, x, y);
  if (!found) for (const region of regionHits) {
    if (region.feature === 'country') continue;
    if (ctx.isPointInPath(region.path, (x - frame.offsetX) / frame.scale, (y - frame.offsetY) / frame.scale, 'evenodd')) found = places[region.p];
  }
  ctx.restore();
  return found;
}
