// What is left when something is missing: scripts, the engine, the network. Without WebAssembly: engines.test.mjs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE, SEARCH_PAGES, open } from './page.mjs';

const noted = (page) => page.addInitScript(() => {
  globalThis.reasons = [];
  addEventListener('zoeklicht:error', (event) => globalThis.reasons.push(event.detail.reason));
});

for (const path of SEARCH_PAGES) {
  test(`${path} works as a form without JavaScript`, async () => {
    const search = await open(path, { javaScriptEnabled: false });
    await search.field.fill('sociale cohesie');
    await search.field.press('Enter');
    await search.page.waitForURL(`${BASE}${path}?q=sociale+cohesie`);
    assert.ok(await search.page.locator('noscript').isVisible());
    await search.close();
  });

  test(`${path} stays a form when the engine does not arrive, and tries again`, async () => {
    const search = await open(path, {
      before: async (page) => {
        await noted(page);
        await page.route('**/widget_bg.wasm', (route) => route.abort());
      },
    });
    await search.field.focus();
    await search.page.waitForFunction(() => globalThis.reasons.length > 0);
    assert.deepEqual(await search.page.evaluate(() => globalThis.reasons), ['network']);
    await search.page.unroute('**/widget_bg.wasm');
    await search.field.blur();
    await search.type('nt2');
    await search.links.first().waitFor();
    await search.close();
  });

  test(`${path} keeps the nodes of the page's own form`, async () => {
    const parts = ['form', 'form label', 'form input', 'form button'];
    const search = await open(path, {
      before: (page) => page.addInitScript((parts) => {
        // Before module scripts run.
        addEventListener('readystatechange', () => {
          globalThis.before ??= parts.map((part) => document.querySelector(part));
        }, true);
      }, parts),
    });
    await search.type('nt2');
    await search.links.first().waitFor();
    const kept = await search.page.evaluate(
      (parts) => parts.map((part, at) => document.querySelector(part) === globalThis.before[at]),
      parts,
    );
    assert.deepEqual(kept, [true, true, true, true]);
    assert.equal(await search.page.locator('zoeklicht-search form').count(), 1);
    await search.close();
  });
}

test('when the index does not arrive there is an alert, a retry, and the form', async () => {
  const search = await open('/zoeken/', { before: (page) => page.route('**/manifest*', (route) => route.abort()) });
  await search.type('nt2');
  await search.alert.waitFor();
  assert.match(await search.alert.textContent(), /Zoeken lukt nu niet\..*internetverbinding/);
  assert.equal(await search.field.evaluate((field) => field === document.activeElement), true, 'the focus is not moved');
  assert.equal(await search.hits.count(), 0);
  await search.page.unroute('**/manifest*');
  await search.alert.getByRole('button', { name: 'Opnieuw proberen' }).click();
  await search.says(/resultaten? voor ‘nt2’/);
  assert.equal(await search.alert.count(), 0);
  await search.close();

  const offline = await open('/zoeken/', { before: (page) => page.route('**/manifest*', (route) => route.abort()) });
  await offline.type('nt2');
  await offline.alert.waitFor();
  await Promise.all([offline.page.waitForEvent('load'), offline.field.press('Enter')]);
  assert.equal(offline.page.url(), `${BASE}/zoeken/?q=nt2`);
  await offline.close();
});

test('a damaged index is an alert, not an answer', async () => {
  const damage = async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] ^= 1;
    await route.fulfill({ response, body });
  };
  const search = await open('/zoeken/', { before: (page) => page.route('**/zoeklicht/t/*', damage) });
  await search.type('nt2');
  await search.alert.waitFor();
  assert.equal(await search.hits.count(), 0);
  await search.close();
});

test('letters typed while the engine loads are not lost, and neither is Enter', async () => {
  const search = await open('/zoeken/', {
    before: (page) => page.route('**/widget_bg.wasm', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    }),
  });
  await search.type('inburgeringstraject', 20);
  await search.field.press('Enter');
  await search.says(/^De zoekfunctie start\. Even geduld\.$/);
  await search.says(/resultaten voor ‘inburgeringstraject’/);
  assert.equal(await search.hits.count(), 10);
  await search.isQuiet();
  await search.close();
});

test('the home page leads to the search page', async () => {
  const search = await open('/');
  await search.page.locator('input[name=q]').fill('brussel');
  await search.page.locator('input[name=q]').press('Enter');
  await search.page.waitForURL(`${BASE}/zoeken/?q=brussel`);
  await search.says(/resultaten voor ‘brussel’/);
  await search.isQuiet();
  await search.close();
});

test('an element that comes and goes leaves nothing behind', async () => {
  const search = await open('/zoeken/?q=nt2');
  await search.links.first().waitFor();
  await search.page.evaluate(async () => {
    const element = document.querySelector('zoeklicht-search');
    const parent = element.parentNode;
    for (let round = 0; round < 20; round += 1) {
      element.remove();
      parent.append(element);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
  await search.links.first().waitFor();
  assert.equal(await search.page.locator('.zoeklicht').count(), 1);
  assert.equal(await search.page.locator('zoeklicht-search [role=status]').count(), 1);
  await search.isQuiet();
  await search.close();
});

test('without a form the element draws one, in the language of the page', async () => {
  const search = await open('/zoeken/', {
    before: (page) => page.route(`${BASE}/zoeken/`, async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(/<form[^]*?<\/form>/, '').replace('lang="nl"', 'lang="fr-BE"');
      await route.fulfill({ response, body: html });
    }),
  });
  const form = search.page.getByRole('search', { name: 'Rechercher sur ce site' });
  await form.waitFor();
  assert.equal(await form.count(), 1);
  await search.page.getByLabel('Que cherchez-vous\u202f?').pressSequentially('nt2');
  await search.says(/^\d+ résultats pour «\u202fnt2\u202f»\. Vous voyez les résultats 1 à 10\.$/);
  assert.equal(await search.hits.first().getAttribute('lang'), 'nl', 'results in another language say so');
  assert.equal(await search.links.first().getAttribute('hreflang'), 'nl');
  await search.field.press('Enter');
  await search.isQuiet();
  await search.close();
});
