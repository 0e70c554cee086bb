// How well engines find a page by what other pages call it: the link texts of a site (links.mjs), as a table.
//
//   node navigation.mjs --site NAME --folder DIR [--lang TAG] [--zoeklicht BIN] [--html] [--out DIR]
//
// All engines search the same corpus, which stays in OUT if that is given; with `--html` Zoeklicht reads the pages itself.
// The language is for the peers; Zoeklicht finds out that of each page. For 10,000 pages of openjdk-17-doc
// Node took 2.9 GB: on a small machine give it `--max-old-space-size=8192`.
//
// Each peer is set up in several ways: titles and headings weigh more or not, and for MiniSearch also with stems of the
// site's language or none, with prefixes and typos or whole words. The table has the one with the best MRR, chosen by these
// same queries, which flatters it; stderr tells of all.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import lunr from 'lunr';
import lunrDutch from 'lunr-languages/lunr.nl.js';
import lunrStemmers from 'lunr-languages/lunr.stemmer.support.js';
import MiniSearch from 'minisearch';
import { newStemmer } from 'snowball-stemmers';
import { collect, write } from './links.mjs';
import { commonest } from './queries.mjs';

const HITS = 10;
const FIELDS = ['title', 'headings', 'text'];
const BOOSTS = { 'equal fields': {}, 'titles ×3, headings ×2': { title: 3, headings: 2 } };
const STEMMERS = { en: 'english', nl: 'dutch' };
const MEASURES = ['mrr@10', 'ndcg@10', 'success@1', 'success@10'];

const { site, folder, zoeklicht, html, out, ...asked } = given();
const collection = collect(folder);
if (collection.queries.length === 0) fail(`the pages in ${folder} have no link texts to ask for`);
const lang = asked.lang ?? language(collection.corpus);
if (!(lang in STEMMERS)) fail(`there are stems for ${Object.keys(STEMMERS).join(' and ')} only, not for ${lang}`);
console.log(`## ${site}: ${collection.corpus.length} pages (${lang}), ${collection.queries.length} link texts\n`);
console.log(`| | ${MEASURES.join(' | ')} | empty |\n|---|${'---|'.repeat(MEASURES.length + 1)}`);
if (zoeklicht) row('Zoeklicht', ours());
else if (out) write(collection, out);
best('MiniSearch', minisearch());
best('Lunr', lunrSearch());

function given() {
  const string = { type: 'string' };
  const strings = { site: string, folder: string, lang: string, zoeklicht: string, out: string };
  const options = { ...strings, html: { type: 'boolean' } };
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    fail(error.message);
  }
  if (!values.site || !values.folder) fail('--site and --folder are needed');
  if (!statSync(values.folder, { throwIfNoEntry: false })?.isDirectory()) fail(`there is no folder ${values.folder}`);
  return values;
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}

// What most pages say, and if they say nothing, the one of the two whose article is on more pages.
function language(corpus) {
  const holding = (word) => corpus.filter(({ text }) => new RegExp(`\\b${word}\\b`, 'i').test(text)).length;
  return commonest(corpus.map((page) => page.lang))?.slice(0, 2) ?? (holding('de') > holding('the') ? 'nl' : 'en');
}

// Each way to set MiniSearch up, as a name and a search; the index of one is gone before the next is built.
function* minisearch() {
  const stemmer = newStemmer(STEMMERS[lang]);
  // Each word is stemmed once: the largest site has ten thousand pages of them.
  const stems = new Map();
  const stem = (word) => stems.get(word) ?? stems.set(word, stemmer.stem(word)).get(word);
  const terms = { stems: (term) => stem(term.toLowerCase()), 'no stems': (term) => term.toLowerCase() };
  const expansions = { 'whole words': {}, 'prefixes and typos': { prefix: true, fuzzy: 0.2 } };
  for (const [words, processTerm] of Object.entries(terms)) {
    const index = new MiniSearch({ idField: '_id', fields: FIELDS, processTerm });
    for (const page of collection.corpus) index.add(plain(page));
    for (const [weights, boost] of Object.entries(BOOSTS)) {
      for (const [expanded, options] of Object.entries(expansions)) {
        yield [`${words}, ${weights}, ${expanded}`, (text) => index.search(text, { boost, ...options })];
      }
    }
  }
}

