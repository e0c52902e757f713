// The vector background: land, oblasts, borders, rivers. Labels are placed with the marks, which they must avoid.
const arcs = base.arcs.map((arc) => decodeLine(arc[1]));
const lines = { coast: new Path2D(), border: new Path2D(), unit: new Path2D() };
base.arcs.forEach((arc, i) => traceLine([lines.coast, lines.border, lines.unit][arc[0]], arcs[i], false, false));

const units = base.units.map((row) => {
  const path = new Path2D();
  for (const ring of groupRings(row[7])) ringPath(path, ring, arcs);
  return { id: row[0], country: row[1], names: row.slice(2, 5), lon: row[5], lat: row[6], path };
});

// A unit's list of arcs is either one list for each ring, as the builder writes it.
function groupRings(rings) { return rings; }

const unitPath = new Map(units.filter((unit) => unit.id).map((unit) => [unit.id, unit.path]));
const countryPath = new Map();
for (const unit of units) {
  if (!countryPath.has(unit.country)) countryPath.set(unit.country, new Path2D());
  countryPath.get(unit.country).addPath(unit.path);
}

const farLand = new Path2D();
for (const ring of base.world) { traceLine(farLand, decodeLine(ring), false, false); farLand.closePath(); }

const rivers = base.rivers.map((row) => {
  const path = new Path2D();
  const points = decodeLine(row[4]);
  traceLine(path, points, false, false);
  return { rank: row[0], names: row.slice(1, 4), path, points };
});

const storyCountries = new Set(['UA', 'RU']);
{
  const seen = new Map();
  for (const place of places) if (place.located && place.feature !== 'country') seen.set(place.country, (seen.get(place.country) || 0) + place.claims.length);
  for (const [country, count] of seen) if (count * 20 > N) storyCountries.add(country);
}

const RIVER_WIDTH = [0, 2.5, 1.9, 1.4, 1];
const RIVER_FROM_ZOOM = [0, 3, 5, 6, 7];

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  colours = Object.fromEntries(['land', 'land-far', 'water', 'river', 'coast', 'line-oblast', 'line-border', 'ink', 'ink-2', 'surface', 'focus', 'halo'].map((name) => [name, value(name)]));
  colours.sides = SIDES.map((side) => value(`side-${side}`));
  colours.light = value('scheme') !== 'dark';
}

function drawBase(context, frame, layer) {
  context.fillStyle = colours.water;
  context.fillRect(0, 0, frame.width, frame.height);
  layer.world(frame, (ctx, pixel) => {
    ctx.lineJoin = 'round';
    ctx.fillStyle = colours['land-far'];
    ctx.fill(farLand, 'nonzero');
    ctx.lineWidth = 0.75 * pixel;
    ctx.strokeStyle = colours['line-oblast'];
    ctx.stroke(farLand);
    for (const unit of units) {
      ctx.fillStyle = storyCountries.has(unit.country) ? colours.land : colours['land-far'];
      ctx.strokeStyle = ctx.fillStyle;
      ctx.lineWidth = 0.6 * pixel;
      ctx.fill(unit.path, 'evenodd');
      ctx.stroke(unit.path);
    }
    ctx.strokeStyle = colours.coast;
    ctx.lineWidth = 0.75 * pixel;
    ctx.stroke(lines.coast);
    ctx.lineCap = 'round';
    ctx.strokeStyle = colours.river;
    const growth = Math.max(0.6, Math.min(1.3, (frame.zoom - 3) / 5));
    for (const river of rivers) {
      if (frame.zoom < RIVER_FROM_ZOOM[river.rank]) continue;
      ctx.lineWidth = Math.max(0.8, RIVER_WIDTH[river.rank] * growth) * pixel;
      ctx.stroke(river.path);
    }
    ctx.lineCap = 'butt';
    if (frame.zoom >= 4.5) {
      ctx.strokeStyle = colours['line-oblast'];
      ctx.lineWidth = 0.75 * pixel;
      ctx.stroke(lines.unit);
    }
    ctx.strokeStyle = colours.land;
    ctx.lineWidth = 4 * pixel;
    ctx.stroke(lines.border);
    ctx.strokeStyle = colours['line-border'];
    ctx.lineWidth = 1.5 * pixel;
    ctx.stroke(lines.border);
  });
}
