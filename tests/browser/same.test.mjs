// The command and the browser answer alike: the same queries over the same index, natively and as WebAssembly.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generator } from '../generator.mjs';
import { DEMO_INDEX } from './environment.mjs';
import { serve } from './host.mjs';
import { required } from './page.mjs';

const COMMAND = required('ZOEKLICHT');
const CORPUS = fileURLToPath(new URL('../../corpus', import.meta.url));
const PAGES = 1_000;

const made = mkdtempSync(join(tmpdir(), 'zoeklicht-'));
after(() => rmSync(made, { recursive: true }));

const SITES = {
  'the demo': () => ({ index: DEMO_INDEX, texts: corpus() }),
  [`a site of ${PAGES} pages`]: async () => {
    const texts = site(made);
    const index = join(made, 'zoeklicht');
    await run('index', made, '--out', index, '--quiet');
    return { index, texts };
  },
};

for (const [name, make] of Object.entries(SITES)) {
  test(`${name}: the command and the browser answer alike`, async () => {
    const { index, texts } = await make();
    const host = await serve(index);
    const visit = await host.visit();
    const { filters, dates } = await visit.page.evaluate(async () => (await zoeklicht.open('/zoeklicht/')).info());
    const asked = questions(texts, filters, dates);
    const pairs = [];
    for (const { query, options } of asked) {
      pairs.push({ query, native: await native(index, query, options), browser: await visit.ask(query, { ...options, spelling: true }) });
    }
    await visit.close();
    host.close();
    // Otherwise this would prove little.
    assert.ok(pairs.filter(({ native }) => native.total > 0).length > asked.length * 0.8);

    // A score is a 32-bit number; the command prints it in as few digits as tell it from its neighbours.
    const rounded = ({ hits, ...answer }) =>
      ({ ...answer, hits: hits.map((hit) => ({ ...hit, score: Math.fround(hit.score) })) });
    for (const { query, native, browser } of pairs) assert.deepEqual(rounded(browser), rounded(native), query);
  });
}

/** What the command answers, without the time it took. */
async function native(index, query, { limit, filters, from, to }) {
  const given = Object.entries(filters ?? {}).flatMap(([name, values]) => values.map((value) => `--filter=${name}=${value}`));
  if (from) given.push(`--from=${from}`);
  if (to) given.push(`--to=${to}`);
  const { took_us, ...answer } = JSON.parse(await run('search', '--json', `--limit=${limit}`, ...given, '--', index, query));
  return answer;
}

function run(...given) {
  return new Promise((resolve, reject) => {
    // 1 says that nothing was found.
    execFile(COMMAND, given, (error, stdout, stderr) => (error && error.code !== 1 ? reject(new Error(stderr)) : resolve(stdout)));
  });
}

/** Words, beginnings, typing errors, phrases, exclusions, filters and days, from the texts themselves. */
function questions(texts, filters, dates) {
  const random = generator(7);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (count, make) => Array.from({ length: count }, make);
  const words = texts.map((text) => text.match(/\p{L}+/gu) ?? []).filter((words) => words.length > 20);
  const word = (least = 4) => pick(pick(words).filter(({ length }) => length >= least));
  const swapped = (word, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  const phrase = () => {
    const from = pick(words);
    const at = Math.floor(random() * (from.length - 3));
    return `"${from.slice(at, at + 2 + Math.floor(random() * 2)).join(' ')}"`;
  };
  const filter = () => {
    const name = pick(Object.keys(filters));
    return { [name]: [pick(Object.keys(filters[name]))] };
  };
  const queries = [
    ...some(10, () => word()),
    ...some(10, () => `${word()} ${word()}`),
    ...some(4, () => some(5, () => word(2)).join(' ')),
    ...some(10, () => word(5).slice(0, 3 + Math.floor(random() * 3))),
    ...some(10, () => swapped(word(7), 2 + Math.floor(random() * 3))),
    ...some(8, phrase),
    ...some(6, () => `${word()} -${word()}`),
    'de',
    'x',
    'sdafadsfasdf',
  ];
  const plain = queries.map((query) => ({ query, options: { limit: 20 } }));
  const { first, last } = dates.date ?? {};
  const ranges = first ? [{ from: first }, { to: '2021-12-31' }, { from: '2021-02-12', to: last }] : [];
  const dated = ranges.flatMap((range) => ['', word()].map((query) => ({ query, options: { limit: 20, ...range } })));
  return [...plain, ...dated, ...some(8, () => ({ query: pick(['', word()]), options: { limit: 20, filters: filter() } }))];
}

/** The texts of the corpus; markup among them is no harm. */
function corpus() {
  const files = readdirSync(CORPUS, { recursive: true }).filter((file) => /^(?!hostile).*\.(md|html)$/.test(file)).sort();
  return files.map((file) => readFileSync(join(CORPUS, file), 'utf8').replace(/<[^>]*>/g, ' '));
}

/** Writes a site of made-up words, some of them frequent and most of them rare, as in any language. */
function site(folder) {
  const random = generator(42);
  const below = (end) => Math.floor(random() * end);
  const syllable = () => 'bdfgklmnprstvw'[below(14)] + ['a', 'e', 'i', 'o', 'u', 'ee', 'oe', 'ij'][below(8)] + ['', 'n', 'r', 't', 's'][below(5)];
  const vocabulary = Array.from({ length: 6_000 }, () => Array.from({ length: 1 + below(4) }, syllable).join(''));
  const words = (count) => Array.from({ length: count }, () => vocabulary[Math.floor(vocabulary.length ** random()) - 1]).join(' ');
  return Array.from({ length: PAGES }, (_, number) => {
    const sections = Array.from({ length: 1 + below(4) }, (_, at) => `<h2 id="s${at}">${words(3)}</h2><p>${words(20 + below(300))}.</p>`);
    const title = words(4);
    const head = `<meta charset="utf-8"><title>${title}</title><meta name="jaar" content="${2015 + below(10)}" data-zoeklicht-filter="jaar[content]">`;
    writeFileSync(join(folder, `p${number}.html`), `<!doctype html><html lang="nl">${head}<main><h1>${title}</h1>${sections.join('')}</main>`);
    return `${title} ${sections.join(' ')}`.replace(/<[^>]*>/g, ' ');
  });
}
