// The element in frameworks: rendered by a server, hydrated in a browser, told by attributes and properties, heard by events.

import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { HERE, PROJECT, install, searched, serve, visit } from './project.mjs';

const FOLDER = join(PROJECT, 'frameworks');

/** What makes modules of Svelte's files, for a server or a browser. */
const svelte = (generate) => ({
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, ({ path }) => ({
      contents: compile(readFileSync(path, 'utf8'), { filename: path, generate, css: 'injected' }).js.code,
    }));
  },
});

before(async () => {
  await install();
  cpSync(join(HERE, 'frameworks'), FOLDER, { recursive: true });
});

for (const [framework, kind] of [['React 19', 'react'], ['Vue 3', 'vue'], ['Svelte 5', 'svelte'], ['Angular 20', 'angular']]) {
  test(`AC-115: ${framework}: the form is there before scripts, then attributes, properties and events do what they say`, async () => {
    const extension = kind === 'react' ? 'jsx' : 'js';
    const out = join(FOLDER, `${kind}-built`);
    const shared = { bundle: true, format: 'esm', jsx: 'automatic', logLevel: 'error', define: { 'process.env.NODE_ENV': '"development"' } };
    await build({
      ...shared, entryPoints: [join(FOLDER, `${kind}.server.${extension}`)], outdir: out, platform: 'node',
      packages: 'external', plugins: [svelte('server')],
    });
    await build({
      ...shared, entryPoints: [join(FOLDER, `${kind}.client.${extension}`)], outdir: out, splitting: true,
      conditions: ['browser', 'development', 'svelte'], plugins: [svelte('client')],
      // Its templates are compiled in the browser here, as nothing else builds them.
      alias: kind === 'vue' ? { vue: 'vue/dist/vue.esm-browser.js' } : {},
    });
    const { render } = await import(pathToFileURL(join(out, `${kind}.server.js`)));
    const html = await render();
    assert.match(html, /<zoeklicht-search src="\/zoeklicht\/" url-state="none" heading-level="4" page-size="1"[^>]*><form role="search" action="\/zoeken\/"/);
    assert.ok(!/suggest|state="\[/.test(html), html);

    // Angular looks for its own mark at the start of the body.
    const body = kind === 'angular' ? html : `<div id="app">${html}</div>`;
    const page = (script) => `<!doctype html><html lang="nl"><title>${framework}</title><link rel="icon" href="data:,">`
      + `<body>${body}${script}</body>`;
    const address = await serve(out, (path) => ({
      '/': page(`<script type="module" src="/${kind}.client.js"></script>`),
      '/plain': page(''),
      '/zoeken/': page(''),
    })[path]);

    const plain = await visit(`${address}/plain`);
    await plain.page.locator('input').fill('glas');
    await plain.page.locator('input').press('Enter');
    await plain.page.waitForURL('**/zoeken/?q=glas');
    await plain.page.close();

    const { page: app, complaints } = await visit(`${address}/`);
    await app.waitForFunction(() => customElements.get('zoeklicht-search'));
    assert.deepEqual(await searched(app, 'verhuizen'), ['Verhuizen'], 'one of two, as page-size says');
    await app.locator('output', { hasText: '2 found' }).waitFor();
    assert.equal(await app.locator('ol > li h4').count(), 1, 'heading-level');
    await app.locator('#set').click();
    await app.locator('h4', { hasText: 'Afval ophalen' }).waitFor();
    assert.equal(await app.locator('input').inputValue(), 'glasbol');
    if (kind === 'react') await app.locator('#prop', { hasText: '1 heard' }).waitFor();
    await app.locator('#size').click();
    // Not each of them draws at once.
    await app.locator('zoeklicht-search[page-size="2"]').waitFor();
    assert.deepEqual(complaints, [], 'nothing differs between what the server rendered and the browser');
    await app.close();
  });
}
