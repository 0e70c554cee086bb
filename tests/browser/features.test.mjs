// What people see of a search: criteria D of tests/criteria.tsv.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fixture } from './fixture.mjs';
import { open as openPage } from './page.mjs';

const PAGES = {
  full: { attributes: 'url-state="query" contact="/contact" recent="local" highlight="fragment" browse' },
  plain: { attributes: 'url-state="query"' },
  session: { attributes: 'url-state="query" recent="session"' },
  suggest: { attributes: 'mode="suggestions"' },
  french: { attributes: 'url-state="query"', lang: 'fr' },
};
const host = await fixture(PAGES);
after(host.close);

const open = (path, options) => openPage(path, { base: host.address, ...options });

test('AC-060: the best three headings of a page are links, the others unfold', async () => {
  const search = await open('/plain.html?q=subsidie');
  await search.says(/^1 resultaat/);
  const hit = search.hits.first();
  assert.deepEqual(
    await hit.locator('.zoeklicht-sections').first().locator('a').evaluateAll((links) => links.map((link) => link.hash)),
    ['#deel-0', '#deel-1', '#deel-2'],
  );
  const rest = hit.locator('.zoeklicht-more-sections');
  assert.equal(await rest.locator('a').first().isVisible(), false);
  await rest.getByText('Toon alle 7 onderdelen').click();
  assert.equal(await rest.locator('a').count(), 4);
  assert.ok(await rest.locator('a').last().isVisible());
  await search.isQuiet();
  await search.close();
});

test('AC-061: filters take several values, and their counts follow the query', async () => {
  const search = await open('/plain.html?q=bericht');
  await search.says(/^45 resultaten/);
  const counts = async () => search.page.locator('.zoeklicht-choice').evaluateAll((all) => all.map((label) => label.innerText.match(/\d+/g).join(' ')));
  assert.deepEqual(await counts(), ['2022 15', '2021 15', '2020 15']);
  await search.choice('2022').check();
  await search.says(/^Filter toegepast\. 15 resultaten\.$/);
  await search.choice('2020').check();
  await search.says(/^Filter toegepast\. 30 resultaten\.$/);
  assert.deepEqual(await counts(), ['2022 15', '2021 15', '2020 15'], 'what choosing another would give');
  await search.field.fill('bericht 07');
  await search.says(/^\d+ resultaten? voor ‘bericht 07’/);
  assert.ok((await search.chips.count()) === 2, 'the filters stay with another query');
  await search.page.getByRole('button', { name: 'Alle filters wissen' }).click();
  await search.chips.first().waitFor({ state: 'detached' });
  await search.isQuiet();
  await search.close();
});

test('AC-061: a chosen value stays to be let go, also when nothing has it', async () => {
  const search = await open('/plain.html?q=fiets&f.jaar=2022');
  await search.says(/^Geen resultaten/);
  assert.ok(await search.page.getByRole('button', { name: 'Verwijder filter Jaar: 2022' }).isVisible());
  assert.ok(await search.choice('2022').isChecked());
  await search.close();
});

test('AC-062: filters are there before anything is typed', async () => {
  const search = await open('/full.html');
  await search.choice('2021').waitFor();
  assert.equal(await search.status.textContent(), '', 'and nothing is announced');
  assert.equal(await search.hits.count(), 0);
  await search.choice('2021').check();
  await search.says(/^Filter toegepast\. 15 resultaten\.$/);
  assert.equal(await search.hits.count(), 10);
  await search.isQuiet();
  await search.close();
});

