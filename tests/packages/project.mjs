// A project of somebody else's, for the tests beside this file: the packages as npm would bring them, a small site with its
// index, a server, and a browser.
//
//   CHROMIUM_PATH=/usr/bin/chromium CHROMIUM_FLAGS='--no-sandbox' ZOEKLICHT=target/debug/zoeklicht node --test
//
// `cargo xtask packages` sets them all, after `cargo xtask dist` has built the packages in www/dist.

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const HERE = fileURLToPath(new URL('.', import.meta.url));
export const DIST = resolve(HERE, '../../www/dist');

/** Where the project is: below the tools, so that it finds them as if they were its own. */
export const PROJECT = join(HERE, 'dist/project');

/** A variable of the environment. */
function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run \`cargo xtask packages\``);
  return value;
}

/** The native command. */
export const nativeCommand = () => resolve(HERE, '../..', required('ZOEKLICHT'));

/** Runs a program, from the project if not said otherwise; gives what it prints, or rejects with it. */
export async function run(program, args, { cwd = PROJECT, env = {}, input } = {}) {
  const running = promisify(execFile)(program, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  if (input !== undefined) running.child.stdin.end(input);
  return running;
}

/** Packs a package as it would be published; gives what npm tells of it, with the path of the file. */
export async function pack(folder, into) {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', into], { cwd: join(DIST, folder) });
  const [told] = JSON.parse(stdout);
  return { ...told, path: join(into, told.filename) };
}

/** The program `zoeklicht` as npm has linked it. */
export const LINKED = join(PROJECT, 'node_modules/.bin/zoeklicht');

/** Installs the packages into the project, without scripts, unless they are there as they are now. */
export async function install() {
  const stamp = join(PROJECT, 'installed');
  const newest = Math.max(...['package/package.json', 'package/index.js', 'wasm/zoeklicht.wasm'].map((file) => statSync(join(DIST, file)).mtimeMs));
  if (existsSync(stamp) && statSync(stamp).mtimeMs > newest) return;
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(PROJECT, { recursive: true });
  writeFileSync(join(PROJECT, 'package.json'), '{ "private": true, "type": "module" }');
  const packed = await Promise.all(['package', 'wasm'].map((folder) => pack(folder, PROJECT)));
  const files = packed.map(({ path }) => path);
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...files]);
  cpSync(join(HERE, 'site'), join(PROJECT, 'site'), { recursive: true });
  await run(LINKED, ['index', 'site', '--headless', '--quiet']);
  writeFileSync(stamp, '');
}

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

const servers = [];
let browser;
// Here, not where they are made: what a test makes would end with it.
after(async () => {
  servers.forEach((server) => server.close());
  await browser?.close();
});

/** Serves a folder with the site and its index behind it. `render(path)` may give a page instead. */
export async function serve(folder, render = () => undefined) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const name = path.endsWith('/') ? `${path}index.html` : path;
    const page = await render(path);
    const file = [folder, join(PROJECT, 'site')].map((root) => join(root, name)).find((candidate) => existsSync(candidate));
    const content = page ?? (file && readFileSync(file));
    const type = page ? 'text/html' : TYPES[extname(name)] ?? 'application/octet-stream';
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': type });
    response.end(content);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  servers.push(server);
  return `http://127.0.0.1:${server.address().port}`;
}

/** A page in Chromium, with what its console complains of. */
export async function visit(address) {
  const { chromium } = await import('playwright-core');
  browser ??= await chromium.launch({ executablePath: required('CHROMIUM_PATH'), args: required('CHROMIUM_FLAGS').split(' ') });
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  return { page, complaints };
}

/** Searches with the element of a page; gives the titles of the results. */
export async function searched(page, query) {
  const element = page.locator('zoeklicht-search');
  await element.locator('input').fill(query);
  await element.locator('ol > li :is(h3, h4) a').first().waitFor();
  return element.locator('ol > li :is(h3, h4) a').allTextContents();
}
