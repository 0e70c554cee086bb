// Searching without a network: criteria G of tests/criteria.tsv.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DEMO } from './environment.mjs';
import { ARTICLES } from './fixture.mjs';
import { kind, serve } from './host.mjs';
import { nginx } from './nginx.mjs';
import { open as openPage } from './page.mjs';
import { article, searchPage, site } from './site.mjs';

const KEPT_NAME = /^zoeklicht-[0-9a-f]{16}-[0-9a-f]{16}$/;
const NOTICE = 'U bent offline. U zoekt in de versie van 3 maart 2025.';

const NEWS = { 'nieuws.html': article({ title: 'Brandnieuw bericht', body: '<p>De gemeente opent een zwembad.</p>' }) };
const sites = [await site(ARTICLES), await site({ ...ARTICLES, ...NEWS })];
const [first, second] = sites.map(({ root }) => join(root, 'zoeklicht'));
const host = await serve(first);
after(() => [host, ...sites].forEach((one) => one.close()));

/** Tells which listeners are added to a worker, and what is answered. */
const WATCH = `
  Object.assign(self, { listened: [], answered: [], listen: self.addEventListener, respond: FetchEvent.prototype.respondWith });
  self.addEventListener = (name, ...rest) => {
    listened.push(name);
    listen.call(self, name, ...rest);
  };
  FetchEvent.prototype.respondWith = function (answer) {
    answered.push(new URL(this.request.url).pathname);
    respond.call(this, answer);
  };`;
/** The rest of the worker of a site, which has an answer of its own to one address. */
const OWN = `
  listen.call(self, 'fetch', (event) => {
    const { pathname } = new URL(event.request.url);
    if (pathname === '/eigen') respond.call(event, new Response('van de site'));
    if (pathname === '/geteld') respond.call(event, Response.json({ listened, answered }));
  });
  listen.call(self, 'activate', (event) => event.waitUntil(clients.claim()));`;
/** A worker that throws away what it does not know, as many do. */
const TIDY = `addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await clients.claim();
})()));`;

const TYPED = "; require-trusted-types-for 'script'; trusted-types 'none'";
const withWorker = searchPage({ attributes: 'offline="all"' }).replace(TYPED, '');
host.pages = {
  '/zoeken.html': searchPage({ attributes: 'offline' }),
  '/alles.html': searchPage({ attributes: 'offline="all"' }),
  '/klein.html': searchPage({ attributes: 'offline offline-max-mb="0.003"' }),
  '/krap.html': searchPage({ attributes: 'offline="all" offline-max-mb="0.003"' }),
  '/gewoon.html': searchPage(),
  '/schaduw.html': searchPage({ attributes: 'offline shadow', form: '' }),
  '/werker.html': withWorker,
  '/watch.js': WATCH,
  '/classic.js': `importScripts('/watch.js', '/zoeklicht/sw-helper.js'); serveZoeklicht('/zoeklicht/'); ${OWN}`,
  '/module.js': `import '/watch.js'; import { serveZoeklicht } from '/zoeklicht/sw-helper.mjs'; serveZoeklicht('/zoeklicht/'); ${OWN}`,
  '/tidy.js': TIDY,
};

/** Puts a version in the place of another, on a day of March 2025. */
function publish(folder, day) {
  Object.assign(host, { folder, published: new Date(Date.UTC(2025, 2, day, 12)).toUTCString() });
}

