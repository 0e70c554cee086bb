// The search in pages that were there before it: served by nginx with the headers of a strict host, with and without what it
// needs, several of it, in frames, at other addresses.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { browser, open } from './page.mjs';
import { DEMO } from './environment.mjs';
import { POLICY, nginx } from './nginx.mjs';

const axeSource = createRequire(import.meta.url)('axe-core').source;
const PACKAGE = fileURLToPath(new URL('../../www/dist/package/', import.meta.url));
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const NO_WASM = POLICY.replace(" 'wasm-unsafe-eval'", '');

const FORM = `<form class="eigen" role="search" action="/zoeken/" method="get"><label for="q" class="l">Wat zoekt u?</label>
  <input id="q" class="i" name="q" type="search"><button id="knop" class="b">Zoeken</button></form>`;

/** A page of a host: what is in its body, and what more in its head. */
function page(body, { head = '<script type="module" src="/zoeklicht/zoeklicht.js"></script>', lang = 'nl' } = {}) {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Proef</title>
<link rel="icon" href="/favicon.ico">${head}</head><body><main><h1>Proef</h1>${body}</main></body></html>`;
}

const element = (attributes = 'src="/zoeklicht/"', inside = FORM) => `<zoeklicht-search ${attributes}>${inside}</zoeklicht-search>`;

const hosts = [];
after(() => hosts.forEach((host) => host.close()));

/** A host of its own for a test. */
async function host(options) {
  const started = await nginx(options);
  hosts.push(started);
  return started;
}

const demo = await host({
  files: {
    'proef/panel.html': page(element('src="/zoeklicht/" mode="panel"')),
    'proef/modal.html': page(element('src="/zoeklicht/" mode="modal"')),
    'proef/suggesties.html': page(element('src="/zoeklicht/" mode="suggestions"')),
    'proef/schaduw.html': page(element('src="/zoeklicht/" shadow', '')),
  },
});

/** Opens a page of a host, and writes down the errors that the element tells of. */
async function visit(path, { site = demo, before, ...options } = {}) {
  return open(path, {
    base: site.address,
    before: async (page) => {
      await page.addInitScript(() => {
        globalThis.reasons = [];
        addEventListener('zoeklicht:error', ({ detail }) => globalThis.reasons.push(detail.reason));
      });
      await before?.(page);
    },
    ...options,
  });
}

const reasons = (search) => search.page.evaluate(() => globalThis.reasons);

/** The form leads where it did before there was any search. */
async function submits(search, site = demo) {
  await search.field.fill('sociale cohesie');
  await Promise.all([
    search.page.waitForURL(`${site.address}/zoeken/?q=sociale+cohesie`),
    search.field.press('Enter'),
  ]);
}

test('AC-100: the form of the page is enhanced in place: the same nodes with their names, classes and values', async () => {
  const kept = '<input type="hidden" name="site" value="gemeente">';
  const site = await host({ files: { 'proef.html': page(element(undefined, FORM.replace('</form>', `${kept}</form>`))) } });
  const search = await visit('/proef.html', {
    site,
    before: (page) => page.addInitScript(() => {
      // Before module scripts run.
      addEventListener('readystatechange', () => {
        if (globalThis.before) return;
        const nodes = [...document.querySelectorAll('zoeklicht-search form, zoeklicht-search form *')];
        globalThis.before = nodes.map((node) => ({ node, html: node.outerHTML.split('>')[0] }));
      }, true);
    }),
  });
  await search.type('nt2');
  await search.links.first().waitFor();
  const { changed, count } = await search.page.evaluate(() => {
    const nodes = [...document.querySelectorAll('zoeklicht-search form, zoeklicht-search form *')];
    const isKept = ({ node, html }, at) => node === nodes[at] && ['id', 'class', 'name', 'value', 'action', 'method', 'for']
      .every((name) => html.includes(`${name}="`) === node.hasAttribute(name));
    return { changed: globalThis.before.filter((was, at) => !isKept(was, at)).length, count: nodes.length };
  });
  assert.deepEqual({ changed, count }, { changed: 0, count: 5 });
  assert.deepEqual(
    await search.page.evaluate(() => ['.eigen', '.l[for=q]', '#q.i', '#knop.b', '[name=site][value=gemeente]'].map(
      (selector) => document.querySelectorAll(`zoeklicht-search ${selector}`).length,
    )),
    [1, 1, 1, 1, 1],
  );
  await search.isQuiet();
  await search.close();
});

for (const [without, { locations, policy, ...options }] of Object.entries({
  JavaScript: { javaScriptEnabled: false },
  'the script': { locations: 'location = /zoeklicht/zoeklicht.js { return 404; }' },
  'the WebAssembly': { locations: 'location = /zoeklicht/widget_bg.wasm { return 503; }' },
  'permission for WebAssembly': { policy: NO_WASM },
  'a script that answers': { locations: 'location = /zoeklicht/zoeklicht.js { return 200 "<!doctype html>"; }' },
})) {
  test(`AC-101: without ${without} the form leads to its page with what was typed`, async () => {
    const site = await host({ locations, policy, files: { 'proef.html': page(element()) } });
    const search = await visit('/proef.html', { site, ...options });
    await search.field.focus();
    if (!options.javaScriptEnabled && policy === undefined && /wasm/.test(locations ?? '')) {
      await search.page.waitForFunction(() => globalThis.reasons.length > 0);
    }
    await submits(search, site);
    await search.close();
  });
}

