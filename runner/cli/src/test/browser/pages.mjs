// Reports of several kinds in a real Chromium, without a network: what must hold of each of them.
// node pages.mjs CHROMIUM FOLDER-FOR-PICTURES URL...
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const [executablePath, pictures, ...urls] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  for (const url of urls) {
    const name = url.split('/').at(-2);
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, offline: true, bypassCSP: true });
    const page = await context.newPage();
    const errors = [];
    page.on('request', request => request.url().split('#')[0] === url || errors.push('asked for ' + request.url()));
    page.on('pageerror', error => errors.push(String(error)));
    page.on('console', message => message.type() === 'error' && errors.push(message.text()));
    page.on('dialog', dialog => errors.push('a script of the experiment ran: ' + dialog.message()));
    await page.goto(url);

    // Accessibility: WCAG 2.2 A and AA, folded parts open, both schemes.
    await page.evaluate(() => document.querySelectorAll('details').forEach(each => { each.open = true; }));
    await page.evaluate(axe.source);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      assert.deepEqual(violations.map(each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 120))]), [], `${name}, ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });

    // Every plot says what it is, every mark its value or whose it is, and a table stands behind.
    const bare = await page.evaluate(() => Array.from(document.querySelectorAll('.plot circle, .plot .curve, .plot .heat, .plot .rug'))
      .filter(mark => !mark.querySelector('title')).map(mark => mark.outerHTML));
    assert.deepEqual(bare, [], name);
    const untold = await page.evaluate(() => Array.from(document.querySelectorAll('.plot'))
      .filter(plot => plot.firstElementChild.localName !== 'title' || plot.children[1].localName !== 'desc').length);
    assert.equal(untold, 0, name);

    // Headings step down by one level at a time, and there is one of the first.
    const levels = await page.evaluate(() => Array.from(document.querySelectorAll('h1, h2, h3, h4'), each => Number(each.localName[1])));
    assert.equal(levels.filter(level => level === 1).length, 1);
    levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1, `${name}: heading ${i}`));

    // Each entry of the contents leads to its part, in order.
    const links = page.locator('nav.contents a');
    for (const link of await links.all()) {
      const id = (await link.getAttribute('href')).slice(1);
      assert.equal(await page.locator(`[id="${id}"]`).count(), 1, id);
    }

    // A legend brings one contender forward, by pointer and by keys, and keeps it when pressed.
    const legend = page.locator('.legend:has(li + li)').first();
    const off = () => page.evaluate(() => document.querySelectorAll('.plot .off').length);
    if (await legend.count() > 0) {
      const entry = legend.getByRole('button').first();
      await entry.hover();
      assert.ok(await off() > 0, name);
      await page.mouse.move(0, 0);
      assert.equal(await off(), 0);
      await entry.focus();
      assert.ok(await off() > 0);
      await page.keyboard.press('Enter');
      assert.equal(await entry.getAttribute('aria-pressed'), 'true');
      await page.keyboard.press('Tab');
      assert.ok(await off() > 0);
      await entry.focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.evaluate(() => document.activeElement.blur());
      assert.equal(await off(), 0);
    }

    // A curve tells its values under the pointer and at arrow keys, and can be enlarged.
    const plot = page.locator('figure:has(.plot.lines):not(:has(.plot circle)) .plot.lines').first();
    if (await plot.count() > 0) {
      const tip = plot.locator('xpath=ancestor::figure').locator('.tip');
      await plot.hover();
      assert.match(await tip.textContent(), /\d/);
      const told = await tip.locator('span').count();
      assert.ok(told > 0);
      await page.mouse.move(0, 0);
      assert.equal(await tip.isVisible(), false);
      await plot.focus();
      await page.keyboard.press('Home');
      const first = await tip.textContent();
      await page.keyboard.press('ArrowRight');
      assert.notEqual(await tip.textContent(), first);
      // What is told is what the table behind has, as far as a picture is exact.
      await page.keyboard.press('Home');
      const row = await plot.locator('xpath=ancestor::figure').locator('tbody tr').first().evaluate(each => Array.from(each.cells, cell => cell.textContent.replace('−', '-')));
      const spans = await tip.locator('span').allTextContents();
      const values = spans.map(text => Number(text.split(' ').at(-1).replace('−', '-'))).sort((a, b) => a - b);
      const listed = row.slice(1).map(Number).filter(Number.isFinite).sort((a, b) => a - b);
      assert.equal(values.length, listed.length, name + ': ' + spans + ' / ' + row);
      const reach = Math.max(...listed.map(Math.abs), 1e-9);
      values.forEach((value, i) => assert.ok(Math.abs(value - listed[i]) <= .02 * reach, `${name}: ${spans} / ${row}`));
      // By keys, and back.
      await page.keyboard.press('+');
      assert.match(await plot.getAttribute('class'), /zoomed/);
      assert.ok(await plot.locator('.tick.again').count() > 1);
      await page.keyboard.press('Escape');
      assert.doesNotMatch(await plot.getAttribute('class'), /zoomed/);
      // By dragging, and back by the button.
      await plot.scrollIntoViewIfNeeded();
      const box = await plot.boundingBox();
      await page.mouse.move(box.x + 1, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + .7 * box.width, box.y + 60, { steps: 5 });
      await page.mouse.up();
      assert.match(await plot.getAttribute('class'), /zoomed/);
      await plot.locator('xpath=ancestor::figure').getByRole('button', { name: 'Show all' }).click();
      assert.doesNotMatch(await plot.getAttribute('class'), /zoomed/);
    }

    // Tables sort by their columns.
    for (const table of (await page.locator('table.sortable').all()).slice(0, 6)) {
      const header = table.locator('thead th').last().getByRole('button');
      await header.focus();
      await page.keyboard.press('Enter');
      assert.equal(await table.locator('thead th').last().getAttribute('aria-sort'), 'ascending');
    }

    // By Tab to every control, each with a visible focus.
    await page.goto('about:blank');
    await page.goto(url);
    const controls = await page.evaluate(() => Array.from(document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')).filter(each => each.checkVisibility()).length);
    let reached = 0;
    for (; reached < controls + 5; reached++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const here = document.activeElement;
        if (here === document.body || here === null) return 'end';
        const style = getComputedStyle(here);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? 'seen' : here.outerHTML.slice(0, 100);
      });
      if (seen === 'end') break;
      assert.equal(seen, 'seen', name);
    }
    assert.ok(reached >= controls - 2, `${name}: ${reached} of ${controls} controls by Tab`);

    // A link to a part that is folded away opens it.
    const hidden = await page.evaluate(() => {
      const closed = document.querySelector('details.fold:not([open]), details[id]:not([open])');
      return closed && (closed.id || closed.parentElement.id);
    });
    if (hidden) {
      await page.goto('about:blank');
      await page.goto(url + '#' + hidden);
      assert.equal(await page.evaluate(id => {
        const target = document.getElementById(id);
        const fold = target.localName === 'details' ? target : target.querySelector('details.fold');
        return fold.open && fold.checkVisibility();
      }, hidden), true, name + '#' + hidden);
    }

    // Paper has no controls, and what was folded.
    await page.emulateMedia({ media: 'print' });
    for (const control of ['.contents', '.offers', '#trials', '.tip']) {
      for (const each of await page.locator(control).all()) {
        assert.equal(await each.isVisible(), false, name + ' prints ' + control);
      }
    }
    await page.pdf({ path: `${pictures}/${name}.pdf`, format: 'A4' });
    await page.emulateMedia({ media: 'screen' });

    // No window is too narrow, even with everything open.
    for (const [kind, width, colorScheme] of [['desktop', 1200, 'light'], ['dark', 1200, 'dark'], ['phone', 390, 'light']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${pictures}/${name}-${kind}.png`, fullPage: true });
      await page.evaluate(() => document.querySelectorAll('details').forEach(each => { each.open = true; }));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name}, ${kind}: the page is ${wide} wide in a window of ${width}`);
    }
    assert.deepEqual(errors, [], name);
    await context.close();
    console.log('good: ' + name);
  }
  console.log('GOOD');
} finally {
  await browser.close();
}
