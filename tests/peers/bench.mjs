// Measures search engines in Chromium over the indexes that `cargo xtask bench` has built, and prints JSON.
//
//   CHROMIUM_PATH=… CHROMIUM_FLAGS='--no-sandbox …' node bench.mjs '{ "site": DIR, "code": DIR, "indexes": { "pagefind": DIR, … }, "quick": true }'
//
// Every measurement of something cold is made in a browser context of its own, with an empty cache.

import { chromium } from 'playwright-core';
import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { derive } from './queries.mjs';
import { serve } from './server.mjs';

const SLOW = { latencyMs: 150, bytesPerMs: 200 };
const TYPING_MS = 120;
// What an engine still loads by itself after its answer comes within this.
const IDLE_MS = 1_500;
const IS_CODE = /^\/(code|minisearch-code)\/|^\/pagefind\/(pagefind(-worker)?\.js|wasm\.)/;

const { site, code, indexes, quick } = JSON.parse(process.argv[2]);
const [loadBefore] = loadavg();
const queries = derive(site, quick ? 50 : 200);
const folders = { '/bench/': import.meta.dirname, '/code/': code };
folders['/minisearch-code/'] = `${import.meta.dirname}/node_modules/minisearch/dist/es`;
for (const [name, folder] of Object.entries(indexes)) folders[`/${name}/`] = folder;
const host = await serve(folders);
const { CHROMIUM_PATH, CHROMIUM_FLAGS } = process.env;
const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: CHROMIUM_FLAGS.split(' ') });
const engines = {};
const emptyBytes = await inPage(heldBytes);
for (const name of Object.keys(indexes)) {
  console.error(`  ${name}`);
  // Once unmeasured, for what the host compresses when it is first asked for.
  const everything = Object.values(queries.first).flat().join(' ');
  await inPage((page) => page.evaluate(([name, query]) => bench.first(name, query), [name, everything]));
  engines[name] = {
    first: await first(name, undefined),
    slow: await first(name, SLOW),
    typing: await typing(name, 'search'),
    ...(name === 'pagefind' && { debounced: await typing(name, 'debounced') }),
    ...(await warm(name)),
    memory: await memory(name),
  };
}
const load = { loadBefore, loadAfter: loadavg()[0] };
const machine = { cpu: cpus()[0].model, cores: cpus().length, memoryBytes: totalmem(), ...load };
const report = { machine, chromium: browser.version(), pages: queries.pages, queries: sample(queries), engines };
await browser.close();
host.close();
console.log(JSON.stringify(report));

/** The first query, for each kind, as the median of its queries; on a slow line also what it waited for. */
async function first(name, line) {
  const kinds = {};
  for (const [kind, all] of Object.entries(queries.first)) {
    const rows = [];
    let trace;
    for (const query of quick ? all.slice(0, 1) : all) {
      rows.push(
        await inPage(async (page) => {
          host.line = line;
          const times = await page.evaluate(([name, query]) => bench.first(name, query), [name, query]);
          const answered = traffic();
          if (!line) return { ...times, ...answered };
          await sleep(IDLE_MS);
          const { bytes, requests } = traffic();
          const later = { idleBytes: bytes - answered.bytes, idleRequests: requests - answered.requests };
          const log = host.log.slice(0, answered.requests);
          trace ??= log.map((row) => ({ ...row, start: row.start - log[0].start, end: row.end - log[0].start }));
          return { ...times, ...answered, ...later, roundTrips: roundTrips(log) };
        }),
      );
    }
    kinds[kind] = { ...medians(rows), trace };
  }
  return kinds;
}

async function typing(name, how) {
  const rows = [];
  for (const word of quick ? queries.typing.slice(0, 1) : queries.typing) {
    rows.push(
      await inPage(async (page) => {
        await page.evaluate(async (name) => void (globalThis.engine = await bench.engines[name]()), name);
        // What opening alone loads is no part of typing, also if it comes late.
        await sleep(IDLE_MS);
        host.log.length = 0;
        const ms = await page.evaluate(([how, word, ms]) => bench.type(engine, how, word, ms), [how, word, TYPING_MS]);
        await sleep(IDLE_MS);
        const { bytes, requests } = traffic();
        return { ms, bytes, requests };
      }),
    );
  }
  return medians(rows);
}

