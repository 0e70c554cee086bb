// Small sites for the tests: pages of a test's own, indexed and served by our own command.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { required } from './page.mjs';

/** The policy of a strict host: no inline styles, no markup from scripts. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; "
  + "img-src 'self' data:; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const FORM = `<form role="search" aria-label="Deze website doorzoeken" action="/zoeken.html" method="get">
  <label for="q">Wat zoekt u?</label>
  <input id="q" name="q" type="search" autocomplete="off"><button type="submit">Zoeken</button>
</form>`;

/** A page with a search element. `attributes` are those of the element, `form` is what it holds. */
export function searchPage({ attributes = '', form = FORM, lang = 'nl', above = '', below = '', head = '' } = {}) {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Zoeken – Proef</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/zoeklicht/zoeklicht.css">
<script type="module" src="/zoeklicht/zoeklicht.js"></script>${head}</head>
<body>${above}<main><h1>Zoeken</h1><zoeklicht-search src="/zoeklicht/" ${attributes}>${form}</zoeklicht-search></main>${below}</body></html>`;
}

/** A page with a text. */
export function article({ title, body, lang = 'nl', meta = '' }) {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title>${meta}</head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
}

/**
 * Indexes `articles`, serves them with `pages`, which are not searched, and gives the address; both from path to content.
 * `config` is the text of a zoeklicht.toml.
 */
export async function site(articles, { pages = { 'zoeken.html': searchPage() }, config = '' } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'zoeklicht-site-'));
  const put = (folder, files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, folder, path)), { recursive: true });
      writeFileSync(join(root, folder, path), content);
    }
  };
  put('searched', { ...articles, 'zoeklicht.toml': config });
  put('served', { ...articles, ...pages });
  // Run from tests/browser or from anywhere else: the path is that of the repository.
  const command = fileURLToPath(new URL(`../../${required('ZOEKLICHT')}`, import.meta.url));
  const program = required('ZOEKLICHT').startsWith('/') ? required('ZOEKLICHT') : command;
  const arguments_ = ['index', '.', '--out', join(root, 'served/zoeklicht'), '--quiet'];
  const built = spawnSync(program, arguments_, { cwd: join(root, 'searched'), encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  const port = await freePort();
  const server = spawn(program, ['serve', join(root, 'served'), '--port', String(port)], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 100; ; tries -= 1) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer) break;
    if (tries === 0) throw new Error('the server did not start');
    await sleep(50);
  }
  const close = () => {
    server.kill();
    rmSync(root, { recursive: true });
  };
  return { address, root: join(root, 'served'), close };
}

/** A port that nothing listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
