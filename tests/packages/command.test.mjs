// `npx zoeklicht`: the command as WebAssembly in Node, and the native one where there is one.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DIST, HERE, LINKED, PROJECT, install, nativeCommand, run } from './project.mjs';

const CORPUS = join(HERE, '../../corpus');
const scratch = mkdtempSync(join(tmpdir(), 'zoeklicht-command-'));
after(() => rmSync(scratch, { recursive: true }));
before(install);

/** What a command that fails prints and ends with. */
const failed = (args, env) => run(LINKED, args, { env }).then(() => assert.fail('it went well'), (error) => error);

test('AC-159: without a native command the one in WebAssembly writes the same index, byte for byte', async () => {
  const [wasm, native] = ['wasm', 'native'].map((name) => join(scratch, name));
  const args = ['index', '.', '--config', 'zoeklicht.toml', '--lang', 'nl', '--quiet', '--headless', '--out'];
  const ran = await run(LINKED, [...args, wasm], { cwd: CORPUS });
  assert.deepEqual([ran.stdout, ran.stderr], ['', ''], 'without a word of Node about it');
  await run(nativeCommand(), [...args, native], { cwd: CORPUS });
  await run('diff', ['-r', wasm, native]);
  assert.ok(existsSync(join(wasm, 'zoeklicht.js')), 'with the files for the browser beside it');
});

test('AC-159: it indexes the current folder again, without taking its own files for pages', async () => {
  const site = join(scratch, 'site');
  mkdirSync(join(site, 'zoeklicht'), { recursive: true });
  writeFileSync(join(site, 'a.html'), '<html lang=nl><title>Een</title><main>een tekst</main></html>');
  writeFileSync(join(site, 'zoeklicht/oud.html'), '<html lang=nl><title>Oud</title><main>een tekst</main></html>');
  for (const _ of [1, 2]) {
    const { stdout } = await run(LINKED, ['index', '../site', '--json'], { cwd: site });
    assert.equal(JSON.parse(stdout).documents, 1);
  }
  const { stdout } = await run(LINKED, ['search', 'zoeklicht', 'tekst', '--json'], { cwd: site });
  assert.deepEqual(JSON.parse(stdout).hits.map(({ id }) => id), ['a.html']);
});

test('AC-159: what WebAssembly cannot do is said, with what to do', async () => {
  for (const args of [['serve', '.'], ['crawl', 'https://example.org/', '--out', 'x'], ['index', '.', '--watch'], ['doctor', 'https://example.org/']]) {
    const { code, stderr } = await failed(args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /needs the native command.*\nhint: .*ZOEKLICHT_BINARY/, args.join(' '));
  }
});

test('AC-159: exit codes are those of the native command', async () => {
  assert.equal((await failed(['search', 'site/zoeklicht', 'nergenstevinden'])).code, 1);
  assert.equal((await failed(['index', '--no-such-flag'])).code, 2);
  assert.equal((await failed(['index', 'no-such-folder'])).code, 4);
});

/** Puts something in the place of the package of the native command, as `npm install` would. */
async function withNative(put, use) {
  const place = join(PROJECT, `node_modules/@zoeklicht/${process.platform}-${process.arch}`);
  put(place);
  try {
    await use();
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Writes a program into its package. */
const program = (text) => (place) => {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'zoeklicht'), text, { mode: 0o755 });
};

test('AC-159: the package of the native command is for this platform, and comes first', async () => {
  const built = join(DIST, 'native');
  const { name, os, cpu, files, scripts } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
  assert.deepEqual({ name, os, cpu, files, scripts }, {
    name: `@zoeklicht/${process.platform}-${process.arch}`, os: [process.platform], cpu: [process.arch], files: ['zoeklicht', 'LICENSE-*'], scripts: undefined,
  });
  await withNative((place) => symlinkSync(built, place), async () => {
    const { stdout } = await run(LINKED, ['crawl', '--help']);
    assert.match(stdout, /^Fetch/, 'what WebAssembly cannot do');
    const to = join(scratch, 'packaged');
    await run(LINKED, ['index', '.', '--config', 'zoeklicht.toml', '--lang', 'nl', '--quiet', '--headless', '--out', to], { cwd: CORPUS });
    await run('diff', ['-r', to, join(scratch, 'wasm')]);
  });
});

test('AC-159: a native command has its own arguments, exit code and output, and one that is named comes before all', async () => {
  await withNative(program('#!/bin/sh\necho "native: $*"\nexit 3\n'), async () => {
    const { code, stdout } = await failed(['index', 'x']);
    assert.deepEqual([code, stdout], [3, 'native: index x\n']);
    const { stdout: version } = await run(LINKED, ['--version'], { env: { ZOEKLICHT_BINARY: nativeCommand() } });
    assert.equal(version, 'zoeklicht 0.1.0\n');
  });
  const { code, stderr } = await failed(['--version'], { ZOEKLICHT_BINARY: '/nowhere' });
  assert.deepEqual([code, stderr.split('\n')[0]], [2, 'error: `ZOEKLICHT_BINARY` is `/nowhere`, where no program is']);
});

test('AC-159: where the native command of the package cannot start, as on another C library, WebAssembly takes its place', async () => {
  await withNative(program('#!/no/such/loader\n'), async () => {
    const { stdout, stderr } = await run(LINKED, ['--version']);
    assert.equal(stdout, 'zoeklicht 0.1.0\n');
    assert.match(stderr, /^warning: `.*` could not be started \(.*ENOENT\); the command runs as WebAssembly\n$/);
  });
});

test('AC-159: without any command, and on an old Node, it says what is missing', async () => {
  const alone = join(scratch, 'alone/node');
  mkdirSync(alone, { recursive: true });
  const script = readFileSync(join(PROJECT, 'node_modules/zoeklicht/node/command.js'), 'utf8');
  writeFileSync(join(scratch, 'alone/package.json'), '{ "type": "module" }');
  writeFileSync(join(alone, 'command.js'), script);
  const tell = (...args) => run(process.execPath, args).then(() => assert.fail('it went well'), ({ code, stderr }) => [code, stderr]);
  assert.deepEqual(await tell(join(alone, 'command.js')), [2, 'error: there is no command for this machine\n'
    + 'hint: install the package `@zoeklicht/wasm`, or set `ZOEKLICHT_BINARY` to a native one\n']);
  writeFileSync(join(scratch, 'old.mjs'), "Object.defineProperty(process, 'version', { value: 'v18.20.0' });\n");
  assert.deepEqual(await tell('--import', join(scratch, 'old.mjs'), join(alone, 'command.js')), [2,
    'error: zoeklicht needs Node.js 20 or newer, and this is v18.20.0\nhint: install a newer Node.js\n']);
});