test('AC-063: newest and oldest first, kept in the address and announced', async () => {
  const search = await open('/plain.html?q=bericht');
  await search.says(/^45 resultaten/);
  const dates = async () => (await search.hits.locator('.zoeklicht-facts').allTextContents()).map((text) => Number(text.match(/maart (\d{4})/)[1]));
  await search.listen();
  await search.page.getByLabel('Sorteren op').selectOption({ label: 'Nieuwste eerst' });
  await search.page.waitForURL(/sort=newest/);
  await search.until(async () => (await search.heard()).length === 1);
  const newest = await dates();
  assert.deepEqual(newest, newest.toSorted((a, b) => b - a));
  assert.equal(newest[0], 2024);
  await search.page.getByLabel('Sorteren op').selectOption({ label: 'Oudste eerst' });
  await search.until(async () => (await search.heard()).length === 2);
  assert.equal((await dates())[0], 2010);
  await search.page.reload();
  await search.says(/^45 resultaten/);
  assert.equal((await dates())[0], 2010, 'the address says it');
  assert.equal(await search.page.getByLabel('Sorteren op').inputValue(), 'oldest');
  await search.isQuiet();
  await search.close();
});

test('AC-064: with nothing found another spelling is searched for, with a way back', async () => {
  const search = await open('/plain.html?q=rijwielstaling');
  await search.says(/^Geen resultaten voor ‘rijwielstaling’\. U ziet resultaten voor ‘rijwielstalling’\./);
  assert.deepEqual(await search.titles(), ['Rijwielstalling']);
  await search.page.getByRole('link', { name: 'Toch zoeken naar ‘rijwielstaling’' }).click();
  await search.says(/^Geen resultaten voor ‘rijwielstaling’$/);
  assert.equal(await search.field.inputValue(), 'rijwielstaling');
  await search.isQuiet();
  await search.close();
});

test('AC-065: nonsense finds nothing', async () => {
  const search = await open('/plain.html?q=sdafadsfasdf');
  await search.says(/^Geen resultaten voor ‘sdafadsfasdf’$/);
  await search.close();
});

test('AC-066: nothing found says what to do, and where to ask', async () => {
  const search = await open('/full.html?q=sdafadsfasdf&f.jaar=2022');
  await search.says(/^Geen resultaten/);
  assert.equal(await search.field.inputValue(), 'sdafadsfasdf');
  assert.equal(await search.page.locator('.zoeklicht-zero li').count(), 4);
  assert.equal(await search.page.getByRole('link', { name: 'Neem contact op' }).getAttribute('href'), '/contact');
  await search.close();
});

test('AC-067: more results by a button, and in the address', async () => {
  const search = await open('/plain.html?q=bericht');
  await search.says(/^45 resultaten voor ‘bericht’\. U ziet 1 tot 10\.$/);
  for (const shown of [20, 30, 40]) {
    await search.more.click();
    await search.says(new RegExp(`^10 resultaten toegevoegd\\. U ziet nu ${shown} van 45\\.$`));
  }
  assert.equal(await search.more.textContent(), 'Toon 5 resultaten meer');
  assert.equal(new URL(search.page.url()).searchParams.get('p'), '4');
  await search.more.click();
  await search.says(/^5 resultaten toegevoegd\. U ziet nu 45 van 45\.$/);
  assert.equal(await search.more.count(), 0);
  assert.equal(await search.page.locator('.zoeklicht-end').textContent(), 'U ziet alle resultaten.');
  await search.close();
});

test('AC-068: slow loading is said and shown, and what is typed meanwhile is searched for', async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const before = (page) => page.route('**/widget_bg.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const search = await open('/plain.html', { before });
  await search.field.focus();
  await search.type('fiets', 20);
  await search.says(/^De zoekfunctie start\. Even geduld\.$/);
  const progress = search.page.getByRole('progressbar');
  assert.equal(await progress.getAttribute('aria-label'), 'De zoekfunctie start. Even geduld.');
  release();
  await search.says(/^2 resultaten voor ‘fiets’/);
  assert.equal(await progress.count(), 0);
  await search.isQuiet();
  await search.close();
});

