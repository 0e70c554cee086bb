// The demo as an existing site of a government: every kind of page that it has, under the headers of a strict host, with a
// worker of its own, which the search shares.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DEMO } from './environment.mjs';
import { POLICY, nginx } from './nginx.mjs';
import { open as openPage } from './page.mjs';
import { faults, findings } from './pages.mjs';

const MISSING = '/bestaat/niet.html';
const KINDS = {
  home: '/',
  list: '/besluiten/',
  themes: '/thema/',
  theme: '/thema/nt2.html',
  decision: '/besluiten/08-digitalisering-project-vv50.html',
  'decision that was HTML already': '/besluiten/07-digitaliseringsprojecten-inburgering-2022.html',
  guides: '/gids/',
  guide: '/gids/inburgeringstraject.html',
  questions: '/vragen/',
  contact: '/contact/',
  thanks: '/contact/bedankt.html',
  about: '/over/',
  search: '/zoeken/',
  offline: '/offline/',
  missing: MISSING,
};

/** The strictest policy, but for the address of the worker. */
const SITE_POLICY = POLICY.replace("trusted-types 'none'", 'trusted-types website');
/** What the worker is sent with: under `require-trusted-types-for` no plain address could be given to importScripts. */
const WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** The demo, with `worker` as a change of its worker, and other files. */
const serve = ({ worker = (code) => code, files = {} } = {}) => nginx({
  policy: SITE_POLICY,
  locations: `error_page 404 /404.html;
    location = /worker.js { add_header Content-Security-Policy "${WORKER_POLICY}" always; }`,
  files: { 'worker.js': worker(readFileSync(join(DEMO, 'worker.js'), 'utf8')), ...files },
});

const site = await serve();
after(() => site.close());

/** Opens a page; of one that is not there the browser says so itself. */
async function visit(path, { base = site.address, ...options } = {}) {
  const visited = await openPage(path, { base, ...options });
  const { page, complaints } = visited;
  return {
    ...visited,
    header: page.locator('.site-header'),
    async isQuiet() {
      for (let at = complaints.length - 1; at >= 0; at -= 1) if (/status of 404/.test(complaints[at])) complaints.splice(at, 1);
      await visited.isQuiet();
    },

    /** Waits until the worker is there, and a whole index with its engine. */
    isReady: () => visited.until(() => page.evaluate(async () => {
      const { active } = (await navigator.serviceWorker.getRegistration()) ?? {};
      const has = async (path) => Boolean(await caches.match(path));
      return active?.state === 'activated' && (await has('/zoeklicht/widget_bg.wasm')) && has('/zoeklicht/manifest.bin');
    })),

    /** All that all caches hold: the name of the cache, the address and the text. */
    kept: () => page.evaluate(async () => {
      const found = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const text = await (await cache.match(request)).text();
          found.push({ name, path: request.url.slice(location.origin.length), text });
        }
      }
      return found;
    }),
  };
}

/** Takes the network away: what takes it from a page does not take it from its worker in every browser. */
async function takeOffline({ context, page }, server) {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await context.setOffline(true);
  server.close();
}

const heading = ({ page }) => page.locator('h1').textContent();

