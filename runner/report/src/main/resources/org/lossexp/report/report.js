'use strict';
// Sorts tables, lists the trials, reads values off curves and enlarges them, marks a contender in
// all plots of its part. Names are set as text, never as markup; nothing is fetched.
(() => {
  const SVG = 'http://www.w3.org/2000/svg';

  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  }

  function drawn(tag, attributes, text = '') {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.textContent = text;
    return node;
  }

  // Tables that sort

  // What is said to be below a number, such as a p, comes before that number.
  function key(text) {
    const plain = text.replace(/\u2212/g, '-').replace(/^[\u2013\u2014]$/, '').trim();
    const below = plain.startsWith('\x3c');
    const number = parseFloat(below ? plain.slice(1) : plain);
    return Number.isNaN(number) ? plain : below ? number - Math.abs(number) / 1e6 : number;
  }

  // Numbers first, then words, what is empty last: in both directions.
  const group = each => typeof each === 'number' ? 0 : each === '' ? 2 : 1;

  function compare(one, other, direction) {
    if (group(one) !== group(other)) return group(one) - group(other);
    return one === other ? 0 : one < other ? -direction : direction;
  }

  // A header becomes a button; order(column, direction) puts the rows in order.
  function sortable(headers, order) {
    headers.forEach((header, column) => {
      const button = make('button', { type: 'button', class: 'sort' }, ...header.childNodes);
      header.replaceChildren(button);
      button.addEventListener('click', () => {
        const up = header.getAttribute('aria-sort') !== 'ascending';
        headers.forEach(each => each.removeAttribute('aria-sort'));
        header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        order(column, up ? 1 : -1);
      });
    });
  }

  document.querySelectorAll('table.sortable').forEach(table => {
    const body = table.tBodies[0];
    sortable(Array.from(table.tHead.rows[0].cells), (column, direction) => {
      Array.from(body.rows)
        .map(row => ({ row, key: row.cells[column] ? key(row.cells[column].textContent) : '' }))
        .sort((a, b) => compare(a.key, b.key, direction))
        .forEach(each => body.append(each.row));
    });
  });

  // Every trial

  const data = JSON.parse(document.getElementById('trials-data').textContent);
  const rows = data.rows.slice();
  let most = 25;
  const words = row => row.map(cell => cell === null ? '' : String(cell));

  const filter = make('input', { type: 'search', id: 'filter', placeholder: 'words that a row has' });
  const count = make('span', { class: 'note', role: 'status' });
  const head = make('tr');
  data.columns.forEach((name, column) =>
    head.append(make('th', { scope: 'col', class: column < data.words ? 't' : 'n' }, name)));
  const list = make('table');
  list.createTHead().append(head);
  const body = list.createTBody();
  const more = make('button', { type: 'button', class: 'plain' }, 'Show more');

  // Six digits to read; the title and the downloads have all.
  function cellOf(text, value, kind) {
    const brief = typeof value === 'number' ? String(Number(value.toPrecision(6))) : text;
    return make('td', Object.assign({ class: kind + (text.length > 24 ? '' : ' short') }, brief === text ? {} : { title: text }), brief);
  }

  function found() {
    const wanted = filter.value.toLowerCase().split(' ').filter(Boolean);
    return rows.filter(row => {
      const text = words(row).join(' ').toLowerCase();
      return wanted.every(word => text.includes(word));
    });
  }

  function fill() {
    const shown = found();
    body.replaceChildren(...shown.slice(0, most).map(row => make('tr', {},
      ...words(row).map((cell, column) => cellOf(cell, row[column], head.cells[column].className)))));
    count.textContent = ' ' + shown.length + ' of ' + data.rows.length + ' trials';
    more.hidden = shown.length <= most;
  }

  filter.addEventListener('input', () => { most = 25; fill(); });
  more.addEventListener('click', () => { most = most * 10; fill(); });
  sortable(Array.from(head.cells), (column, direction) => {
    rows.sort((a, b) => compare(key(words(a)[column]), key(words(b)[column]), direction));
    fill();
  });

  const quoted = cell => /[",\r\n]|^ | $/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;
  const csv = lines => lines.map(line => line.map(quoted).join(',')).join('\n') + '\n';

  function offer(name, type, text) {
    const button = make('button', { type: 'button', class: 'plain' }, name);
    button.addEventListener('click', () => {
      const url = URL.createObjectURL(new Blob([text()], { type }));
      make('a', { href: url, download: name }).click();
      URL.revokeObjectURL(url);
    });
    return button;
  }

  document.getElementById('all-trials').replaceChildren(
    make('p', { class: 'offers' }, 'Download ',
      offer('summary.csv', 'text/csv', () => data.summary),
      offer('page-trials.csv', 'text/csv', () => csv([data.columns].concat(data.rows.map(words)))),
      offer('trials.json', 'application/json', () =>
        JSON.stringify({ columns: data.columns, rows: data.rows }, null, 1) + '\n')),
    make('label', { for: 'filter' }, 'Filter ', filter), count,
    make('div', { class: 'scroll' }, list), more);
  fill();

  // Legends: the contender under the pointer or the focus stands out, a click keeps it so.

  const who = node => Array.from(node.classList).find(name => /^k\d+$/.test(name));

  document.querySelectorAll('.legend').forEach(legend => {
    const marks = Array.from(legend.parentElement.querySelectorAll('.plot [class*=" k"]'));
    let kept = null;
    const light = wanted => marks.forEach(mark =>
      mark.classList.toggle('off', wanted !== null && who(mark) !== wanted));
    legend.querySelectorAll('li').forEach(item => {
      const mine = who(item.querySelector('.swatch'));
      const button = make('button', { type: 'button', class: 'key', 'aria-pressed': 'false' }, ...item.childNodes);
      item.replaceChildren(button);
      ['pointerenter', 'focus'].forEach(event => button.addEventListener(event, () => light(mine)));
      ['pointerleave', 'blur'].forEach(event => button.addEventListener(event, () => light(kept)));
      button.addEventListener('click', () => {
        kept = kept === mine ? null : mine;
        legend.querySelectorAll('button').forEach(each =>
          each.setAttribute('aria-pressed', String(each === button && kept !== null)));
        light(kept === null ? mine : kept);
      });
    });
  });

  // Axes: from shares of their length to values and back.

  function axis(text) {
    const [low, high, log] = text.split(' ');
    const to = log ? Math.log10 : value => value;
    const from = log ? exponent => 10 ** exponent : value => value;
    const a = to(Number(low)), b = to(Number(high));
    return { log: Boolean(log), value: share => from(a + share * (b - a)), at: value => (to(value) - a) / (b - a) };
  }

  function shown(value, span) {
    if (value === 0) return '0';
    const size = Math.abs(value);
    const text = size >= 1e5 || size < 1e-4
      ? value.toExponential(2)
      : value.toFixed(Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.min(span || size, size))))));
    return text.replace(/-/g, '\u2212');
  }

  // Round numbers between two values, about so many.
  function ticks(low, high, log, about) {
    const round = [];
    if (log && high / low > 3) {
      for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
        (high / low > 1000 ? [1] : [1, 2, 5]).forEach(m => round.push(Number(m + 'e' + e)));
      }
      return round.filter(each => each >= low && each <= high);
    }
    const rough = (high - low) / about, ten = 10 ** Math.floor(Math.log10(rough));
    const step = ten * [1, 2, 5, 10].find(m => m * ten >= rough * (1 - 1e-9));
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-9); i++) {
      round.push(Number((i * step).toPrecision(12)));
    }
    return round;
  }

  // Curves: values under the pointer, or at arrow keys; a part of them enlarged.

  function reader(plot) {
    const [top, bottom] = plot.dataset.span.split(' ').map(Number);
    const height = Number(plot.getAttribute('height'));
    const x = axis(plot.dataset.x), y = axis(plot.dataset.y);
    const view = plot.querySelector('svg');
    // A path begins somewhere; every further point is written as its distance from the last one.
    const vertices = path => {
      let x = 0, y = 0;
      return Array.from(path.getAttribute('d').matchAll(/([Ml])(\S+) ([-\d.]+)/g), m => {
        x = Number(m[2]) + (m[1] === 'l' ? x : 0);
        y = Number(m[3]) + (m[1] === 'l' ? y : 0);
        return [x, y];
      });
    };
    const curves = Array.from(view.querySelectorAll('.curve'), path => ({
      path, name: path.querySelector('title').textContent, points: vertices(path) }));
    const places = Array.from(new Set(curves.flatMap(curve => curve.points.map(point => point[0])))).sort((a, b) => a - b);
    const figure = plot.closest('figure');
    const tip = make('div', { class: 'tip', role: 'status' });
    const reset = make('button', { type: 'button', class: 'plain whole', hidden: '' }, 'Show all');
    const cross = drawn('path', { class: 'cross' });
    const still = plot.querySelector(':scope > circle') !== null;
    let from = 0, to = 1000, upper = top, lower = bottom, now = -1;
    figure.append(tip, reset);
    view.append(cross);

    const share = event => {
      const box = plot.getBoundingClientRect();
      return Math.min(1, Math.max(0, ((event.clientX - box.left) / box.width - .015) / .97));
    };
    const value = py => y.value((bottom - py) / (bottom - top));

    function tell(place) {
      now = place;
      const at = places[place];
      const exact = x.value(at / 1000), whole = Math.round(exact);
      // Places are written in thousandths of the axis: an epoch is as near to a whole number.
      const name = Math.abs(exact - whole) < .001 * Math.abs(x.value(1) - x.value(0)) ? String(whole).replace('-', '\u2212') : shown(exact);
      const lines = curves
        .filter(curve => !curve.path.classList.contains('off'))
        .map(curve => {
          const near = curve.points.reduce((best, point) => Math.abs(point[0] - at) < Math.abs(best[0] - at) ? point : best);
          return { curve, near };
        })
        .filter(line => Math.abs(line.near[0] - at) <= 12)
        .sort((a, b) => a.near[1] - b.near[1]);
      tip.replaceChildren(
        make('b', {}, name),
        ...lines.slice(0, 14).map(line => make('span', {},
          make('i', { class: 'swatch ' + line.curve.path.getAttribute('class').replace('curve ', '') }),
          line.curve.name + ' ' + shown(value(line.near[1]), Math.abs(value(upper) - value(lower))))));
      cross.setAttribute('d', 'M' + at + ' ' + upper + 'V' + lower);
      const where = (at - from) / (to - from);
      tip.style.top = plot.offsetTop + (plot.getBoundingClientRect().top - figure.getBoundingClientRect().top) + 'px';
      const box = plot.getBoundingClientRect(), left = box.left - figure.getBoundingClientRect().left + where * box.width;
      tip.style.left = where < .5 ? left + 12 + 'px' : '';
      tip.style.right = where < .5 ? '' : figure.clientWidth - left + 12 + 'px';
      tip.hidden = false;
    }

    function quiet() {
      tip.hidden = true;
      cross.removeAttribute('d');
    }

    function nearest(at) {
      return places.reduce((best, place, i) => Math.abs(place - at) < Math.abs(places[best] - at) ? i : best, 0);
    }

    function zoom(a, b) {
      from = a;
      to = b;
      const whole = a === 0 && b === 1000;
      upper = top;
      lower = bottom;
      if (!whole) {
        const inside = Array.from(view.querySelectorAll('.curve, .band')).flatMap(vertices)
          .filter(point => point[0] >= a && point[0] <= b).map(point => point[1]);
        if (inside.length === 0) return;
        const pad = Math.max(.5, .04 * (Math.max(...inside) - Math.min(...inside)));
        upper = Math.min(...inside) - pad;
        lower = Math.max(...inside) + pad;
      }
      const high = height * (lower - upper) / (bottom - top);
      view.setAttribute('viewBox', [from, upper - top * high / height, to - from, high].join(' '));
      view.setAttribute('overflow', whole ? 'visible' : 'hidden');
      plot.classList.toggle('zoomed', !whole);
      plot.querySelectorAll('.again').forEach(each => each.remove());
      reset.hidden = whole;
      quiet();
      if (!whole) axes();
    }

    function axes() {
      const low = value(lower), high = value(upper), marks = [];
      ticks(low, high, y.log, 4).forEach(tick => {
        const py = top + (bottom - y.at(tick) * (bottom - top) - upper) / (lower - upper) * (bottom - top);
        marks.push(drawn('line', { class: 'grid again', x1: 0, x2: '100%', y1: py, y2: py }),
          drawn('text', { class: 'tick again', x: -6, y: py + 4, 'text-anchor': 'end' }, shown(tick, high - low)));
      });
      const left = x.value(from / 1000), right = x.value(to / 1000);
      ticks(left, right, x.log, 4).forEach(tick => {
        const at = (1000 * x.at(tick) - from) / (to - from);
        if (at > .03 && at < .97) {
          marks.push(drawn('text', { class: 'tick again', x: 1.5 + 97 * at + '%', y: bottom + 15, 'text-anchor': 'middle' }, shown(tick, right - left)));
        }
      });
      plot.prepend(...marks);
    }

    let began = null;
    const band = drawn('rect', { class: 'chosen', y: 0, height });
    plot.addEventListener('pointerdown', event => {
      if (!still && event.button === 0) { began = share(event); event.preventDefault(); plot.focus(); }
    });
    plot.addEventListener('pointermove', event => {
      const at = share(event);
      tell(nearest(from + at * (to - from)));
      if (began !== null && Math.abs(at - began) > .02) {
        band.setAttribute('x', 1.5 + 97 * Math.min(at, began) + '%');
        band.setAttribute('width', 97 * Math.abs(at - began) + '%');
        plot.append(band);
      }
    });
    window.addEventListener('pointerup', event => {
      if (began === null) return;
      const ends = [began, share(event)].sort((a, b) => a - b).map(at => from + at * (to - from));
      const dragged = band.isConnected && places.filter(place => place >= ends[0] && place <= ends[1]).length > 1;
      began = null;
      band.remove();
      if (dragged) zoom(...ends);
    });
    plot.addEventListener('pointerleave', quiet);
    plot.addEventListener('blur', quiet);
    plot.addEventListener('dblclick', () => zoom(0, 1000));
    reset.addEventListener('click', () => { zoom(0, 1000); plot.focus(); });
    plot.setAttribute('tabindex', '0');
    plot.addEventListener('keydown', event => {
      const inside = places.map((place, i) => i).filter(i => places[i] >= from && places[i] <= to);
      const at = inside.indexOf(now);
      const go = { ArrowRight: at + 1, ArrowLeft: at < 0 ? inside.length - 1 : at - 1, Home: 0, End: inside.length - 1 };
      if (event.key in go) {
        tell(inside[Math.min(inside.length - 1, Math.max(0, go[event.key]))]);
      } else if (event.key === '+' && !still) {
        const middle = now < 0 ? (from + to) / 2 : places[now], half = (to - from) / 4;
        const start = Math.min(Math.max(from, middle - half), to - 2 * half);
        if (places.filter(place => place >= start && place <= start + 2 * half).length > 1) zoom(start, start + 2 * half);
      } else if (event.key === '-' || event.key === 'Escape') {
        zoom(0, 1000);
      } else {
        return;
      }
      event.preventDefault();
    });
    quiet();
  }

  document.querySelectorAll('.plot.lines').forEach(plot => {
    if (plot.querySelector('.curve')) reader(plot);
  });
  const first = document.querySelector('.plot.lines');
  if (first) {
    first.closest('.figures').before(make('p', { class: 'note help' },
      'Curves: point at one, or focus it and press an arrow key, to read its values; drag across, or press +, to enlarge; Escape shows all.'));
  }

  // Parts that fold: a link to what is inside opens them, and paper has them open, of few settings
  // all that is in them.

  const folds = Array.from(document.querySelectorAll('details.fold'));

  function arrive() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.localName === 'details') node.open = true;
    }
    const own = target.querySelector(':scope > details.fold');
    if (own) own.open = true;
    target.scrollIntoView();
  }

  window.addEventListener('hashchange', arrive);
  arrive();
  let closed = [];
  window.addEventListener('beforeprint', () => {
    const parts = folds.length > 3 ? folds : folds.concat(Array.from(document.querySelectorAll('details[id]')));
    closed = parts.filter(fold => !fold.open);
    closed.forEach(fold => { fold.open = true; });
  });
  window.addEventListener('afterprint', () => closed.forEach(fold => { fold.open = false; }));
  if (folds.length > 1) {
    const all = make('button', { type: 'button', class: 'plain' });
    const name = () => {
      all.textContent = folds.some(fold => !fold.open) ? 'Open all settings' : 'Close all settings';
    };
    all.addEventListener('click', () => {
      const open = folds.some(fold => !fold.open);
      folds.forEach(fold => { fold.open = open; });
      name();
    });
    folds.forEach(fold => fold.addEventListener('toggle', name));
    name();
    folds[0].parentElement.before(make('p', { class: 'offers' }, all));
  }

  // What scrolls sideways can be reached and scrolled by keys.

  function reachable() {
    document.querySelectorAll('.scroll, pre').forEach(box => {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1) {
        const near = [box.querySelector('caption'), box.closest('figure, section'), box]
          .map(each => each && (each.matches('figure, section') ? each.querySelector('figcaption, h2') : each)).find(Boolean);
        box.setAttribute('tabindex', '0');
        box.setAttribute('role', 'group');
        box.setAttribute('aria-label', (box.localName === 'pre' ? 'Text: ' : 'Table: ') + near.textContent.trim().slice(0, 80));
      } else {
        ['tabindex', 'role', 'aria-label'].forEach(name => box.removeAttribute(name));
      }
    });
  }

  document.addEventListener('toggle', reachable, true);
  window.addEventListener('resize', reachable);
  reachable();
})();