async function warm(name) {
  return inPage(async (page) => {
    await page.evaluate(async (name) => void (globalThis.engine = await bench.engines[name]()), name);
    const warm = {};
    for (const [kind, all] of Object.entries(queries.warm)) {
      const times = await page.evaluate(([all, kind]) => bench.warm(engine, all, kind), [all, kind]);
      times.sort((a, b) => a - b);
      const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
      warm[kind] = { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    }
    const known = {};
    for (const kind of ['exact', 'typo']) {
      const all = queries.known.map((item) => item[kind]);
      const answers = await page.evaluate(([all, kind]) => bench.answers(engine, all, kind), [all, kind]);
      const missed = queries.known.filter(({ url }, i) => !answers[i].some((hit) => address(hit) === address(url)));
      known[kind] = 1 - missed.length / queries.known.length;
      known[`${kind}Missed`] = missed.map((item) => ({ url: item.url, query: item[kind] }));
    }
    return { warm, known };
  });
}

/** What 50 queries leave behind, less what an empty page holds. */
async function memory(name) {
  return inPage(async (page) => {
    await page.evaluate(async (name) => void (globalThis.engine = await bench.engines[name]()), name);
    await page.evaluate((all) => bench.answers(engine, all), queries.warm.words.slice(0, 50));
    return (await heldBytes(page)) - emptyBytes;
  }, { keepsMemories: true });
}

/** The heaps of the page and its workers after garbage collection, and the memories of their WebAssembly modules. */
async function heldBytes(page) {
  // Chromium's own figure leaves out the latter.
  const wasmBytes = () => (globalThis.memories ?? []).reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  const wasm = await Promise.all([page, ...page.workers()].map((realm) => realm.evaluate(wasmBytes)));
  const heap = await page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);
  return wasm.reduce((sum, bytes) => sum + bytes, heap);
}

/** Runs in the page and at the top of a worker: keeps the memory of each module that is started. */
function keepMemories() {
  globalThis.memories = [];
  for (const how of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[how];
    WebAssembly[how] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      globalThis.memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }
}

/** A page in a context of its own, with the functions of engines.mjs as `bench` and an empty log. */
async function inPage(work, { keepsMemories = false } = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    if (keepsMemories) {
      await page.addInitScript(keepMemories);
      await page.route('**/*-worker.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `(${keepMemories})();${await response.text()}` });
      });
    }
    page.on('pageerror', (error) => console.error(error));
    host.line = undefined;
    await page.goto(`${host.address}/bench/page.html`);
    await page.evaluate(async (lang) => {
      document.documentElement.lang = lang;
      globalThis.bench = await import('/bench/engines.mjs');
    }, queries.lang);
    host.log.length = 0;
    return await work(page);
  } finally {
    await context.close();
  }
}

function traffic() {
  const sum = (rows) => rows.reduce((sum, row) => sum + row.bytes, 0);
  const missing = host.log.filter((row) => row.end < Infinity && row.bytes === 0);
  if (missing.length > 0) throw new Error(`nothing there: ${missing.map((row) => row.path).join(', ')}`);
  const [bytes, codeBytes] = [sum(host.log), sum(host.log.filter((row) => IS_CODE.test(row.path)))];
  return { requests: host.log.length, bytes, codeBytes, dataBytes: bytes - codeBytes };
}

/**
 * The longest chain in which each request came after the one before it was answered. With a latency of 150 ms what is
 * asked for at the same time overlaps, so a chain is what had to wait; without a slow line this says nothing.
 */
function roundTrips(log) {
  const depth = [];
  for (const [i, row] of log.entries()) {
    depth[i] = 1 + Math.max(0, ...log.slice(0, i).map((earlier, j) => (earlier.end <= row.start ? depth[j] : 0)));
  }
  return Math.max(0, ...depth);
}

// Pagefind calls `a/index.html` `a/`.
function address(url) {
  return decodeURIComponent(url).replace(/^\//, '').replace(/#.*$/, '').replace(/(^|\/)index\.html$/, '$1');
}

function medians(rows) {
  const middle = (key) => rows.map((row) => row[key]).sort((a, b) => a - b)[Math.floor(rows.length / 2)];
  return Object.fromEntries(Object.keys(rows[0]).map((key) => [key, middle(key)]));
}

function sample({ first, typing, warm, known }) {
  const few = Object.fromEntries(Object.entries(warm).map(([kind, all]) => [kind, all.slice(0, 5)]));
  return { first, typing, warm: few, known: known.slice(0, 5) };
}
