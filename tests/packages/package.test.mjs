// The package as it is published: what is in it, what its entries are, what editors know of it.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import Ajv from 'ajv';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import schema from 'custom-elements-manifest/schema.json' with { type: 'json' };
import { DIST, HERE, PROJECT, install, pack, run } from './project.mjs';
import { sizes, written } from './sizes.mjs';
import { write } from './typings.mjs';

const PACKAGE = join(DIST, 'package');
const SOURCE = join(HERE, '../../www/package');
const json = (folder, name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const manifest = json(PACKAGE, 'custom-elements.json');
const element = manifest.modules[0].declarations[0];

const scratch = mkdtempSync(join(tmpdir(), 'zoeklicht-package-'));
after(() => rmSync(scratch, { recursive: true }));
before(install);

test('AC-150: publint finds nothing, and types come first in every entry', async () => {
  for (const folder of ['package', 'wasm']) {
    const { messages, pkg } = await publint({ pkgDir: join(DIST, folder), strict: true });
    assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
  }
  const { exports, engines, type } = json(PACKAGE, 'package.json');
  assert.equal(type, 'module');
  assert.equal(engines.node, '>=22');
  for (const [entry, conditions] of Object.entries(exports)) {
    if (typeof conditions !== 'string') assert.equal(Object.keys(conditions)[0], 'types', entry);
  }
  for (const entry of ['.', './element', './engine', './react', './themes/*.css', './custom-elements.json', './package.json']) {
    assert.ok(entry in exports, entry);
  }
});

test('AC-151: every entry has types that every way to resolve a module finds', async () => {
  const { path } = await pack('package', scratch);
  // It exits with 1 if there is anything.
  await run(join(HERE, 'node_modules/.bin/attw'), [path, '--profile', 'esm-only', '--no-emoji'], { cwd: HERE });
});

test('AC-154: the types fit React, Vue and Svelte, and refuse what cannot be', async () => {
  cpSync(join(HERE, 'types'), join(PROJECT, 'types'), { recursive: true });
  const tsc = run(join(HERE, 'node_modules/.bin/tsc'), ['--project', 'types'], { cwd: PROJECT });
  const { stdout } = await tsc.catch((error) => error);
  // Those of others are for others to mend.
  const errors = stdout.split('\n').filter((line) => /error TS/.test(line) && !/node_modules\/(?!zoeklicht\/)/.test(line));
  assert.deepEqual(errors, []);
});

test('AC-157: the package has what it needs, and nothing else', async () => {
  const { files, unpackedSize } = await pack('package', scratch);
  const names = files.map(({ path }) => path).sort();
  const listed = readFileSync(join(HERE, 'files.txt'), 'utf8').trim().split('\n');
  assert.deepEqual(names, listed, 'tests/packages/files.txt lists what is published');
  const wasm = files.filter(({ path }) => path.endsWith('.wasm')).reduce((sum, { size }) => sum + size, 0);
  // 600 kB in all is for when the engines are smaller; what is not an engine takes its part already.
  assert.ok(unpackedSize - wasm < 360_000, `${unpackedSize - wasm} bytes without the engines`);
});

test('what a page loads has the size that sizes.tsv says', () => {
  const before = written();
  const now = sizes();
  assert.deepEqual(now.map(({ name }) => name), before.map(({ name }) => name));
  for (const [at, { name, brotli }] of now.entries()) {
    const change = brotli / before[at].brotli - 1;
    // Less is to be written down as well, or it can be lost again unseen.
    assert.ok(Math.abs(change) <= 0.01, `${name}: ${before[at].brotli} bytes became ${brotli}; \`node sizes.mjs\` writes it down`);
  }
});

test('AC-158: nothing runs when it is installed', () => {
  for (const folder of ['package', 'wasm']) assert.equal(json(join(DIST, folder), 'package.json').scripts, undefined);
});

test('AC-153: where there is no browser, importing it does nothing', async () => {
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).join();
    for (const entry of ['', '/element', '/engine', '/react', '/vue', '/svelte', '/pagefind']) await import('zoeklicht' + entry);
    if (Object.getOwnPropertyNames(globalThis).join() !== before) throw new Error('something global is new');
    if ('customElements' in globalThis) throw new Error('there is a registry');
    const { renderFallback } = await import('zoeklicht');
    process.stdout.write(renderFallback({ action: '/zoeken/', lang: 'nl-BE' }));`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  assert.equal(stderr, '');
  assert.equal(stdout, '<form class="zoeklicht-form" role="search" aria-label="Deze website doorzoeken" action="/zoeken/" method="get">'
    + '<label for="zoeklicht-q">Wat zoekt u?</label><input id="zoeklicht-q" name="q" type="search" enterkeyhint="search" '
    + 'autocomplete="off" autocapitalize="none" spellcheck="false"><button type="submit">Zoeken</button></form>');
});

test('AC-153: what the form for servers is given stays text', async () => {
  const { renderFallback } = await import(pathToFileURL(join(PROJECT, 'node_modules/zoeklicht/main.js')));
  const evil = '"><script>alert(1)</script>&\'';
  const html = renderFallback({ action: evil, name: evil, id: evil, value: evil, landmark: evil, label: evil, submit: evil });
  assert.ok(!html.includes('<script'), html);
  assert.equal(html.match(/"/g).length % 2, 0);
  assert.equal(html.split('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;').length, 9);
});

test('AC-153: the form for servers speaks as the element does', () => {
  const widget = readFileSync(join(HERE, '../../crates/widget/src/strings.rs'), 'utf8').replaceAll('\\u{202f}', '\\u202f');
  const fallback = readFileSync(join(SOURCE, 'fallback.js'), 'utf8');
  for (const key of ['landmark', 'label', 'submit']) {
    const [, row] = new RegExp(`\\n +${key}: (.+);`).exec(widget);
    for (const [, text] of row.matchAll(/"([^"]+)"/g)) assert.ok(fallback.includes(`${key}: '${text}'`), `${key}: ${text}`);
  }
});

test('AC-154: the manifest is valid, and it and what is made from it are what the sources say', () => {
  const validate = new Ajv({ strict: false, validateSchema: false }).compile({ ...schema, $schema: undefined });
  assert.ok(validate(manifest), JSON.stringify(validate.errors));
  write(scratch);
  for (const name of ['custom-elements.json', 'web-types.json', 'vscode.html.json', 'vscode.css.json', 'attributes.d.ts']) {
    const fresh = readFileSync(join(scratch, name), 'utf8');
    assert.equal(readFileSync(join(SOURCE, name), 'utf8'), fresh, `${name} is old; run \`node typings.mjs\` in tests/packages`);
  }
});