for (const [kind, path] of Object.entries(KINDS)) {
  test(`AC-001, AC-040, AC-103: a page of the demo has one search, breaks no policy, and axe finds nothing: ${kind}`, async () => {
    const visited = await visit(path);
    const { page } = visited;
    assert.equal(await page.locator('form[role=search]').count(), 1);
    assert.equal(await visited.header.locator('zoeklicht-search form').count(), kind === 'search' ? 0 : 1);
    assert.equal(await page.locator('h1').count(), 1);
    const found = [];
    for (const [width, height, colorScheme] of [[1280, 800, 'light'], [1280, 800, 'dark'], [320, 640, 'light'], [320, 256, 'light']]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      found.push(...(await findings(page)).map((finding) => `${width}, ${colorScheme}: ${finding}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) found.push(`${wide} px wide at ${width} × ${height}`);
    }
    assert.deepEqual(found, []);
    await visited.isQuiet();
    await visited.close();
  });
}

for (const [width, height, isSticky] of [[1280, 720, true], [1000, 700, true], [320, 256, false]]) {
  test(`AC-027, AC-040: the header covers neither the focus nor where a link leads: ${width} × ${height}`, async () => {
    const visited = await visit('/vragen/', { viewport: { width, height } });
    const { page, header } = visited;
    assert.equal(await header.evaluate((element) => getComputedStyle(element).position), isSticky ? 'sticky' : 'static');
    for (const path of ['/vragen/', '/thema/nt2.html', '/besluiten/']) {
      await page.goto(site.address + path);
      for (const key of ['Tab', 'Shift+Tab']) {
        const seen = new Set();
        for (let count = 0; count < 80; count += 1) {
          await page.keyboard.press(key);
          const { what, isCovered } = await page.evaluate(() => {
            const { activeElement: focused } = document;
            const header = document.querySelector('.site-header');
            const { top, bottom } = focused.getBoundingClientRect();
            const isOver = getComputedStyle(header).position === 'sticky' && !header.contains(focused) && !focused.matches('.skip-link, body');
            return {
              what: focused.outerHTML,
              isCovered: (isOver && top < header.getBoundingClientRect().bottom) || bottom < 0 || top > innerHeight,
            };
          });
          if (what.startsWith('<body')) break;
          assert.ok(!isCovered, `${path}: ${key}: ${what}`);
          seen.add(what);
        }
        assert.ok(seen.size > 10, `${path}: ${seen.size} stops`);
      }
    }
    await page.goto(`${site.address}/over/`);
    await page.locator('footer a[href$="#toegankelijkheid"]').click();
    const [top, bottom] = await page.evaluate(() => [
      document.querySelector('#toegankelijkheid').getBoundingClientRect().top,
      document.querySelector('.site-header').getBoundingClientRect().bottom,
    ]);
    assert.ok(top >= bottom && top < height, `the heading at ${top} px, the header down to ${bottom} px`);
    await visited.isQuiet();
    await visited.close();
  });
}

for (const width of [1280, 320]) {
  test(`from a theme page the search in the header suggests, finds, and leads to a hit: ${width} px`, async () => {
    const visited = await visit('/thema/nt2.html', { viewport: { width, height: 800 } });
    const { page, header } = visited;
    const before = await header.evaluate(({ offsetHeight }) => offsetHeight);
    await header.locator('input[name=q]').pressSequentially('tolk', { delay: 40 });
    const suggested = page.getByRole('option').first();
    await suggested.waitFor();
    assert.equal(await header.evaluate(({ offsetHeight }) => offsetHeight), before, 'the header is as high as it was');
    const [left, right] = await page.getByRole('listbox').evaluate((list) => {
      const { left, right } = list.getBoundingClientRect();
      return [left, right];
    });
    assert.ok(left >= 0 && right <= width, `the list is at ${left} to ${right} px`);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.address}/zoeken/?q=tolk`);
    await visited.says(/resultaten? voor ‘tolk’/);
    const hit = page.locator('zoeklicht-search ol > li h3 a[href*=".html"]').first();
    const [title, href] = await hit.evaluate(({ textContent, href }) => [textContent, href]);
    await hit.click();
    await page.waitForURL(href);
    assert.equal(await heading(visited), title);
    await visited.isQuiet();
    await visited.close();
  });
}

test('AC-101: without JavaScript the form in the header leads to the search page', async () => {
  for (const path of ['/', '/thema/nt2.html', '/contact/', MISSING]) {
    const visited = await visit(path, { javaScriptEnabled: false });
    await visited.header.locator('input[name=q]').fill('sociale cohesie');
    await Promise.all([
      visited.page.waitForURL(`${site.address}/zoeken/?q=sociale+cohesie`),
      visited.header.getByRole('button', { name: 'Zoeken' }).click(),
    ]);
    await visited.close();
  }
});

test('what is not there is answered with 404 and a page that searches', async () => {
  assert.equal((await fetch(site.address + MISSING)).status, 404);
  const visited = await visit(MISSING);
  assert.equal(await heading(visited), 'Deze pagina bestaat niet');
  await visited.header.locator('input[name=q]').fill('brussel');
  await visited.header.locator('input[name=q]').press('Enter');
  await visited.links.first().waitFor();
  await visited.isQuiet();
  await visited.close();
});

test('the contact form sends nothing of what was written', async () => {
  const visited = await visit('/contact/');
  const { page } = visited;
  await page.getByLabel('Uw e-mailadres').fill('an@example.be');
  await page.getByLabel('Uw vraag').fill('Een geheim.');
  await page.getByRole('button', { name: 'Versturen' }).click();
  await page.waitForURL(`${site.address}/contact/bedankt.html?`);
  assert.equal(await heading(visited), 'Bedankt');
  const asked = await site.log();
  assert.ok(!/geheim|example\.be/i.test(JSON.stringify(asked)));
  await visited.close();
});

test('AC-131, AC-136: after one visit to the home page the demo searches without a network', async (t) => {
  const own = await serve();
  t.after(own.close);
  const online = await visit('/zoeken/?q=inburgeringstraject', { base: own.address });
  await online.links.first().waitFor();
  const titles = await online.titles();
  await online.close();

  const visited = await visit('/', { base: own.address });
  const { page } = visited;
  await visited.isReady();
  await visited.isQuiet();
  await takeOffline(visited, own);
  await page.goto(`${own.address}/`);
  assert.equal(await heading(visited), 'Alles over integratie en inburgering');
  await page.goto(`${own.address}/vragen/`);
  assert.equal(await heading(visited), 'U bent offline');
  assert.equal(page.url(), `${own.address}/vragen/`);
  assert.ok(await page.evaluate(() => document.styleSheets[0].cssRules.length > 50), 'it looks as ever');

  // From there, by the form in the header.
  await visited.header.locator('input[name=q]').fill('inburgeringstraject');
  await visited.header.locator('input[name=q]').press('Enter');
  await page.waitForURL(`${own.address}/zoeken/?q=inburgeringstraject`);
  await visited.says(/^U bent offline\. U zoekt in de versie van \d+ \w+ \d+\..*resultaten voor/);
  assert.deepEqual(await visited.titles(), titles);
  await visited.field.fill('tolken');
  await visited.says(/resultaten voor ‘tolken’/);
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  await visited.context.close();
});

test('without a network the pages that were visited open, and no cache has a word of what was searched for', async (t) => {
  const own = await serve();
  t.after(own.close);
  const WORD = 'geheimwoord';
  // What was opened first is kept too, though no worker answered for it.
  const visited = await visit('/vragen/', { base: own.address });
  const { page } = visited;
  await visited.isReady();
  await page.goto(`${own.address}/thema/nt2.html`);
  await page.goto(`${own.address}/zoeken/?q=${WORD}`);
  await visited.says(/^Geen resultaten/);
  await page.goto(`${own.address}/thema/brussel.html?van=${WORD}`);
  await page.goto(own.address + MISSING);
  const pages = async () => (await visited.kept()).filter(({ name }) => name === 'website-1').map(({ path }) => path);
  await visited.until(async () => (await pages()).includes('/thema/nt2.html'));
  await takeOffline(visited, own);
  for (const [path, title] of [
    ['/vragen/', 'Veelgestelde vragen'],
    ['/thema/nt2.html', 'NT2: Nederlands als tweede taal'],
    ['/thema/nt2.html?van=zoeken', 'NT2: Nederlands als tweede taal'],
    ['/thema/brussel.html', 'U bent offline'],
    [MISSING, 'U bent offline'],
  ]) {
    await page.goto(own.address + path);
    assert.equal(await heading(visited), title, path);
  }
  await page.goto(`${own.address}/zoeken/?q=${WORD}`);
  await visited.says(/Geen resultaten/);
  const kept = await visited.kept();
  assert.ok(kept.length > 40, `${kept.length} answers are kept`);
  assert.deepEqual(kept.filter(({ path, text }) => path.includes('?') || text.includes(WORD)).map(({ path }) => path), []);
  await assert.rejects(page.goto(`${own.address}/docs/nl/`), /net::ERR/, 'the documentation is another site');
  await visited.context.close();
});

/** Writes down which listener of a worker answers for what: the helper adds its own before the site does. */
const WATCH = `{
  const answered = [];
  let listeners = 0;
  let current;
  const listen = self.addEventListener.bind(self);
  const respond = FetchEvent.prototype.respondWith;
  self.addEventListener = (name, act) => {
    const own = name === 'fetch' ? listeners++ : undefined;
    listen(name, (event) => {
      current = own;
      act(event);
    });
  };
  FetchEvent.prototype.respondWith = function (answer) {
    answered.push([current, new URL(this.request.url).pathname]);
    respond.call(this, answer);
  };
  listen('message', ({ source }) => source.postMessage({ listeners, answered }));
}
`;

test('AC-131: the worker of the demo and the helper each answer for their own, and the helper for search only', async (t) => {
  const own = await serve({ worker: (code) => WATCH + code });
  t.after(own.close);
  const visited = await visit('/', { base: own.address });
  const { page } = visited;
  await visited.isReady();
  await page.goto(`${own.address}/thema/nt2.html`);
  await page.goto(`${own.address}/gids/wegwijzer-inburgeringstraject.pdf`).catch(() => {});
  await page.goto(`${own.address}/zoeken/?q=inburgering`);
  await visited.links.first().waitFor();
  await page.evaluate(() => fetch('/favicon.ico'));
  await page.evaluate(() => fetch('/zoeken/', { method: 'HEAD' }));
  await page.evaluate(() => fetch('/assets/site.css?v=2'));
  const { listeners, answered } = await page.evaluate(() => new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('message', ({ data }) => resolve(data));
    navigator.serviceWorker.controller.postMessage('');
    navigator.serviceWorker.startMessages();
  }));
  assert.equal(listeners, 2);
  const [helped, rest] = [0, 1].map((who) => answered.filter(([of]) => of === who).map(([, path]) => path));
  assert.ok(helped.includes('/zoeklicht/zoeklicht.js') && helped.includes('/zoeklicht/manifest.bin'), helped.join());
  assert.deepEqual(helped.filter((path) => !path.startsWith('/zoeklicht/')), []);
  assert.ok(rest.includes('/thema/nt2.html') && rest.includes('/zoeken/') && rest.includes('/assets/site.css'), rest.join());
  assert.deepEqual(rest.filter((path) => path.startsWith('/zoeklicht/') || path === '/favicon.ico'), []);
  assert.equal(helped.length + rest.length, answered.length);
  assert.deepEqual((await visited.kept()).filter(({ name, path }) => name === 'website-1' && path.startsWith('/zoeklicht/')), []);
  await visited.close();
});

