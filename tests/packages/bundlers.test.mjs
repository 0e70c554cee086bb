// The package in what people build their sites with: installed as npm would, built, and searched in a browser.
//
// All build the same app, of two imports. Vite, webpack, Rspack and Parcel find the engine beside a module by themselves; for
// Rollup and esbuild, which do not, the app says where it is.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { HERE, PROJECT, install, run, searched, serve, visit } from './project.mjs';

const TOOLS = join(HERE, 'node_modules/.bin');

/** The app in a folder of its own; `main` is the file that its page loads. */
function app(name, main = 'main.js') {
  const folder = join(PROJECT, name);
  cpSync(join(HERE, 'app'), folder, { recursive: true });
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), page.replace('./main.js', `./${main}`));
  return folder;
}

/** The element finds a page, and so does the engine where the app has it. */
async function finds(address) {
  const { page, complaints } = await visit(address);
  assert.deepEqual(await searched(page, 'adres'), ['Verhuizen']);
  const hits = await page.evaluate(async () => (await globalThis.answer)?.hits.map(({ url }) => url));
  assert.deepEqual(hits ?? ['/afval.html'], ['/afval.html']);
  assert.deepEqual(complaints, []);
  await page.close();
}

before(install);

test('AC-156: no bundler: the scripts beside the index are all that a page needs', async () => {
  const folder = app('none', '../zoeklicht/zoeklicht.js');
  await finds(await serve(folder));
});

test('AC-155: Vite builds it, without being told anything', async () => {
  const folder = app('vite');
  await run(join(TOOLS, 'vite'), ['build', '--logLevel', 'warn'], { cwd: folder });
  await finds(await serve(join(folder, 'dist')));
});

test('AC-155: the server of Vite for development', async () => {
  const folder = app('vite-dev');
  cpSync(join(PROJECT, 'site/zoeklicht'), join(folder, 'dist/zoeklicht'), { recursive: true });
  writeFileSync(join(folder, 'vite.config.js'), "import zoeklicht from 'zoeklicht/vite';\nexport default { plugins: [zoeklicht()] };\n");
  const vite = spawn(join(TOOLS, 'vite'), ['--host', '127.0.0.1', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const address = await new Promise((resolve, reject) => {
      let printed = '';
      vite.stdout.on('data', (data) => {
        // Without the colours of the terminal.
        printed = (printed + data).replace(/\u001b\[\d+m/g, '');
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
        if (found) resolve(found[0]);
      });
      vite.on('exit', () => reject(new Error(printed)));
    });
    await finds(`${address}/`);
  } finally {
    vite.kill();
  }
});

test('AC-155: webpack 5', async () => {
  const folder = app('webpack');
  writeFileSync(join(folder, 'webpack.config.mjs'), "export default { mode: 'production', entry: './main.js', output: { filename: 'main.js' } };\n");
  await run(join(TOOLS, 'webpack'), [], { cwd: folder });
  cpSync(join(folder, 'index.html'), join(folder, 'dist/index.html'));
  await finds(await serve(join(folder, 'dist')));
});

test('AC-155: Rspack', async () => {
  const { rspack } = await import('@rspack/core');
  const folder = app('rspack');
  const output = { path: join(folder, 'dist'), filename: 'main.js' };
  const compiler = rspack({ context: folder, mode: 'production', entry: './main.js', output, performance: { hints: false } });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString());
  cpSync(join(folder, 'index.html'), join(folder, 'dist/index.html'));
  await finds(await serve(join(folder, 'dist')));
});

test('AC-155, AC-156: Rollup, told where the engines are', async () => {
  const folder = app('rollup', 'addresses.js');
  writeFileSync(join(folder, 'rollup.config.mjs'), `import { nodeResolve } from '@rollup/plugin-node-resolve';
import url from '@rollup/plugin-url';
export default { input: 'addresses.js', output: { dir: 'dist' }, plugins: [nodeResolve(), url({ include: ['**/*.wasm'], limit: 0 })] };\n`);
  await run(join(TOOLS, 'rollup'), ['-c', 'rollup.config.mjs', '--failAfterWarnings'], { cwd: folder });
  cpSync(join(folder, 'index.html'), join(folder, 'dist/index.html'));
  await finds(await serve(join(folder, 'dist')));
});

test('AC-155, AC-156: esbuild, told where the engines are', async () => {
  const folder = app('esbuild', 'addresses.js');
  const options = ['--bundle', '--splitting', '--format=esm', '--minify', '--loader:.wasm=file', '--outdir=dist', '--log-override:empty-import-meta=error'];
  await run(join(TOOLS, 'esbuild'), ['addresses.js', ...options], { cwd: folder });
  cpSync(join(folder, 'index.html'), join(folder, 'dist/index.html'));
  await finds(await serve(join(folder, 'dist')));
});

test('AC-155: Parcel', async () => {
  const folder = app('parcel');
  writeFileSync(join(folder, '.parcelrc'), '{ "extends": "@parcel/config-default" }');
  await run(join(TOOLS, 'parcel'), ['build', 'index.html', '--dist-dir', 'dist', '--no-cache', '--no-source-maps', '--log-level', 'warn'], { cwd: folder });
  await finds(await serve(join(folder, 'dist')));
});

test('AC-152: an app with the engine alone has no element in it', async () => {
  const folder = app('engine');
  writeFileSync(join(folder, 'engine.js'), "import { open } from 'zoeklicht/engine';\nconsole.log(open);\n");
  writeFileSync(join(folder, 'main.js'), "import { open } from 'zoeklicht';\nimport 'zoeklicht/element';\nconsole.log(open);\n");
  const bundle = async (name) => {
    await run(join(TOOLS, 'esbuild'), [name, '--bundle', '--format=esm', '--outdir=dist'], { cwd: folder });
    return readFileSync(join(folder, 'dist', name), 'utf8');
  };
  const REGISTERS = /customElements\??\.define\(/;
  assert.doesNotMatch(await bundle('engine.js'), REGISTERS);
  assert.match(await bundle('main.js'), REGISTERS, 'and what registers it is not shaken off');
});