test('AC-154: the manifest has all that the code reads, fires and is styled by', async () => {
  const names = (list) => list.map(({ name }) => name).sort();
  const read = (path) => readFileSync(join(HERE, '../..', path), 'utf8');
  const widget = readdirSync(join(HERE, '../../crates/widget/src')).map((file) => read(`crates/widget/src/${file}`)).join('\n');
  const entry = read('www/package/zoeklicht.js');
  const mount = read('crates/widget/src/mount.rs');

  const readByEntry = [...entry.matchAll(/this\.(?:get|has)Attribute\('([\w-]+)'/g)];
  const readByWidget = [...mount.matchAll(/element\.(?:get|has)_attribute\("([\w-]+)"|(?:text|number)\("([\w-]+)"/g)];
  const attributes = new Set([...readByEntry, ...readByWidget].map(([, one, other]) => one ?? other));
  for (const name of attributes) assert.ok(element.attributes.some((attribute) => attribute.name === name), `attribute ${name}`);

  // The widget puts the prefix before most of its names.
  const [, choice] = /let name = match event \{(.*?)\n {4}\};/s.exec(mount);
  const chosen = [...choice.replace(/set\(.*/g, '').matchAll(/"([a-z]+)"/g)].map(([, name]) => `zoeklicht:${name}`);
  const written = [...`${mount}\n${entry}`.matchAll(/["'](zoeklicht:[a-z]+)["']/g)].map(([, name]) => name);
  const fired = new Set([...chosen, ...written]);
  assert.deepEqual(names(element.events), [...fired].sort());
  for (const { name, type } of element.events) assert.ok(type.text, `${name} has a type`);

  const { ZoeklichtSearch } = await import(pathToFileURL(join(PROJECT, 'node_modules/zoeklicht/element.js')));
  const own = Object.getOwnPropertyNames(ZoeklichtSearch.prototype).filter((name) => !/constructor|Callback$/.test(name));
  assert.deepEqual(names(element.members), own.sort());

  const used = new Set(read('www/package/zoeklicht.css').match(/--zoeklicht-[\w-]+/g));
  assert.deepEqual(names(element.cssProperties), [...used].sort());
  const parts = [...widget.matchAll(/(?<![-\w])part="([\w-]+)"/g)].map(([, name]) => name);
  assert.deepEqual(names(element.cssParts), [...new Set(parts)].sort());
});
