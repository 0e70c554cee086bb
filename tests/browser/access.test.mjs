// Whether everybody can use it, beside what engines.test.mjs asks of each browser: where the focus goes, what axe finds on a phone.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { doubts } from './doubts.mjs';
import { open } from './page.mjs';

const axeSource = createRequire(import.meta.url)('axe-core').source;

test('AC-022: the focus stays when a filter goes', async () => {
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

const STATES = {
  idle: { path: '', settle: async () => {} },
  results: { path: '?q=inburgeringstraject', settle: (search) => search.says(/resultaten voor/) },
  filtered: { path: '?q=inburgering&f.jaar=2022', settle: (search) => search.says(/resultaten voor/) },
  typo: { path: '?q=inburgeringstrajcet', settle: (search) => search.says(/U ziet resultaten voor/) },
  zero: { path: '?q=sdafadsfasdf', settle: (search) => search.says(/^Geen resultaten/) },
  'zero with filters': { path: '?q=sdafadsfasdf&f.jaar=2022', settle: (search) => search.says(/^Geen resultaten/) },
};

for (const [state, { path, settle }] of Object.entries(STATES)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`AC-001: axe finds nothing on the demo: ${state}, 360 px, ${colorScheme}`, async () => {
      const search = await open(`/zoeken/${path}`, { viewport: { width: 360, height: 800 }, colorScheme });
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
      assert.deepEqual(doubts(incomplete).flatMap(tell), []);
      await search.close();
    });
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
