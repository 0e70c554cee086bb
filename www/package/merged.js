// Several indexes as one: `open(['/a/', '/b/'])`. Each is asked, and the answers become one.
//
// Scores of several indexes are comparable as far as the indexes are alike: each weighs a word by how rare it is among its
// own documents. A weight moves one index up or down.

import { Index, ZoeklichtError, open } from './index.js';

/** Opens all of them; one that cannot be opened is an error. */
export async function openAll(given, options) {
  const sources = given.map((one) => (typeof one === 'object' && 'url' in one ? one : { url: one }));
  for (const { weight = 1 } of sources) {
    if (!(weight > 0)) throw new ZoeklichtError('usage', 'the option `weight` must be a number above 0');
  }
  const opened = await Promise.allSettled(sources.map(({ url }) => open(url, options)));
  const indexes = opened.flatMap(({ value }) => value ?? []);
  const failed = opened.find(({ status }) => status === 'rejected');
  if (failed) {
    indexes.forEach((index) => index.close());
    throw failed.reason;
  }
  return new MergedIndex(indexes, sources.map(({ weight = 1 }) => weight));
}

class MergedIndex extends Index {
  #indexes;
  #weights;

  constructor(indexes, weights) {
    super();
    this.#indexes = indexes;
    this.#weights = weights;
  }

  async search(query, options = {}) {
    const { limit = 10, offset = 0 } = options;
    // The best of all may all stand in one.
    const asked = { ...options, limit: limit + offset, offset: 0 };
    const answers = await Promise.all(this.#indexes.map((index) => index.search(query, asked)));
    return mergeAnswers(answers, this.#weights, options);
  }

  async suggest(typed, options = {}) {
    const { limit = 8 } = options;
    return mergeSuggestions(await Promise.all(this.#indexes.map((index) => index.suggest(typed, options))), limit);
  }

  async info() {
    return mergeInfo(await Promise.all(this.#indexes.map((index) => index.info())));
  }

  close() {
    this.#indexes.forEach((index) => index.close());
  }
}

/** One answer of several. An index that lacks a word does not put its own spelling in place of one that another has. */
export function mergeAnswers(answers, weights, { limit = 10, offset = 0, sort } = {}) {
  const found = answers.map((answer, at) => ({ answer, weight: weights[at] })).filter(({ answer }) => answer.total > 0);
  const asAsked = found.filter(({ answer }) => answer.corrected === null);
  const used = asAsked.length > 0 ? asAsked : found;
  const hits = used.flatMap(({ answer, weight }) => answer.hits.map((hit) => ({ ...hit, score: hit.score * weight })));
  const place = ({ label }) => (label === 'pinned' ? 0 : label === 'identifier' ? 1 : 2);
  hits.sort(sort ? byMeta(sort, hits) : (a, b) => place(a) - place(b) || b.score - a.score);
  const facets = {};
  for (const { answer } of used) addCounts(facets, answer.facets);
  const first = (key) => used.map(({ answer }) => answer[key]).find((value) => value != null);
  const merged = {
    query: answers[0]?.query ?? '',
    total: used.reduce((sum, { answer }) => sum + answer.total, 0),
    corrected: first('corrected') ?? null,
    also: [...new Set(used.flatMap(({ answer }) => answer.also))],
    took_us: Math.max(0, ...answers.map((answer) => answer.took_us)),
    hits: hits.slice(offset, offset + limit),
    facets,
  };
  const langs = {};
  for (const { answer } of used) addCounts(langs, { all: answer.langs ?? {} });
  if (Object.keys(langs.all ?? {}).length > 0) merged.langs = langs.all;
  // Only if no index had much to find.
  const spelling = answers.every((answer) => answer.did_you_mean || answer.total === 0) && first('did_you_mean');
  return spelling ? { ...merged, did_you_mean: spelling } : merged;
}

/** The order of a sort key: hits say it in their metadata, as `date` does; those that do not come last. */
function byMeta(sort, hits) {
  const [key, direction] = sort.split(':');
  const sign = direction === 'desc' ? -1 : 1;
  const keys = hits.map((hit) => hit.meta[key]).filter((value) => value !== undefined);
  const areNumbers = keys.every((value) => value.trim() !== '' && Number.isFinite(Number(value)));
  const compare = areNumbers ? (a, b) => a - b : (a, b) => Number(a > b) - Number(a < b);
  return ({ meta: { [key]: a } }, { meta: { [key]: b } }) => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return sign * compare(a, b);
  };
}

/** Each index in turn gives its best, words before pages. */
export function mergeSuggestions(lists, limit) {
  const turns = Array.from({ length: Math.max(0, ...lists.map((list) => list.length)) }, (_, at) => at);
  const inTurn = turns.flatMap((at) => lists.flatMap((list) => list[at] ?? []));
  const ordered = [...inTurn.filter(({ url }) => url === undefined), ...inTurn.filter(({ url }) => url !== undefined)];
  const seen = new Set();
  const isNew = ({ text, url = '' }) => !seen.has(`${text}\n${url}`) && seen.add(`${text}\n${url}`);
  const different = ordered.filter(isNew);
  const pages = different.filter(({ url }) => url !== undefined);
  const words = different.slice(0, different.length - pages.length);
  // Half for each, and what one leaves for the other.
  const room = Math.min(pages.length, Math.max(Math.floor(limit / 2), limit - words.length));
  return [...words.slice(0, limit - room), ...pages.slice(0, room)];
}

export function mergeInfo(infos) {
  const languages = {};
  const filters = {};
  const dates = {};
  for (const info of infos) {
    addCounts({ languages }, { languages: info.languages });
    addCounts(filters, info.filters);
    for (const [name, { first, last }] of Object.entries(info.dates)) {
      const days = (dates[name] ??= { first, last });
      // As text they are in the order of time.
      if (first < days.first) days.first = first;
      if (last > days.last) days.last = last;
    }
  }
  return {
    generator: [...new Set(infos.map((info) => info.generator))].join(', '),
    documents: infos.reduce((sum, info) => sum + info.documents, 0),
    languages,
    filters,
    sorts: [...new Set(infos.flatMap((info) => info.sorts))],
    dates,
  };
}

function addCounts(sums, counts) {
  for (const [name, values] of Object.entries(counts)) {
    sums[name] ??= {};
    for (const [value, count] of Object.entries(values)) sums[name][value] = (sums[name][value] ?? 0) + count;
  }
}
