// What the search costs the page that it is on: requests, bytes, movement, time.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { open } from './page.mjs';
import { nginx } from './nginx.mjs';

const ENTRY_BYTES_MAX = 8_000;
const ENTRY = fileURLToPath(new URL('../../www/dist/package/zoeklicht.js', import.meta.url));
const SCRIPT = '<script type="module" src="/zoeklicht/zoeklicht.js"></script>';
const FORM = `<form role="search" action="/zoeken/"><label for="q">Wat zoekt u?</label>
  <input id="q" name="q" type="search"><button>Zoeken</button></form>`;
const TEXT = `<p>${'De gemeente geeft hier uitleg in gewone taal. '.repeat(60)}</p>`;

function page({ attributes = '', head = SCRIPT, form = FORM } = {}) {
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title><link rel="icon" href="/favicon.ico">${head}
</head><body><main><h1>Proef</h1><zoeklicht-search src="/zoeklicht/" ${attributes}>${form}</zoeklicht-search>${TEXT}</main></body></html>`;
}

const STYLE = '<link rel="stylesheet" href="/zoeklicht/zoeklicht.css">';
const site = await nginx({
  files: {
    'rust.html': page(),
    'idle.html': page({ attributes: 'load="idle"' }),
    'panel.html': page({ attributes: 'mode="panel"' }),
    'offline.html': page({ attributes: 'offline="all"' }),
    'met-stijl.html': page({ head: STYLE + SCRIPT }),
    'zonder.html': page({ head: '' }),
  },
});
after(() => site.close());

const visit = (path, options) => open(path, { base: site.address, ...options });
const ours = (search) => search.requests.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/zoeklicht/'));

test('AC-140: before anybody searches there is one request, of at most 8 kB, and no WebAssembly', async () => {
  assert.ok(brotliCompressSync(readFileSync(ENTRY)).length <= ENTRY_BYTES_MAX);
  const search = await visit('/rust.html');
  await search.page.waitForLoadState('networkidle');
  assert.deepEqual(ours(search), ['/zoeklicht/zoeklicht.js']);
  await search.close();
});

for (const [start, { path = '/rust.html', act = () => {} }] of Object.entries({
  'the focus': { act: (search) => search.field.focus() },
  'the pointer': { act: (search) => search.field.hover() },
  'a query in the address': { path: '/zoeken/?q=nt2' },
  'an idle moment, where that is asked for': { path: '/idle.html' },
})) {
  test(`AC-140: the engine and the index come with ${start}`, async () => {
    const search = await visit(path);
    await act(search);
    await search.until(() => ['widget_bg.wasm', 'manifest.bin'].every((name) => ours(search).includes(`/zoeklicht/${name}`)));
    await search.close();
  });
}

/** Writes down what moves by itself, longer than half a second after a key or a button. */
const watchMovement = (page) => page.addInitScript(() => {
  globalThis.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries()) {
      const parts = sources.map(({ node }) => (node?.outerHTML ?? node?.data ?? '').slice(0, 60));
      if (!hadRecentInput) globalThis.moved.push({ value, startTime, parts });
    }
  }).observe({ type: 'layout-shift', buffered: true });
});

/** A moment of the page, after all that it has drawn so far. */
const moment = (search) => search.page.evaluate(() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
}));

async function movesNothing(search, what, from = 0) {
  await moment(search);
  const moved = (await search.page.evaluate(() => globalThis.moved)).filter(({ startTime }) => startTime > from);
  const shift = moved.reduce((sum, { value }) => sum + value, 0);
  assert.ok(shift <= 0.01, `layout shift ${shift} ${what}: ${JSON.stringify(moved, null, 1)}`);
}

for (const path of ['/rust.html', '/met-stijl.html', '/panel.html', '/offline.html', '/zoeken/', '/']) {
  test(`AC-142: becoming a search moves nothing, and neither do results: ${path}`, async () => {
    const search = await visit(path, { before: watchMovement });
    const height = () => search.page.evaluate(() => document.querySelector('form[role=search]').getBoundingClientRect().height);
    await search.page.waitForLoadState('networkidle');
    const before = await height();
    await search.page.locator('input[name=q]').focus();
    await search.page.evaluate(() => document.querySelector('zoeklicht-search')?.ready);
    assert.equal(await height(), before, 'the form is as high as it was');
    if (path !== '/') {
      // What has come over the network may come later than half a second after the last letter; what is here does not.
      await movesNothing(search, 'before a letter is typed');
      await search.type('inburgeringstraject', 30);
      await search.links.first().waitFor();
      const answered = await moment(search);
      await search.field.fill('subsidie');
      await search.says(/‘subsidie’/);
      await movesNothing(search, 'after the first answer', answered);
    } else await movesNothing(search, 'at all');
    await search.close();
  });
}

for (const path of ['/rust.html', '/panel.html', '/offline.html']) {
  for (const width of [1280, 360]) {
    test(`AC-142: nothing moves for what is said while the engine and an answer are slow: ${path}, ${width} px`, async () => {
      const gate = (pattern) => {
        let open;
        const opened = new Promise((resolve) => (open = resolve));
        return { pattern, open, opened };
      };
      const [engine, terms] = [gate('**/widget_bg.wasm'), gate('**/zoeklicht/t/*')];
      const search = await visit(path, {
        viewport: { width, height: 900 },
        before: async (page) => {
          await watchMovement(page);
          for (const { pattern, opened } of [engine, terms]) await page.route(pattern, (route) => opened.then(() => route.continue()));
        },
      });
      await search.field.focus();
      await search.until(() => search.page.evaluate(() => [...document.styleSheets].some(({ href }) => /zoeklicht/.test(href))));
      await search.type('inburgeringstraject', 30);
      await search.says(/^De zoekfunctie start/);
      await search.page.getByRole('progressbar').waitFor();
      engine.open();
      await search.says(/^Bezig met zoeken/);
      await movesNothing(search, 'before there is an answer');
      terms.open();
      await search.links.first().waitFor();
      const answered = await moment(search);
      await search.says(/‘inburgeringstraject’/);
      if (path === '/offline.html') await search.page.getByText('U kunt hier nu ook zoeken zonder internet.').waitFor();
      await movesNothing(search, 'after the answer', answered);
      await search.close();
    });
  }
}

test('AC-142: that there is no network is said without moving anything', async () => {
  const search = await visit('/offline.html', { before: watchMovement });
  await search.type('subsidie', 30);
  await search.says(/‘subsidie’/);
  const answered = await moment(search);
  await search.context.setOffline(true);
  await search.says(/^U bent offline/);
  await movesNothing(search, 'after the answer', answered);
  await search.close();
});

test('AC-142: the form has the same height before the script is there, and without it', async () => {
  const heights = [];
  for (const [path, options] of [['/zonder.html'], ['/rust.html'], ['/rust.html', { javaScriptEnabled: false }]]) {
    const search = await visit(path, options);
    await search.page.waitForLoadState('networkidle');
    heights.push((await search.page.locator('zoeklicht-search').boundingBox()).height);
    await search.close();
  }
  assert.equal(new Set(heights).size, 1, heights.join());
});

test('AC-144: a warm query is answered within 50 ms', async () => {
  const search = await visit('/zoeken/');
  await search.type('inburgering');
  await search.links.first().waitFor();
  const took = [];
  await search.page.evaluate(() => {
    globalThis.took = [];
    addEventListener('zoeklicht:results', ({ detail }) => globalThis.took.push(detail.took_ms));
  });
  for (const query of ['inburgering', 'taal', 'jeugd', 'inburgering']) {
    for (const round of [0, 1]) {
      await search.field.fill(query);
      await search.says(new RegExp(`‘${query}’`));
      if (round === 0) await search.field.fill('');
    }
    took.push(await search.page.evaluate(() => globalThis.took.at(-1)));
  }
  assert.ok(took.every((ms) => ms <= 50), took.join());
  await search.close();
});

test('AC-145: the largest part of the page is painted as soon with the search as without', async () => {
  const lcp = async (path) => {
    const search = await visit(path);
    const result = await search.page.evaluate(() => new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const blocking = performance.getEntriesByType('resource')
          .filter(({ name, renderBlockingStatus }) => /zoeklicht/.test(name) && renderBlockingStatus === 'blocking');
        resolve({ ms: list.getEntries().at(-1).startTime, blocking: blocking.length });
      }).observe({ type: 'largest-contentful-paint', buffered: true });
    }));
    await search.close();
    return result;
  };
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  const [withIt, without] = [[], []];
  for (let round = 0; round < 7; round += 1) {
    withIt.push(await lcp('/rust.html'));
    without.push(await lcp('/zonder.html'));
  }
  assert.ok(withIt.every(({ blocking }) => blocking === 0), 'nothing of ours blocks painting');
  const more = median(withIt.map(({ ms }) => ms)) - median(without.map(({ ms }) => ms));
  assert.ok(more < 50, `${more} ms later`);
});
