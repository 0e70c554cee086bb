// Whether everybody can use it: what is announced, which keys work, what axe finds. How it fits is in look.test.mjs.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { SEARCH_PAGES, SETTLED_MS, open } from './page.mjs';

const axeSource = createRequire(import.meta.url)('axe-core').source;

test('the live region is there, empty, before anything else', async () => {
  const search = await open('/zoeken/');
  assert.equal(await search.status.count(), 1);
  assert.equal(await search.status.textContent(), '');
  assert.equal(await search.status.getAttribute('aria-atomic'), 'true');
  await search.close();
});

// A page in which a word was typed without a pause as long as that before a message. A busy machine may take longer
// between two letters, and then a message is right.
async function typedSteadily(path, word) {
  for (let attempts = 10; ; attempts -= 1) {
    const search = await open(path);
    await search.field.focus();
    // The engine is there, so that what is measured is the waiting and not the loading.
    await search.page.waitForTimeout(1_500);
    await search.listen();
    await search.page.evaluate(() => {
      globalThis.longestPause = 0;
      document.querySelector('#q').addEventListener('keydown', () => {
        const now = performance.now();
        globalThis.longestPause = Math.max(globalThis.longestPause, now - (globalThis.lastKey ?? now));
        globalThis.lastKey = now;
        // How late the machine is with a second that it was asked to wait.
        clearTimeout(globalThis.second);
        globalThis.second = setTimeout(() => (globalThis.late_ms = performance.now() - now - 1_000), 1_000);
      });
    });
    await search.type(word, 90);
    const pause_ms = await search.page.evaluate(() => globalThis.longestPause);
    if (pause_ms < 800 || attempts === 1) return search;
    await search.close();
  }
}

for (const path of SEARCH_PAGES) {
  test(`${path} announces nothing while someone types, and one message after`, async () => {
    const search = await typedSteadily(path, 'inburgerin');
    assert.deepEqual(await search.heard(), [], 'no message while typing');
    await search.page.waitForTimeout(SETTLED_MS);
    const [message, ...more] = await search.heard();
    assert.deepEqual(more, []);
    assert.match(message.text, /^\d+ resultaten voor ‘inburgerin’/);
    const { lastKey, late_ms } = await search.page.evaluate(() => ({ lastKey: globalThis.lastKey, late_ms: globalThis.late_ms }));
    const wait = message.at - lastKey;
    assert.ok(wait >= 1_000 && wait <= 1_500 + late_ms, `after ${wait} ms, where a second takes ${late_ms} ms more`);

    // A submit speaks at once, and again when repeated.
    await search.field.press('Enter');
    await search.page.waitForTimeout(400);
    await search.field.press('Enter');
    await search.page.waitForTimeout(400);
    const spoken = (await search.heard()).slice(1);
    assert.equal(spoken.length, 2, 'once for each submit');
    const plain = spoken.map(({ text }) => text.replaceAll('\u200b', ''));
    assert.deepEqual(plain, [message.text, message.text]);

    // A filter and more results, too.
    await search.choice('2022').check();
    await search.page.waitForTimeout(400);
    await search.choice('2022').uncheck();
    await search.page.waitForTimeout(400);
    await search.more.click();
    await search.page.waitForTimeout(400);
    const last = (await search.heard()).slice(3).map(({ text }) => text.replaceAll('\u200b', ''));
    assert.equal(last.length, 3);
    assert.match(last[0], /^Filter toegepast\. \d+ resultaten\.$/);
    assert.equal(last[1], message.text);
    assert.match(last[2], /^10 resultaten toegevoegd\. U ziet nu 20 van \d+\.$/);
    await search.page.waitForTimeout(3_000);
    assert.equal((await search.heard()).length, 6, 'what was said stands');
    await search.close();
  });

  test(`${path} works with the keyboard`, async () => {
    const search = await open(path);
    await search.type('inburgering');
    await search.says(/resultaten voor/);
    const press = (key) => search.page.keyboard.press(key);
    const focused = () => search.page.evaluate(() => {
      const links = [...document.querySelectorAll('zoeklicht-search ol h3 a')];
      const at = links.indexOf(document.activeElement);
      return at >= 0 ? at : document.activeElement.id || document.activeElement.tagName;
    });

    await press('Home');
    assert.equal(await search.field.evaluate((field) => field.selectionStart), 0, 'Home moves the caret');
    await press('End');
    assert.equal(await search.field.evaluate((field) => field.selectionStart), 'inburgering'.length);
    await press('ArrowLeft');
    await press('ArrowDown');
    assert.equal(await focused(), 0);
    await press('ArrowDown');
    assert.equal(await focused(), 1);
    await press('End');
    assert.equal(await focused(), 9);
    await press('ArrowDown');
    assert.equal(await focused(), 9, 'the last stays');
    await press('Home');
    assert.equal(await focused(), 0);
    await press('/');
    assert.equal(await focused(), 0, 'no letter is a shortcut');
    await press('ArrowUp');
    assert.equal(await focused(), 'q');
    assert.equal(await search.field.evaluate((field) => field.selectionStart), 'inburgering'.length - 1, 'the caret is kept');
    await press('ArrowDown');
    await press('Escape');
    assert.equal(await focused(), 'q');
    assert.equal(await search.field.inputValue(), 'inburgering');

    // Enter searches; it does not follow the first result.
    const before = search.page.url();
    await press('Enter');
    await search.page.waitForTimeout(300);
    assert.equal(new URL(search.page.url()).pathname, new URL(before).pathname);
    assert.equal(await focused(), 'q');

    // From the form a link leads past the filters.
    await press('Tab');
    await press('Tab');
    assert.equal(await search.page.evaluate(() => document.activeElement.textContent), 'Naar de zoekresultaten');
    await press('Enter');
    assert.equal(await search.page.evaluate(() => document.activeElement.textContent), 'Zoekresultaten');
    await press('Tab');
    assert.equal(await focused(), 0);

    // More results: on with the first new one.
    await search.more.focus();
    await press('Enter');
    await search.hits.nth(10).waitFor();
    assert.equal(await focused(), 10);
    await press('Shift+Tab');
    assert.ok(await search.page.evaluate(() => document.activeElement.closest('li:nth-child(10)') !== null));

    // Escape empties the field and stays there.
    await search.field.focus();
    await press('Escape');
    assert.equal(await search.field.inputValue(), '');
    assert.equal(await focused(), 'q');
    await search.hits.first().waitFor({ state: 'detached' });
    await search.isQuiet();
    await search.close();
  });
}

