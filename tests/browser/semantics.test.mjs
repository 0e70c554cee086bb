// What machines and screen readers are told: criteria A and K of tests/criteria.tsv.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fixture } from './fixture.mjs';
import { open as openPage } from './page.mjs';

const form = (id, label) => `<form role="search" aria-label="${label}"><label for="${id}">Wat zoekt u?</label>
  <input id="${id}" name="q" type="search"><button type="submit">Zoeken</button></form>`;
const host = await fixture({
  plain: { attributes: 'url-state="query"' },
  level: { attributes: 'url-state="query" heading-level="4" page-size="5"' },
  title: { attributes: 'url-state="query" update-title' },
  own: { attributes: '', form: '' },
  three: {
    attributes: 'url-state="none"',
    form: form('een', 'Nieuws doorzoeken'),
    below: `<zoeklicht-search src="/zoeklicht/">${form('twee', 'Besluiten doorzoeken')}</zoeklicht-search>
      <zoeklicht-search src="/zoeklicht/">${form('drie', 'Alles doorzoeken')}</zoeklicht-search>`,
  },
  strings: { attributes: `url-state="query" strings='{"results": "Gevonden", "count.other": "{n} stuks", "nergens": "x"}'` },
  german: { attributes: 'url-state="query"', lang: 'de' },
});
after(host.close);

const open = (path, options) => openPage(path, { base: host.address, ...options });

/** The accessibility tree, flat: `{ role, name, ignored }` in the order of the page. */
async function tree(search) {
  const devtools = await search.context.newCDPSession(search.page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  return nodes.map((node) => ({ role: node.role?.value, name: node.name?.value ?? '', ignored: node.ignored }));
}

test('AC-002: results are links in headings of the level that the page chooses, in an ordered list', async () => {
  const search = await open('/level.html?q=bericht');
  await search.says(/^45 resultaten/);
  const [lists, links, headings] = await search.page.evaluate(() => ['ol > li', 'ol > li > h4 > a[href]', 'h3']
    .map((selector) => document.querySelectorAll(`zoeklicht-search ${selector}`).length));
  assert.deepEqual([lists, links], [5, 5]);
  assert.ok(headings >= 1, 'the heading of all is one level above');
  const roles = search.page.locator('zoeklicht-search').locator(':is([role=listbox], [role=option], [role=menu], [role=grid])');
  assert.equal(await roles.count(), 0);
  await search.close();
});

test('AC-003: the field has a visible label that is its name, and no placeholder', async () => {
  for (const path of ['/plain.html', '/own.html']) {
    const search = await open(path);
    const field = search.page.getByRole('searchbox', { name: 'Wat zoekt u?', exact: true });
    await field.waitFor();
    assert.equal(await field.getAttribute('placeholder'), null);
    assert.ok(await search.page.locator(`label[for="${await field.getAttribute('id')}"]`).isVisible(), path);
    await search.close();
  }
});

test('AC-004: three searches are three landmarks, each with a name of its own and names that no other has', async () => {
  const search = await open('/three.html');
  for (const id of ['een', 'twee', 'drie']) {
    await search.page.locator(`#${id}`).fill('bericht');
    await search.page.locator('zoeklicht-search', { has: search.page.locator(`#${id}`) }).locator('ol > li').first().waitFor();
  }
  const landmarks = (await tree(search)).filter(({ role, ignored }) => role === 'search' && !ignored);
  const names = landmarks.map(({ name }) => name);
  assert.deepEqual(names.toSorted(), ['Alles doorzoeken', 'Besluiten doorzoeken', 'Nieuws doorzoeken']);
  const ids = await search.page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length, ids.join(' '));
  await search.isQuiet();
  await search.close();
});

test('AC-006: sorting, removing a filter, nothing found and failing each say one thing, which is seen', async () => {
  const search = await open('/plain.html?q=bericht&f.jaar=2021');
  await search.says(/^15 resultaten/);
  await search.listen();
  const says = async (act, told) => {
    const before = (await search.heard()).length;
    await act();
    await search.until(async () => (await search.heard()).length > before);
    await search.page.waitForTimeout(1_700);
    const [message, ...more] = (await search.heard()).slice(before).map(({ text }) => text.replaceAll('\u200b', ''));
    assert.deepEqual(more, []);
    assert.match(message, told);
    assert.equal((await search.status.innerText()).replaceAll('\u200b', ''), message, 'and it is seen');
  };
  await says(() => search.page.getByLabel('Sorteren op').selectOption('newest'), /^15 resultaten voor ‘bericht’/);
  await says(() => search.chips.first().click(), /^45 resultaten voor ‘bericht’/);
  await says(() => search.more.click(), /^10 resultaten toegevoegd\. U ziet nu 20 van 45\.$/);
  await says(async () => {
    await search.field.fill('sdafadsfasdf');
    await search.field.press('Enter');
  }, /^Geen resultaten voor ‘sdafadsfasdf’$/);
  await search.close();

  const failing = await open('/plain.html?q=fiets', { before: (page) => page.route('**/zoeklicht/d/*', (route) => route.abort()) });
  await failing.alert.waitFor();
  assert.equal(await failing.alert.count(), 1);
  assert.equal(await failing.status.textContent(), '', 'the alert says it, and nothing else does');
  await failing.close();
});

