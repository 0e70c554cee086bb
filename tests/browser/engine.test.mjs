// The engine without a view: what it fetches, when it stops, and what it says when a file is not what it should be.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, beforeEach, test } from 'node:test';
import { DEMO_INDEX } from './environment.mjs';
import { FAULTS, kind, serve } from './host.mjs';

// Its word is in no text, so that the lexicon is needed too.
const TYPO = 'inburgeringstrajcet';
const ALL_KINDS = ['manifest', 'root', 'terms', 'lexicon', 'records'];

const host = await serve();
const visit = await host.visit();
after(() => host.close());
beforeEach(async () => {
  host.reset();
  await visit.anew();
});

/** The answer to the typo when all is well. */
const right = await visit.ask(TYPO);

test('importing it outside of a browser touches nothing', async () => {
  const real = globalThis.fetch;
  globalThis.fetch = () => assert.fail('it fetches');
  const { Index, ZoeklichtError, open } = await import('../../www/package/index.js');
  globalThis.fetch = real;
  assert.deepEqual([typeof Index, typeof ZoeklichtError, typeof open], ['function', 'function', 'function']);
});

test('a first answer takes four round trips', async () => {
  host.log.length = 0;
  host.delayMs = () => 100;
  await visit.anew();
  // Few enough hits for the six connections that a browser opens to a host without HTTP/2.
  assert.equal((await visit.ask('inburgering', { limit: 3 })).hits.length, 3);
  const depth = [];
  for (const [at, { start }] of host.log.entries()) {
    depth[at] = 1 + Math.max(0, ...host.log.slice(0, at).map(({ end }, before) => (end <= start ? depth[before] : 0)));
  }
  assert.equal(Math.max(...depth), 4, host.paths().join(' '));
  assert.deepEqual(ALL_KINDS.map((of) => host.paths(of).length > 0), [true, true, true, false, true]);
});

const WRONG = {
  missing: 'network',
  'an error': 'network',
  'cut off': 'network',
  'no connection': 'network',
  truncated: 'integrity',
  'one bit flipped': 'integrity',
  'another file': 'integrity',
  'a web page': 'integrity',
};

for (const of of ALL_KINDS) {
  for (const [fault, code] of Object.entries(WRONG)) {
    test(`${of}: ${fault} is the error ${code}, and the next search works when the file is back`, async () => {
      host.fault = (path) => (kind(path) === of ? fault : undefined);
      const refused = await visit.ask(TYPO);
      assert.equal(refused.code, code, JSON.stringify(refused));
      host.fault = () => undefined;
      assert.deepEqual(await visit.ask(TYPO), right);
    });
  }
}

for (const of of ALL_KINDS) {
  test(`${of}: what is damaged once is asked for past the cache, and nobody notices`, async () => {
    for (const fault of Object.keys(FAULTS)) {
      await visit.anew();
      host.reset();
      const met = new Set();
      host.fault = (path) => {
        if (kind(path) !== of || met.has(path)) return undefined;
        met.add(path);
        return fault;
      };
      assert.deepEqual(await visit.ask(TYPO), right, fault);
      for (const path of met) {
        const asked = host.log.filter((row) => row.path === path);
        assert.equal(asked.length, 2, `${fault}: ${path}`);
        const pastCache = of === 'manifest' ? 'max-age=0' : 'no-cache';
        // Chromium itself asks again where the connection broke.
        if (fault !== 'no connection') assert.equal(asked[1].headers['cache-control'], pastCache, fault);
      }
    }
  });
}

test('loading fails at any request, once or for good, and works afterwards', async () => {
  host.reset();
  assert.deepEqual(await visit.ask(TYPO), right);
  const requests = host.log.length;
  const kinds = new Set(host.paths().map(kind));
  assert.deepEqual(kinds, new Set(['code', ...ALL_KINDS]));
  for (const isOnce of [true, false]) {
    for (let nth = 1; nth <= requests; nth += 1) {
      await visit.anew();
      host.reset();
      let failed;
      host.fault = (path, at) => {
        if (isOnce ? at !== nth : at < nth) return undefined;
        failed ??= path;
        return 'an error';
      };
      const answer = await visit.ask(TYPO);
      // The engine itself has no second chance by itself, and no need of one: the caller's next try is one.
      if (isOnce && kind(failed) !== 'code') assert.deepEqual(answer, right, `${nth}: ${failed}`);
      else assert.equal(answer.code, 'network', `${nth}: ${failed}`);
      host.reset();
      assert.deepEqual(await visit.ask(TYPO), right, `after ${nth}: ${failed}`);
    }
  }
});