/** A search page of this host, with no answer in the browser's own cache. */
async function visit(path, { before, ...options } = {}) {
  host.reset();
  publish(first, 3);
  const search = await openPage(path, { base: host.address, before, ...options });
  const devtools = await search.context.newCDPSession(search.page);
  return {
    ...search,
    devtools,

    /** The names of all caches, and the paths of all that is in them. */
    kept: () => search.page.evaluate(async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => {
      const requests = await (await caches.open(name)).keys();
      return [name, requests.map(({ url }) => new URL(url).pathname)];
    })))),

    /** Waits until a version has its manifest and all chunks that were asked for, or what else is said. */
    async isKept(of = (paths) => host.paths().filter(isChunk).every((path) => paths.includes(path))) {
      await this.until(async () => {
        const names = Object.values(await this.kept());
        return names.some((paths) => paths.includes('/zoeklicht/manifest.bin') && of(paths));
      });
    },

    /** Opens the page again, as by a link. */
    reopen: () => search.page.goto(host.address + path),

    /** Takes the network away, and what the browser would know without us. */
    async goOffline() {
      await devtools.send('Network.clearBrowserCache');
      await search.context.setOffline(true);
    },

    /** Searches in an element that is put on the page now, and opens the index for itself; gives the titles of the hits. */
    again: (query) => search.page.evaluate(async (query) => {
      const old = document.querySelector('zoeklicht-search');
      const element = old.cloneNode();
      element.append(old.querySelector('form').cloneNode(true));
      old.replaceWith(element);
      const said = (name) => new Promise((resolve) => element.addEventListener(`zoeklicht:${name}`, resolve, { once: true }));
      const answered = Promise.race(['results', 'zero', 'error'].map(said));
      element.search(query);
      const { type } = await answered;
      if (type !== 'zoeklicht:results') return type;
      while (!element.querySelector('ol > li h3 a')) await new Promise(requestAnimationFrame);
      return [...element.querySelectorAll('ol > li h3 a')].map((link) => link.textContent);
    }, query),

    /** Registers a worker and waits until the page is its. */
    control: (script, options) => search.page.evaluate(async ([script, options]) => {
      const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
      await navigator.serviceWorker.register(script, options);
      await controlled;
    }, [script, options]),

    /** Status and text of what is at a path. */
    get: (path) => search.page.evaluate((path) => fetch(path).then(async (answer) => [answer.status, await answer.text()]), path),
  };
}

const version = (folder) => readFileSync(join(folder, 'manifest.bin')).subarray(-8).toString('hex');
const isChunk = (path) => /^\/zoeklicht\/[rltdx]\//.test(path);
const CHUNKS = readdirSync(first, { recursive: true }).map((path) => `/zoeklicht/${path}`).filter(isChunk);
/** Whether all of the first version is there: with `offline="all"` more comes after what a search asked for. */
const isAll = (paths) => CHUNKS.every((path) => paths.includes(path));

/** All entries of all caches are, byte for byte, the files that they are named after. */
async function areWhole(search, folder = host.folder) {
  const kept = await search.page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
        found.push([new URL(request.url).pathname, btoa(String.fromCharCode(...bytes.subarray(0, 50_000))), bytes.length]);
      }
    }
    return found;
  });
  const chunks = kept.filter(([path]) => isChunk(path) || kind(path) === 'manifest');
  assert.ok(chunks.length > 0);
  for (const [path, content, length] of chunks) {
    const file = readFileSync(join(folder, path.replace('/zoeklicht/', '')));
    assert.deepEqual([length, content], [file.length, file.subarray(0, 50_000).toString('base64')], path);
  }
}

