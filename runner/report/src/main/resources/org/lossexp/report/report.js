'use strict';
// Makes tables sortable and lists the trials. Names are set as text, never as markup. The page is
// XML as well: there is no character here that markup would have to escape.
(function () {
  function make(tag, attributes, text) {
    var node = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    node.textContent = text;
    return node;
  }

  function key(text) {
    var plain = text.replace(/\u2212/g, '-').trim();
    var number = parseFloat(plain);
    return Number.isNaN(number) ? plain : number;
  }

  // Numbers first, in their order, then words.
  function compare(one, other) {
    if (typeof one !== typeof other) { return typeof one === 'number' ? -1 : 1; }
    if (typeof one === 'number') { return Math.sign(one - other); }
    return one === other ? 0 : [one, other].sort()[0] === one ? -1 : 1;
  }

  // A header becomes a button; order(column, direction) puts the rows in order.
  function sortable(headers, order) {
    headers.forEach(function (header, column) {
      var button = make('button', { type: 'button', class: 'sort' }, header.textContent);
      header.replaceChildren(button);
      button.addEventListener('click', function () {
        var up = header.getAttribute('aria-sort') !== 'ascending';
        headers.forEach(function (each) { each.removeAttribute('aria-sort'); });
        header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        order(column, up ? 1 : -1);
      });
    });
  }

  document.querySelectorAll('table.sortable').forEach(function (table) {
    var body = table.tBodies[0];
    sortable(Array.from(table.tHead.rows[0].cells), function (column, direction) {
      var rows = Array.from(body.rows).map(function (row) {
        var cell = row.cells[column];
        return { row: row, key: cell ? key(cell.textContent) : '' };
      });
      rows.sort(function (a, b) { return direction * compare(a.key, b.key); });
      rows.forEach(function (each) { body.append(each.row); });
    });
  });

  var place = document.getElementById('all-trials');
  var data = JSON.parse(document.getElementById('trials-data').textContent);
  var rows = data.rows.slice();
  var most = 100;

  function words(row) {
    return row.map(function (cell) { return cell === null ? '' : String(cell); });
  }

  var filter = make('input', { type: 'search', id: 'filter', placeholder: 'words that a row has' }, '');
  var label = make('label', { for: 'filter' }, 'Filter ');
  var count = make('span', { class: 'note', role: 'status' }, '');
  var table = make('table', {}, '');
  var head = make('tr', {}, '');
  data.columns.forEach(function (name, column) {
    head.append(make('th', { scope: 'col', class: Math.sign(data.words - column) === 1 ? 't' : 'n' }, name));
  });
  table.createTHead().append(head);
  var body = table.createTBody();
  var more = make('button', { type: 'button', class: 'plain' }, 'Show more');

  function shown() {
    var wanted = filter.value.toLowerCase().split(' ').filter(Boolean);
    return rows.filter(function (row) {
      var text = words(row).join(' ').toLowerCase();
      return wanted.every(function (word) { return text.includes(word); });
    });
  }

  function draw() {
    var found = shown();
    body.replaceChildren();
    found.slice(0, most).forEach(function (row) {
      var line = document.createElement('tr');
      words(row).forEach(function (cell, column) {
        line.append(make('td', { class: head.cells[column].className }, cell));
      });
      body.append(line);
    });
    count.textContent = ' ' + found.length + ' of ' + data.rows.length + ' trials';
    more.hidden = Math.sign(found.length - most) !== 1;
  }

  filter.addEventListener('input', function () { most = 100; draw(); });
  more.addEventListener('click', function () { most = most * 10; draw(); });
  sortable(Array.from(head.cells), function (column, direction) {
    rows.sort(function (a, b) {
      return direction * compare(key(words(a)[column]), key(words(b)[column]));
    });
    draw();
  });

  function quoted(cell) {
    return /[",\r\n]|^ | $/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;
  }

  function csv(lines) {
    return lines.map(function (line) { return line.map(quoted).join(','); }).join('\n') + '\n';
  }

  function offer(name, type, text) {
    var button = make('button', { type: 'button', class: 'plain' }, name);
    button.addEventListener('click', function () {
      var url = URL.createObjectURL(new Blob([text()], { type: type }));
      var link = make('a', { href: url, download: name }, '');
      link.click();
      URL.revokeObjectURL(url);
    });
    return button;
  }

  var offers = make('p', { class: 'offers' }, 'Download ');
  offers.append(
    offer('summary.csv', 'text/csv', function () { return data.summary; }),
    offer('trials.csv', 'text/csv', function () { return csv([data.columns].concat(data.rows.map(words))); }),
    offer('trials.json', 'application/json', function () {
      return JSON.stringify({ columns: data.columns, rows: data.rows }, null, 1) + '\n';
    })
  );
  var scroll = make('div', { class: 'scroll' }, '');
  scroll.append(table);
  label.append(filter);
  place.replaceChildren(offers, label, count, scroll, more);
  draw();
})();
