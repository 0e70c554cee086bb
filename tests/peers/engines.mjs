// The three engines behind one face, in the page, each used as its documentation says.
//
// Each opens as `{ search(query, kind, signal) }`, which resolves with the addresses of ten hits that have all that a page
// would show of them. `kind` is for MiniSearch alone, which has to be told what to look for. `signal` is aborted when a
// newer query has come.

const HITS = 10;

export const engines = {
  async zoeklicht() {
    const { open } = await import('/code/index.js');
    const index = await open('/zoeklicht/');
    return {
      async search(query, kind, signal) {
        const { hits } = await index.search(query, { limit: HITS, signal });
        return hits.map((hit) => hit.url);
      },
    };
  },

  async pagefind() {
    const pagefind = await import('/pagefind/pagefind.js');
    await pagefind.init();
    const show = async (found) => {
      const pages = await Promise.all(found.results.slice(0, HITS).map((result) => result.data()));
      return pages.map((page) => page.url);
    };
    return {
      async search(query, kind, signal) {
        const found = await pagefind.search(query);
        return signal?.aborted ? [] : show(found);
      },
      // What its documentation advises while someone types: only the query that stands for 300 ms is answered.
      async debounced(query) {
        const found = await pagefind.debouncedSearch(query);
        return found === null ? [] : show(found);
      },
    };
  },

  async minisearch() {
    const { default: MiniSearch } = await import('/minisearch-code/index.js');
    const json = await (await fetch('/minisearch/index.json')).text();
    const index = MiniSearch.loadJSON(json, { idField: 'url', fields: ['title', 'text'], storeFields: ['title'] });
    const options = { prefix: { prefix: true }, typo: { fuzzy: 0.2 } };
    return {
      async search(query, kind) {
        return index.search(query, options[kind]).slice(0, HITS).map((hit) => hit.id);
      },
    };
  },
};

/** From nothing to the first hits: `{ openMs, totalMs, hits }`. */
export async function first(name, query) {
  const start = performance.now();
  const engine = await engines[name]();
  const opened = performance.now();
  const hits = await engine.search(query);
  return { openMs: opened - start, totalMs: performance.now() - start, hits: hits.length };
}

/** Types a word into an open engine; the milliseconds from the last letter to the hits. */
export async function type(engine, how, word, delayMs) {
  let [aborter, start, hits] = [];
  for (let letters = 1; letters <= word.length; letters++) {
    if (letters > 1) await new Promise((resolve) => setTimeout(resolve, delayMs));
    aborter?.abort();
    aborter = new AbortController();
    start = performance.now();
    hits = engine[how](word.slice(0, letters), 'prefix', aborter.signal);
    // Only the last one is waited for, as a page does; the others may be told that they were aborted.
    hits.catch(() => {});
  }
  await hits;
  return performance.now() - start;
}

/** Asks each query once, so that everything is loaded, and then once more: the milliseconds of the second time. */
export async function warm(engine, queries, kind) {
  for (const query of queries) await engine.search(query, kind);
  const times = [];
  for (const query of queries) {
    const start = performance.now();
    await engine.search(query, kind);
    times.push(performance.now() - start);
  }
  return times;
}

/** The addresses found for each query. */
export async function answers(engine, queries, kind) {
  const all = [];
  for (const query of queries) all.push(await engine.search(query, kind));
  return all;
}