test('AC-130: what a search used is kept under a name of its version, and the open page goes on without a network or a worker', async () => {
  const search = await visit('/zoeken.html');
  assert.deepEqual(await search.kept(), {}, 'nothing before someone searches');
  await search.type('afval');
  await search.says(/resultaten voor ‘afval’/);
  await search.isKept();
  const kept = await search.kept();
  const [name, ...others] = Object.keys(kept);
  assert.match(name, KEPT_NAME);
  assert.ok(name.endsWith(`-${version(first)}`), name);
  assert.deepEqual(others, []);
  const used = host.paths().filter((path) => isChunk(path));
  assert.ok(used.length >= 3);
  assert.deepEqual(used.filter((path) => !kept[name].includes(path)), [], 'all that was used');
  for (const file of ['zoeklicht.js', 'widget.js', 'widget_bg.wasm', 'zoeklicht.css', 'offline.js', 'offline-view.js']) {
    assert.ok(kept[name].includes(`/zoeklicht/${file}`), file);
  }
  await search.goOffline();
  assert.equal((await search.again('afval'))[0], 'Afval');
  assert.equal(await search.again('buurtwerking'), 'zoeklicht:error', 'what was not used is not there');
  assert.equal(await search.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  await search.close();
});

test('AC-130: all of the index is kept where that is asked for, with a progress bar if it takes a while', async () => {
  const search = await visit('/alles.html');
  host.delayMs = (path) => (/\/[dtx]\//.test(path) ? 400 : 0);
  await search.type('afval');
  const bar = search.page.getByRole('progressbar', { name: 'We bewaren de zoekfunctie op dit toestel.' });
  await bar.waitFor();
  const { max, value } = await bar.evaluate(({ max, value }) => ({ max, value }));
  assert.ok(value < max && max > 10, `${value} of ${max}`);
  await search.page.getByText('U kunt hier nu ook zoeken zonder internet.').waitFor();
  assert.equal(await bar.count(), 0);
  await search.isKept();
  await areWhole(search);
  await search.goOffline();
  assert.deepEqual(await search.again('rijwiel'), ['Rijwielstalling']);
  await search.close();
});

test('AC-130: the JavaScript interface keeps copies too', async () => {
  const search = await visit('/gewoon.html');
  const total = () => search.page.evaluate(async () => {
    const { open } = await import('/zoeklicht/index.js');
    const index = await open('zoeklicht/', { cache: 'all', prefetch: 'none' });
    return (await index.search('kinderopvang')).total;
  });
  const online = await total();
  assert.ok(online > 0);
  await search.isKept((paths) => paths.some((path) => path.endsWith('headless_bg.wasm')));
  await search.goOffline();
  assert.equal(await total(), online);
  const refused = search.page.evaluate(async () => (await import('/zoeklicht/index.js')).open('/zoeklicht/', { cache: 'ja' }));
  await assert.rejects(refused, /`used` or `all`/);
  await search.close();
});

for (const [helper, script, options] of [['sw-helper.js', '/classic.js', {}], ['sw-helper.mjs', '/module.js', { type: 'module' }]]) {
  test(`AC-131: ${helper} adds one listener to the worker of a site, which answers for search and nothing else`, async () => {
    const search = await visit('/werker.html');
    await search.type('afval');
    await search.isKept();
    await search.control(script, options);
    assert.deepEqual(await search.get('/eigen'), [200, 'van de site']);
    assert.equal((await search.get('/gewoon.html'))[0], 200);
    assert.equal((await search.get('/zoeklicht/zoeklicht.css'))[0], 200);
    await search.goOffline();
    assert.deepEqual(await search.get('/eigen'), [200, 'van de site']);
    assert.equal((await search.get('/zoeklicht/widget.js'))[0], 200);
    assert.equal((await search.get('/zoeklicht/manifest.bin'))[0], 200);
    await assert.rejects(search.get('/gewoon.html'), /Failed to fetch/);
    const { listened, answered } = JSON.parse((await search.get('/geteld'))[1]);
    assert.deepEqual(listened, ['fetch']);
    assert.deepEqual(answered, ['/zoeklicht/zoeklicht.css', '/zoeklicht/widget.js', '/zoeklicht/manifest.bin']);
    await search.close();
  });
}

test('AC-132: a worker is registered when the page asks for that, and never where another one controls the scope', async () => {
  const search = await visit('/werker.html');
  const register = (options) => search.page.evaluate(async (options) => {
    const { registerOfflineWorker } = await import('/zoeklicht/offline-register.js');
    return registerOfflineWorker(options).then((registration) => registration.scope, (error) => error.message);
  }, options);
  const scripts = () => search.page.evaluate(async () => {
    const all = await navigator.serviceWorker.getRegistrations();
    return all.map(({ active, waiting, installing }) => new URL((active ?? waiting ?? installing).scriptURL).pathname);
  });
  assert.deepEqual(await scripts(), []);
  assert.equal(await register({ scope: '/zoeklicht/' }), `${host.address}/zoeklicht/`);
  assert.deepEqual(await scripts(), ['/zoeklicht/offline-worker.js']);
  assert.equal(await register({ scope: '/zoeklicht/' }), `${host.address}/zoeklicht/`, 'again at the next page');
  await search.control('/tidy.js');
  const refused = await register({ scope: '/', worker: '/zoeklicht/offline-worker.js' });
  assert.equal(refused, `\`${host.address}/tidy.js\` already controls \`${host.address}/\`\nhint: let it use sw-helper.js instead`);
  assert.match(await register({ scope: '/werker.html' }), /already controls/);
  assert.deepEqual((await scripts()).sort(), ['/tidy.js', '/zoeklicht/offline-worker.js']);
  await search.close();
});

test('AC-132, AC-136: the search page of the demo opens without a network after one visit, and searches everything', async (t) => {
  // As it would be without a worker of its own: with the lines of the README instead.
  const html = readFileSync(join(DEMO, 'zoeken/index.html'), 'utf8').replace('trusted-types website', 'trusted-types zoeklicht');
  const register = `import { registerOfflineWorker } from '/zoeklicht/offline-register.js';
    await registerOfflineWorker({ scope: '/zoeken/', worker: '/zoeken/worker.js' });`;
  const worker = "importScripts('/zoeklicht/offline-worker.js');";
  // A server of its own, to stop: what takes the network from a page does not take it from its worker in every browser.
  const files = { 'zoeken/index.html': html, 'zoeken/worker.js': worker, 'assets/site.js': register };
  const demo = await nginx({ policy: '', files });
  t.after(demo.close);
  const search = await openPage('/zoeken/', { base: demo.address });
  await search.type('inburgeringstraject');
  await search.says(/resultaten voor/);
  const online = await search.titles();
  assert.equal(await search.page.locator('.zoeklicht-offline').count(), 0);
  await search.until(() => search.page.evaluate(async () => {
    const { active } = (await navigator.serviceWorker.getRegistration()) ?? {};
    const has = async (path) => Boolean(await caches.match(path));
    return active?.state === 'activated' && (await has('/zoeklicht/manifest.bin')) && (await has('/assets/site.css')) && has('/zoeken/');
  }));
  const devtools = await search.context.newCDPSession(search.page);
  await devtools.send('Network.clearBrowserCache');
  await search.context.setOffline(true);
  demo.close();
  await search.page.goto(`${demo.address}/zoeken/?q=inburgeringstraject`);
  await search.says(/^U bent offline\. U zoekt in de versie van \d+ \w+ \d+\..*resultaten voor/);
  assert.deepEqual(await search.titles(), online);
  await search.field.fill('tolken');
  await search.says(/resultaten voor ‘tolken’/);
  assert.ok(await search.page.evaluate(() => document.styleSheets.length >= 2), 'it looks as ever');
  await search.context.close();
});

test('AC-133: a view of a page asks for the manifest once, with a condition, and for nothing that is kept', async () => {
  const search = await visit('/zoeken.html');
  await search.type('afval');
  await search.isKept((paths) => paths.some((path) => kind(path) === 'lexicon'));
  const manifests = () => host.log.filter(({ path }) => kind(path) === 'manifest');
  assert.equal(manifests().length, 1);
  for (const status of ['the answer in the cache of the browser', 'no answer there']) {
    if (status === 'no answer there') await search.devtools.send('Network.clearBrowserCache');
    host.reset();
    await search.reopen();
    await search.type('afval');
    await search.says(/resultaten voor ‘afval’/);
    assert.equal(manifests().length, 1, status);
    assert.equal('if-modified-since' in manifests()[0].headers, status !== 'no answer there');
    assert.deepEqual(host.paths().filter(isChunk), [], status);
  }
  await search.close();
});

test('AC-133: two pages with different versions both work, and the older goes when nobody uses it', async () => {
  const old = await visit('/alles.html');
  await old.type('afval');
  await old.isKept(isAll);
  publish(second, 4);
  const other = await old.context.newPage();
  await other.goto(`${host.address}/alles.html`);
  await other.locator('input[name=q]').fill('zwembad');
  await other.locator('ol > li h3 a', { hasText: 'Brandnieuw bericht' }).waitFor();
  const versions = async () => Object.keys(await old.kept()).map((name) => name.split('-')[2]);
  const isWhole = (folder) => async () => {
    const kept = await old.kept();
    return Object.keys(kept).some((name) => name.endsWith(version(folder)) && kept[name].includes('/zoeklicht/manifest.bin'));
  };
  await old.until(isWhole(second));
  assert.deepEqual(await versions(), [version(first), version(second)]);
  await old.devtools.send('Network.clearBrowserCache');
  await old.field.fill('kinderopvangtoeslag');
  await old.says(/voor ‘kinderopvangtoeslag’/);
  assert.deepEqual(await old.titles(), ['Kinderopvangtoeslag'], 'the files of its version are only kept now');
  await old.page.close();
  await other.goto(`${host.address}/alles.html`);
  await other.locator('input[name=q]').fill('afval');
  await other.locator('ol > li h3 a').first().waitFor();
  await old.until(async () => {
    const names = await other.evaluate(() => caches.keys());
    return names.length === 1 && names[0].endsWith(version(second));
  });
  await old.context.close();
});

test('AC-133: a new version takes along what is the same, and the older one answers until it is there', async () => {
  const search = await visit('/zoeken.html');
  await search.type('afval');
  await search.says(/resultaten voor ‘afval’/);
  await search.isKept();
  publish(second, 4);
  host.reset();
  host.fault = (path) => (isChunk(path) ? 'no connection' : undefined);
  await search.reopen();
  await search.field.fill('zwembad');
  await search.alert.waitFor();
  await search.goOffline();
  assert.equal((await search.again('afval'))[0], 'Afval', 'in the older version');
  await search.context.setOffline(false);
  host.reset();
  await search.reopen();
  await search.type('zwembad');
  await search.until(async () => {
    const names = Object.keys(await search.kept());
    return names.length === 1 && names[0].endsWith(version(second));
  });
  await areWhole(search, second);
  await search.close();
});

test('AC-134: no more is kept than was allowed, and what was used longest ago goes first', async () => {
  const search = await visit('/klein.html');
  const bytes = (paths) => paths.filter(isChunk).reduce((sum, path) => sum + readFileSync(join(first, path.replace('/zoeklicht/', ''))).length, 0);
  const queries = ['afval', 'subsidie', 'buurtwerking', 'rijwiel', 'omgeving', 'festival', 'kinderopvang'];
  for (const query of queries) {
    await search.field.fill(query);
    await search.says(new RegExp(`voor ‘${query}’`));
  }
  await search.until(async () => {
    const [paths] = Object.values(await search.kept());
    return paths.includes('/zoeklicht/manifest.bin') && bytes(paths) <= 3_000;
  });
  const asked = host.paths().filter(isChunk);
  const [paths] = Object.values(await search.kept());
  assert.ok(bytes(asked) > 3_000, `${bytes(asked)} bytes were used`);
  assert.ok(paths.includes(asked.at(-1)), 'the last is there');
  await areWhole(search);
  await search.isQuiet();
  await search.close();
});

test('AC-134: where the whole index is too much, as much as fits is kept, and that is said', async () => {
  const search = await visit('/krap.html');
  await search.type('afval');
  await search.page.getByText('We bewaren een deel. Zonder internet vindt u niet alles.').waitFor();
  await search.isKept(() => true);
  await search.isQuiet();
  await search.close();
});

test('AC-134: search works where the device is full', async () => {
  const search = await visit('/alles.html', {
    before: async (page) => {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Storage.overrideQuotaForOrigin', { origin: host.address, quotaSize: 300_000 });
    },
  });
  await search.type('afval');
  await search.says(/resultaten voor ‘afval’/);
  await search.until(async () => Object.values(await search.kept()).flat().some((path) => path.endsWith('zoeklicht.js')));
  await search.field.fill('rijwiel');
  await search.says(/resultaat voor ‘rijwiel’/);
  assert.ok(!Object.values(await search.kept()).flat().some((path) => path.endsWith('.wasm')), 'it is larger than the device has room');
  await search.isQuiet();
  await search.close();
});

const BLOCKED = {
  'forbids to look': () => Object.defineProperty(globalThis, 'caches', { get: () => { throw new DOMException('', 'SecurityError'); } }),
  'forbids to open': () => (CacheStorage.prototype.keys = () => Promise.reject(new DOMException('', 'SecurityError'))),
  'forbids to write': () => (Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))),
  'has none': () => Object.defineProperty(globalThis, 'caches', { value: undefined }),
};
for (const [what, block] of Object.entries(BLOCKED)) {
  test(`AC-134: search works, and says nothing, where the browser ${what}`, async () => {
    const search = await visit('/zoeken.html', { before: (page) => page.addInitScript(block) });
    await search.type('afval');
    await search.says(/^\d+ resultaten voor ‘afval’/);
    await search.isQuiet();
    await search.close();
  });
}

