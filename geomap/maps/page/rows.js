// Claims as rows of a list. All text reaches the page as text nodes.
function el(id) { return document.getElementById(id); }

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') node.className = value;
    else if (name === 'click') node.addEventListener('click', value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child !== null && child !== undefined && child !== '') node.append(child);
  return node;
}

// Only http and https lead anywhere.
function safeLink(address) {
  if (!/^https?:\/\//i.test(address)) return null;
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch (error) { return null; }
}

function claimDay(i) {
  const start = columns.start_date[i];
  const end = columns.end_date[i];
  if (start === null && end === null) return T('noDate');
  if (start === null) return T('until', showDay(end));
  if (end === null) return T('since', showDay(start));
  return showSpan(start, end);
}

function claimantName(i) {
  const name = text('claimant', i);
  return name === 'reporter' || !name ? T('reporter') : name;
}

function sureWord(value) { return value >= 0.75 ? T('likely') : value >= 0.5 ? T('possible') : T('unsure'); }

function rowPlace(i) {
  const place = C.place[i] < 0 ? null : places[C.place[i]];
  if (!place) return T('unplaced');
  const role = C.role[i] ? T(`role.${ROLES[C.role[i]]}`) : '';
  // Names are not declined: in Ukrainian and Russian the word for the role follows.
  return !role ? placeName(place) : lang === 'en' ? `${role} ${placeName(place)}` : `${placeName(place)}, ${role}`;
}

function sourceLine(i) {
  const doc = docs[C.doc[i]];
  return [doc.publisher, doc.title || doc.doc].filter(Boolean).join(' · ');
}

function related(i) {
  const group = C.group[i] ? groups.get(C.group[i]) : [i];
  const others = group.filter((k) => k !== i);
  const names = new Set(others.map((k) => publishers[C.publisher[k]]).filter((name) => name && name !== publishers[C.publisher[i]]));
  const copies = new Set(others.map((k) => C.doc[k]).filter((d) => d !== C.doc[i])).size;
  return { copies, otherPublishers: names.size, contrary: contradicting(i) };
}

function quietLink(label, spec) {
  return make('button', { type: 'button', class: 'quiet', click: (event) => { event.stopPropagation(); set({ only: spec, tab: 'claims' }); } }, label);
}

function relatedLinks(i) {
  const { copies, otherPublishers, contrary } = related(i);
  const out = [];
  const id = text('group_id', i);
  if (contrary.length) {
    const who = [...new Set(contrary.map((k) => claimantName(k)))];
    const first = contrary[0];
    out.push(quietLink(T('deniedBy', who.slice(0, 2).join(', ') + (who.length > 2 ? '…' : '')), `group:${safeEncode(text('group_id', first))}:contra`));
  }
  if (otherPublishers > 0 && columns.sources[i] > 1) out.push(quietLink(T('alsoBy', otherPublishers), `group:${safeEncode(id)}`));
  else if (copies > 0) out.push(quietLink(T('copied_from', copies), `group:${safeEncode(id)}`));
  return out;
}

function definition(list, term, ...parts) {
  const shownParts = parts.filter(Boolean);
  if (!shownParts.length) return;
  list.append(make('dt', {}, term), make('dd', {}, shownParts.join(' — ')));
}

function whyList(i) {
  const list = make('dl', { class: 'why' });
  const place = C.place[i] < 0 ? null : places[C.place[i]];
  const quoted = (value) => (value ? T('inText', value) : '');
  const near = columns.uncertainty_km[i] ? T('within', Math.round(columns.uncertainty_km[i] * 10) / 10) : '';
  definition(list, T('wherePlace'), quoted(text('place_text', i)), text('place_why', i), near, place && estimated(place) ? T('estimated') : '');
  definition(list, T('whenDay'), quoted(text('date_text', i)), text('date_why', i));
  definition(list, T('whoSays'), claimantName(i), text('claimant_why', i));
  if (C.status[i]) definition(list, T('statusWhy'), T(`status.${STATUSES[C.status[i]]}`), text('status_why', i));
  const sure = columns.confidence[i];
  if (sure !== null) definition(list, T('howSure'), `${sureWord(sure)} (${sure.toFixed(2)})`);
  const doc = docs[C.doc[i]];
  definition(list, T('document'), doc.title && doc.doc !== doc.title ? doc.title : '', doc.doc, publishedDay[C.doc[i]] === null ? '' : T('published', showDay(publishedDay[C.doc[i]])));
  return list;
}

function quoteBlock(i) {
  const doc = docs[C.doc[i]];
  const [open, shut] = quoteMarks(doc.lang);
  const quote = make('blockquote', { class: 'clamped', lang: /^[a-z]{2,3}$/.test(doc.lang) ? doc.lang : null });
  const words = text('quote', i);
  const marked = /^["“«„”]/.test(words);
  quote.append(marked ? '' : open, make('span', { class: 'words', dir: 'auto' }, words), marked ? '' : shut);
  return quote;
}

function claimRow(i, options = {}) {
  const item = make('li', { class: `row side-${SIDES[C.side[i]]}`, 'data-claim': i });
  const status = C.status[i] ? make('span', { class: `status ${STATUSES[C.status[i]]}` }, T(`status.${STATUSES[C.status[i]]}`)) : null;
  const head = make('button', { type: 'button', class: 'row-head', 'data-claim': i },
    make('span', { class: 'day' }, claimDay(i)),
    make('span', { class: 'what' }, markIcon(C.mark[i], C.side[i], { denied: C.status[i] === 3, hollow: C.role[i] === 1 || C.role[i] === 2 }), T(`kind.${KINDS[C.kind[i]]}`)),
    options.hidePlace ? null : make('span', { class: 'where' }, rowPlace(i)), status);
  const quantity = columns.quantity[i];
  const amount = quantity === null ? '' : [columns.quantity_max[i] !== null && columns.quantity_max[i] !== quantity ? `${number(quantity)}–${number(columns.quantity_max[i])}` : number(quantity), text('unit', i)].join(' ').trim();
  if (amount) head.append(make('span', { class: 'amount' }, amount));
  const link = safeLink(docs[C.doc[i]].url);
  const who = make('p', { class: 'who' }, make('span', { class: 'claimant' }, claimantName(i)), make('span', { class: 'side-name' }, ` (${T(`side.${SIDES[C.side[i]]}`)})`));
  const source = make('p', { class: 'source' }, sourceLine(i));
  if (link) source.append(' ', make('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, T('readOn')));
  const foot = make('div', { class: 'foot' }, ...relatedLinks(i));
  const details = make('details', {}, make('summary', {}, T(options.hidePlace ? 'whyShort' : 'why')));
  details.addEventListener('toggle', () => { if (details.open && details.children.length === 1) details.append(whyList(i)); });
  item.append(head, quoteBlock(i), who, source, foot, details);
  item.addEventListener('pointerenter', () => pointTo(C.place[i]));
  item.addEventListener('pointerleave', () => pointTo(-1));
  return item;
}

// A way to the whole of a quote that is longer than four lines.
function offerWhole(list) {
  for (const quote of list.querySelectorAll('blockquote.clamped:not([data-seen])')) {
    quote.dataset.seen = '1';
    if (quote.scrollHeight <= quote.clientHeight + 2) continue;
    const button = make('button', { type: 'button', class: 'quiet whole', 'aria-expanded': 'false' }, T('wholeQuote'));
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      const open = quote.classList.toggle('clamped');
      button.textContent = open ? T('wholeQuote') : T('less');
      button.setAttribute('aria-expanded', String(!open));
    });
    quote.after(button);
  }
}

const PAGE_ROWS = 30;
// A list that grows as it is scrolled.
function fillList(list, members, options = {}) {
  list.textContent = '';
  let next = 0;
  const more = make('button', { type: 'button', class: 'more-rows' }, T('showMore'));
  const add = () => {
    more.remove();
    const part = document.createDocumentFragment();
    for (const end = Math.min(members.length, next + PAGE_ROWS); next < end; next++) part.append(claimRow(members[next], options));
    list.append(part);
    offerWhole(list);
    if (next < members.length) { list.append(more); watcher.observe(more); }
  };
  more.addEventListener('click', add);
  const watcher = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) add(); }, { rootMargin: '200px' });
  if (list._watcher) list._watcher.disconnect();
  list._watcher = watcher;
  add();
}
