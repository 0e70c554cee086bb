// A host for the tests of the engine: serves an index and the engine beside an empty page, and fails when told to.

import { createServer } from 'node:http';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_INDEX } from './environment.mjs';
import { browser } from './page.mjs';

const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css',
};
const KINDS = { r: 'root', l: 'lexicon', t: 'terms', d: 'records' };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const WEB_PAGE = '<!doctype html><title>Niet gevonden</title>';

/** What can be wrong with a file: from its bytes and its path to what is sent. */
export const FAULTS = {
  missing: () => ({ status: 404, body: WEB_PAGE }),
  'an error': () => ({ status: 503, body: '' }),
  truncated: (body) => ({ body: body.subarray(0, body.length >> 1) }),
  'cut off': (body) => ({ body: body.subarray(0, body.length >> 1), promised: body.length }),
  'one bit flipped': (body) => ({ body: body.map((byte, at) => (at === body.length >> 1 ? byte ^ 1 : byte)) }),
  'another file': (body, path, folder) => ({ body: another(path, folder) }),
  'a web page': () => ({ body: WEB_PAGE, type: 'text/html' }),
  'no connection': () => undefined,
};

/** What a path leads to: a kind of file of an index, or `code`. */
export function kind(path) {
  const [, , name, file] = path.split('/');
  if (name === 'manifest.bin') return 'manifest';
  return file ? KINDS[name] : 'code';
}

/**
 * Serves the index in `folder` as `/zoeklicht/`, and the package with it, with `Cache-Control: immutable` as the names deserve, also for what is damaged.
 *
 * - `fault(path, nth)` says which of `FAULTS`, if any, the nth request since `reset` meets.
 * - `delayMs(path)` says how long an answer waits.
 * - `folder` may become that of another version, and `pages` has what else is served, from path to content.
 * - `published` is when the index says it was.
 * - `log` has a row for each request: `{ path, url, headers, start, end, isGivenUp }`, times in milliseconds.
 */
export async function serve(folder = DEMO_INDEX) {
  const host = { address: '', log: [], policy: POLICY, folder, pages: {}, published: 'Mon, 03 Mar 2025 12:00:00 GMT' };
  host.reset = () => {
    host.log.length = 0;
    host.fault = () => undefined;
    host.delayMs = () => 0;
  };
  host.reset();
  host.paths = (of) => host.log.map(({ path }) => path).filter((path) => of === undefined || kind(path) === of);

  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': host.policy });
      response.end('<!doctype html><title>Leeg</title><link rel="icon" href="data:,">');
      return;
    }
    if (path in host.pages) {
      response.writeHead(200, { 'content-type': TYPES[extname(path)], 'cache-control': 'no-cache' });
      response.end(host.pages[path]);
      return;
    }
    const row = { path, url: request.url, headers: request.headers, start: performance.now(), end: Infinity, isGivenUp: false };
    host.log.push(row);
    response.on('close', () => (row.isGivenUp = !response.writableFinished));
    const fault = host.fault(path, host.log.length);
    await sleep(host.delayMs(path));
    const file = join(kind(path) === 'code' ? DEMO_INDEX : host.folder, normalize(path.replace('/zoeklicht/', '/')));
    const whole = existsSync(file) ? readFileSync(file) : undefined;
    const failing = fault ?? (whole ? undefined : 'missing');
    const sent = failing ? FAULTS[failing](whole, path, host.folder) : { body: whole };
    if (!sent) {
      request.socket.destroy();
      return;
    }
    const { status = 200, body, promised = body.length, type = TYPES[extname(path)] ?? 'application/octet-stream' } = sent;
    if (status === 200 && request.headers['if-modified-since'] === host.published) {
      response.writeHead(304).end();
      return;
    }
    const keep = status === 200 && kind(path) !== 'manifest' ? 'max-age=31536000, immutable' : 'no-cache';
    const dated = kind(path) === 'manifest' && !failing ? { 'last-modified': host.published } : {};
    response.writeHead(status, { 'content-type': type, 'content-length': promised, 'cache-control': keep, ...dated });
    if (promised > body.length) {
      response.write(body, () => request.socket.destroy());
      return;
    }
    response.end(body, () => (row.end = performance.now()));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  host.address = `http://127.0.0.1:${server.address().port}`;
  host.close = () => {
    server.closeAllConnections();
    server.close();
  };

  /** The empty page, in a context of its own, with the package as `zoeklicht`. */
  host.visit = async ({ before } = {}) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await before?.(page);
    const visit = {
      page,
      context,
      ask: (query, options) => page.evaluate(([query, options]) => ask(query, options), [query, options]),
      /** Loads the page again, with an empty cache. */
      async anew() {
        await devtools.send('Network.clearBrowserCache');
        await page.goto(`${host.address}/`);
        await page.evaluate(prepare);
      },
      close: () => context.close(),
    };
    await visit.anew();
    return visit;
  };
  return host;
}

async function prepare() {
  globalThis.zoeklicht = await import('/zoeklicht/index.js');
  // Opens the index if it is not open; gives the answer without what differs each time, or the error.
  globalThis.ask = async (query, options) => {
    try {
      globalThis.index ??= await zoeklicht.open('/zoeklicht/', { prefetch: 'none' });
      const { took_us, ...answer } = await index.search(query, options);
      return answer;
    } catch (error) {
      if (!(error instanceof zoeklicht.ZoeklichtError)) throw error;
      return { code: error.code, message: error.message };
    }
  };
}

/** The bytes of another file of the same kind, or of any other where there is one of that kind only. */
function another(path, folder) {
  const own = path.replace('/zoeklicht/', '');
  const beside = (name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
  const all = kind(path) === 'manifest' ? beside('t') : [...beside(own.split('/')[0]), ...beside('t'), ...beside('r')];
  return readFileSync(join(folder, all.find((file) => file !== own)));
}