test('AC-135: what a worker of the site throws away is fetched again', async () => {
  const search = await visit('/werker.html');
  await search.type('afval');
  await search.isKept(isAll);
  await search.control('/tidy.js');
  // A last write of this page may come after it.
  assert.ok(!isAll(Object.values(await search.kept()).flat()));
  await search.field.fill('rijwiel');
  await search.says(/resultaat voor ‘rijwiel’/);
  await search.reopen();
  await search.type('afval');
  await search.says(/resultaten voor ‘afval’/);
  await search.isKept(isAll);
  await search.goOffline();
  assert.deepEqual(await search.again('rijwiel'), ['Rijwielstalling']);
  assert.equal(await search.alert.count(), 0);
  await search.close();
});

test('AC-136: offline it says of when the version is that is searched, and online not', async () => {
  for (const path of ['/zoeken.html', '/schaduw.html']) {
    const search = await visit(path);
    const status = search.page.locator('zoeklicht-search [role=status]');
    await search.page.locator('zoeklicht-search input').click();
    await search.page.keyboard.type('afval');
    await search.until(async () => /voor ‘afval’/.test(await status.textContent()));
    await search.isKept();
    const notice = status.getByText(NOTICE);
    assert.equal(await notice.count(), 0);
    await search.goOffline();
    await notice.waitFor();
    assert.match(await status.textContent(), /voor ‘afval’/, 'beside what was said of the results');
    assert.equal(await search.page.locator('zoeklicht-search [role=status]').count(), 1);
    await search.context.setOffline(false);
    await notice.waitFor({ state: 'detached' });
    await search.isQuiet();
    await search.close();
  }
});

