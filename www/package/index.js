// Search without a view: `import { open } from 'zoeklicht'`.
//
// The engine is WebAssembly, and loaded when the first index is opened; the manifest of the index comes at the same time.
// Importing this file does nothing, so it can be imported where there is no browser.

// The smallest module there is, to ask whether the page's content security policy allows any.
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** What a worker needs to open an index without a network. */
const NAMES = ['index.js', 'headless.js', 'headless_bg.wasm', 'merged.js', 'offline.js'];
const CODE = NAMES.map((name) => new URL(/* webpackIgnore: true */ name, import.meta.url));
const [, HEADLESS] = CODE;
// The address of the page may have the query in it, and servers write down where a request came from.
const referrerPolicy = 'no-referrer';

/** Why something could not be done: `code` is for scripts, `message` for people. */
export class ZoeklichtError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = 'ZoeklichtError';
    this.code = code;
  }
}

/** An open index; see `open`. */
export class Index {
  #engine;
  #closing = new AbortController();

  constructor(engine) {
    this.#engine = engine;
  }

  /** Answers a query. */
  async search(query, options = {}) {
    return this.#ask((engine) => engine.search(String(query), options, this.#signals(options)));
  }

  /** Suggests how to go on from what was typed. */
  async suggest(typed, options = {}) {
    const { limit = 8 } = options;
    return this.#ask((engine) => engine.suggest(String(typed), limit, this.#signals(options)));
  }

  /** Languages, documents, filters, sort keys and dates of the index. */
  async info() {
    return this.#ask((engine) => engine.info());
  }

  /** Ends what is under way and lets go of the memory. */
  close() {
    this.#closing.abort();
    this.#engine?.free();
    this.#engine = undefined;
  }

  #signals({ signal }) {
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw new ZoeklichtError('usage', 'the option `signal` must be an AbortSignal');
    }
    return [this.#closing.signal, signal].filter(Boolean);
  }

  async #ask(what) {
    if (!this.#engine) throw new ZoeklichtError('usage', 'the index is closed');
    try {
      return await what(this.#engine);
    } catch (error) {
      throw asError(error);
    }
  }
}

/** Opens the index in a folder, or several as one. */
export async function open(url, options = {}) {
  if (Array.isArray(url)) return (await import('./merged.js')).openAll(url, options);
  const { prefetch = 'auto', cache, cacheMaxMb } = options;
  if (cache !== undefined && !['used', 'all'].includes(cache)) {
    throw new ZoeklichtError('usage', 'the option `cache` must be `used` or `all`');
  }
  const folder = String(url).replace(/\/?$/, '/');
  // At the same time as the engine, which asks again, and says what is wrong, if this comes to nothing.
  const asked = fetch(`${folder}manifest.bin`, { cache: 'no-cache', referrerPolicy });
  asked.catch(() => {});
  const copies = { all: cache === 'all', maxMb: cacheMaxMb, code: CODE };
  const keeping = cache && import('./offline.js').then(({ keep }) => keep(folder, copies)).catch(() => undefined);
  const [engine, kept] = await Promise.all([load(), keeping]);
  const answer = kept?.fetch(`${folder}manifest.bin`, undefined, asked) ?? asked;
  const manifest = answer.then((response) => (response.ok ? response.arrayBuffer() : undefined)).catch(() => undefined);
  try {
    return new Index(await engine.open(folder, manifest, String(prefetch), kept && ((url, init) => kept.fetch(url, init))));
  } catch (error) {
    throw asError(error);
  }
}

let wasmUrl;

/** Says where headless_bg.wasm is, for a bundler that does not know. */
export function configure(files) {
  ({ wasmUrl } = files);
}

let engine;
let failures = 0;

/**
 * The engine, loaded once for all indexes; again after a failure. zoeklicht.js has the same lines: a module that both import
 * would be one more round trip before the first answer.
 */
function load() {
  engine ??= start().catch((error) => {
    engine = undefined;
    failures += 1;
    throw error;
  });
  return engine;
}

/** A browser may remember that a module did not come. Under another fragment it is another module, and the same file. */
async function script() {
  // Before anything else of this attempt fails.
  const before = failures;
  try {
    return await import('./headless.js');
  } catch (error) {
    if (before === 0) throw error;
    return import(/* webpackIgnore: true */ /* @vite-ignore */ `${HEADLESS}#${before}`).catch(() => Promise.reject(error));
  }
}

async function start() {
  try {
    // An instance, too: WebKit lets every module pass, and asks the policy only then.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch (cause) {
    throw new ZoeklichtError('csp-wasm', 'the page, or the browser, does not allow WebAssembly', { cause });
  }
  try {
    // Side by side: neither has to wait for the other.
    const wasm = fetch(wasmUrl ?? new URL('./headless_bg.wasm', import.meta.url), { referrerPolicy });
    const [headless, response] = await Promise.all([script(), wasm]);
    if (!response.ok) throw new Error(`${response.url}: the server answered ${response.status}`);
    await headless.default({ module_or_path: response });
    return headless;
  } catch (cause) {
    const isDamaged = cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError;
    throw new ZoeklichtError(isDamaged ? 'integrity' : 'network', `the engine could not be loaded: ${cause.message}`, { cause });
  }
}

/** What the engine rejects with as an exception; an exception of its own is a mistake of ours and stays what it is. */
function asError(error) {
  return error instanceof Error ? error : new ZoeklichtError(error.code, error.message);
}