test('the worker of the demo keeps no more than it says, and removes older caches of its own only', async (t) => {
  const own = await serve({
    worker: (code) => code.replace(/KEPT_MAX = \d+/, 'KEPT_MAX = 3'),
    files: { 'leeg.html': '<!doctype html><html lang="nl"><title>Leeg</title><link rel="icon" href="/favicon.ico"></html>' },
  });
  t.after(own.close);
  const visited = await visit('/leeg.html', { base: own.address });
  const { page } = visited;
  await page.evaluate(() => Promise.all(['website-0', 'website', 'andere', 'zoeklicht-x'].map((name) => caches.open(name))));
  await page.goto(`${own.address}/`);
  await visited.isReady();
  const names = (await page.evaluate(() => caches.keys())).filter((name) => !/^zoeklicht-[0-9a-f]{16}-/.test(name));
  assert.deepEqual(names.sort(), ['andere', 'website', 'website-1', 'zoeklicht-x']);
  const before = (await visited.kept()).filter(({ name }) => name === 'website-1').map(({ path }) => path);
  const PAGES = ['nt2', 'brussel', 'digitalisering', 'oekraine', 'vervolgtrajecten'].map((name) => `/thema/${name}.html`);
  for (const path of PAGES) {
    await page.goto(own.address + path);
    await visited.until(() => page.evaluate(async (path) => Boolean(await caches.match(path)), path));
  }
  const kept = async () => (await visited.kept()).filter(({ name }) => name === 'website-1').map(({ path }) => path);
  await visited.until(async () => (await kept()).length === before.length + 3);
  assert.deepEqual((await kept()).sort(), [...before, ...PAGES.slice(2)].sort());
  await visited.isQuiet();
  await visited.close();
});

