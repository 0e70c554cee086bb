// Plugins for what sites are built with: each a few lines for its user, on a small site, searched in a browser.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { HERE, LINKED, PROJECT, install, run, searched, serve, visit } from './project.mjs';

const TOOLS = join(HERE, 'node_modules/.bin');

before(async () => {
  await install();
  cpSync(join(HERE, 'plugins'), join(PROJECT, 'plugins'), { recursive: true });
});

/** The lines that a user writes for a plugin. */
function assertShort(file) {
  const lines = readFileSync(join(HERE, 'plugins', file), 'utf8').split('\n').filter(Boolean);
  assert.ok(lines.length <= 10, `${file} has ${lines.length} lines`);
}

/** The address that an index has for the page that all these sites have. */
async function assertIndexed(site, url) {
  const { stdout } = await run(LINKED, ['search', join(site, 'zoeklicht'), 'glasbol', '--json']);
  assert.deepEqual(JSON.parse(stdout).hits.map((hit) => hit.url), [url]);
}

async function finds(address, opener) {
  const { page, complaints } = await visit(address);
  if (opener) await page.locator(opener).click();
  assert.deepEqual(await searched(page, 'glasbol'), ['Afval ophalen']);
  assert.deepEqual(complaints, []);
  await page.close();
}

/** Runs a server until `use` is done with its address. */
async function during(program, args, cwd, use) {
  const server = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const address = await new Promise((resolve, reject) => {
      let printed = '';
      const read = (data) => {
        // Without the colours of the terminal.
        printed = (printed + data).replace(/\u001b\[\d+m/g, '');
        const found = /http:\/\/(127\.0\.0\.1|localhost):\d+/.exec(printed);
        if (found) resolve(found[0]);
      };
      server.stdout.on('data', read);
      server.stderr.on('data', read);
      server.on('exit', () => reject(new Error(printed)));
    });
    // Some say where they are before they are there.
    for (let left = 300; left > 0 && !(await fetch(address).catch(() => undefined)); left -= 1) await sleep(100);
    await use(address);
  } finally {
    server.kill();
  }
}

test('AC-160: Vite: the build has an index, and the server for development serves it', async () => {
  assertShort('vite/vite.config.js');
  const folder = join(PROJECT, 'plugins/vite');
  await run(join(TOOLS, 'vite'), ['build', '--logLevel', 'warn'], { cwd: folder });
  await finds(`${await serve(join(folder, 'dist'))}/`);
  await during(join(TOOLS, 'vite'), ['--host', '127.0.0.1', '--port', '0'], folder, (address) => finds(`${address}/`));
  await run(join(TOOLS, 'vite'), ['build', '--logLevel', 'warn', '--base', '/gemeente/', '--outDir', 'below'], { cwd: folder });
  await assertIndexed(join(folder, 'below'), '/gemeente/afval.html');
  await run(join(TOOLS, 'vite'), ['build', '--logLevel', 'warn', '--base', './', '--outDir', 'anywhere'], { cwd: folder });
  await assertIndexed(join(folder, 'anywhere'), '/afval.html');
});

test('AC-160: Vite: no index for what a server renders, and a build fails where the index does', async () => {
  const folder = join(PROJECT, 'plugins/vite');
  await run(join(TOOLS, 'vite'), ['build', '--logLevel', 'warn', '--ssr', 'main.js', '--outDir', 'server'], { cwd: folder });
  assert.ok(!existsSync(join(folder, 'server/zoeklicht')));
  const strict = "import zoeklicht from 'zoeklicht/vite';\nexport default { plugins: [zoeklicht({ args: ['--no-such-flag'] })] };\n";
  writeFileSync(join(folder, 'strict.config.js'), strict);
  const failed = await run(join(TOOLS, 'vite'), ['build', '--config', 'strict.config.js', '--outDir', 'strict'], { cwd: folder }).catch((error) => error);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /zoeklicht index ended with 2/);
});

test('AC-160: Eleventy: the site has an index after each build', async () => {
  assertShort('eleventy/eleventy.config.js');
  const folder = join(PROJECT, 'plugins/eleventy');
  await run(join(TOOLS, 'eleventy'), ['--quiet'], { cwd: folder });
  await finds(`${await serve(join(folder, '_site'))}/`);
  await run(join(TOOLS, 'eleventy'), ['--quiet', '--pathprefix=gemeente'], { cwd: folder });
  await assertIndexed(join(folder, '_site'), '/gemeente/afval/');
});

test('AC-160: Astro: the build has an index, and the server for development serves it', { skip: !existsSync(join(TOOLS, 'astro')) && 'Astro is not installed' }, async () => {
  assertShort('astro/astro.config.mjs');
  const folder = join(PROJECT, 'plugins/astro');
  const env = { ASTRO_TELEMETRY_DISABLED: '1' };
  await run(join(TOOLS, 'astro'), ['build', '--silent'], { cwd: folder, env });
  await finds(`${await serve(join(folder, 'dist'))}/`);
  await during(join(TOOLS, 'astro'), ['dev', '--host', '127.0.0.1', '--port', '43210'], folder, (address) => finds(`${address}/`));
  await run(join(TOOLS, 'astro'), ['build', '--silent', '--base', '/gemeente', '--outDir', 'below'], { cwd: folder, env });
  await assertIndexed(join(folder, 'below'), '/gemeente/afval/');
});

test('AC-160: Docusaurus: a search in the navigation bar, built and while it is written', async () => {
  assertShort('docusaurus/docusaurus.config.js');
  const folder = join(PROJECT, 'plugins/docusaurus');
  await run(join(TOOLS, 'docusaurus'), ['build'], { cwd: folder });
  await assertIndexed(join(folder, 'build'), '/gemeente/afval/');
  const open = 'nav zoeklicht-search > button';
  const arguments_ = ['--host', '127.0.0.1', '--port', '43211', '--no-open'];
  for (const command of ['serve', 'start']) {
    await during(join(TOOLS, 'docusaurus'), [command, ...arguments_], folder, (address) => finds(`${address}/gemeente/`, open));
  }
});

test('AC-160: mdBook: a renderer that takes what mdBook tells on stdin', async () => {
  assertShort('mdbook/book.toml');
  const folder = join(PROJECT, 'plugins/mdbook/book');
  const page = (title, text) => `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">`
    + '<script type="module" src="/zoeklicht/zoeklicht.js"></script></head>'
    + `<body><zoeklicht-search src="/zoeklicht/"></zoeklicht-search><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
  mkdirSync(join(folder, 'html'), { recursive: true });
  mkdirSync(join(folder, 'zoeklicht'), { recursive: true });
  writeFileSync(join(folder, 'html/index.html'), page('Start', 'Welkom in de gemeente.'));
  writeFileSync(join(folder, 'html/afval.html'), page('Afval ophalen', 'Glas brengt u naar de glasbol.'));
  const told = { version: '0.5.1', root: join(PROJECT, 'plugins/mdbook'), book: { items: [] }, config: {}, destination: join(folder, 'zoeklicht') };
  await run(LINKED, ['mdbook'], { cwd: told.destination, input: JSON.stringify(told) });
  await finds(`${await serve(join(folder, 'html'))}/`);
});
