// Web Mercator in units of the 256-pixel world, lines of the background, and the canvas layers.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGIT_VALUE = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) DIGIT_VALUE[DIGITS.charCodeAt(i)] = i;

// Path2D keeps 32-bit floats; an origin inside the region keeps them exact to a tenth of a pixel at zoom 13.
function mercatorX(lon) { return (lon + 180) * 256 / 360; }
function mercatorY(lat) {
  const sine = Math.sin(Math.max(-85.05, Math.min(85.05, lat)) * Math.PI / 180);
  return 128 - 128 * Math.log((1 + sine) / (1 - sine)) / (2 * Math.PI);
}
const ORIGIN_X = mercatorX(34);
const ORIGIN_Y = mercatorY(50);

function decodeLine(encoded) {
  const out = [];
  let x = 0;
  let y = 0;
  let i = 0;
  const next = () => {
    let value = 0;
    let shift = 0;
    let digit;
    do {
      digit = DIGIT_VALUE[encoded.charCodeAt(i++)];
      value += (digit & 31) * 2 ** shift;
      shift += 5;
    } while (digit & 32);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  while (i < encoded.length) {
    x += next();
    y += next();
    out.push(mercatorX(x / base.scale) - ORIGIN_X, mercatorY(y / base.scale) - ORIGIN_Y);
  }
  return out;
}

function traceLine(path, points, reverse, joined) {
  const count = points.length / 2;
  for (let k = 0; k < count; k++) {
    const j = reverse ? count - 1 - k : k;
    if (k === 0 && !joined) path.moveTo(points[2 * j], points[2 * j + 1]); else path.lineTo(points[2 * j], points[2 * j + 1]);
  }
}

function ringPath(path, ring, arcs) {
  ring.forEach((number, position) => traceLine(path, arcs[number < 0 ? ~number : number], number < 0, position > 0));
  path.closePath();
}

function geoPath(shape) {
  const path = new Path2D();
  const trace = (line, close) => {
    line.forEach((point, i) => {
      const x = mercatorX(point[0]) - ORIGIN_X;
      const y = mercatorY(point[1]) - ORIGIN_Y;
      if (i) path.lineTo(x, y); else path.moveTo(x, y);
    });
    if (close) path.closePath();
  };
  const [type, coordinates] = shape;
  if (type === 'LineString') trace(coordinates, false);
  if (type === 'MultiLineString') coordinates.forEach((line) => trace(line, false));
  if (type === 'Polygon') coordinates.forEach((ring) => trace(ring, true));
  if (type === 'MultiPolygon') coordinates.forEach((polygon) => polygon.forEach((ring) => trace(ring, true)));
  return path;
}

function kmToPixels(km, lat, zoom) {
  return km / (40075.017 * Math.cos(lat * Math.PI / 180)) * 256 * 2 ** zoom;
}

// A canvas over the whole map that is redrawn when the map comes to rest and scaled while it zooms.
const CanvasLayer = L.Renderer.extend({
  options: { padding: 0.08 },
  initialize(draw, pane) {
    L.Renderer.prototype.initialize.call(this, { pane });
    this._drawing = draw;
  },
  _initContainer() {
    this._container = document.createElement('canvas');
    this._container.setAttribute('aria-hidden', 'true');
    this.context = this._container.getContext('2d');
  },
  _destroyContainer() { this._container.remove(); },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    const width = Math.round(size.x * ratio);
    const height = Math.round(size.y * ratio);
    if (this._container.width !== width || this._container.height !== height) {
      this._container.width = width;
      this._container.height = height;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
    }
    if (this.ratio !== ratio) clearSprites();
    this.ratio = ratio;
    this.redraw();
  },
  redraw() {
    if (!this._map || !this._bounds) return;
    const frame = this.frame();
    const context = this.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._container.width, this._container.height);
    context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    this._drawing(context, frame, this);
  },
  // Where the canvas lies: x(lon), y(lat) are pixels on it.
  frame() {
    const zoom = this._zoom === undefined ? this._map.getZoom() : this._zoom;
    const scale = 2 ** zoom;
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    const size = this._bounds.getSize();
    return {
      zoom, scale, ratio: this.ratio, width: size.x, height: size.y,
      left: -this._bounds.min.x - L.DomUtil.getPosition(this._map._mapPane).x, top: -this._bounds.min.y - L.DomUtil.getPosition(this._map._mapPane).y,
      offsetX: ORIGIN_X * scale - origin.x, offsetY: ORIGIN_Y * scale - origin.y,
      x: (lon) => mercatorX(lon) * scale - origin.x,
      y: (lat) => mercatorY(lat) * scale - origin.y,
    };
  },
  // Draw paths given in world units with line widths in pixels.
  world(frame, work) {
    const context = this.context;
    context.save();
    context.transform(frame.scale, 0, 0, frame.scale, frame.offsetX, frame.offsetY);
    work(context, 1 / frame.scale);
    context.restore();
  },
});
