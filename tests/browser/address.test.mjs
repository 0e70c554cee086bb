// The address of the page and its history: criteria E of tests/criteria.tsv.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { fixture } from './fixture.mjs';
import { open as openPage, required } from './page.mjs';

const host = await fixture({
  query: { attributes: 'url-state="query"' },
  hash: { attributes: 'url-state="hash"' },
  none: { attributes: 'url-state="none"' },
});
after(host.close);

/** Playwright's own way waits for a page to load, which one from the cache never does. */
async function back(page) {
  const from = page.url();
  await page.evaluate(() => setTimeout(() => history.back()));
  for (let tries = 200; tries > 0 && page.url() === from; tries -= 1) await page.waitForTimeout(50);
}

const open = (path, options) => openPage(path, { base: host.address, ...options });

test('AC-090: searches are kept in the query, in the fragment, or nowhere', async () => {
  for (const [kept, address] of [['query', '/query.html?q=bericht&f.jaar=2021'], ['hash', '/hash.html#q=bericht&f.jaar=2021'], ['none', '/none.html']]) {
    const search = await open(`/${kept}.html`);
    await search.field.fill('bericht');
    await search.field.press('Enter');
    await search.says(/^45 resultaten/);
    await search.choice('2021').check();
    await search.says(/^Filter toegepast\. 15 resultaten\.$/);
    const url = new URL(search.page.url());
    assert.equal(url.pathname + url.search + url.hash, address);
    if (kept !== 'none') {
      const again = await open(address);
      await again.says(/^15 resultaten voor ‘bericht’/);
      assert.ok(await again.choice('2021').isChecked());
      await again.close();
    }
    await search.close();
  }
  const plain = await open('/zoeken.html');
  await plain.field.fill('fiets');
  await plain.field.press('Enter');
  await plain.says(/^2 resultaten/);
  assert.equal(new URL(plain.page.url()).search, '?q=fiets', 'by itself on the page that the form leads to');
  await plain.close();
});

test('AC-091: twenty letters are one entry of the history, a submit and a filter one each', async () => {
  const search = await open('/query.html');
  const entries = () => search.page.evaluate(() => history.length);
  const before = await entries();
  await search.field.focus();
  await search.type('buurtwerking bericht', 40);
  await search.says(/^\d+ resultaten/);
  assert.ok((await entries()) - before <= 1, `${(await entries()) - before} entries`);
  const typed = await entries();
  await search.choice('2021').check();
  await search.says(/^Filter toegepast/);
  assert.equal((await entries()) - typed, 1);
  await search.close();
});

/** Whether the page comes back from the back/forward cache, as visitors have it; Playwright turns that off. */
for (const isCached of [true, false]) {
  test(`AC-092: Back brings thirty results, the place and the focus (${isCached ? 'from' : 'without'} the back/forward cache)`, async (t) => {
    const cached = isCached
      ? await chromium.launch({
        executablePath: required('CHROMIUM_PATH'),
        args: required('CHROMIUM_FLAGS').split(' '),
        ignoreDefaultArgs: ['--disable-back-forward-cache'],
      })
      : undefined;
    t.after(() => cached?.close());
    const page = await (cached ? cached.newPage({ viewport: { width: 1000, height: 700 } }) : (await open('/query.html')).page);
    await page.addInitScript(() => addEventListener('pageshow', (event) => (globalThis.isFromCache = event.persisted)));
    await page.goto(`${host.address}/query.html?q=bericht&f.jaar=2021&f.jaar=2022`);
    const links = page.locator('zoeklicht-search ol h3 a');
    await links.first().waitFor();
    for (const shown of [10, 20]) {
      await page.locator('.zoeklicht-more').click();
      await links.nth(shown).waitFor();
    }
    assert.equal(await links.count(), 30);
    const chosen = links.nth(21);
    await chosen.scrollIntoViewIfNeeded();
    const title = await chosen.textContent();
    const before = await page.evaluate(() => scrollY);
    await chosen.click();
    await page.waitForURL(/berichten/);
    await back(page);
    await links.nth(29).waitFor();
    await page.waitForFunction((title) => document.activeElement?.textContent === title, title, { timeout: 5_000 });
    assert.equal(await page.evaluate(() => globalThis.isFromCache), isCached);
    assert.equal(await page.locator('#q').inputValue(), 'bericht');
    assert.equal(await page.locator('.zoeklicht-chip').count(), 2);
    const moved = Math.abs((await page.evaluate(() => scrollY)) - before);
    assert.ok(moved <= 100, `${moved} px from where it was`);
    await page.close();
  });
}

