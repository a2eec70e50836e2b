// A report in a real Chromium, with the network blocked.
// node report.mjs CHROMIUM FILE-URL FOLDER-FOR-PICTURES
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [executablePath, url, pictures] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, offline: true });
  const page = await context.newPage();
  const errors = [];
  page.on('request', request => request.url() === url || request.url().startsWith('blob:') || errors.push('asked for ' + request.url()));
  page.on('pageerror', error => errors.push(String(error)));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  page.on('dialog', dialog => errors.push('a script of the experiment ran: ' + dialog.message()));
  await page.goto(url);
  assert.equal(await page.locator('h1').textContent(), 'Hostile <script>alert(1)</script>');

  // Every trial is listed; words filter, case or not.
  const rows = page.locator('#all-trials tbody tr');
  const status = page.locator('#all-trials [role=status]');
  assert.equal(await rows.count(), 9);
  await page.getByLabel('Filter').fill('MAE done');
  assert.equal(await rows.count(), 3);
  assert.match(await status.textContent(), /3 of 9 trials/);
  await page.getByLabel('Filter').fill('diverged');
  assert.equal(await rows.count(), 3);
  await page.getByLabel('Filter').fill('');

  // Sorting by keyboard: numbers as numbers, and back.
  const column = async () => (await page.locator('#all-trials tbody tr').evaluateAll(all => all.map(row => row.cells[5].textContent))).filter(Boolean).map(Number);
  const header = page.locator('#all-trials thead th').nth(5).getByRole('button');
  await header.focus();
  await page.keyboard.press('Enter');
  const up = await column();
  assert.equal(up.length, 6);
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  await page.keyboard.press('Enter');
  assert.deepEqual(await column(), [...up].reverse());
  assert.equal(await page.locator('#all-trials thead th').nth(5).getAttribute('aria-sort'), 'descending');

  // The ranking sorts by its means.
  const ranking = page.locator('table.ranking').first();
  const means = async () => (await ranking.locator('tbody tr').evaluateAll(all => all.map(row => row.cells[1].textContent))).filter(text => text !== '–').map(Number);
  await ranking.locator('thead th').nth(1).getByRole('button').click();
  await ranking.locator('thead th').nth(1).getByRole('button').click();
  const down = await means();
  assert.equal(down.length, 2);
  assert.ok(down[0] >= down[1], String(down));

  // What is below a number comes before it, and what is empty stays last, in both directions.
  const order = (texts, times) => page.evaluate(([texts, times]) => {
    const sorted = document.querySelector('table.ranking.sortable');
    const rows = Array.from(sorted.tBodies[0].rows);
    texts.forEach((text, i) => { rows[i].cells[1].textContent = text; });
    sorted.tHead.rows[0].cells[1].removeAttribute('aria-sort');
    for (let i = 0; i < times; i++) sorted.tHead.rows[0].cells[1].querySelector('button').click();
    return Array.from(sorted.tBodies[0].rows, row => row.cells[1].textContent);
  }, [texts, times]);
  assert.deepEqual(await order(['\u2013', '0.0001', '< 0.0001'], 1), ['< 0.0001', '0.0001', '\u2013']);
  assert.deepEqual(await order(['\u2013', '< 0.0001', '0.03'], 2), ['0.03', '< 0.0001', '\u2013']);

  // Downloads hold what the page shows, byte for byte.
  const download = async name => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    assert.equal(file.suggestedFilename(), name);
    return readFileSync(await file.path(), 'utf8');
  };
  const summary = await download('summary.csv');
  assert.equal(summary, readFileSync(new URL('summary.csv', url), 'utf8'));
  assert.equal((await download('page-trials.csv')).trim().split('\n').length, 10);
  assert.equal(JSON.parse(await download('trials.json')).rows.length, 9);

  // Marks tell their value to the mouse, plots their title to a reader.
  assert.ok(await page.locator('svg circle title').count() > 0);
  for (const plot of await page.locator('svg.plot').all()) {
    assert.ok((await plot.locator('> title').textContent()).length > 5);
  }

  // Tables that a deep link names are there.
  for (const id of ['decided', 'trials', 'appendix', 'setting-1']) {
    assert.equal(await page.locator('#' + id).count(), 1, id);
  }

  for (const [name, width, colorScheme] of [['desktop', 1200, 'light'], ['dark', 1200, 'dark'], ['phone', 390, 'light']]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name}: the page is ${wide} wide in a window of ${width}`);
    await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.pdf({ path: `${pictures}/print.pdf`, format: 'A4' });
  assert.deepEqual(errors, []);
  console.log('GOOD');
} finally {
  await browser.close();
}
