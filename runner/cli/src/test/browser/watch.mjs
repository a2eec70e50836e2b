// The page of `lossexp watch` in a real Chromium.
// node watch.mjs CHROMIUM URL; prints what it waits for from whoever started it, a line each.
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [executablePath, url] = process.argv.slice(2);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const until = async what => {
  console.log(what);
  await answers.next();
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const elsewhere = [];
  const errors = [];
  page.on('request', request => request.url().startsWith(url) || elsewhere.push(request.url()));
  page.on('pageerror', error => errors.push(String(error)));
  page.on('dialog', dialog => errors.push('a script of the experiment ran: ' + dialog.message()));
  await page.goto(url);
  await page.getByText('yet').waitFor();
  assert.equal(await page.getByRole('status').textContent(), 'waiting');

  await until('RUN');
  await page.getByText('finished').waitFor();
  assert.equal(await page.locator('h1').textContent(), 'Hostile <script>alert(1)</script>');
  const bar = page.getByRole('progressbar');
  assert.equal(await bar.getAttribute('aria-valuenow'), '9');
  assert.equal(await bar.getAttribute('aria-valuemax'), '9');
  const rows = page.locator('#settings tbody tr');
  assert.equal(await rows.count(), 3);
  assert.match(await rows.nth(0).textContent(), /^mse3 \/ 3[0-9.]+[0-9. …]+$/);
  assert.match(await rows.nth(2).textContent(), /^wild3 \/ 3––3$/);
  assert.equal(await page.locator('.best').count(), 1);
  assert.equal(await page.locator('#failures tbody tr').count(), 3);
  assert.match(await page.locator('#failures tbody tr').first().textContent(), /diverged.*at epoch 1/);
  assert.equal(await page.locator('figure svg path.curve').count(), 4);
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(errors, []);

  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} wide in a window of ${width}`);
  }

  await until('END');
  await page.getByText('no answer from lossexp watch').waitFor();
  console.log('GOOD');
} finally {
  await browser.close();
}