/** The pages of the demo, without what other tests look at. */
const FILES = readdirSync(DEMO, { recursive: true }).filter((file) => /^(?!docs|zoeklicht|bundle).*\.html$/.test(file)).sort();
const html = (file) => readFileSync(join(DEMO, file), 'utf8');

test('every page of the demo has the policy, the scripts, and one search', () => {
  assert.ok(FILES.length > 80, `${FILES.length} pages`);
  for (const file of FILES) {
    const text = html(file);
    assert.ok(text.includes(`content="${SITE_POLICY}"`), `${file}: the policy`);
    assert.equal(text.match(/role="search"/g)?.length, 1, `${file}: one search`);
    assert.equal(text.match(/<h1/g)?.length, 1, `${file}: one heading`);
    assert.match(text, /<script type="module" src="\/assets\/site\.js">/, file);
    assert.doesNotMatch(text, /\.md["#]/, `${file}: a link to a document`);
  }
});

test('html-validate has nothing to say of any page of the demo', async () => {
  // Decisions have the titles that they have, and where a page has no details a line is empty.
  const rules = { 'long-title': 'off', 'no-trailing-whitespace': 'off' };
  assert.deepEqual(await faults(FILES, html, rules), []);
});

test('no link of the demo is broken, to a page, a file or a place on a page', () => {
  const broken = [];
  for (const file of FILES) {
    for (const [, link] of html(file).matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
      if (/^https?:/.test(link)) continue;
      const { pathname, hash } = new URL(link, `http://demo/${file}`);
      const path = join(DEMO, decodeURI(pathname));
      const target = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
      // An index is asked for by the search, not by a person.
      if (/^\/zoeklicht\/$/.test(pathname)) continue;
      if (!existsSync(target)) broken.push(`${file}: ${link}`);
      else if (hash && !readFileSync(target, 'utf8').includes(` id="${decodeURIComponent(hash.slice(1))}"`)) broken.push(`${file}: no place ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});
