// A static host as sites have one: HTTP/2, with scripts, modules and JSON sent as brotli. It can play a slow line.
//
// Requests are counted here and not in the browser, where a page's DevTools session saw 2 of 16: the others came from the
// worker in which Pagefind searches.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
// Above this, as a large MiniSearch index is, the best quality takes minutes.
const BEST_BYTES_MAX = 2 ** 21;
const PIECE_BYTES = 2048;

/**
 * Serves folders by the path in front of them: `{ '/pagefind/': '…' }`. Set `line` to `{ latencyMs, bytesPerMs }` for a
 * slow one. `log` has a row for each request: its path, when it came, when its last byte left (`Infinity` before that)
 * and the bytes of the body as sent.
 */
export async function serve(folders) {
  const host = { address: '', log: [], line: undefined, close: () => server.close() };
  const cache = new Map();
  let lineIsFree = 0;

  function find(path) {
    const prefix = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    if (prefix === undefined) return undefined;
    const content = readFileSync(join(folders[prefix], normalize(`/${path.slice(prefix.length)}`)));
    if (!(extname(path) in TYPES)) return { content };
    const quality = content.length > BEST_BYTES_MAX ? 5 : 11;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    return { content: brotliCompressSync(content, { params }), encoding: 'br' };
  }

  async function answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, 'https://localhost').pathname);
    const row = { path, start: performance.now(), end: Infinity, bytes: 0 };
    host.log.push(row);
    if (!cache.has(path)) {
      try {
        cache.set(path, find(path));
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
        cache.set(path, undefined);
      }
    }
    const file = cache.get(path);
    const headers = {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      // A page has to be isolated to be allowed to measure its memory.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    };
    if (file?.encoding) headers['content-encoding'] = file.encoding;
    const body = file?.content ?? Buffer.alloc(0);
    const { line } = host;
    if (line) await sleep(line.latencyMs);
    response.writeHead(file ? 200 : 404, headers);
    for (let at = 0; line && at < body.length; at += PIECE_BYTES) {
      const piece = body.subarray(at, at + PIECE_BYTES);
      // All responses share the line: each piece waits for its turn.
      lineIsFree = Math.max(lineIsFree, performance.now()) + piece.length / line.bytesPerMs;
      await sleep(Math.max(0, lineIsFree - performance.now()));
      response.write(piece);
    }
    response.end(line ? undefined : body);
    row.bytes = body.length;
    row.end = performance.now();
  }

  const server = createSecureServer(certificate());
  server.on('request', (request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.stream.close();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  host.address = `https://localhost:${server.address().port}`;
  return host;
}

// Browsers speak HTTP/2 only over TLS.
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const arguments_ = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2'];
  execFileSync('openssl', [...arguments_, '-keyout', keyFile, '-out', certFile], { stdio: 'pipe' });
  const pair = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
  rmSync(folder, { recursive: true });
  return pair;
}