test('AC-008: what was announced stands until the next', async () => {
  const search = await open('/plain.html?q=fiets');
  await search.says(/^2 resultaten/);
  await search.page.waitForTimeout(10_000);
  assert.match(await search.status.textContent(), /^2 resultaten voor ‘fiets’/);
  await search.close();
});

test('AC-010: without results there is no list', async () => {
  const search = await open('/plain.html?q=sdafadsfasdf');
  await search.says(/^Geen resultaten/);
  assert.equal(await search.page.locator('zoeklicht-search :is(ol, [role=list]):not(.zoeklicht-zero *)').count(), 0);
  await search.close();
});

test('AC-011: a result in another language says so to machines, and its link too', async () => {
  const search = await open('/plain.html?q=festival&languages=all');
  await search.says(/^3 resultaten/);
  const langs = await search.hits.evaluateAll((hits) => hits.map((hit) => [hit.lang, hit.querySelector('h3 a').hreflang]));
  assert.deepEqual(langs.toSorted(), [['', 'nl'], ['de', 'de'], ['fr', 'fr']]);
  assert.equal(await search.page.locator('div.zoeklicht').getAttribute('lang'), 'nl');
  const german = await open('/german.html?q=festival');
  await german.says(/^1 Ergebnis für „festival“$/);
  assert.equal(await german.page.locator('div.zoeklicht').getAttribute('lang'), 'de');
  await Promise.all([search.close(), german.close()]);
});

test('AC-012: what someone typed is isolated from the direction of the sentence around it', async () => {
  for (const query of ['שלום', 'a<b>']) {
    const search = await open(`/plain.html?q=${encodeURIComponent(query)}`);
    await search.says(/resulta/);
    assert.equal(await search.status.locator('bdi').first().textContent(), query);
    await search.close();
  }
});

test('AC-014: decoration is hidden from screen readers', async () => {
  const search = await open('/own.html');
  await search.field.fill('bericht');
  await search.says(/^45 resultaten/);
  await search.choice('2021').check();
  await search.chips.first().waitFor();
  const names = (await tree(search)).filter(({ ignored }) => !ignored).map(({ role, name }) => `${role} ${name}`);
  assert.deepEqual(names.filter((name) => /[✕·#→↓×]|^(image|img|graphics)/i.test(name)), []);
  await search.close();
});

test('AC-015: the title says the query where that is asked for, and is put back', async () => {
  const search = await open('/title.html');
  const own = await search.page.title();
  await search.field.fill('fiets');
  await search.field.press('Enter');
  await search.page.waitForFunction((own) => document.title === `fiets – ${own}`, own);
  await search.field.fill('');
  await search.page.waitForFunction((own) => document.title === own, own);
  const plain = await open('/plain.html?q=fiets');
  await plain.says(/^2 resultaten/);
  assert.equal(await plain.page.title(), own);
  await Promise.all([search.close(), plain.close()]);
});

test('AC-190: texts can be replaced, and a name that is no text is said in the console', async () => {
  const search = await open('/strings.html?q=bericht');
  await search.says(/^45 stuks$/);
  assert.equal(await search.page.locator('.zoeklicht-results h2').textContent(), 'Gevonden');
  assert.match(search.complaints.join(), /no text is called `nergens`/);
  await search.close();
});

test('AC-192: dates are written as the language does', async () => {
  const date = async (path) => {
    const search = await open(path);
    await search.hits.first().waitFor();
    const fact = await search.hits.first().locator('.zoeklicht-facts li').last().textContent();
    await search.close();
    return fact;
  };
  assert.match(await date('/plain.html?q=bericht&sort=newest'), /^Bijgewerkt op \d{1,2} maart 2024$/);
  assert.match(await date('/german.html?q=bericht&sort=newest&languages=all'), /^Aktualisiert am \d{1,2}\. März 2024$/);
});