test('without a network it says so, and works when there is one again', async () => {
  await visit.context.setOffline(true);
  assert.equal((await visit.ask(TYPO)).code, 'network');
  await visit.context.setOffline(false);
  assert.deepEqual(await visit.ask(TYPO), right);
});

test('a damaged engine is the error integrity', async () => {
  for (const fault of ['truncated', 'a web page']) {
    await visit.anew();
    host.fault = (path) => (path.endsWith('.wasm') ? fault : undefined);
    assert.equal((await visit.ask(TYPO)).code, 'integrity', fault);
  }
});

for (const [what, at] of [['format', 8], ['analyzer', 10]]) {
  for (const [change, code] of [[-1, 'too-old'], [1, 'too-new']]) {
    test(`AC-161: an index of ${what} ${change} is ${code}`, async () => {
      const manifest = readFileSync(`${DEMO_INDEX}/manifest.bin`);
      manifest.writeUInt16LE(manifest.readUInt16LE(at) + change, at);
      const body = manifest.subarray(0, -8);
      createHash('sha256').update(body).digest().copy(manifest, body.length, 0, 8);
      await visit.page.route('**/manifest.bin', (route) => route.fulfill({ body: manifest }));
      assert.equal((await visit.ask(TYPO)).code, code);
      await visit.page.unroute('**/manifest.bin');
    });
  }
}

test('where the policy of the page forbids WebAssembly, it says so', async () => {
  const { policy } = host;
  host.policy = policy.replace(" 'wasm-unsafe-eval'", '');
  await visit.anew();
  host.policy = policy;
  assert.equal((await visit.ask(TYPO)).code, 'csp-wasm');
  assert.deepEqual(host.paths().filter((path) => path.includes('headless')), []);
});

test('what cannot be asked is the error usage', async () => {
  for (const options of [{ limit: -1 }, { offset: 'x' }, { filters: 5 }, { sort: ':desc' }, { prefix: 1 }, { signal: {} }]) {
    assert.equal((await visit.ask('nt2', options)).code, 'usage', JSON.stringify(options));
  }
  const prefetch = await visit.page.evaluate(() => zoeklicht.open('/zoeklicht/', { prefetch: 'x' }).catch(({ code }) => code));
  assert.equal(prefetch, 'usage');
});

test('a signal ends a search at once, and the fetches that nobody else waits for', async () => {
  await visit.ask('inburgering');
  host.reset();
  host.delayMs = () => 3_000;
  const { code, ms } = await visit.page.evaluate(async () => {
    const aborter = new AbortController();
    const answer = index.search('woonwagens', { signal: aborter.signal });
    setTimeout(() => aborter.abort(), 100);
    const start = performance.now();
    const code = await answer.catch((error) => error.code);
    return { code, ms: performance.now() - start };
  });
  assert.equal(code, 'aborted');
  assert.ok(ms < 400, `${ms}`);
  await visit.page.waitForTimeout(500);
  assert.ok(host.log.length > 0);
  assert.deepEqual(host.log.filter((row) => !row.isGivenUp), []);

  host.reset();
  host.delayMs = () => 500;
  const both = await visit.page.evaluate(async () => {
    const aborter = new AbortController();
    const one = index.search('woonwagens', { signal: aborter.signal }).catch((error) => error.code);
    const other = index.search('woonwagens');
    setTimeout(() => aborter.abort(), 100);
    return [await one, (await other).total > 0];
  });
  assert.deepEqual(both, ['aborted', true]);
  assert.deepEqual(host.log.filter((row) => row.isGivenUp), []);
  assert.equal(new Set(host.paths()).size, host.log.length, 'nothing is asked for twice');

  host.reset();
  const before = await visit.page.evaluate(() => index.search('vreemd', { signal: AbortSignal.abort() }).catch((error) => error.code));
  assert.deepEqual([before, host.log.length], ['aborted', 0]);
});

