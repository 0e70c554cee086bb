// What a search finds, over both kinds of index.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE, SEARCH_PAGES, open } from './page.mjs';

for (const path of SEARCH_PAGES) {
  test(`${path} finds documents while someone types`, async () => {
    const search = await open(path);
    await search.type('inburgeringstraject');
    await search.says(/^\d+ resultaten voor ‘inburgeringstraject’\. U ziet 1 tot 10\.$/);
    const titles = await search.titles();
    assert.equal(titles.length, 10);
    for (const title of titles.slice(0, 5)) assert.match(title, /inburgeringstraject/i, 'title words come first');
    assert.ok(titles.includes('Hertekening inburgeringstraject'));
    const marks = await search.hits.locator('mark').allTextContents();
    assert.ok(marks.length >= 10 && marks.every((mark) => /inburgeringstraject/i.test(mark)), marks.join());
    const link = await search.links.first().evaluate((a) => a.href);
    assert.equal((await fetch(link)).status, 200, `${link} leads to a page`);
    await search.isQuiet();
    await search.close();
  });

  test(`${path} filters by year`, async () => {
    const search = await open(`${path}?q=inburgering`);
    await search.says(/resultaten voor/);
    const years = await search.page.locator('fieldset', { hasText: 'Jaar' }).locator('.zoeklicht-value').allTextContents();
    assert.deepEqual(years, ['2023', '2022', '2021', '2020'], 'newest first');
    // Ours for the usual names, and the site's own name with a capital for the others.
    const legends = await search.page.locator('fieldset legend').allTextContents();
    for (const legend of ['Soort document', 'Thema', 'Legislatuur']) assert.ok(legends.includes(legend), legends.join());
    const count = Number((await search.choice('2022').evaluate((box) => box.labels[0].innerText)).match(/(\d+)\s*result/)[1]);
    assert.ok(count > 10, `${count} is more than a page, so that the rest is worth a look`);
    await search.choice('2022').check();
    await search.says(new RegExp(`^Filter toegepast\\. ${count} resultaten\\.$`));
    while (await search.more.count()) {
      const shown = await search.hits.count();
      await search.more.click();
      await search.hits.nth(shown).waitFor();
    }
    const facts = await search.hits.locator('.zoeklicht-facts').allTextContents();
    assert.equal(facts.length, count);
    for (const fact of facts) assert.match(fact, /2022/);

    await search.choice('2023').check();
    await search.says(/^Filter toegepast\. \d+ resultaten\.$/);
    assert.deepEqual(await search.chips.allTextContents(), ['Jaar: 2022', 'Jaar: 2023']);
    await search.page.getByRole('button', { name: 'Verwijder filter Jaar: 2022' }).click();
    assert.equal(await search.choice('2022').isChecked(), false);
    await search.page.getByRole('button', { name: 'Alle filters wissen' }).click();
    await search.says(/resultaten voor ‘inburgering’/);
    assert.equal(await search.chips.count(), 0);
    await search.isQuiet();
    await search.close();
  });

  test(`${path} browses by filter without a query`, async () => {
    const search = await open(`${path}?f.jaar=2021`);
    await search.says(/^\d+ resultaten$/);
    for (const fact of await search.hits.locator('.zoeklicht-facts').allTextContents()) assert.match(fact, /2021/);
    await search.close();
  });

  test(`${path} keeps a phrase together`, async () => {
    const loose = await open(`${path}?q=samenleven in diversiteit`);
    await loose.says(/resultaten voor/);
    const search = await open(path);
    await search.type('"samenleven in diversiteit"', 20);
    await search.says(/resultaten voor ‘"samenleven in diversiteit"’/);
    const count = async (one) => Number((await one.status.textContent()).match(/^\d+/)[0]);
    assert.ok((await count(search)) >= 5 && (await count(search)) < (await count(loose)));
    for (const url of await search.links.evaluateAll((links) => links.map((a) => a.href))) {
      if (/\.pdf(#|$)/.test(url)) continue;
      const text = (await (await fetch(url)).text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
      assert.match(text, /samenleven in diversiteit/i, url);
    }
    await Promise.all([loose.close(), search.close()]);
  });

  test(`${path} shows what was typed as text, never as markup`, async () => {
    const search = await open(path);
    await search.type('<img src=x onerror=alert(1)>', 10);
    await search.page.waitForTimeout(1_700);
    assert.equal(await search.page.locator('zoeklicht-search img').count(), 0);
    assert.match(await search.status.locator('bdi').first().textContent(), /^<img src=x/);
    await search.isQuiet();
    await search.close();
  });
}

test('over the network, a few small files answer, and none is asked for by the words searched', async () => {
  const search = await open('/zoeken/');
  assert.deepEqual(search.requests.filter((url) => /wasm|widget|manifest/.test(url)), [], 'nothing before someone searches');
  await search.type('samenwerkingsakkoord');
  await search.says(/resultaten voor/);
  assert.deepEqual(search.requests.filter((url) => /samenwerk/.test(url)), []);
  assert.ok(search.requests.some((url) => url.startsWith(`${BASE}/zoeklicht/t/`)), 'it read a term chunk');
  await search.close();
});

test('the manifest is on its way before the engine is, and asked for again only if that failed', async () => {
  for (const failures of [0, 1]) {
    let left = failures;
    const before = (page) => page.route('**/manifest.bin', (route) => (left-- > 0 ? route.abort() : route.continue()));
    const search = await open('/zoeken/', { before });
    await search.type('nt2');
    await search.says(/resultaten voor/);
    const asked = search.requests.map((url) => url.split('/').at(-1));
    assert.ok(asked.indexOf('manifest.bin') < asked.indexOf('widget_bg.wasm'), asked.join(' '));
    assert.equal(asked.filter((name) => name === 'manifest.bin').length, 1 + failures);
    await search.context.close();
  }
});

test('with the index inside, searching needs no request at all', async () => {
  const search = await open('/ingebed/');
  await search.type('nt2');
  await search.says(/resultaten voor/);
  search.requests.length = 0;
  await search.field.fill('samenwerkingsakkoord brussel');
  await search.says(/resultaten voor ‘samenwerkingsakkoord brussel’/);
  // The browser fetches the icon of the site when it pleases.
  assert.deepEqual(search.requests.filter((url) => !url.endsWith('/favicon.svg')), []);
  await search.close();
});
