// Documents of some days: the years and periods that a site has, and any first and last day. AC-078 of tests/criteria.tsv.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fixture } from './fixture.mjs';
import { SEARCH_PAGES, open as openPage } from './page.mjs';

const PAGES = {
  plain: { attributes: 'url-state="query"' },
  browse: { attributes: 'url-state="query" browse' },
  without: { attributes: 'url-state="query" filters="jaar"' },
  ...Object.fromEntries(['fr', 'de', 'en'].map((lang) => [lang, { attributes: 'url-state="query"', lang }])),
};
const host = await fixture(PAGES);
after(host.close);

/** A page with the two fields of its search. */
async function open(path, options = { base: host.address }) {
  const search = await openPage(path, options);
  const [from, to] = [0, 1].map((at) => search.page.locator('.zoeklicht-dates input').nth(at));
  return { ...search, from, to };
}

const address = (search) => new URL(search.page.url()).searchParams;
const chips = (search) => search.chips.allTextContents();
/** The days of the documents that are listed. */
const updated = (search) => search.hits.locator('.zoeklicht-facts').allTextContents();
const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

for (const path of SEARCH_PAGES) {
  test(`AC-078: ${path} lists years and legislatures, the newest first`, async () => {
    const search = await open(`${path}?q=inburgering`, {});
    await search.says(/resultaten voor/);
    const values = (legend) => search.page.locator('fieldset', { hasText: legend }).locator('.zoeklicht-value').allTextContents();
    assert.deepEqual(await values('Jaar'), ['2023', '2022', '2021', '2020']);
    assert.deepEqual(await values('Legislatuur'), ['2024-2029', '2019-2024'], 'which of decisions only the configuration says');
    await search.choice('2019-2024').check();
    await search.says(/^Filter toegepast\. \d+ resultaten\.$/);
    assert.deepEqual(await chips(search), ['Legislatuur: 2019-2024']);
    await search.isQuiet();
    await search.close();
  });

  test(`AC-078: ${path} takes a first and a last day from the keyboard, and Back takes them away`, async () => {
    const search = await open(`${path}?q=inburgering`, {});
    await search.says(/resultaten voor/);
    for (const field of [search.from, search.to]) {
      const [min, max] = [await field.getAttribute('min'), await field.getAttribute('max')];
      assert.ok(min === '2020-02-07' && max >= '2023-12-22', `${min} ${max}: the oldest and the newest document`);
    }
    const entries = await search.page.evaluate(() => history.length);
    await search.listen();
    await search.from.focus();
    // Day and month are the same, in whatever order the browser has them.
    await search.page.keyboard.type('03032021', { delay: 60 });
    await search.says(/^Filter toegepast\. \d+ resultaten\.$/);
    assert.equal((await search.heard()).length, 1, 'said once, when nobody types any more');
    assert.equal(await search.from.inputValue(), '2021-03-03');
    assert.ok(await hasFocus(search.from), 'the focus stays');
    assert.equal(await search.page.getByLabel('Van', { exact: true }).inputValue(), '2021-03-03', 'it has its label');
    for (let presses = 0; !(await hasFocus(search.to)); presses += 1) {
      assert.ok(presses < 6, 'the next field is the last day');
      await search.page.keyboard.press('Tab');
    }
    await search.page.keyboard.type('02022022', { delay: 60 });
    await search.until(() => address(search).get('to') === '2022-02-02');
    await search.until(async () => (await search.heard()).length === 2);
    assert.deepEqual(await chips(search), ['Van 3 maart 2021', 'Tot en met 2 februari 2022']);
    for (const fact of await search.hits.locator('.zoeklicht-facts').allTextContents()) assert.match(fact, /2021|2022/);
    assert.equal(address(search).get('from'), '2021-03-03');
    assert.equal(await search.page.evaluate(() => history.length), entries + 1, 'one entry of the history');

    await search.page.goBack();
    await search.until(async () => (await search.chips.count()) === 0);
    assert.deepEqual([await search.from.inputValue(), await search.to.inputValue()], ['', '']);
    assert.deepEqual([...address(search).keys()], ['q']);
    await search.page.goForward();
    await search.until(async () => (await search.chips.count()) === 2);
    assert.deepEqual([await search.from.inputValue(), await search.to.inputValue()], ['2021-03-03', '2022-02-02']);
    await search.isQuiet();
    await search.close();
  });
}

test('AC-078: days alone find all documents of that time', async () => {
  const search = await open('/browse.html');
  await search.from.fill('2023-03-01');
  await search.says(/^Filter toegepast\. 6 resultaten\.$/);
  const facts = await updated(search);
  assert.equal(facts.length, 6);
  for (const fact of facts) assert.match(fact, /Bijgewerkt op \d+ maart 202[34]/);
  assert.equal(String(address(search)), 'from=2023-03-01');
  await search.to.fill('2023-12-31');
  await search.says(/^Filter toegepast\. 3 resultaten\.$/);
  await search.isQuiet();
  await search.close();
  const again = await open('/plain.html?from=2023-03-01&to=2023-12-31');
  await again.says(/^3 resultaten$/);
  assert.deepEqual(await updated(again), facts.filter((fact) => fact.includes('2023')));
  assert.deepEqual(await again.page.locator('zoeklicht-search').evaluate(({ state: { query, from, to } }) => [query, from, to]), ['', '2023-03-01', '2023-12-31']);
  await again.close();
});

