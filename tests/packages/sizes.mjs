// How large is what a page loads: writes sizes.tsv beside this file, which package.test.mjs holds every build to.
//
//   node sizes.mjs

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { DIST, HERE } from './project.mjs';

const TABLE = join(HERE, 'sizes.tsv');
/** What is loaded together, and how many bytes of brotli we want it to be at most. */
const LOADED = [
  ['entry', ['zoeklicht.js'], 8_000],
  ['styles', ['zoeklicht.css'], undefined],
  ['widget', ['widget.js', 'widget_bg.wasm'], 100_000],
  ['headless', ['index.js', 'headless.js', 'headless_bg.wasm'], 40_000],
];

/** The sizes of the package in www/dist, in bytes, as they are and at the best quality of brotli. */
export function sizes() {
  return LOADED.map(([name, files, goal]) => {
    const contents = files.map((file) => readFileSync(join(DIST, 'package', file)));
    const sum = (of) => contents.reduce((total, content) => total + of(content), 0);
    return { name, files: files.join(' '), bytes: sum((content) => content.length), brotli: sum(brotli), goal };
  });
}

/** The sizes that were written down. */
export function written() {
  const [, ...rows] = readFileSync(TABLE, 'utf8').trim().split('\n').map((row) => row.split('\t'));
  return rows.map(([name, files, bytes, brotli]) => ({ name, files, bytes: Number(bytes), brotli: Number(brotli) }));
}

function brotli(content) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: content.length };
  return brotliCompressSync(content, { params }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = sizes().map(({ name, files, bytes, brotli, goal }) => [name, files, bytes, brotli, goal ?? ''].join('\t'));
  writeFileSync(TABLE, `${['loaded', 'files', 'bytes', 'brotli', 'goal'].join('\t')}\n${rows.join('\n')}\n`);
}
