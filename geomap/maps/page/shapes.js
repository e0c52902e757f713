// The marks' shapes and their sprites: drawn once for each size, colour and style, then copied.
function traceShape(ctx, mark, x, y, r) {
  ctx.beginPath();
  switch (MARKS[mark]) {
    case 'capture': { const h = r * 0.86; ctx.rect(x - h, y - h, 2 * h, 2 * h); break; }
    case 'advance': ctx.moveTo(x, y - r * 1.06); ctx.lineTo(x + r, y + r * 0.78); ctx.lineTo(x - r, y + r * 0.78); ctx.closePath(); break;
    case 'withdrawal': ctx.moveTo(x, y + r * 1.06); ctx.lineTo(x + r, y - r * 0.78); ctx.lineTo(x - r, y - r * 0.78); ctx.closePath(); break;
    case 'strike': {
      for (let k = 0; k < 8; k++) {
        const angle = k * Math.PI / 4 - Math.PI / 2;
        const reach = k % 2 ? r * 0.42 : r * 1.2;
        if (k) ctx.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle)); else ctx.moveTo(x, y - reach);
      }
      ctx.closePath();
      break;
    }
    case 'fighting': {
      const a = r * 0.34;
      const b = r * 1.02;
      const points = [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]];
      const c = Math.SQRT1_2;
      points.forEach(([px, py], k) => { const qx = x + (px - py) * c; const qy = y + (px + py) * c; if (k) ctx.lineTo(qx, qy); else ctx.moveTo(qx, qy); });
      ctx.closePath();
      break;
    }
    case 'hold': ctx.arc(x, y, r, 0, 7); break;
    default: ctx.arc(x, y, r * 0.72, 0, 7);
  }
}

const HOLLOW_MARKS = new Set([1]);
const sprites = new Map();
function clearSprites() { sprites.clear(); }

// Styles: filled, faded (65%) or outline by age; hollow for "near" and "toward"; ring for several kinds; bar for a denial.
function sprite(mark, radius, first, second, age, hollow, ring, denied, ratio) {
  const key = ((((((Math.round(radius * 2) * 8 + mark) * 8 + first) * 8 + second + 1) * 4 + age) * 2 + hollow) * 2 + ring) * 2 + denied;
  const found = sprites.get(key);
  if (found) return found;
  const half = Math.ceil(radius * 1.25 + 6);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 2 * half * ratio;
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  paintMark(ctx, mark, half, half, radius, first, second, age, hollow, ring, denied);
  const made = { canvas, half };
  sprites.set(key, made);
  return made;
}

function paintMark(ctx, mark, x, y, radius, first, second, age, hollow, ring, denied) {
  const halves = second < 0 ? [[first, 0]] : [[first, 1], [second, 2]];
  const open = hollow || age === 2 || HOLLOW_MARKS.has(mark);
  ctx.lineJoin = 'round';
  if (ring) {
    ctx.beginPath();
    ctx.arc(x, y, radius * 1.12 + 3.2, 0, 7);
    ctx.lineWidth = 3;
    ctx.strokeStyle = colours.halo;
    ctx.stroke();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = colours['ink-2'];
    ctx.stroke();
  }
  traceShape(ctx, mark, x, y, open ? radius - 0.8 : radius);
  ctx.lineWidth = open ? 4.4 : 2;
  ctx.strokeStyle = colours.halo;
  ctx.stroke();
  for (const [side, part] of halves) {
    ctx.save();
    if (part) {
      ctx.beginPath();
      ctx.rect(part === 1 ? x - 60 : x, y - 60, 60, 120);
      ctx.clip();
    }
    traceShape(ctx, mark, x, y, open ? radius - 0.8 : radius);
    if (open) {
      ctx.fillStyle = colours.halo;
      ctx.globalAlpha = age === 2 ? 0.55 : 0.9;
      ctx.fill();
      ctx.globalAlpha = age === 1 ? 0.75 : 1;
      ctx.lineWidth = 2.2;
      ctx.strokeStyle = colours.sides[side];
      ctx.stroke();
    } else {
      ctx.fillStyle = colours.halo;
      ctx.fill();
      ctx.globalAlpha = age === 1 ? 0.65 : 1;
      ctx.fillStyle = colours.sides[side];
      ctx.fill();
    }
    ctx.restore();
  }
  if (second >= 0) {
    ctx.save();
    traceShape(ctx, mark, x, y, radius + 1);
    ctx.clip();
    ctx.beginPath();
    ctx.moveTo(x, y - radius * 1.3);
    ctx.lineTo(x, y + radius * 1.3);
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = colours.halo;
    ctx.stroke();
    ctx.restore();
  }
  if (denied) {
    const reach = radius * 1.25;
    for (const [width, colour] of [[4.6, colours.halo], [2, colours.ink]]) {
      ctx.beginPath();
      ctx.moveTo(x - reach, y + reach * 0.55);
      ctx.lineTo(x + reach, y - reach * 0.55);
      ctx.lineWidth = width;
      ctx.lineCap = 'round';
      ctx.strokeStyle = colour;
      ctx.stroke();
    }
  }
}

// 45 degree hatching, one pixel every seven, in one or two colours; in pixels of the screen, whatever the zoom.
const hatches = new Map();
function hatchPattern(ctx, first, second, ratio, gap = 7, width = 1) {
  const key = `${first}|${second}|${ratio}|${gap}|${width}`;
  if (hatches.has(key)) return hatches.get(key);
  const step = Math.round(gap * Math.SQRT2 * ratio);
  const size = second ? 2 * step : step;
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const brush = tile.getContext('2d');
  brush.lineWidth = width * ratio;
  const draw = (offset, colour) => {
    brush.strokeStyle = colour;
    brush.beginPath();
    for (const shift of [-size, 0, size]) {
      brush.moveTo(offset + shift - size * 0.25, size * 1.25);
      brush.lineTo(offset + shift + size * 1.25, -size * 0.25);
    }
    brush.stroke();
  };
  draw(0, first);
  if (second) draw(step, second);
  const pattern = ctx.createPattern(tile, 'repeat');
  hatches.set(key, pattern);
  return pattern;
}

// A mark as a small picture for lists and the legend.
function markIcon(mark, side, options = {}) {
  const canvas = document.createElement('canvas');
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const size = options.size || 18;
  canvas.width = canvas.height = size * ratio;
  canvas.className = 'icon';
  canvas.style.width = canvas.style.height = `${size}px`;
  canvas.setAttribute('aria-hidden', 'true');
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  const radius = options.radius || (MARKS[mark] === 'other' ? 4.6 : 5.2);
  const kept = colours.sides;
  if (side === null) colours.sides = kept.map(() => colours['ink-2']);
  paintMark(ctx, mark, size / 2, size / 2, radius, side === null ? 0 : side, options.second === undefined ? -1 : options.second, options.age || 0, options.hollow || false, false, options.denied || false);
  colours.sides = kept;
  return canvas;
}