test('AC-102: what the README says to copy is enough: one script, one element, nothing inline', async () => {
  const [script, markup] = README.match(/```html\n([^]*?)```/)[1].split('\n\n');
  assert.equal(script.match(/<script/g).length, 1);
  const [lines, alone] = [script.split('\n'), script.match(/<script.*/)[0]];
  assert.ok(lines.length <= 2);
  // With the style sheet named in the head, and without it.
  const site = await host({ files: { 'met.html': page(markup, { head: script }), 'zonder.html': page(markup, { head: alone }) } });
  for (const path of ['/met.html', '/zonder.html']) {
    const search = await visit(path, { site });
    await search.type('inburgeringstraject');
    await search.says(/resultaten voor/);
    assert.equal(await search.hits.count(), 10);
    const border = await search.hits.first().evaluate((hit) => getComputedStyle(hit).borderBlockEndStyle);
    assert.equal(border, 'solid', 'the style sheet is there');
    assert.equal(await search.page.locator('link[href$="zoeklicht.css"]').count(), 1);
    await search.isQuiet();
    await search.close();
  }
});

for (const path of ['/', '/zoeken/', '/ingebed/', '/proef/panel.html', '/proef/modal.html', '/proef/suggesties.html', '/proef/schaduw.html']) {
  test(`AC-103: the strictest policy, with Trusted Types and isolation, is never violated: ${path}`, async () => {
    const search = await visit(path);
    const answer = await fetch(demo.address + path);
    assert.equal(answer.headers.get('content-security-policy'), POLICY);
    const { page } = search;
    if (path.includes('modal')) await page.locator('.zoeklicht-open').click();
    const field = page.locator(path === '/' ? 'input[name=q]' : 'zoeklicht-search input[type=search]').first();
    await field.pressSequentially('inburgering', { delay: 30 });
    if (path === '/') {
      await field.press('Enter');
      await page.waitForURL(/q=inburgering/);
    }
    const shown = path.includes('suggesties') ? '[role=option]' : 'ol li h3 a';
    await page.locator(`zoeklicht-search ${shown}`).first().waitFor();
    if (path.includes('zoeken')) {
      await search.choice('2022').check();
      await search.says(/^Filter toegepast/);
      await page.getByLabel('Sorteren op').selectOption({ index: 1 });
      await search.field.fill('qqqqq xxxxx');
      await search.says(/^Geen resultaten/);
    }
    assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
    assert.equal(await page.evaluate(() => isSecureContext && crossOriginIsolated), true, 'the headers are in force');
    await search.isQuiet();
    await search.close();
  });
}

test('AC-104: where the policy forbids WebAssembly the form stays, an event says so, and nothing is thrown', async () => {
  const site = await host({ policy: NO_WASM });
  const search = await visit('/zoeken/', { site });
  const thrown = [];
  search.page.on('pageerror', (error) => thrown.push(error));
  await search.field.focus();
  await search.page.waitForFunction(() => globalThis.reasons.length > 0);
  assert.deepEqual(await reasons(search), ['csp-wasm']);
  await search.page.evaluate(() => document.querySelector('zoeklicht-search').ready);
  assert.deepEqual(thrown, []);
  assert.deepEqual(search.requests.filter((url) => /wasm|widget/.test(url)), [], 'nothing is fetched in vain');
  await submits(search, site);
  await search.close();
});

