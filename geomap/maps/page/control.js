// The reported-control view: the last claimed holder of each settlement, within ten kilometres of it. Never a line.
const REACH_KM = 10;
const HOLDING = { capture: true, hold: true };

// For each settlement: 0 Ukrainian, 1 Russian, 2 contested, from what was last said up to a day.
function claimedHolders(day) {
  const [start, end] = daysOf(state.clock);
  const holders = [];
  for (const place of places) {
    if (!place.located || place.feature !== 'settlement') continue;
    const latest = [null, null];
    for (const i of place.claims) {
      if (!passes[i] || start[i] === NONE || start[i] > day || C.role[i] > 1 || C.actor[i] > 1 || C.status[i] === 3) continue;
      const kind = KINDS[C.kind[i]];
      let holder;
      if (HOLDING[kind]) holder = C.actor[i];
      else if (kind === 'withdrawal') holder = 1 - C.actor[i];
      else continue;
      // What each side says last; what others say counts for both.
      const when = Math.min(end[i], day);
      const speakers = C.side[i] === 0 ? [0] : C.side[i] === 1 ? [1] : [0, 1];
      for (const speaker of speakers) if (!latest[speaker] || when >= latest[speaker][0]) latest[speaker] = [when, holder];
    }
    const said = latest.filter(Boolean);
    if (!said.length) continue;
    let holder = said.reduce((a, b) => (b[0] > a[0] ? b : a))[1];
    if (said.length === 2 && said[0][1] !== said[1][1] && Math.abs(said[0][0] - said[1][0]) <= 14) holder = 2;
    holders.push({ place, holder });
  }
  return holders;
}

// The part of a disc that is nearer to its own settlement than to any other: half planes cut off one after the other.
function cellOf(x, y, radius, neighbours) {
  let ring = [];
  for (let k = 0; k < 36; k++) ring.push([x + radius * Math.cos(k * Math.PI / 18), y + radius * Math.sin(k * Math.PI / 18)]);
  for (const other of neighbours) {
    const dx = other.x - x;
    const dy = other.y - y;
    if (dx === 0 && dy === 0) continue;
    const limit = (other.x * other.x + other.y * other.y - x * x - y * y) / 2;
    const inside = (p) => p[0] * dx + p[1] * dy <= limit;
    const next = [];
    for (let k = 0; k < ring.length; k++) {
      const a = ring[k];
      const b = ring[(k + 1) % ring.length];
      if (inside(a)) next.push(a);
      if (inside(a) !== inside(b)) {
        const share = (limit - a[0] * dx - a[1] * dy) / ((b[0] - a[0]) * dx + (b[1] - a[1]) * dy);
        next.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
      }
    }
    ring = next;
    if (ring.length < 3) return [];
  }
  return ring;
}

let controlCache = { key: '', cells: [] };
function controlCells() {
  const day = range()[1];
  const key = [day, state.clock, filterVersion].join('|');
  if (controlCache.key === key) return controlCache.cells;
  const points = claimedHolders(day).map(({ place, holder }) => ({
    x: mercatorX(place.lon) - ORIGIN_X, y: mercatorY(place.lat) - ORIGIN_Y, holder, radius: kmToPixels(REACH_KM, place.lat, 0),
  }));
  const grid = new Map();
  const size = 0.25;
  const cellKey = (gx, gy) => gx * 100003 + gy;
  for (const point of points) {
    const at = cellKey(Math.floor(point.x / size), Math.floor(point.y / size));
    if (grid.has(at)) grid.get(at).push(point); else grid.set(at, [point]);
  }
  const cells = points.map((point) => {
    const near = [];
    const gx = Math.floor(point.x / size);
    const gy = Math.floor(point.y / size);
    for (let a = -1; a <= 1; a++) for (let b = -1; b <= 1; b++) near.push(...(grid.get(cellKey(gx + a, gy + b)) || []).filter((other) => other !== point));
    return { holder: point.holder, ring: cellOf(point.x, point.y, point.radius, near) };
  }).filter((cell) => cell.ring.length);
  controlCache = { key, cells };
  return cells;
}

function drawControl(ctx, frame, layer) {
  const paths = [new Path2D(), new Path2D(), new Path2D()];
  for (const cell of controlCells()) {
    cell.ring.forEach(([x, y], k) => { if (k) paths[cell.holder].lineTo(x, y); else paths[cell.holder].moveTo(x, y); });
    paths[cell.holder].closePath();
  }
  layer.world(frame, (context, pixel) => {
    paths.forEach((path, holder) => {
      const first = holder === 2 ? colours.sides[0] : colours.sides[holder];
      const pattern = hatchPattern(context, first, holder === 2 ? colours.sides[1] : '', frame.ratio, 5, 1.6);
      pattern.setTransform(new DOMMatrix().scale(pixel / frame.ratio));
      context.globalAlpha = 0.5;
      context.fillStyle = pattern;
      context.fill(path);
      context.globalAlpha = 0.65;
      context.lineWidth = 0.8 * pixel;
      context.strokeStyle = holder === 2 ? colours['ink-2'] : first;
      context.stroke(path);
    });
  });
}
