// The playground of `zoeklicht serve`: the server of the demo has one.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { BASE, browser } from './page.mjs';

const axeSource = createRequire(import.meta.url)('axe-core').source;
let page;
const complaints = [];

before(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${BASE}/-/zoeklicht/`);
});
after(() => page.close());

test('AC-176: the playground shows results with the reasons of their scores, which a rule left out changes', async () => {
  await page.getByLabel('Query').fill('inburgeringstraject');
  const first = page.locator('#hits > li').first();
  await first.waitFor();
  const score = async () => Number(await first.locator('.score').textContent());
  const reasons = await first.locator('tbody tr:first-child > td:nth-child(2)').allTextContents();
  const sum = reasons.reduce((total, reason) => total + Number(reason), 0);
  const before = await score();
  assert.ok(Math.abs(sum - before) < 0.001 * (reasons.length + 1), `${reasons} are not ${before}`);
  await page.getByLabel('titles').check();
  await page.waitForFunction((before) => Number(document.querySelector('#hits .score')?.textContent) < before, before);
});

test('AC-176: the playground finds only what has a language, if that is asked', async () => {
  await page.getByLabel('Query').fill('inburgering');
  await page.getByLabel('Language', { exact: true }).selectOption('nl');
  await page.waitForFunction(() => document.querySelector('#status').textContent.includes('documents'));
  const languages = await page.locator('#hits h3 a').evaluateAll((links) => [...new Set(links.map((link) => link.lang))]);
  assert.deepEqual(languages, ['nl']);
});

test('AC-176: the search box is shown with a theme and without WebAssembly', async () => {
  const preview = page.frameLocator('#preview');
  await page.getByLabel('Theme').selectOption('vlaanderen');
  await preview.locator('link[href*="vlaanderen"]').waitFor({ state: 'attached' });
  await preview.getByRole('searchbox').pressSequentially('inburgering');
  await preview.locator('zoeklicht-search ol h3 a').first().waitFor();
  assert.deepEqual(complaints, []);
  await page.getByLabel('Content security policy').selectOption('no-wasm');
  await preview.locator('#q').fill('nt2');
  await preview.getByRole('button', { name: 'Search' }).click();
  await preview.locator('#sent', { hasText: 'nt2' }).waitFor();
});

test('AC-001: axe finds nothing in the playground', async () => {
  await page.getByLabel('Content security policy').selectOption('strict');
  await page.getByLabel('Query').fill('subsidie');
  await page.locator('#hits > li').first().waitFor();
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => axe.run(document, { iframes: false }));
  assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`)), []);
});
