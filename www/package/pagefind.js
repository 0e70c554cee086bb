// The API of Pagefind over an index of ours, for sites that were built for it: MIGRATING.md says what is the same and what
// is not. Importing this file does nothing.

import { open } from './index.js';

// Results that have their score at once: as many as a list shows at first.
const SCORED = 10;
// Words of an excerpt, unless the options say otherwise.
const EXCERPT_WORDS = 30;
// The most that the engine gives in one answer.
const HITS_MAX = 1_000;
const COMBINATIONS = ['any', 'all', 'none', 'not'];

/** Where this file lies if it is in the folder of an index, else where an index is by default. */
function ownFolder() {
  const [, folder] = /^(.*\/)pagefind\.js/.exec(import.meta.url ?? '') ?? [];
  const path = folder?.includes('/node_modules/') ? undefined : folder;
  return path ?? '/zoeklicht/';
}

/** One index of a search. */
class Instance {
  #folder;
  #options;
  #index;
  #lang;
  #browsed;

  constructor(folder, options) {
    const origin = globalThis.location?.origin;
    const whole = folder.endsWith('/') ? folder : `${folder}/`;
    this.#folder = origin && whole.startsWith(origin) ? whole.slice(origin.length) : whole;
    this.#options = options;
  }

  get folder() {
    return this.#folder;
  }

  set(options) {
    this.#options = { ...this.#options, ...options };
  }