test('AC-136: a server that does not answer is as good as none', async () => {
  const search = await visit('/zoeken.html');
  await search.type('afval');
  await search.says(/resultaten voor ‘afval’/);
  await search.isKept();
  for (const how of ['fails', 'waits']) {
    host.reset();
    host.fault = (path) => (how === 'fails' && kind(path) !== 'code' ? 'an error' : undefined);
    host.delayMs = (path) => (how === 'waits' && kind(path) !== 'code' ? 30_000 : 0);
    await search.reopen();
    await search.type('afval');
    await search.says(new RegExp(`^${NOTICE}.*resultaten voor ‘afval’`));
  }
  await search.close();
});

for (const path of ['/zoeken.html', '/alles.html']) {
  test(`AC-137: of a download that ends half-way nothing is kept, at ${path}`, async () => {
    const search = await visit(path);
    const seen = new Set();
    // Every file of the index the first time, and some for ever.
    host.fault = (path) => {
      const isFirst = !seen.has(path);
      seen.add(path);
      if (kind(path) === 'code') return undefined;
      if (path.startsWith('/zoeklicht/x/')) return 'cut off';
      return isFirst ? (seen.size % 2 ? 'cut off' : 'truncated') : undefined;
    };
    await search.type('afval');
    await search.says(/resultaten voor ‘afval’/);
    await search.until(async () => Object.values(await search.kept()).flat().some(isChunk));
    await areWhole(search);
    host.reset();
    await search.reopen();
    await search.type('afval');
    await search.isKept();
    await areWhole(search);
    await search.goOffline();
    assert.equal((await search.again('afval'))[0], 'Afval');
    await search.close();
  });
}

test('AC-137: a copy that is damaged later is replaced', async () => {
  const search = await visit('/zoeken.html');
  await search.type('afval');
  await search.isKept();
  await search.page.evaluate(async () => {
    const [name] = await caches.keys();
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
      bytes[bytes.length >> 1] ^= 1;
      if (/\/[rtd]\//.test(request.url)) await cache.put(request, new Response(bytes));
    }
  });
  await search.reopen();
  await search.type('afval');
  await search.says(/resultaten voor ‘afval’/);
  await search.until(() => areWhole(search).then(() => true, () => false));
  assert.equal(await search.alert.count(), 0);
  await search.close();
});