test('closing ends what is under way, and nothing can be asked afterwards', async () => {
  host.delayMs = (path) => (kind(path) === 'records' ? 3_000 : 0);
  const codes = await visit.page.evaluate(async () => {
    globalThis.index = await zoeklicht.open('/zoeklicht/');
    const answer = index.search('inburgering');
    setTimeout(() => index.close(), 500);
    const codes = [await answer.catch((error) => error.code), await index.search('x').catch((error) => error.code)];
    index.close();
    return codes;
  });
  assert.deepEqual(codes, ['aborted', 'usage']);
  await visit.page.waitForTimeout(500);
  assert.ok(host.log.filter((row) => kind(row.path) === 'records').every((row) => row.isGivenUp));
});

test('typing letter by letter reads the pages of the last query only', async () => {
  const word = 'inburgeringstraject';
  const answer = await visit.ask(word);
  const pages = new Set(host.paths('records'));

  await visit.anew();
  await visit.page.evaluate(async () => (globalThis.index = await zoeklicht.open('/zoeklicht/')));
  host.reset();
  const typed = await visit.page.evaluate(async (word) => {
    let [aborter, answer] = [];
    for (let letters = 1; letters <= word.length; letters += 1) {
      aborter?.abort();
      aborter = new AbortController();
      answer = index.search(word.slice(0, letters), { signal: aborter.signal });
      answer.catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    const { took_us, ...last } = await answer;
    return last;
  }, word);
  assert.deepEqual(typed, answer);
  assert.deepEqual(new Set(host.paths('records')), pages);
  assert.ok(host.log.length - pages.size <= 6, host.paths().join(' '));
});

test('a search on its own does not wait', async () => {
  const took = await visit.page.evaluate(async () => {
    const index = await zoeklicht.open('/zoeklicht/');
    const queries = ['woonwagens', 'brussel', 'samenwerkingsakkoord', 'nt2', 'diversiteit', 'gids'];
    const start = performance.now();
    for (const query of queries) await index.search(query);
    return (performance.now() - start) / queries.length;
  });
  assert.ok(took < 100, `${took} ms for each`);
});

test('the lexicon comes by itself when nobody types, if it may', async () => {
  const lexicons = async (prefetch, before) => {
    const visit = await host.visit({ before });
    host.reset();
    await visit.page.evaluate(async (prefetch) => {
      globalThis.index = await zoeklicht.open('/zoeklicht/', { prefetch });
      await index.search('brussel');
    }, prefetch);
    assert.equal(host.paths('lexicon').length, 0, 'not before the answer');
    await visit.page.waitForTimeout(2_000);
    const count = host.paths('lexicon').length;
    await visit.close();
    return count;
  };
  const saving = (page) => page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  assert.equal(await lexicons('auto'), 1);
  assert.equal(await lexicons('none'), 0);
  assert.equal(await lexicons('auto', saving), 0);
});

test('with everything fetched before, a search needs no request', async () => {
  await visit.page.evaluate(async () => (globalThis.index = await zoeklicht.open('/zoeklicht/', { prefetch: 'all' })));
  await visit.page.waitForTimeout(2_000);
  host.reset();
  assert.deepEqual(await visit.ask(TYPO), right);
  assert.deepEqual(host.paths(), []);
});

test('no request holds what was searched for', async () => {
  host.reset();
  const words = right.hits.flatMap((hit) => hit.excerpt.map(({ text }) => text)).join(' ').match(/\p{L}{6,}/gu);
  const queries = [...new Set(words)].slice(0, 50);
  assert.equal(queries.length, 50);
  for (const query of queries) assert.ok((await visit.ask(query)).total > 0, query);
  const sent = decodeURIComponent(host.log.map(({ url, headers }) => url + JSON.stringify(headers)).join(' ')).toLowerCase();
  assert.deepEqual(queries.filter((query) => sent.includes(query.toLowerCase())), []);
});