const FAULTS = {
  'a missing manifest': (page) => page.route('**/manifest.bin', (route) => route.fulfill({ status: 404 })),
  'a manifest of another version': (page) => page.route('**/manifest.bin', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    // Bytes 8 and 9 are the version of the format; the checksum at the end fits no more either.
    body[8] = 99;
    await route.fulfill({ response, body });
  }),
  'damaged postings': (page) => page.route('**/zoeklicht/t/*', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] ^= 1;
    await route.fulfill({ response, body });
  }),
  'no connection': (page) => page.route('**/zoeklicht/{t,d,r}/*', (route) => route.abort()),
};
for (const [fault, before] of Object.entries(FAULTS)) {
  test(`AC-069: ${fault} is said plainly, with a retry, and the form works`, async () => {
    const search = await open('/plain.html?q=fiets', { before });
    await search.alert.waitFor();
    assert.match(await search.alert.textContent(), /^Zoeken lukt nu niet\./);
    assert.equal(await search.hits.count(), 0);
    await search.page.unrouteAll();
    await search.alert.getByRole('button', { name: 'Opnieuw proberen' }).click();
    await search.says(/^2 resultaten voor ‘fiets’/);
    await search.close();
  });
}

test('AC-069: a server that does not answer within ten seconds is a failure, and not before', async () => {
  const before = (page) => page.route('**/zoeklicht/t/*', () => {});
  const search = await open('/plain.html?q=fiets', { before });
  await search.says(/^Bezig met zoeken…$/);
  // Asked for twice: once more past the cache.
  await search.alert.waitFor({ timeout: 30_000 });
  assert.match(await search.alert.textContent(), /Controleer uw internetverbinding/);
  await search.close();
});

test('AC-070: while some pages take long, the others are shown, and nothing moves when they come', async () => {
  let slow;
  let isArmed = false;
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const before = (page) => page.route('**/zoeklicht/d/*', async (route) => {
    if (isArmed) slow ??= route.request().url();
    if (route.request().url() === slow) await held;
    await route.continue();
  });
  // What every search needs is there first, so that a busy machine has only the pages left to fetch.
  const search = await open('/plain.html?q=fiets', { before });
  await search.says(/^2 resultaten/);
  isArmed = true;
  await search.field.fill('bericht');
  await search.field.press('Enter');
  await search.page.getByText('De lijst kan nog onvolledig zijn.').waitFor();
  const seen = await search.titles();
  assert.ok(seen.length > 0 && seen.length < 10, `${seen.length} of 10 results`);
  await search.links.last().focus();
  release();
  await search.says(/^45 resultaten/);
  const all = await search.titles();
  assert.deepEqual(all.slice(0, seen.length), seen, 'those that were seen stay where they are');
  assert.equal(all.length, 10);
  assert.equal(await search.page.evaluate(() => document.activeElement.textContent), seen.at(-1));
  assert.equal(await search.page.locator('.zoeklicht-partial').count(), 0);
  await search.close();
});

const stored = (page) => page.evaluate(async () => ({
  local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, caches: await caches.keys(),
}));

test('AC-071: without being asked, nothing is stored', async () => {
  const search = await open('/plain.html');
  for (const query of ['fiets', 'afval', 'opvang', 'subsidie']) {
    await search.field.fill(query);
    await search.field.press('Enter');
    await search.says(new RegExp(`‘${query}’`));
  }
  assert.deepEqual(await stored(search.page), { local: {}, session: {}, cookie: '', databases: 0, caches: [] });
  await search.close();
});

