// Asks the demo one query through a real browser, the way a visitor would, and prints the top hit.
//
//   BASE_URL=http://127.0.0.1:8000 CHROMIUM_PATH=/usr/bin/chromium CHROMIUM_FLAGS='--no-sandbox' node check.mjs
//
// `cargo xtask demo --check` runs it. Exits 1 with the reason when no hit appears.

import { chromium } from 'playwright-core';

const QUERY = 'inburgeringstraject';

const base = required('BASE_URL').replace(/\/$/, '');
const browser = await chromium.launch({
  executablePath: required('CHROMIUM_PATH'),
  args: required('CHROMIUM_FLAGS').split(' '),
});
// What the page complains about is usually why there is no hit.
const complaints = [];
try {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(`${base}/zoeken/`);
  await page.locator('input[name=q]').first().pressSequentially(QUERY);
  const top = page.locator('zoeklicht-search ol li h3 a').first();
  await top.waitFor({ timeout: 15_000 });
  const hit = await top.evaluate((link) => ({ title: link.textContent.trim(), url: link.href }));
  console.log(`top hit: ${hit.title} — ${hit.url}`);
} catch (error) {
  console.error(`no hit for "${QUERY}" on ${base}/zoeken/: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
for (const complaint of complaints) console.error(`the page said: ${complaint}`);

function required(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set; run \`cargo xtask demo --check\``);
    process.exit(1);
  }
  return value;
}