function* lunrSearch() {
  if (lang === 'nl') [lunrStemmers, lunrDutch].forEach((plugin) => plugin(lunr));
  const { trimmer } = lunr[lang] ?? lunr;
  for (const [weights, boosts] of Object.entries(BOOSTS)) {
    const index = lunr((builder) => {
      if (lang === 'nl') builder.use(lunr.nl);
      builder.ref('_id');
      for (const field of FIELDS) builder.field(field, { boost: boosts[field] ?? 1 });
      for (const page of collection.corpus) builder.add(plain(page));
    });
    // Not `search`, for which a colon or a minus is syntax and which leaves commas at words.
    yield [weights, (text) => index.query((query) => query.term(lunr.tokenizer(text).map(trimmer)))];
  }
}

function plain({ headings, ...page }) {
  return { ...page, headings: headings.join('\n') };
}

function best(engine, ways) {
  let [bestName, most] = [];
  for (const [name, search] of ways) {
    const measured = measure(search);
    console.error(`  ${engine}, ${name}: ${MEASURES.map((key) => measured[key].toFixed(3)).join(' · ')}`);
    if (!most || measured['mrr@10'] > most['mrr@10']) [bestName, most] = [name, measured];
  }
  row(`${engine}: ${bestName}`, most);
}

/** The measures of an engine, whose hits have the `_id` of their page as `id` or `ref`. */
function measure(search) {
  const relevant = new Map(collection.queries.map(({ _id }) => [_id, new Set()]));
  for (const [query, page] of collection.qrels) relevant.get(query).add(page);
  const sums = { 'mrr@10': 0, 'ndcg@10': 0, 'success@1': 0, 'success@10': 0, empty: 0 };
  const gain = (rank) => 1 / Math.log2(rank + 2);
  for (const { _id, text } of collection.queries) {
    const pages = relevant.get(_id);
    const hits = search(text).slice(0, HITS).map((hit) => hit.id ?? hit.ref);
    const ranks = [...hits.keys()].filter((rank) => pages.has(hits[rank]));
    const ideal = Array.from({ length: Math.min(pages.size, HITS) }, (_, rank) => gain(rank));
    const sum = (gains) => gains.reduce((sum, gain) => sum + gain, 0);
    sums['mrr@10'] += ranks.length > 0 ? 1 / (ranks[0] + 1) : 0;
    sums['ndcg@10'] += sum(ranks.map(gain)) / sum(ideal);
    sums['success@1'] += ranks[0] === 0;
    sums['success@10'] += ranks.length > 0;
    sums.empty += hits.length === 0;
  }
  const mean = (key) => sums[key] / collection.queries.length;
  return { ...Object.fromEntries(MEASURES.map((key) => [key, mean(key)])), empty: sums.empty };
}

// `zoeklicht eval` measures itself.
function ours() {
  const made = mkdtempSync(join(tmpdir(), 'navigation-'));
  const files = out ?? made;
  const run = (...list) => {
    const { status, error, stdout, stderr } = spawnSync(zoeklicht, list, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (error || status !== 0) fail(`${[zoeklicht, ...list].join(' ')}: ${error?.message ?? stderr}`);
    return stdout;
  };
  write(collection, files);
  const index = join(made, 'index');
  run('index', html ? folder : join(files, 'corpus.jsonl'), '--out', index, '--quiet');
  const judged = ['--queries', join(files, 'queries.jsonl'), '--qrels', join(files, 'qrels.tsv')];
  const measured = JSON.parse(run('eval', index, ...judged, '--json'));
  rmSync(made, { recursive: true });
  return measured;
}

function row(name, measured) {
  const shown = MEASURES.map((key) => measured[key].toFixed(3));
  console.log(`| ${name} | ${[...shown, measured.empty].join(' | ')} |`);
}