  open() {
    this.#index ??= open(this.#folder).catch((error) => {
      this.#index = undefined;
      throw error;
    });
    return this.#index;
  }

  async close() {
    (await this.#index)?.close();
  }

  /** The language of the page if the index has it, else the one with the most pages. */
  async #language() {
    if (this.#lang === undefined) {
      const { languages } = await (await this.open()).info();
      const of = String(this.#options.language ?? globalThis.document?.documentElement.lang ?? '').toLowerCase();
      const [most] = Object.entries(languages).sort(([, a], [, b]) => b - a)[0] ?? [];
      this.#lang = [of, of.split('-')[0], most].find((lang) => lang in languages);
    }
    return this.#lang;
  }

  /** Filters with how many pages have which value. */
  async filters() {
    this.#browsed ??= this.#browse().catch((error) => {
      this.#browsed = undefined;
      throw error;
    });
    const { facets, total } = await this.#browsed;
    return this.#withMerged(facets, total);
  }

  async #browse() {
    return (await this.open()).search('', { limit: 0, lang: await this.#language() });
  }

  /** The values of `mergeFilter`, which all pages have. */
  #withMerged(counts, total) {
    const all = { ...counts };
    for (const [name, values] of Object.entries(this.#options.mergeFilter ?? {})) {
      all[name] = Object.fromEntries([values].flat().map((value) => [value, total]));
    }
    return all;
  }

  async search(term, { filters = {}, sort = {} }) {
    const start = performance.now();
    const [index, lang, known] = await Promise.all([this.open(), this.#language(), this.filters()]);
    const query = term === null ? '' : plain(term);
    const began = performance.now();
    const [[by, direction] = []] = Object.entries(sort);
    const asked = { lang, ...(by && { sort: `${by}:${direction}` }) };
    const merged = this.#withMerged({}, 0);
    const ofAll = Object.fromEntries(Object.entries(merged).map(([name, values]) => [name, Object.keys(values)]));
    const has = (hit) => ({ ...hit.filters, ...ofAll });
    const { chosen, isWhole } = choose(filters);

    // What the engine cannot choose by itself is chosen here, among all hits.
    const native = Object.fromEntries(Object.entries(chosen).filter(([name]) => !(name in ofAll)));
    const isChosenHere = !isWhole || Object.keys(native).length < Object.keys(chosen).length;
    const narrowed = { ...asked, filters: native };
    const isNarrowed = Object.keys(filters).length > 0;
    const [first, all] = await Promise.all([
      index.search(query, { ...narrowed, limit: isChosenHere ? HITS_MAX : SCORED }),
      isNarrowed ? index.search(query, { lang, limit: 0 }) : undefined,
    ]);
    const unfiltered = all ?? first;
    const placed = first.hits.map((hit, offset) => ({ hit, offset }));
    const hits = isChosenHere ? placed.filter(({ hit }) => isChosen(has(hit), filters)) : placed;
    const total = isChosenHere ? hits.length : first.total;
    const results = Array.from({ length: total }, (_, at) => {
      const { hit: { id, score } = { id: `result-${at}`, score: 0 }, offset = at } = hits[at] ?? {};
      const data = async () => {
        const { hits: [hit] } = await index.search(query, { ...narrowed, limit: 1, offset, text: true });
        return this.#fragment(hit, term ?? '');
      };
      return { id, score: score * (this.#options.indexWeight ?? 1), words: [], data };
    });
    const counted = isChosenHere
      ? filled(counts(hits.map(({ hit }) => has(hit))), known)
      : this.#withMerged(filled(only(first.facets, chosen), known), total);
    const end = performance.now();
    return {
      results,
      unfilteredResultCount: unfiltered.total,
      filters: counted,
      totalFilters: this.#withMerged(filled(unfiltered.facets, known), unfiltered.total),
      timings: { preload: began - start, search: end - began, total: end - start },
    };
  }

  /** What Pagefind calls a fragment: a page as results show it. */
  #fragment(hit, term) {
    const { excerptLength = EXCERPT_WORDS, excerptEllipsis = '' } = this.#options;
    const url = this.#address(hit.url, term);
    const meta = { title: hit.title, ...hit.meta };
    const { words, marked, anchors } = read(hit.text);
    const shown = (from, to, within) => show(words, within, bestWindow(within, from, to, excerptLength), excerptLength, from, to, excerptEllipsis);
    const parts = [{ title: meta.title, url: meta.url ?? url, location: 0 }, ...anchors.map((anchor) => (
      { title: anchor.text, url: this.#address(`${hit.url.split('#')[0]}#${anchor.id}`, term), anchor, location: anchor.location }))];
    const sub_results = parts.flatMap(({ location: from, ...part }, at) => {
      const to = parts[at + 1]?.location ?? words.length;
      const within = marked.filter((place) => place >= from && place < to);
      return within.length > 0 ? [{ ...part, ...shown(from, to, within), ...places(within) }] : [];
    });
    const excerpts = this.#options.excerptLength === undefined ? asHtml(hit.excerpt) : shown(0, words.length, marked);
    const content = words.join(' ');
    return {
      url,
      raw_url: hit.url,
      content,
      raw_content: escaped(content),
      ...excerpts,
      word_count: words.length,
      filters: hit.filters,
      meta,
      anchors,
      sub_results,
      ...places(marked),
    };
  }

  /** The address of a page on this site, with the words of the search where the page is to mark them. */
  #address(raw, term) {
    const { baseUrl = this.#folder.replace(/[^/]*\/$/, ''), highlightParam } = this.#options;
    const base = /^(\/|https?:\/\/)/.test(baseUrl) ? baseUrl : `/${baseUrl}`;
    const isWhole = /^(https?:)?\/\//.test(raw) || raw.startsWith(base);
    const address = isWhole ? raw : `${base}/${raw}`.replace(/(?<!:)\/{2,}/g, '/');
    if (!highlightParam) return address;
    const marked = new URL(address, 'https://example.com');
    for (const word of term.split(/\s+/)) marked.searchParams.append(highlightParam, word);
    return marked.href.replace(/^https:\/\/example\.com/, '');
  }
}

/** A query without what has a meaning for our engine only; a query that is quoted as a whole is a phrase for both. */
function plain(term) {
  if (/^\s*".+"\s*$/.test(term)) return term;
  return term.replaceAll('"', ' ').replace(/(^|\s)-+(?=\S)/g, '$1');
}

/**
 * The words of a page as Pagefind counts them, from one space to the next; the places of those that match, in whole or in part;
 * and the headings that can be linked to.
 */
function read(passages) {
  const words = [];
  const marked = [];
  const anchors = [];
  const add = (spans) => {
    const text = spans.map((span) => span.text).join('');
    let end = 0;
    const marks = spans.map((span) => ({ start: end, end: (end += span.text.length), mark: span.mark })).filter(({ mark }) => mark);
    let next = 0;
    for (const { 0: word, index } of text.matchAll(/\S+/g)) {
      while (marks[next]?.end <= index) next += 1;
      if (marks[next]?.start < index + word.length) marked.push(words.length);
      words.push(word);
    }
    return text;
  };
  for (const { level, title, url, text } of passages) {
    const location = words.length;
    const heading = add(title);
    const [, id] = url.split('#');
    if (heading && id) anchors.push({ element: `h${level || 2}`, id, text: heading, location });
    // So that heading and text do not read as one sentence.
    if (/[\p{L}\p{N}]$/u.test(heading)) words.push(`${words.pop()}.`);
    add(text);
  }
  return { words, marked, anchors };
}

/** Where to begin so that most of `places`, ascending, stand in the middle of `length` words between `from` and `to`. */
function bestWindow(places, from, to, length) {
  let [best, first] = [0, 0];
  places.forEach((place, at) => {
    const count = places.findLastIndex((other) => other < place + length) - at + 1;
    if (count > best) [best, first] = [count, at];
  });
  if (best === 0) return from;
  const middle = (places[first] + places[first + best - 1] + 1) / 2;
  return Math.max(from, Math.min(Math.floor(middle - length / 2), to - length));
}

/** The words of an excerpt as HTML, with and without marks. */
function show(words, marked, start, length, from, to, ellipsis) {
  const end = Math.min(start + length, to);
  const shown = words.slice(start, end).map(escaped);
  const joined = (all) => [...(ellipsis && start > from ? [ellipsis] : []), ...all, ...(ellipsis && end < to ? [ellipsis] : [])].join(' ');
  const marks = new Set(marked);
  return {
    excerpt: joined(shown.map((word, at) => (marks.has(start + at) ? `<mark>${word}</mark>` : word))),
    plain_excerpt: joined(shown),
  };
}

/** Our own excerpt, sentences, as HTML. */
function asHtml(spans) {
  return {
    excerpt: spans.map(({ text, mark }) => (mark ? `<mark>${escaped(text)}</mark>` : escaped(text))).join(''),
    plain_excerpt: escaped(spans.map((span) => span.text).join('')),
  };
}

/** Where the words stand, all with the same weight. */
function places(locations) {
  return { locations, weighted_locations: locations.map((location) => ({ weight: 1, balanced_score: 1, location })) };
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escaped(text) {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character]);
}

/** The filters that the engine can apply, one of several values each, and whether these are all. */
function choose(filters) {
  const chosen = {};
  let isWhole = true;
  for (const [name, wanted] of Object.entries(filters)) {
    const values = typeof wanted === 'string' ? [wanted] : wanted?.any ?? wanted;
    const isSimple = Array.isArray(values) && values.every((value) => typeof value === 'string')
      && (values !== wanted || values.length === 1) && (values !== wanted?.any || Object.keys(wanted).length === 1);
    if (isSimple && !COMBINATIONS.includes(name)) chosen[name] = values;
    else isWhole = false;
  }
  return { chosen, isWhole };
}

/** Whether a page with these values passes filters, as Pagefind combines them. */
function isChosen(has, wanted, name) {
  if (Array.isArray(wanted)) return wanted.every((one) => isChosen(has, one, name));
  if (wanted === null || typeof wanted !== 'object') return (has[name] ?? []).includes(String(wanted));
  return Object.entries(wanted).every(([key, value]) => {
    const each = Array.isArray(value) ? value : [value];
    if (key === 'any') return each.some((one) => isChosen(has, one, name));
    if (key === 'none' || key === 'not') return !each.some((one) => isChosen(has, one, name));
    return isChosen(has, value, key === 'all' ? name : key);
  });
}

/** How many have which value. */
function counts(pages) {
  const counted = {};
  for (const page of pages) {
    for (const [name, values] of Object.entries(page)) {
      counted[name] ??= {};
      for (const value of values) counted[name][value] = (counted[name][value] ?? 0) + 1;
    }
  }
  return counted;
}

/** Of a filter by which was chosen, our engine counts the other values too, as if they were chosen as well. */
function only(facets, chosen) {
  const isIn = (name) => ([value]) => !chosen[name] || chosen[name].includes(value);
  const entries = Object.entries(facets).map(([name, values]) => [name, Object.fromEntries(Object.entries(values).filter(isIn(name)))]);
  return Object.fromEntries(entries);
}

/** The counts of all values, those that no page has too. */
function filled(counted, known) {
  const fill = ([name, values]) => [name, Object.fromEntries(Object.keys(values).map((value) => [value, counted[name]?.[value] ?? 0]))];
  return Object.fromEntries(Object.entries(known).map(fill));
}

/** A search over one index, and those that are merged into it. */
class Pagefind {
  #instances;
  #asked = 0;

  constructor({ basePath = ownFolder(), ...options } = {}) {
    this.#instances = [new Instance(basePath, options)];
  }

  async init() {
    await this.#instances[0].open();
  }

  async options({ basePath, ...options }) {
    this.#instances[0].set(options);
  }

  async mergeIndex(folder, options = {}) {
    if (this.#instances[0].folder.startsWith(folder)) return;
    const merged = new Instance(folder, options);
    this.#instances.push(merged);
    await merged.open();
  }

  async destroy() {
    await Promise.allSettled(this.#instances.map((instance) => instance.close()));
  }

  async filters() {
    return sums(await Promise.all(this.#instances.map((instance) => instance.filters())));
  }

  async search(term, options = {}) {
    const isNothing = term !== null && (term ?? '').trim() === '';
    const asked = isNothing ? [NOTHING] : await Promise.all(this.#instances.map((instance) => instance.search(term, options)));
    return {
      results: asked.length === 1 ? asked[0].results : asked.flatMap(({ results }) => results).sort((a, b) => b.score - a.score),
      unfilteredResultCount: asked.reduce((sum, { unfilteredResultCount }) => sum + unfilteredResultCount, 0),
      filters: sums(asked.map((one) => one.filters)),
      totalFilters: sums(asked.map((one) => one.totalFilters)),
      timings: asked.map(({ timings }) => timings),
    };
  }

  async debouncedSearch(term, options = {}, waitMs = 300) {
    const own = ++this.#asked;
    this.preload(term, options).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const answer = own === this.#asked ? await this.search(term, options) : null;
    return own === this.#asked ? answer : null;
  }

  async preload(term, options = {}) {
    await this.search(term, options);
  }
}

const NOTHING = { results: [], unfilteredResultCount: 0, filters: {}, totalFilters: {}, timings: { preload: 0, search: 0, total: 0 } };

/** Counts of several indexes together. */
function sums(all) {
  const together = {};
  for (const [name, values] of all.flatMap((one) => Object.entries(one))) {
    together[name] ??= {};
    for (const [value, count] of Object.entries(values)) together[name][value] = (together[name][value] ?? 0) + count;
  }
  return together;
}

let shared;
let initial = {};

/** The search of the page, made at its first use. */
function ours() {
  return (shared ??= new Pagefind(initial));
}

export const options = async (given) => {
  if (shared) await shared.options(given);
  else initial = given;
};
export const init = () => ours().init();
export const search = (term, given) => ours().search(term, given);
export const debouncedSearch = (term, given, waitMs) => ours().debouncedSearch(term, given, waitMs);
export const preload = (term, given) => ours().preload(term, given);
export const filters = () => ours().filters();
export const mergeIndex = (folder, given) => ours().mergeIndex(folder, given);
export const destroy = async () => {
  await shared?.destroy();
  shared = undefined;
  initial = {};
};
export const createInstance = (given) => new Pagefind(given);
