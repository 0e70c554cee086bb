// How quickly the page answers somebody who types in the search box, on a slow machine and on a slow line:
//
//   node typing.mjs FOLDER [QUERY]   with FOLDER a site whose `zoeklicht/` is its index
//
// Prints the Event Timing durations (W3C Event Timing) of each key of the query at four times less CPU, and the layout
// shift (Layout Instability) meanwhile; then how long it takes from the first focus, and from the last letter, to the first
// result with nothing loaded before, on the line that Lighthouse calls slow 4G. CHROMIUM_PATH and CHROMIUM_FLAGS as for the browser tests.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const SLOWER = 4;
const KEY_MS = 120;
const SLOW_4G = { latencyMs: 150, bytesPerMs: 200 };
const [folder, query = 'interfaces'] = process.argv.slice(2);

writeFileSync(join(folder, 'typing.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Typing</title>
<link rel="stylesheet" href="/zoeklicht/zoeklicht.css"><script type="module" src="/zoeklicht/zoeklicht.js"></script>
<h1>Search</h1><zoeklicht-search src="/zoeklicht/"><form role="search" class="zoeklicht-form"><label for="q">Search</label>
<input id="q" name="q" type="search"><button>Search</button></form></zoeklicht-search>`);
const host = await serve({ '/': folder });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: process.env.CHROMIUM_FLAGS.split(' ') });
const open = async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${host.address}/typing.html`);
  return page;
};
try {
  for (const run of [1, 2, 3]) {
    const page = await open();
    await page.locator('#q').focus();
    await page.waitForFunction(() => document.querySelector('zoeklicht-search').ready.then(() => true));
    await page.evaluate(() => {
      Object.assign(globalThis, { durations: [], shift: 0, longest: 0 });
      new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (/^key|^input/.test(name)) globalThis.durations.push(duration);
      }).observe({ type: 'event', durationThreshold: 16 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
      }).observe({ type: 'layout-shift' });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
      }).observe({ type: 'longtask' });
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.locator('#q').pressSequentially(query, { delay: KEY_MS });
    await page.locator('zoeklicht-search ol h3 a').first().waitFor({ timeout: 60_000 });
    await sleep(3_000);
    const { durations, shift, longest } = await page.evaluate(() => ({ durations, shift, longest }));
    durations.sort((a, b) => a - b);
    const at = (share) => durations[Math.min(durations.length - 1, Math.floor(share * durations.length))] ?? 0;
    console.log(`run ${run}: ${query.length} letters; worst ${at(1)} ms, p75 ${at(0.75)} ms, longest task ${longest} ms, shift ${shift.toFixed(4)}`);
    await page.context().close();
  }
  for (const run of [1, 2, 3]) {
    host.line = undefined;
    const page = await open();
    Object.assign(host, { line: SLOW_4G, log: [] });
    const start = performance.now();
    await page.locator('#q').focus();
    await page.locator('#q').pressSequentially(query, { delay: KEY_MS });
    const typed = performance.now();
    await page.locator('zoeklicht-search ol h3 a').first().waitFor({ timeout: 60_000 });
    const [took, waited] = [start, typed].map((from) => Math.round(performance.now() - from));
    const bytes = host.log.reduce((sum, row) => sum + row.bytes, 0);
    console.log(`run ${run}: first result ${took} ms after the focus, ${waited} ms after the last letter, ${host.log.length} requests, ${bytes} bytes`);
    await page.context().close();
  }
} finally {
  await browser.close();
  host.close();
}