test('AC-093: Back and Forward between two searches restore each, without loading', async () => {
  const search = await open('/query.html');
  const submit = async (query, told) => {
    await search.field.fill(query);
    await search.field.press('Enter');
    await search.says(told);
  };
  await submit('fiets', /^2 resultaten voor ‘fiets’/);
  await submit('subsidie', /^1 resultaat voor ‘subsidie’/);
  await search.page.evaluate(() => (globalThis.isSame = true));
  await search.page.goBack();
  await search.says(/^2 resultaten voor ‘fiets’/);
  assert.equal(await search.field.inputValue(), 'fiets');
  await search.page.goForward();
  await search.says(/^1 resultaat voor ‘subsidie’/);
  assert.ok(await search.page.evaluate(() => globalThis.isSame), 'the page was not loaded again');
  await search.close();
});

test('AC-094: an address opens what it says, and a hostile one does nothing else', async () => {
  const hostile = `<img src=x onerror=alert(1)>`;
  const search = await open(`/query.html?q=${encodeURIComponent(hostile)}&f.jaar=${encodeURIComponent(hostile)}&p=99999999999999999999&sort=;drop&f.=x&__proto__=1&exact=no`);
  await search.says(/Geen resultaten/);
  assert.equal(await search.page.locator('zoeklicht-search img').count(), 0);
  assert.equal(await search.field.inputValue(), hostile);
  await search.isQuiet();
  await search.close();
});

test('AC-095: a router is left alone; the state can be read, heard of and set', async () => {
  const search = await open('/none.html');
  await search.page.evaluate(() => {
    globalThis.pushes = 0;
    for (const name of ['pushState', 'replaceState']) {
      const own = history[name].bind(history);
      history[name] = (...all) => {
        globalThis.pushes += 1;
        own(...all);
      };
    }
    globalThis.states = [];
    const element = document.querySelector('zoeklicht-search');
    element.addEventListener('zoeklicht:statechange', () => globalThis.states.push(element.state));
  });
  await search.field.fill('bericht');
  await search.field.press('Enter');
  await search.says(/^45 resultaten/);
  await search.choice('2021').check();
  await search.says(/^Filter toegepast/);
  assert.equal(await search.page.evaluate(() => globalThis.pushes), 0);
  const last = await search.page.evaluate(() => globalThis.states.at(-1));
  assert.deepEqual(last, { query: 'bericht', filters: { jaar: ['2021'] }, from: '', to: '', pages: 1, sort: 'relevance', exact: false, languages: 'page' });
  await search.page.evaluate(() => {
    document.querySelector('zoeklicht-search').state = { query: 'bericht', filters: { jaar: ['2022'] }, pages: 2 };
  });
  await search.hits.nth(14).waitFor();
  assert.deepEqual(await search.chips.allTextContents(), ['Jaar: 2022']);
  await search.page.evaluate(() => document.querySelector('zoeklicht-search').clear());
  await search.hits.first().waitFor({ state: 'detached' });
  assert.equal(await search.field.inputValue(), '');
  await search.isQuiet();
  await search.close();
});

test('AC-096: nothing of ours keeps the page out of the back/forward cache', async (t) => {
  const cached = await chromium.launch({
    executablePath: required('CHROMIUM_PATH'),
    args: required('CHROMIUM_FLAGS').split(' '),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  t.after(() => cached.close());
  const page = await cached.newPage();
  await page.goto(`${host.address}/query.html?q=fiets`);
  await page.locator('zoeklicht-search ol h3 a').first().waitFor();
  await page.goto(`${host.address}/fietsen.html`);
  await back(page);
  const reasons = await page.evaluate(() => performance.getEntriesByType('navigation')[0].notRestoredReasons);
  assert.equal(reasons, null, JSON.stringify(reasons));
});