for (const [path, kind] of [['/full.html', 'local'], ['/session.html', 'session']]) {
  test(`AC-071: recent searches are offered again and can be removed (${kind})`, async () => {
    const search = await open(path);
    for (const query of ['fiets', 'afval']) {
      await search.field.fill(query);
      await search.field.press('Enter');
      await search.says(new RegExp(`‘${query}’`));
    }
    assert.deepEqual(Object.values((await stored(search.page))[kind]), ['afval\nfiets']);
    await search.field.fill('');
    const recent = search.page.locator('.zoeklicht-recent');
    await recent.waitFor();
    assert.deepEqual(await recent.locator('li').allInnerTexts(), ['afval', 'fiets']);
    await recent.getByRole('button', { name: 'Verwijder ‘afval’' }).click();
    assert.deepEqual(await recent.locator('li').allInnerTexts(), ['fiets']);
    await recent.getByRole('button', { name: 'fiets', exact: true }).click();
    await search.says(/^2 resultaten voor ‘fiets’/);
    await search.field.fill('');
    await recent.getByRole('button', { name: 'Alles verwijderen' }).click();
    await recent.waitFor({ state: 'detached' });
    assert.deepEqual((await stored(search.page))[kind], {});
    await search.isQuiet();
    await search.close();
  });
}

test('AC-072: queries are suggested from three letters on, at most eight', async () => {
  const search = await open('/suggest.html');
  const options = search.page.getByRole('option');
  await search.field.focus();
  await search.type('bu', 20);
  await search.page.waitForTimeout(600);
  assert.equal(await options.count(), 0);
  await search.type('urt', 20);
  await options.first().waitFor();
  const texts = await options.allTextContents();
  assert.ok(texts.length <= 8 && texts.every((text) => /^buurt/i.test(text)), texts.join());
  await search.says(/^\d suggesties$/);
  await search.isQuiet();
  await search.close();
});

test('AC-073: a chosen result comes first, is called so, counts, and stands there once', async () => {
  const search = await open('/plain.html?q=Afval');
  await search.says(/^2 resultaten voor ‘Afval’/);
  assert.deepEqual(await search.titles(), ['Ophaling aan huis', 'Afval']);
  assert.match(await search.hits.first().textContent(), /Aanbevolen/);
  assert.doesNotMatch(await search.hits.last().textContent(), /Aanbevolen/);
  await search.close();
});

test('AC-074: excerpts mark every form of the words', async () => {
  const marks = async (query) => {
    const search = await openPage(`/zoeken/?q=${query}`);
    await search.says(/resultaten voor/);
    const found = await search.hits.locator('mark').allTextContents();
    await search.close();
    return found.join(' ');
  };
  assert.match(await marks('coordinatie'), /coördinatie/i, 'with the letters of the page');
  assert.match(await marks('steden'), /\bstad\b/i, 'inflected');
  const compound = await open('/plain.html?q=opvang');
  await compound.says(/^2 resultaten/);
  assert.match(await compound.hits.last().locator('.zoeklicht-excerpt').textContent(), /kinderopvangtoeslag/);
  assert.deepEqual(await compound.hits.last().locator('mark').allTextContents(), ['opvang'], 'the part of a compound');
  await compound.close();
  assert.match(await marks('NT2'), /Nederlands tweede taal/i, 'what an abbreviation stands for');
});

test('AC-075: the holder of an identifier comes first and is called so', async () => {
  for (const query of ['2022/181', '2022 / 181']) {
    const search = await open(`/plain.html?q=${encodeURIComponent(query)}`);
    await search.says(/resulta/);
    assert.equal((await search.titles())[0], 'Besluit over de omgeving', query);
    assert.match(await search.hits.first().textContent(), query === '2022/181' ? /Exact nummer/ : /2022\/181/);
    await search.close();
  }
});

test('AC-076: what was searched for besides is said, and can be switched off', async () => {
  const search = await open('/plain.html?q=fiets');
  await search.says(/^2 resultaten voor ‘fiets’/);
  assert.match(await search.page.locator('.zoeklicht-also').textContent(), /^We zochten ook op ‘rijwiel’\. /);
  await search.page.getByRole('link', { name: 'Zoek alleen op ‘fiets’' }).click();
  await search.says(/^1 resultaat voor ‘fiets’$/);
  assert.deepEqual(await search.titles(), ['Een fiets lenen']);
  assert.equal(await search.page.locator('.zoeklicht-also').count(), 0);
  await search.close();
});