test('AC-105: no file of ours makes code or markup from text, or has an address with the data in it', () => {
  const FORBIDDEN = {
    eval: /\beval\s*\(/,
    Function: /\bnew Function\b|[=;(,]\s*Function\(/,
    markup: /\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc/,
    'inline styles': /setAttribute\(\s*['"`]style|\.cssText\b/,
    'data or blob': /['"`(](data|blob):|createObjectURL/,
    timers: /set(Timeout|Interval)\(\s*['"`]/,
  };
  const files = ['package', 'bundle'].flatMap((folder) => {
    const path = fileURLToPath(new URL(`../../www/dist/${folder}/`, import.meta.url));
    return readdirSync(path).filter((name) => /\.(js|css)$/.test(name)).map((name) => join(path, name));
  });
  assert.ok(files.length >= 7, files.join());
  const found = files.flatMap((file) => {
    // Comments may name what the code does not do.
    const code = readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
      // wasm-bindgen binds it for Yew. Nothing of ours may call it (.clippy.toml), and AC-103 shows that nothing does.
      .replace(/__wbg_set_innerHTML_\w+:function\([\w,]*\)\{\w+\.innerHTML=[\w(),]*\}/, '');
    return Object.entries(FORBIDDEN).filter(([, pattern]) => pattern.test(code)).map(([what]) => `${file}: ${what}`);
  });
  assert.deepEqual(found, []);
});

/** The page of the README with the hash that was published for the script. */
const published = () => JSON.parse(readFileSync(join(PACKAGE, 'integrity.json'), 'utf8'));
const held = () => ({
  'proef.html': page(element(), {
    head: `<script type="module" src="/zoeklicht/zoeklicht.js" integrity="${published()['zoeklicht.js']}"></script>`,
  }),
});

/** A file of the package with one bit flipped, in the middle of a text that does not matter to a parser. */
function flipped(name) {
  const bytes = readFileSync(join(PACKAGE, name));
  const at = name.endsWith('.wasm') ? bytes.length >> 1 : bytes.indexOf('//') + 3;
  bytes[at] ^= 1;
  return bytes;
}

test('AC-106: the published hashes are those of the files', () => {
  const list = published();
  assert.deepEqual(Object.keys(list).filter((name) => !/\.(js|css|wasm)$/.test(name)), []);
  for (const name of ['zoeklicht.js', 'zoeklicht.css', 'widget.js', 'widget_bg.wasm', 'index.js', 'themes/eu.css']) {
    const hash = createHash('sha384').update(readFileSync(join(PACKAGE, name))).digest('base64');
    assert.equal(list[name], `sha384-${hash}`, name);
  }
});

test('AC-106: with the published hash on the script all is loaded once, and works under the strictest policy', async () => {
  const site = await host({ files: held() });
  const search = await visit('/proef.html', { site });
  await search.type('inburgeringstraject');
  await search.says(/resultaten voor/);
  await search.isQuiet();
  for (const name of ['zoeklicht.js', 'widget.js', 'widget_bg.wasm']) {
    assert.equal(search.requests.filter((url) => url.endsWith(`/${name}`)).length, 1, name);
  }
  await search.close();
});

test('AC-106: with one bit flipped the script is refused, and the form works', async () => {
  const site = await host({ files: { ...held(), 'zoeklicht/zoeklicht.js': flipped('zoeklicht.js') } });
  const search = await visit('/proef.html', { site });
  await search.field.focus();
  assert.equal(await search.page.evaluate(() => customElements.get('zoeklicht-search')), undefined);
  await submits(search, site);
  await search.close();
});

for (const name of ['widget.js', 'widget_bg.wasm']) {
  test(`AC-106: with one bit of ${name} flipped nothing of it runs, an event says so, and the form works`, async () => {
    const site = await host({ files: { ...held(), [`zoeklicht/${name}`]: flipped(name) } });
    const search = await visit('/proef.html', { site });
    await search.field.focus();
    await search.page.waitForFunction(() => globalThis.reasons.length > 0);
    assert.deepEqual(await reasons(search), ['integrity']);
    assert.equal(await search.page.locator('.zoeklicht').count(), 0);
    await submits(search, site);
    await search.close();
  });
}

test('AC-106: the WebAssembly is held to its hash on any page, and a file that was put right is taken', async () => {
  const wasm = flipped('widget_bg.wasm');
  const search = await visit('/zoeken/', {
    before: (page) => page.route('**/widget_bg.wasm', (route) => route.fulfill({ body: wasm, contentType: 'application/wasm' })),
  });
  await search.field.focus();
  await search.page.waitForFunction(() => globalThis.reasons.length > 0);
  assert.deepEqual(await reasons(search), ['integrity']);
  await search.page.unroute('**/widget_bg.wasm');
  await search.field.blur();
  await search.type('nt2');
  await search.links.first().waitFor();
  await search.close();
});

test('AC-107: after fifty searches no other server, no cookie and no request has heard a word of them', async () => {
  const WORDS = 'inburgering nederlands taalles leerkracht vluchteling discriminatie samenleving gemeente subsidie onthaal jeugd '
    + 'tolk arbeidsmarkt onderwijs diversiteit toeleiding racisme participatie ouderen cohesie traject attest examen vrijwilliger '
    + 'buurtwerk';
  const words = WORDS.split(' ');
  const queries = words.flatMap((word, at) => [word, `${word} geheim${at}`]);
  assert.equal(queries.length, 50);
  const site = await host();
  const search = await visit('/zoeken/', { site });
  for (const query of queries) {
    await search.field.fill(query);
    await search.field.press('Enter');
    const wanted = (query) => document.querySelector('zoeklicht-search [role=status]').textContent.includes(query);
    await search.page.waitForFunction(wanted, query);
    await search.page.waitForFunction((query) => new URLSearchParams(location.search).get('q') === query, query);
  }
  // The list of all words, which comes when nobody types, and the page that a result leads to.
  await search.field.fill('integratiebeleid');
  await search.links.first().waitFor();
  await search.links.first().click();
  await search.page.waitForURL((url) => !url.pathname.startsWith('/zoeken'));

  const rows = await site.log();
  const text = rows.map(({ uri, referer, cookie, body }) => [uri, referer, cookie, body].join(' '));
  const isFixed = (line) => /^\/(zoeken|zoeklicht|assets|favicon)/.test(line);
  assert.ok(rows.filter(({ uri }) => /^\/zoeklicht\/[dtrlx]\//.test(uri)).length >= 10, 'chunks were fetched');
  const tell = (pattern) => text.filter((line) => isFixed(line) && pattern.test(line));
  for (const word of [...words, 'geheim', 'integratiebeleid', 'q=']) assert.deepEqual(tell(new RegExp(word)), [], word);
  assert.deepEqual(rows.filter(({ referer }) => /[?#]/.test(referer)), [], 'no address with a query in it is told on');
  assert.deepEqual(rows.filter(({ method }) => method !== 'GET'), [], 'no beacon');
  assert.deepEqual(rows.filter(({ cookie }) => cookie), []);
  assert.deepEqual(await search.context.cookies(), []);
  assert.deepEqual(search.requests.filter((url) => new URL(url).origin !== site.address), [], 'no other server');
  assert.deepEqual(await search.page.evaluate(async () => [
    Object.keys(localStorage), Object.keys(sessionStorage), (await indexedDB.databases()).length,
  ]), [[], [], 0]);
  // What the demo keeps for offline is the index and the code, under addresses that no query is part of.
  const kept = await search.page.evaluate(async () => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(stores.map((store) => store.keys()))).flat().map(({ url }) => new URL(url).search);
  });
  assert.deepEqual(kept.filter(Boolean), []);
  await search.close();
});

test('AC-107: with prefetch="all" the whole index is asked for, in the order of its files, and nothing afterwards', async () => {
  const files = readdirSync(join(DEMO, 'zoeklicht'), { recursive: true }).filter((name) => /^[dtrlx]\/./.test(name));
  const site = await host({ files: { 'proef.html': page(element('src="/zoeklicht/" prefetch="all"')) } });
  const search = await visit('/proef.html', { site });
  await search.field.focus();
  const isChunk = (url) => /\/zoeklicht\/[dtrlx]\//.test(url);
  await search.until(() => new Set(search.requests.filter(isChunk)).size >= files.length);
  const before = search.requests.length;
  for (const query of ['inburgering', 'vrijwilliger', 'taalles']) {
    await search.field.fill(query);
    await search.says(new RegExp(`‘${query}’`));
  }
  assert.deepEqual(search.requests.slice(before), []);
  await search.close();
});

test('AC-109: loaded twice, or in two versions, the first script stays, and the console says so', async () => {
  const again = `<script type="module" src="/bundle/zoeklicht.js"></script><script type="module" src="/zoeklicht/zoeklicht.js?v=2"></script>`;
  const head = `<script type="module" src="/zoeklicht/zoeklicht.js"></script>${again}`;
  const site = await host({ files: { 'proef.html': page(element(), { head }) } });
  const search = await visit('/proef.html', { site });
  await search.type('inburgeringstraject');
  await search.says(/resultaten voor/);
  const warnings = search.complaints.splice(0);
  assert.equal(warnings.length, 2, warnings.join());
  assert.ok(warnings.every((text) => /^zoeklicht: .*is left out/.test(text)), warnings.join());
  assert.deepEqual(search.requests.filter((url) => /bundle\/widget/.test(url)), []);
  await search.isQuiet();
  await search.close();
});

test('AC-108: axe finds nothing on a page with five searches, each of which has a name of its own, and one alone has none', async () => {
  const given = FORM.replace('role="search"', 'role="search" aria-label="Nieuws doorzoeken"').replace('id="knop" ', '');
  const insides = [given, '', '', '', ''];
  const body = insides.map((inside) => element('src="/zoeklicht/" load="eager"', inside)).join('');
  const site = await host({ files: { 'vijf.html': page(body), 'een.html': page(element('src="/zoeklicht/"', '')) } });
  const search = await visit('/vijf.html', { site });
  const widget = (at) => search.page.locator('zoeklicht-search').nth(at);
  for (const at of insides.keys()) {
    await widget(at).locator('input[type=search]').fill(at === 4 ? 'xqzjw vvkkw' : 'inburgering');
    await widget(at).locator(at === 4 ? '.zoeklicht-zero h2' : 'ol li h3 a').first().waitFor();
  }
  await search.page.evaluate(axeSource);
  const { violations } = await search.page.evaluate(() => axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 100))]), []);
  const names = (of) => of.page.getByRole('region').evaluateAll((regions) => regions.map((region) => region.ariaLabel));
  const told = await names(search);
  assert.equal(new Set(told).size, 5, told.join());
  assert.ok(told.includes('Zoekresultaten: Deze website doorzoeken 3'), told.join());
  await search.close();

  const alone = await visit('/een.html', { site });
  // Taken off the page and put back it is still the first.
  await alone.page.evaluate(async () => {
    const one = document.querySelector('zoeklicht-search');
    await one.ready;
    one.replaceWith(one.cloneNode());
    await document.querySelector('zoeklicht-search').ready;
  });
  await alone.field.fill('inburgering');
  await alone.links.first().waitFor();
  await alone.page.getByRole('region', { name: 'Zoekresultaten', exact: true }).waitFor();
  await alone.page.getByRole('search', { name: 'Deze website doorzoeken', exact: true }).waitFor();
  await alone.close();
});

test('AC-108: three indexes on one page, and one of them twice: the names are unique, the searches their own, the files shared', async () => {
  const form = (name) => FORM.replace('for="q"', `for="${name}"`).replace('id="q"', `id="${name}"`).replace('id="knop" ', '')
    .replace('role="search"', `role="search" aria-label="Zoeken ${name}"`);
  const searches = [['een', 'a'], ['twee', 'b'], ['drie', 'c'], ['een', 'd']];
  const body = searches.map(([folder, name]) => element(`src="/${folder}/"`, form(name))).join('');
  const alias = (folder) => `location /${folder}/ { alias ${DEMO}/zoeklicht/; }`;
  const site = await host({ locations: ['een', 'twee', 'drie'].map(alias).join(' '), files: { 'proef.html': page(body) } });
  const search = await visit('/proef.html', { site });
  const QUERIES = ['inburgering', 'subsidie', 'taalles', 'brussel'];
  const widget = (at) => search.page.locator('zoeklicht-search').nth(at);
  for (const [at, query] of QUERIES.entries()) {
    await widget(at).locator('input[type=search]').fill(query);
    await widget(at).locator('ol li h3 a').first().waitFor();
  }
  for (const [at, query] of QUERIES.entries()) {
    assert.equal(await widget(at).evaluate((element) => element.state.query), query);
    await search.until(async () => (await widget(at).locator('[role=status]').textContent()).includes(`‘${query}’`));
  }
  const twice = await search.page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  });
  assert.deepEqual(twice, []);
  await search.page.evaluate(axeSource);
  const { violations } = await search.page.evaluate(() => axe.run(document, { runOnly: ['duplicate-id', 'duplicate-id-aria', 'label'] }));
  assert.deepEqual(violations.map(({ id }) => id), []);
  const chunks = search.requests.filter((url) => /\/een\/[dtrlx]\//.test(url));
  assert.equal(new Set(chunks).size, chunks.length, 'each file of the index that two have is fetched once');
  assert.equal(search.requests.filter((url) => /widget_bg/.test(url)).length, 1, 'one engine');
  await search.isQuiet();
  await search.close();
});

const HOST_STYLES = {
  'Bootstrap 5': 'bootstrap/dist/css/bootstrap.css',
  'Tailwind preflight': 'tailwindcss/preflight.css',
  USWDS: '@uswds/uswds/dist/css/uswds.css',
  DSFR: '@gouvfr/dsfr/dist/dsfr.css',
  ECL: '@ecl/preset-ec/dist/styles/ecl-ec.css',
  Utrecht: ['@utrecht/design-tokens/dist/root.css', '@utrecht/component-library-css/dist/html.css'],
  // Spares only what has to be there for anything to be seen at all.
  'a reset of everything': 'data:*, *::before, *::after { margin: 0; padding: 0; border: 0; font: inherit; color: inherit; '
    + 'background: none; list-style: none; text-decoration: none; box-sizing: content-box; }',
  'all: unset': 'data:* { all: unset } head, script, template, noscript, [hidden] { display: none } main, div, form, p { display: block }',
};

for (const [name, styles] of Object.entries(HOST_STYLES)) {
  for (const width of [360, 1280]) {
    test(`AC-110: the styles of ${name} leave the search whole: ${width} px`, async () => {
      const modules = fileURLToPath(new URL('node_modules/', import.meta.url));
      const sheets = [styles].flat().map((style) => (style.startsWith('data:') ? style.slice(5) : readFileSync(join(modules, style), 'utf8')));
      // What unsets everything unsets what is in any layer; a shadow tree is what it does not reach.
      const isShadow = name === 'all: unset';
      const head = '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/host.css">'
        + '<script type="module" src="/zoeklicht/zoeklicht.js"></script>';
      const classes = name === 'Utrecht' ? 'class="utrecht-theme utrecht-html"' : '';
      const html = page(`<div ${classes}>${element(`src="/zoeklicht/" ${isShadow ? 'shadow' : ''}`, isShadow ? '' : FORM)}</div>`, { head });
      const site = await host({
        // Pictures and fonts of the host are not ours to serve.
        policy: POLICY.replace("img-src 'self'", "img-src 'self' data:; font-src 'self' data:"),
        files: { 'proef.html': html, 'host.css': sheets.join('\n').replace(/@import [^;]+;/g, '') },
      });
      const search = await visit('/proef.html', { site, viewport: { width, height: 900 } });
      await search.page.locator('zoeklicht-search input[type=search]').pressSequentially('inburgering', { delay: 20 });
      await search.links.first().waitFor();
      await search.page.locator('zoeklicht-search .zoeklicht-filters').evaluate((filters) => (filters.open = true));
      const faults = await search.page.evaluate(() => {
        const element = document.querySelector('zoeklicht-search');
        const root = element.shadowRoot ?? element;
        const all = (selector) => [...root.querySelectorAll(selector)];
        const faults = [];
        const { scrollWidth, clientWidth } = document.documentElement;
        const isWide = (part) => part.getBoundingClientRect().right > clientWidth + 0.5;
        // The form is the host's own, and as wide as the host has it.
        const wide = scrollWidth > clientWidth ? all('.zoeklicht *').filter(isWide) : [];
        faults.push(...wide.map((part) => `${part.className || part.localName} scrolls sideways: ${scrollWidth} of ${clientWidth}`));
        const hits = all('.zoeklicht-hit');
        hits.forEach((hit, at) => {
          const [box, before] = [hit.getBoundingClientRect(), hits[at - 1]?.getBoundingClientRect()];
          if (before && box.top < before.bottom - 1) faults.push(`result ${at} lies over the one before`);
          const parts = [...hit.children].map((part) => part.getBoundingClientRect()).filter(({ height }) => height > 1);
          parts.slice(1).forEach((part, nth) => {
            if (part.top < parts[nth].bottom - 1) faults.push(`part ${nth + 1} of result ${at} lies over the one before`);
          });
        });
        const isSeen = (part) => part.getClientRects().length > 0 && part.checkVisibility();
        for (const part of all('.zoeklicht-choice input').filter(isSeen)) {
          const { width, height } = part.getBoundingClientRect();
          const { opacity, appearance } = getComputedStyle(part);
          if (width < 16 || height < 16 || opacity === '0') faults.push(`checkbox ${width} × ${height}, ${opacity}, ${appearance}`);
          const gap = part.parentElement.querySelector('.zoeklicht-value').getBoundingClientRect().left - part.getBoundingClientRect().right;
          if (gap < 3) faults.push(`${gap} px between a checkbox and its words`);
        }
        for (const item of all('li').filter(isSeen)) {
          if (getComputedStyle(item).display === 'list-item') faults.push(`a marker before ${item.className || item.parentElement.className}`);
        }
        for (const fact of all('.zoeklicht-facts li + li')) {
          const [box, before] = [fact, fact.previousElementSibling].map((part) => part.getBoundingClientRect());
          if (box.top === before.top && box.left - before.right < 3) faults.push('two facts are one word');
        }
        const fold = all('.zoeklicht-filters > summary')[0];
        const sign = getComputedStyle(fold, '::after');
        if (sign.display !== 'block' || sign.position !== 'absolute') faults.push(`the sign that the filters fold is ${sign.display}`);
        for (const part of all('button, summary, select, .zoeklicht-title a').filter(isSeen)) {
          const { width, height } = part.getBoundingClientRect();
          if (!part.closest('form') && (width < 24 || height < 24)) faults.push(`${part.className || part.localName} ${width} × ${height}`);
        }
        for (const part of all('.zoeklicht-heard, .zoeklicht-print, .zoeklicht-skip')) {
          const { width, height } = part.getBoundingClientRect();
          if (width > 1 && height > 1 && getComputedStyle(part).clipPath === 'none') faults.push(`${part.className} is seen`);
        }
        return faults;
      });
      assert.deepEqual([...new Set(faults)], []);
      await search.close();
    });
  }
}

test('AC-113: results as the page’s own template has them, and no address in them that runs anything', async () => {
  const { ARTICLES } = await import('./fixture.mjs');
  const { site: served, searchPage } = await import('./site.mjs');
  const template = `<template data-part="result"><article><img data-field="src:meta.beeld alt:title">
    <h3><a data-field="href:url">Lees: <b data-field="title"></b></a></h3><p data-field="excerpt"></p>
    <a class="bron" data-field="href:meta.bron">bron</a><em data-field="filter.jaar"></em></article></template>`;
  const hostile = (title, url, more) => JSON.stringify({ id: title, url, title, body: 'Over kwaad en erger.', lang: 'nl', ...more });
  const site = await served({
    'goed.html': ARTICLES['fietsen.html'],
    'kwaad.jsonl': [
      hostile('Kwaad <img src=x onerror=alert(1)>', 'javascript:alert(1)', { meta: { bron: ' javascript:alert(2)', beeld: 'javascript:alert(3)' } }),
      hostile('Erger kwaad', 'data:text/html,<script>alert(4)</script>', { meta: { bron: 'java\nscript:alert(5)' } }),
      hostile('Braaf kwaad', '/goed.html', { meta: { bron: 'mailto:a@b.be', beeld: '/favicon.ico' }, filters: { jaar: ['2023'] } }),
    ].join('\n'),
  }, {
    pages: {
      'zoeken.html': searchPage({ above: '', form: `${FORM.replace('/zoeken/', '/zoeken.html')}${template}` }),
      'leeg.html': searchPage({ form: `${FORM}<template data-part="result"><p data-field="title"></p></template>` }),
    },
  });
  try {
    const search = await open('/zoeken.html', { base: site.address });
    await search.page.evaluate(() => {
      globalThis.selected = [];
      addEventListener('zoeklicht:select', ({ detail }) => globalThis.selected.push(detail.rank));
    });
    await search.type('kwaad');
    await search.page.locator('zoeklicht-search ol article').nth(2).waitFor();
    const hits = await search.page.locator('zoeklicht-search ol > li').evaluateAll((items) => items.map((item) => ({
      title: item.querySelector('b').textContent,
      link: item.querySelector('h3 a').getAttribute('href'),
      source: item.querySelector('.bron')?.getAttribute('href') ?? null,
      image: item.querySelector('img')?.getAttribute('src') ?? null,
      year: item.querySelector('em')?.textContent ?? null,
      marks: item.querySelectorAll('p mark').length,
    })));
    const by = (start) => hits.find(({ title }) => title.startsWith(start));
    assert.deepEqual(by('Kwaad'), {
      title: 'Kwaad <img src=x onerror=alert(1)>', link: null, source: null, image: null, year: null, marks: 1,
    });
    assert.deepEqual(by('Erger'), { title: 'Erger kwaad', link: null, source: null, image: null, year: null, marks: 1 });
    assert.deepEqual(by('Braaf'), { title: 'Braaf kwaad', link: '/goed.html', source: 'mailto:a@b.be', image: '/favicon.ico', year: '2023', marks: 1 });
    const anywhere = await search.page.locator('zoeklicht-search ol').evaluate((list) => (
      [...list.querySelectorAll('*')].flatMap((node) => [...node.attributes].map(({ value }) => value)).filter((value) => /script:|data:/.test(value))
    ));
    assert.deepEqual(anywhere, []);
    assert.deepEqual(await search.page.evaluate(() => globalThis.violations), []);
    // The keyboard knows the link of the page's own, and following it is told.
    await search.field.press('ArrowDown');
    assert.equal(await search.page.evaluate(() => document.activeElement.getAttribute('href')), '/goed.html');
    await search.page.evaluate(() => document.addEventListener('click', (event) => event.preventDefault()));
    await search.page.keyboard.press('Enter');
    assert.equal((await search.page.evaluate(() => globalThis.selected)).length, 1);
    await search.close();

    const plain = await open('/leeg.html', { base: site.address });
    await plain.type('fiets');
    await plain.links.first().waitFor();
    assert.match(plain.complaints.join(), /template for results has no link/);
    await plain.close();
  } finally {
    site.close();
  }
});

test('AC-113: an address that runs something is no link in our own results either', async () => {
  const { site: served } = await import('./site.mjs');
  const hostile = { id: 'a', url: 'javascript:alert(1)', title: 'Kwaad', body: 'Over kwaad.', lang: 'nl' };
  const site = await served({ 'kwaad.jsonl': JSON.stringify(hostile) });
  try {
    const search = await open('/zoeken.html', { base: site.address });
    await search.type('kwaad');
    await search.hits.first().waitFor();
    assert.equal(await search.hits.first().locator('h3').textContent(), 'Kwaad');
    assert.equal(await search.hits.first().locator('a').count(), 0);
    await search.close();
  } finally {
    site.close();
  }
});

test('AC-114: two hundred times taken off the page and put back: no listener, node or memory stays behind', async () => {
  const search = await visit('/zoeken/?q=nt2');
  await search.links.first().waitFor();
  const devtools = await search.context.newCDPSession(search.page);
  await devtools.send('Performance.enable');
  const rounds = (count) => search.page.evaluate(async (count) => {
    const element = document.querySelector('zoeklicht-search');
    const parent = element.parentNode;
    for (let round = 0; round < count; round += 1) {
      element.remove();
      const again = new Promise((resolve) => element.addEventListener('zoeklicht:ready', resolve, { once: true }));
      parent.append(element);
      await again;
    }
  }, count);
  const measure = async () => {
    await search.links.first().waitFor();
    await search.page.waitForTimeout(1_500);
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  await rounds(20);
  const before = await measure();
  await rounds(200);
  const after_ = await measure();
  const grown = (name) => after_[name] - before[name];
  assert.ok(grown('JSEventListeners') <= 20, `${grown('JSEventListeners')} listeners more`);
  assert.ok(grown('Nodes') <= 400, `${grown('Nodes')} nodes more`);
  assert.ok(grown('JSHeapUsedSize') < 2_000_000, `${grown('JSHeapUsedSize')} bytes more`);
  assert.equal(await search.page.locator('.zoeklicht').count(), 1);
  await search.isQuiet();
  await search.close();
});

const FRAME_POLICY = `${POLICY}; frame-src 'self'`;
const frame = (sandbox) => page(`<iframe title="Zoeken" src="/binnen.html" width="900" height="700" sandbox="${sandbox}"></iframe>`, { head: '' });
const SANDBOX = 'allow-scripts allow-forms allow-top-navigation-by-user-activation';

test('AC-116: in a sandboxed frame it searches, and a result leads the whole window on', async () => {
  const binnen = page(element('src="/zoeklicht/" link-target="_top"'));
  const site = await host({ policy: FRAME_POLICY, files: { 'buiten.html': frame(`${SANDBOX} allow-same-origin`), 'binnen.html': binnen } });
  const search = await visit('/buiten.html', { site });
  const inside = search.page.frameLocator('iframe');
  await inside.locator('#q').pressSequentially('inburgeringstraject', { delay: 20 });
  const link = inside.locator('ol li h3 a[href$=".html"]').first();
  await link.waitFor();
  const path = new URL(await link.evaluate(({ href }) => href)).pathname;
  await link.click();
  await search.page.waitForURL(`${site.address}${path}`);
  await search.close();
});

test('AC-116: in a frame without an origin of its own it searches if the server lets it, and else is a form', async () => {
  const files = { 'buiten.html': frame(SANDBOX), 'binnen.html': page(element('src="/zoeklicht/" recent="local"')) };
  const isolation = { 'Cross-Origin-Embedder-Policy': undefined, 'Cross-Origin-Resource-Policy': 'cross-origin' };
  const open_ = await host({ policy: FRAME_POLICY, headers: { ...isolation, 'Access-Control-Allow-Origin': '*' }, files });
  const search = await visit('/buiten.html', { site: open_ });
  const inside = search.page.frameLocator('iframe');
  await inside.locator('#q').pressSequentially('inburgeringstraject', { delay: 20 });
  await inside.locator('ol li h3 a').first().waitFor();
  await search.close();

  const shut = await host({ policy: FRAME_POLICY, headers: isolation, files });
  const form = await visit('/buiten.html', { site: shut });
  const field = form.page.frameLocator('iframe').locator('#q');
  await field.fill('nt2');
  const asked = form.page.waitForRequest((request) => request.url() === `${shut.address}/zoeken/?q=nt2`);
  await field.press('Enter');
  await asked;
  await form.close();
});

for (const missing of ['structuredClone', 'customElements', 'requestIdleCallback', 'CSSStyleSheet', 'Intl']) {
  test(`AC-117: in a browser without ${missing} nothing is thrown, and the form works`, async () => {
    const search = await visit('/', {
      before: (page) => page.addInitScript((missing) => {
        Object.defineProperty(globalThis, missing, { value: undefined, configurable: true });
      }, missing),
    });
    const thrown = [];
    search.page.on('pageerror', (error) => thrown.push(String(error)));
    const field = search.page.locator('input[name=q]');
    await field.focus();
    await search.page.evaluate(() => document.querySelector('zoeklicht-search')?.ready);
    await field.fill('nt2');
    await Promise.all([search.page.waitForURL(`${demo.address}/zoeken/?q=nt2`), field.press('Enter')]);
    assert.deepEqual(thrown, []);
    await search.close();
  });
}

test('AC-118: at a path below, a relative src is that of the document', async () => {
  const alias = `location /gemeente/x/zoeklicht/ { alias ${DEMO}/zoeklicht/; }`;
  const proef = page(element('src="../zoeklicht"'), { head: '<script type="module" src="../zoeklicht/zoeklicht.js"></script>' });
  const site = await host({ locations: alias, files: { 'gemeente/x/onder/proef.html': proef } });
  const search = await visit('/gemeente/x/onder/proef.html', { site });
  await search.type('inburgeringstraject');
  await search.links.first().waitFor();
  const elsewhere = search.requests.filter((url) => !/\/(gemeente|favicon)/.test(new URL(url).pathname));
  assert.deepEqual(elsewhere, []);
  await search.isQuiet();
  await search.close();
});

test('AC-118: from a file there is nothing to fetch from, and the form is as it was', async () => {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const thrown = [];
  tab.on('pageerror', (error) => thrown.push(String(error)));
  await tab.goto(pathToFileURL(join(DEMO, 'zoeken/index.html')).href);
  await tab.locator('#q').fill('nt2');
  assert.equal(await tab.locator('zoeklicht-search form').evaluate((form) => form.action), 'file:///zoeken/');
  assert.equal(await tab.locator('.zoeklicht').count(), 0);
  assert.deepEqual(thrown, []);
  await context.close();
});

/** All events of a page: `[name, detail]`. */
const EVENTS = ['search', 'results', 'zero', 'select', 'error'];
const listened = (page) => page.addInitScript((names) => {
  globalThis.told = [];
  for (const name of names) addEventListener(`zoeklicht:${name}`, ({ detail }) => globalThis.told.push([name, detail]));
}, EVENTS);

for (const shadow of ['', 'shadow']) {
  test(`AC-119: events tell numbers and the language, never the query, unless that is asked for ${shadow}`, async () => {
    const files = {
      'proef.html': page(element(`src="/zoeklicht/" ${shadow}`, shadow ? '' : FORM)),
      'met.html': page(element(`src="/zoeklicht/" event-query="true" ${shadow}`, shadow ? '' : FORM)),
    };
    const site = await host({ files });
    const search = await visit('/proef.html', { site, before: listened });
    const field = search.page.locator('zoeklicht-search input[type=search]');
    const told = (name) => search.page.evaluate((name) => globalThis.told.filter(([of]) => of === name).map(([, detail]) => detail), name);
    await field.fill('inburgeringstraject');
    await search.links.first().waitFor();
    await field.fill('xqzjw vvkkw');
    await search.until(async () => (await told('zero')).length > 0);
    await field.fill('inburgeringstraject');
    await search.links.nth(2).waitFor();
    await search.page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
    await search.links.nth(2).click();
    assert.deepEqual((await told('search'))[0], { length: 19, lang: 'nl' });
    const [{ total, took_ms, ...rest }] = await told('results');
    assert.deepEqual(rest, { length: 19, lang: 'nl' });
    assert.ok(Number.isInteger(total) && total > 0 && Number.isInteger(took_ms));
    assert.equal((await told('zero'))[0].total, 0);
    assert.deepEqual(await told('select'), [{ rank: 3 }]);
    const all = await search.page.evaluate(() => JSON.stringify(globalThis.told));
    assert.doesNotMatch(all, /traject|xqzjw/);
    await search.close();

    const open_ = await visit('/met.html', { site, before: listened });
    await open_.page.locator('zoeklicht-search input[type=search]').fill('inburgeringstraject');
    await open_.links.first().waitFor();
    const asked = await open_.page.evaluate(() => globalThis.told.map(([, detail]) => detail.query));
    assert.ok(asked.length >= 2 && asked.every((query) => query === 'inburgeringstraject'), asked.join());
    await open_.close();
  });
}

test('AC-120: queries that find nothing are counted on the device only where that is asked for, and told from five on', async () => {
  const count = '<script type="module" src="/tel.js"></script>';
  const script = "import * as zero from '/zoeklicht/zero.js'; zero.countZeroQueries(); globalThis.zero = zero;";
  const head = `${count}<script type="module" src="/zoeklicht/zoeklicht.js"></script>`;
  const site = await host({
    files: { 'proef.html': page(element('src="/zoeklicht/" event-query="true"'), { head }), 'tel.js': script },
  });
  const search = await visit('/proef.html', { site, before: listened });
  const ask = async (query) => {
    await search.field.fill(query);
    await search.page.waitForFunction((query) => globalThis.told.some(([name, detail]) => name === 'zero' && detail.query === query), query);
  };
  for (let visits = 0; visits < 5; visits += 1) {
    await ask('xqzjw vvkkw');
    if (visits < 4) await ask('qqzzj wwkkv');
    if (visits < 4) await search.page.reload();
  }
  assert.deepEqual(await search.page.evaluate(() => globalThis.zero.exportZeroQueries()), [{ query: 'xqzjw vvkkw', count: 5 }]);
  const low = await search.page.evaluate(() => globalThis.zero.exportZeroQueries({ atLeast: 1 }));
  assert.deepEqual(low.map(({ count }) => count), [5, 4]);
  await search.page.evaluate(() => globalThis.zero.clearZeroQueries());
  assert.deepEqual(await search.page.evaluate(() => [globalThis.zero.exportZeroQueries(), localStorage.length]), [[], 0]);
  assert.deepEqual((await site.log()).filter(({ uri, referer, body }) => /xqzjw/.test(uri + referer + body)), []);
  await search.close();
});