test('the focus stays when a filter goes', async () => {
  const search = await open('/zoeken/?q=inburgering&f.jaar=2022&f.jaar=2023');
  await search.says(/resultaten voor/);
  const focused = () => search.page.evaluate(() => document.activeElement.textContent.trim());
  await search.chips.first().focus();
  await search.page.keyboard.press('Enter');
  assert.equal(await focused(), 'Jaar: 2023', 'on the next chip');
  await search.page.keyboard.press('Enter');
  await search.chips.first().waitFor({ state: 'detached' });
  assert.equal(await focused(), 'Resultaten filteren', 'after the last on the heading of the filters');
  await search.close();

  const browse = await open('/zoeken/?f.jaar=2022');
  await browse.says(/resultaten/);
  await browse.choice('2022').focus();
  await browse.page.keyboard.press('Space');
  await browse.hits.first().waitFor({ state: 'detached' });
  assert.equal(await browse.page.evaluate(() => document.activeElement.id), 'q', 'with no filters left, on the field');
  await browse.close();
});

test('results are links in headings in a list, under one landmark', async () => {
  const search = await open('/zoeken/?q=inburgering');
  await search.says(/resultaten voor/);
  assert.equal(await search.page.getByRole('search').count(), 1);
  assert.equal(await search.page.locator('zoeklicht-search :is([role=listbox], [role=option], [role=grid])').count(), 0);
  assert.equal(await search.hits.count(), await search.links.count());
  assert.ok(await search.page.locator('zoeklicht-search h2', { hasText: /^Zoekresultaten$/ }).count());
  await search.close();
});

/** What axe cannot decide by itself, and why it is fine. Any other doubt fails the test. */
const EXPLAINED = {};

const STATES = {
  idle: { path: '', settle: async () => {} },
  results: { path: '?q=inburgeringstraject', settle: (search) => search.says(/resultaten voor/) },
  filtered: { path: '?q=inburgering&f.jaar=2022', settle: (search) => search.says(/resultaten voor/) },
  typo: { path: '?q=inburgeringstrajcet', settle: (search) => search.says(/U ziet resultaten voor/) },
  zero: { path: '?q=sdafadsfasdf', settle: (search) => search.says(/^Geen resultaten/) },
  'zero with filters': { path: '?q=sdafadsfasdf&f.jaar=2022', settle: (search) => search.says(/^Geen resultaten/) },
};

for (const [state, { path, settle }] of Object.entries(STATES)) {
  for (const width of [1280, 360]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing: ${state}, ${width} px, ${colorScheme}`, async () => {
        const search = await open(`/zoeken/${path}`, { viewport: { width, height: 800 }, colorScheme });
        await settle(search);
        if (state === 'filtered') await search.unfold();
        await search.page.evaluate(axeSource);
        const { violations, incomplete } = await search.page.evaluate(() => {
          // All rules: best practice, experimental and AAA too.
          const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
          return axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
        });
        const tell = ({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`);
        assert.deepEqual(violations.flatMap(tell), []);
        assert.deepEqual(incomplete.filter(({ id }) => !(id in EXPLAINED)).flatMap(tell), []);
        await search.close();
      });
    }
  }
}

test('upgrading and searching move nothing that stands below', async () => {
  const search = await open('/zoeken/', {
    before: (page) => page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    }),
  });
  await search.page.waitForTimeout(500);
  await search.type('inburgeringstraject');
  await search.says(/resultaten voor/);
  const shift = await search.page.evaluate(() => globalThis.shift);
  assert.ok(shift <= 0.01, `layout shift ${shift}`);
  await search.close();
});