test('AC-077: a part finds its compound, below the word itself', async () => {
  const search = await open('/plain.html?q=opvang');
  await search.says(/^2 resultaten voor ‘opvang’/);
  assert.deepEqual(await search.titles(), ['Opvang', 'Kinderopvangtoeslag']);
  await search.close();
});

test('AC-079: a PDF says what it is, and opens at the page', async () => {
  const search = await openPage('/zoeken/?q=wegwijzer inburgeringstraject');
  await search.says(/resultaten voor/);
  const hit = search.hits.filter({ has: search.page.locator('a[href*=".pdf"]') }).first();
  assert.match(await hit.locator('.zoeklicht-facts').textContent(), /PDF.*pagina \d/);
  assert.match(await hit.locator('h3 a').getAttribute('href'), /\.pdf#page=\d+$/);
  assert.equal(await hit.locator('h3 a').getAttribute('target'), null);
  await search.close();
});

test('AC-080: the language of the page first, others on request and labelled', async () => {
  const search = await open('/plain.html?q=festival');
  await search.says(/^1 resultaat voor ‘festival’$/);
  await search.page.getByRole('link', { name: 'Zoek ook in andere talen' }).click();
  await search.says(/^3 resultaten voor ‘festival’/);
  const french = search.hits.filter({ hasText: 'in het Frans' });
  assert.equal(await french.count(), 1);
  assert.equal(await french.getAttribute('lang'), 'fr');
  assert.equal(new URL(search.page.url()).searchParams.get('languages'), 'all');
  const none = await open('/plain.html?q=commune');
  await none.says(/^Geen resultaten/);
  assert.match(await none.page.locator('.zoeklicht-languages').textContent(), /^Er zijn wel 2 resultaten in het Frans\./);
  const page = await open('/french.html?q=festival');
  await page.says(/^1 résultat pour «\u202ffestival\u202f»$/);
  assert.deepEqual(await page.titles(), ['Inscrire votre enfant à l’école']);
  await Promise.all([search.close(), none.close(), page.close()]);
});

test('AC-081: phrases and exclusions, and no punctuation is an error', async () => {
  const search = await open('/plain.html?q=opvang -school');
  await search.says(/^1 resultaat/);
  assert.deepEqual(await search.titles(), ['Kinderopvangtoeslag']);
  for (const query of ['"opvang na school"', '"""', '-', '--', '(fiets', 'fiets)', '*', '?', 'a\\b', '&&||', '%00']) {
    await search.field.fill(query);
    await search.field.press('Enter');
    await search.until(async () => /resulta|Geen|Typ/.test(await search.status.textContent()));
    assert.equal(await search.alert.count(), 0, query);
  }
  const took_ms = await search.page.evaluate(async () => {
    const field = document.querySelector('#q');
    const events = [];
    document.addEventListener('zoeklicht:results', (event) => events.push(event.detail.took_ms));
    document.addEventListener('zoeklicht:zero', (event) => events.push(event.detail.took_ms));
    field.value = 'fiets afval '.repeat(834);
    field.form.requestSubmit();
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return events[0];
  });
  assert.ok(took_ms < 200, `${took_ms} ms for 10,000 characters`);
  await search.isQuiet();
  await search.close();
});

test('AC-082: links show what was found, after the place on the page, and no server hears of it', async () => {
  const search = await open('/full.html?q=afval');
  await search.says(/^2 resultaten/);
  assert.match(await search.links.last().getAttribute('href'), /afval\.html#:~:text=Afval&text=afval$/i);
  const asked = search.requests.filter((url) => !url.includes('/full.html'));
  assert.deepEqual(asked.filter((url) => /text=|q=/.test(url)), []);
  const plain = await open('/plain.html?q=afval');
  await plain.says(/^2 resultaten/);
  assert.doesNotMatch(await plain.links.last().getAttribute('href'), /#/);
  await Promise.all([search.close(), plain.close()]);
});