test('AC-078: a chip is let go from the keyboard, and the focus goes on', async () => {
  const search = await open('/plain.html?q=bericht&from=2020-03-01&to=2021-12-31');
  await search.says(/^6 resultaten/);
  await search.listen();
  await search.page.getByRole('button', { name: 'Verwijder filter: Van 1 maart 2020', exact: true }).focus();
  await search.page.keyboard.press('Enter');
  await search.says(/^36 resultaten voor/);
  assert.equal((await search.heard()).length, 1);
  assert.deepEqual(await chips(search), ['Tot en met 31 december 2021']);
  assert.ok(await hasFocus(search.chips.first()), 'to the next chip');
  assert.deepEqual([await search.from.inputValue(), address(search).get('from')], ['', null]);
  await search.page.keyboard.press('Enter');
  await search.says(/^45 resultaten voor/);
  assert.ok(await hasFocus(search.page.locator('.zoeklicht-filters summary').first()), 'to the filters');
  await search.isQuiet();
  await search.close();
});

test('AC-078: days the wrong way round are said at the fields, and throw no search away', async () => {
  const search = await open('/plain.html?q=bericht&from=2020-03-01');
  await search.says(/^15 resultaten/);
  const [titles, asked] = [await search.titles(), String(address(search))];
  await search.to.fill('2019-01-01');
  await search.alert.waitFor();
  assert.equal(await search.alert.textContent(), 'De datum bij ‘Van’ is later dan die bij ‘Tot en met’. Pas een van beide aan.');
  for (const field of [search.from, search.to]) {
    assert.equal(await field.getAttribute('aria-describedby'), await search.alert.getAttribute('id'));
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
  }
  // Longer than a search would wait for more letters.
  await search.page.waitForTimeout(300);
  assert.deepEqual([await search.titles(), String(address(search))], [titles, asked]);
  assert.match(await search.status.textContent(), /^15 resultaten/);
  await search.field.fill('bericht 07');
  await search.says(/voor ‘bericht 07’/);
  assert.equal(await search.to.inputValue(), '2019-01-01', 'what is in the fields stays, whatever else is asked');
  await search.to.fill('2020-12-31');
  await search.alert.waitFor({ state: 'detached' });
  assert.equal(await search.to.getAttribute('aria-describedby'), null);
  await search.until(() => address(search).get('to') === '2020-12-31');
  await search.isQuiet();
  await search.close();
});

test('AC-078: a day that empties the list comes with the advice to let filters go', async () => {
  const search = await open('/plain.html?q=bericht&to=2001-01-01');
  await search.says(/^Geen resultaten voor/);
  await search.page.getByText('Verwijder een of meer filters.').waitFor();
  assert.equal(await search.to.inputValue(), '2001-01-01');
  await search.page.getByRole('button', { name: 'Alle filters wissen' }).click();
  await search.says(/^45 resultaten/);
  assert.equal(await search.to.inputValue(), '');
  await search.close();
});

test('AC-078: what is no day in an address, or the wrong way round, is left out', async () => {
  for (const asked of ['from=1', 'from=2023-02-29&to=<img>', 'from=2021-01-02&to=2021-01-01']) {
    const search = await open(`/plain.html?q=bericht&${asked}`);
    await search.says(/^45 resultaten/);
    assert.equal(await search.chips.count(), 0, asked);
    await search.close();
  }
});

test('AC-078: the fields are there where the index has dates, and the page wants them', async () => {
  const offered = async (path) => {
    const search = await open(path);
    await search.page.locator('.zoeklicht-results').waitFor();
    await search.says(/./);
    const count = await search.from.count();
    await search.close();
    return count;
  };
  assert.equal(await offered('/plain.html?q=bericht'), 1);
  assert.equal(await offered('/without.html?q=bericht'), 0, 'its filters are named, and the date is not');
  assert.equal(await offered('/plain.html?q=sdafadsfasdf'), 0, 'no day finds a word that is nowhere');
});

test('AC-078, AC-192: days are written as the language has them, on the screen and on paper', async () => {
  const named = { fr: (day) => `Du ${day}`, de: (day) => `Von ${day}`, en: (day) => `From ${day}` };
  for (const [lang, chip] of Object.entries(named)) {
    const search = await open(`/${lang}.html?q=bericht&languages=all&from=2020-03-12`);
    await search.links.first().waitFor();
    const day = await search.page.evaluate((lang) => new Date('2020-03-12').toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' }), lang);
    assert.deepEqual(await chips(search), [chip(day)]);
    const name = await search.chips.first().getAttribute('aria-label');
    assert.ok(name.endsWith(chip(day)), 'its name has what is seen in it');
    assert.ok((await search.page.locator('.zoeklicht-print').textContent()).endsWith(` · ${chip(day)}`));
    await search.close();
  }
});

test('AC-078, AC-040: the fields fit on 320 pixels, and are large enough to press', async () => {
  const search = await open('/plain.html?q=bericht', { base: host.address, viewport: { width: 320, height: 640 } });
  await search.links.first().waitFor();
  await search.unfold();
  await search.from.waitFor();
  for (const field of [search.from, search.to]) {
    const { x, width, height } = await field.boundingBox();
    assert.ok(x >= 0 && x + width <= 320 && height >= 44, `${x} ${width} ${height}`);
  }
  assert.ok(await search.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await search.close();
});
