// A browser, and pages of the demo in it, for the tests beside this file.
//
//   BASE_URL=http://127.0.0.1:8000 CHROMIUM_PATH=/usr/bin/chromium CHROMIUM_FLAGS='--no-sandbox' \
//     ZOEKLICHT=target/debug/zoeklicht node --test
//
// `cargo xtask` sets them all.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { BASE, required } from './environment.mjs';

export * from './environment.mjs';

export const browser = await chromium.launch({
  executablePath: required('CHROMIUM_PATH'),
  args: required('CHROMIUM_FLAGS').split(' '),
});
after(() => browser.close());

/**
 * A search page in a context of its own, with what a test asks of it.
 * `options` are Playwright's for the context, `before(page)` to prepare the page before it is loaded, and `base` the
 * address of another site than the demo.
 */
export async function open(path, { before, base = BASE, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await before?.(page);
  await page.goto(base + path);
  const widget = page.locator('zoeklicht-search');
  return {
    page,
    context,
    /** Errors and warnings in the console, and exceptions. */
    complaints,
    /** The addresses of all requests. */
    requests,
    field: widget.locator('input[name=q]'),
    status: widget.locator('[role=status]'),
    hits: widget.locator('ol > li'),
    links: widget.locator('ol > li h3 a'),
    more: widget.locator('.zoeklicht-more'),
    alert: widget.locator('[role=alert]'),
    chips: widget.locator('.zoeklicht-chip'),

    /** Types letter by letter, as a person does. */
    async type(text, delay = 60) {
      await this.field.pressSequentially(text, { delay });
    },

    /** The checkbox of a filter value. */
    choice(value) {
      const label = new RegExp(`^${value} \\d+ result`);
      return widget.getByRole('checkbox', { name: label });
    },

    /** Unfolds the filters where they are folded. */
    async unfold() {
      const filters = widget.locator('.zoeklicht-filters');
      if (!(await filters.evaluate((details) => details.open))) await filters.locator('summary').first().click();
    },

    /** Waits until the status says this. */
    async says(text) {
      await page.waitForFunction(
        ([selector, source]) => new RegExp(source).test(document.querySelector(selector)?.textContent ?? ''),
        ['zoeklicht-search [role=status]', text.source],
        { timeout: 10_000 },
      );
    },

    /** Waits until something is so; what is looked at may be another page, after this one is closed. */
    async until(isSo) {
      for (const end = Date.now() + 10_000; !(await isSo()); await sleep(50)) {
        if (Date.now() > end) throw new Error(`not so after 10 s: ${isSo}`);
      }
    },

    /** The titles of the hits, in order. */
    titles() {
      return this.links.allTextContents();
    },

    /** Records each time that the text of the live region changes, with its time. */
    async listen() {
      await page.evaluate(() => {
        const region = document.querySelector('zoeklicht-search [role=status]');
        let last = region.textContent;
        globalThis.heard = [];
        new MutationObserver(() => {
          if (region.textContent === last) return;
          last = region.textContent;
          globalThis.heard.push({ text: last, at: performance.now() });
        }).observe(region, { childList: true, subtree: true, characterData: true });
      });
    },

    heard() {
      return page.evaluate(() => globalThis.heard);
    },

    /** Nothing went wrong that a visitor's console would show. */
    async isQuiet() {
      assert.deepEqual(complaints, [], 'the console is quiet');
      assert.deepEqual(await page.evaluate(() => globalThis.violations), [], 'the content security policy holds');
      const elsewhere = requests.filter((url) => new URL(url).origin !== new URL(base).origin);
      assert.deepEqual(elsewhere, [], 'no request leaves the site');
    },

    close: () => context.close(),
  };
}
