// The documentation site: everybody can use it, its HTML is right, its links lead somewhere, it is searched with the product itself,
// and what it says to copy is what other tests have shown.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { POLICY, nginx } from './nginx.mjs';
import { open } from './page.mjs';
import { faults, findings } from './pages.mjs';

const DOCS = fileURLToPath(new URL('../../www/dist/docs', import.meta.url));
const LANGUAGES = ['nl', 'en'];

/** Every page, as a path within the site. */
const PAGES = ['index.html', ...LANGUAGES.flatMap((lang) => readdirSync(join(DOCS, lang)).map((name) => `${lang}/${name}`))];
const html = (path) => readFileSync(join(DOCS, path), 'utf8');

// With the strictest policy, which no page may violate.
const site = await nginx({ root: DOCS });
after(() => site.close());

// Of all rules those that a dark page can break while the light one does not.
const OF_COLOURS = ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'];

for (const [colorScheme, rules] of [['light', undefined], ['dark', OF_COLOURS]]) {
  test(`AC-162: axe finds nothing on any page of the documentation: ${colorScheme}`, async () => {
    const visited = await open(`/${PAGES[0]}`, { base: site.address, colorScheme });
    const found = [];
    for (const path of PAGES) {
      await visited.page.goto(`${site.address}/${path}`);
      found.push(...(await findings(visited.page, rules)).map((finding) => `${path}: ${finding}`));
      found.push(...(await visited.page.evaluate(() => globalThis.violations)).map((violation) => `${path}: ${violation}`));
    }
    assert.deepEqual(found, []);
    await visited.isQuiet();
    await visited.close();
  });
}

test('AC-162: on a small screen no page is wider than it, and a button opens the menu', async () => {
  const visited = await open(`/${PAGES[0]}`, { base: site.address, viewport: { width: 320, height: 640 } });
  const { page } = visited;
  const wider = [];
  for (const path of PAGES) {
    await page.goto(`${site.address}/${path}`);
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wider.push(path);
  }
  assert.deepEqual(wider, []);
  await page.goto(`${site.address}/en/index.html`);
  const link = page.locator('#menu').getByRole('link', { name: 'Try it' });
  assert.equal(await link.isVisible(), false);
  await page.getByRole('button', { name: 'Menu' }).click();
  assert.deepEqual(await findings(page), []);
  await page.locator('#menu').getByRole('button', { name: 'Close' }).click();
  assert.equal(await link.isVisible(), false);
  await page.getByRole('button', { name: 'Menu' }).click();
  await link.click();
  await page.waitForURL(/try\.html/);
  await visited.isQuiet();
  await visited.close();
});

test('AC-162: html-validate has nothing to say of any page', async () => {
  assert.deepEqual(await faults(PAGES, html), []);
});

/** What a page links to and loads, and the ids that it has. */
function links(path) {
  // Text has no `<` in HTML, so that these are tags, and not what a page shows of HTML.
  const tags = html(path).match(/<[a-z][^>]*>/g).join('\n');
  const all = (pattern) => [...tags.matchAll(pattern)].map(([, value]) => value.replaceAll('&amp;', '&'));
  return { to: all(/\s(?:href|src|action)="([^"]*)"/g), ids: new Set(all(/\sid="([^"]*)"/g)) };
}

test('AC-162: no link of the documentation is broken, to a page, a file or a place on a page', () => {
  const broken = [];
  let count = 0;
  for (const path of PAGES) {
    for (const link of links(path).to) {
      count += 1;
      // Of another site, which may be down while this is tested.
      if (/^https:/.test(link)) continue;
      const [target, fragment] = link.split('#');
      const file = target ? resolve(DOCS, dirname(path), decodeURI(target)) : join(DOCS, path);
      if (!existsSync(file)) broken.push(`${path}: ${link}`);
      else if (fragment && !links(file.slice(DOCS.length + 1)).ids.has(decodeURIComponent(fragment))) broken.push(`${path}: no place ${link}`);
    }
  }
  assert.deepEqual(broken, []);
  assert.ok(count > 1_000, `${count} links were looked at`);
});

for (const [lang, query, title, section] of [
  ['nl', 'tekst voor dpia', 'Privacy en AVG', 'privacy.html#een-tekst-voor-uw-dpia-of-register'],
  ['nl', 'sneltoets', 'Toetsen', 'keyboard.html'],
  ['nl', 'Z101', 'Codes en hun betekenis', 'codes.html'],
  ['en', 'migrate algolia', 'Moving from another search', 'migration.html'],
  ['en', 'content security policy nginx', 'Hosting and security policy', 'hosting.html'],
  ['en', 'offline-max-mb', 'Searching offline', 'offline.html'],
]) {
  test(`AC-162: the documentation is searched with the product itself: ${query}`, async () => {
    const search = await open(`/${lang}/index.html`, { base: site.address });
    await search.type(query);
    await search.until(async () => (await search.titles())[0] === title);
    const addresses = await search.page.locator('zoeklicht-search ol > li a').evaluateAll((all) => all.map(({ href }) => href));
    const wanted = addresses.find((address) => address.startsWith(`${site.address}/${lang}/${section}`));
    assert.ok(wanted, addresses.join('\n'));
    assert.equal((await fetch(wanted)).status, 200);
    await search.isQuiet();

    // The same on the page that the form leads to.
    assert.equal(await search.page.locator('zoeklicht-search form').evaluate(({ action }) => action), `${site.address}/${lang}/search.html`);
    await search.page.goto(`${site.address}/${lang}/search.html?q=${encodeURIComponent(query)}`);
    await search.until(async () => (await search.titles())[0] === title);
    assert.deepEqual(await findings(search.page), []);
    await search.isQuiet();
    await search.close();
  });
}

test('AC-162: the policy to copy is the one that the search was tested under, for each server', () => {
  for (const lang of LANGUAGES) {
    const text = html(`${lang}/hosting.html`).replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    for (const line of [
      `<pre><code class="language-text">${POLICY}\n`,
      `add_header Content-Security-Policy "${POLICY}" always;`,
      `Header always set Content-Security-Policy "${POLICY}"`,
      `<add name="Content-Security-Policy" value="${POLICY}" />`,
      `/*\n  Content-Security-Policy: ${POLICY}\n`,
    ]) {
      assert.ok(text.includes(line), `${lang}: ${line}`);
    }
  }
});

test('AC-162: the page to try search on does what is chosen, and shows the HTML for it', async () => {
  const search = await open('/en/try.html', { base: site.address });
  const { page } = search;
  const trial = page.locator('.trial zoeklicht-search');
  const markup = page.locator('#trial-markup');
  await trial.locator('input[type=search]').fill('cookies');
  await trial.locator('ol > li h3 a').first().waitFor();
  await page.getByLabel('Headings of results').selectOption('4');
  await page.getByLabel('Results at first').selectOption('3');
  await page.getByLabel('Theme').selectOption('eu');
  await trial.locator('input[type=search]').fill('index');
  await trial.locator('ol > li h4 a').first().waitFor();
  assert.equal(await trial.locator('ol > li h4').count(), 3);
  assert.match(await markup.textContent(), /eu\.css">\n<zoeklicht-search src="\/zoeklicht\/" heading-level="4" page-size="3">/);
  await page.getByLabel('Where results appear').selectOption('modal');
  await trial.locator('.zoeklicht-open').click();
  await page.locator('dialog[open] input[type=search]').waitFor();
  assert.match(await markup.textContent(), /mode="modal"/);
  await search.isQuiet();
  await search.close();
});
