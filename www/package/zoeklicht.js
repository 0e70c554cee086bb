// <zoeklicht-search>: search for the page's own form, in the visitor's browser.
//
// Without scripts, without WebAssembly, or without network the form inside the element does what it always did. This
// file loads the search engine only when somebody is about to search, and then hands the element over to it. It does
// nothing when it is imported outside of a browser.
//
// Attributes
//   src            folder of the index; the bundle, with its index inside, needs none
//   mode           "inline" (default): results under the form; "panel": in a panel that unfolds there; "modal": form and
//                  results in a dialog that a button opens; "suggestions": suggested queries only, and the form leads on
//   prefetch       what of the index to fetch before a search asks for it: "auto" (default: the list of all words, after an
//                  answer), "all" (so that no request hints at what is searched for) or "none"
//   load           when to load the engine: "focus" (default: at the first focus or pointer), "idle" or "eager"
//   url-state      "query": keep searches in the address of the page; "hash": in its fragment; "none": do not. Default:
//                  "query" on the page that the form leads to, "none" elsewhere
//   update-title   say in the title of the page what was searched for
//   heading-level  of the titles of results, 3 to 6 (default 3)
//   page-size      how many results at first, and at each "show more" (default 10)
//   filters        names of the filters to offer, in order, separated by spaces, and of the sort key with the date, to offer
//                  a first and a last day (default: all)
//   browse         offer the filters before anything is typed
//   sort           sort key for "newest first" and for days (default: date, datum or updated, whichever the index has)
//   suggest        suggest queries while typing, in the other modes too
//   offline        keep on the device what searches used, so that they are answered without a network; "all": the whole index
//   offline-max-mb  how many megabytes of the index to keep (default 20)
//   recent         "session" or "local": offer the last searches again, kept on the device for so long (default: not kept)
//   contact        address where people can ask for help when nothing is found
//   highlight      "fragment": links show what was found on the page that they lead to
//   link-target    target of the links of results, such as "_top"
//   shortcut       key combination that leads to the field or opens the dialog, such as "mod+k" (default: none)
//   lang           language of the messages: nl, fr, de or en (default: that of the page)
//   strings        other texts than ours, as JSON: {"submit": "Zoek"}
//   class-map      classes of the page for our parts, as JSON: {"button": "btn btn-primary"}; see README.md for the parts
//   event-query    "true": events tell the query itself
//   shadow         draw in a shadow tree
//   unstyled       do not load zoeklicht.css
//
// `<template data-part="result">` inside the element says what a result looks like; see README.md.
//
// Properties and methods: `state`, `ready`, `search(query)`, `clear()`, `open()`, `close()` (see zoeklicht.d.ts).
//
// Events, which bubble and leave shadow trees; none tells the query unless `event-query` asks for it
//   zoeklicht:ready                                                         the engine listens
//   zoeklicht:search, zoeklicht:results, zoeklicht:zero, zoeklicht:select   what happens; detail has numbers
//   zoeklicht:statechange                                                   `state` is another
//   zoeklicht:error   there is no answer, or no engine; detail.reason is "unsupported", "csp-wasm", "network",
//                     "integrity", "too-old", "too-new" or "usage"

// Where the engine and the style sheet lie: beside this file. In the npm package there is a copy of it as element.js, for
// bundlers, which put it where nothing is beside it: with `undefined` here, they are where the index is.
const BESIDE = import.meta.url;
// The smallest module there is, to ask whether the page's content security policy allows any.
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
// The hashes of the files that this one loads; `cargo xtask dist` fills them in, and publishes all in integrity.json.
const INTEGRITY = {};
// The address of the page may have the query in it, and servers write down where a request came from.
const referrerPolicy = 'no-referrer';
// A wait that people notice.
const SLOW_MS = 500;
const STARTING = {
  nl: 'De zoekfunctie start. Even geduld.',
  fr: 'La recherche démarre. Veuillez patienter.',
  de: 'Die Suche wird gestartet. Bitte warten.',
  en: 'Search is starting. Please wait.',
};

const OPEN = { nl: 'Zoeken', fr: 'Rechercher', de: 'Suchen', en: 'Search' };
// What a worker needs besides this file, to start search without a network.
const CODE = ['widget.js', 'widget_bg.wasm', 'zoeklicht.css', 'offline.js', 'offline-view.js'];

let chosen = {};

/**
 * Where the engine is, if a bundler has put it elsewhere: `wasmUrl`, the address of widget_bg.wasm, and `widget`, a function
 * that imports widget.js. To be called by the script that imports this one, before it waits for anything.
 */
export function configure(files) {
  chosen = files;
}

/** The search element. */
export class ZoeklichtSearch extends (globalThis.HTMLElement ?? class {}) {
  #widget;
  #isLoading = false;
  #isAsked = false;
  #tell = () => {};
  #waiting;
  #life;
  #gone;
  #slot;
  #opener;
  #settle;
  #ready = new Promise((resolve) => (this.#settle = resolve));

  connectedCallback() {
    if (this.hasAttribute('shadow') && !this.shadowRoot) this.attachShadow({ mode: 'open' });
    // Until somebody is about to search only these have anything to style.
    if (this.shadowRoot || this.getAttribute('mode') === 'modal') this.#style();
    if (this.shadowRoot) this.shadowRoot.append((this.#slot ??= document.createElement('slot')));
    // A live region has to be there, empty, before there is anything to say. To a form that the widget draws it adds one.
    else if (this.querySelector('form') && !this.querySelector('[role=status]')) this.#addStatus();
    this.#life = new AbortController();
    this.#gone = new Promise((resolve) => this.#life.signal.addEventListener('abort', resolve));
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    const start = () => this.#start();
    for (const event of ['focusin', 'pointerenter']) this.addEventListener(event, start, { signal });
    if (this.getAttribute('mode') === 'modal') this.#addOpener();
    this.#addShortcut();
    this.addEventListener('input', () => this.#reserve(), { signal: this.#life.signal });
    const load = this.getAttribute('load');
    this.#isAsked = this.#hasQuery();
    // Set before this class was there: it would hide the property.
    if (Object.hasOwn(this, 'state')) {
      const { state } = this;
      delete this.state;
      this.state = state;
    }
    if (load === 'eager' || this.#isExpected()) start();
    else if (load === 'idle') (globalThis.requestIdleCallback ?? setTimeout)(start);
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#waiting.abort();
    this.#widget?.destroy();
    this.#widget = undefined;
    this.#opener?.remove();
    this.#opener = undefined;
    this.querySelector('form')?.removeAttribute('hidden');
  }

  /** Settled once the engine is there and listens, or cannot be. */
  get ready() {
    return this.#ready;
  }

  /** What is searched for: `{ query, filters, from, to, … }`. */
  get state() {
    const asked = new URLSearchParams(this.#widget?.shown() ?? '');
    const name = this.#field()?.name || 'q';
    const filters = {};
    for (const [key, value] of asked) if (key.startsWith('f.')) (filters[key.slice(2)] ??= []).push(value);
    return {
      query: asked.get(name) ?? '',
      filters,
      from: asked.get('from') ?? '',
      to: asked.get('to') ?? '',
      pages: Number(asked.get('p') ?? 1),
      sort: asked.get('sort') ?? 'relevance',
      exact: asked.has('exact'),
      languages: asked.get('languages') ?? 'page',
    };
  }

  /** Frameworks set it before there is anything to search for, to nothing. */
  set state(wanted) {
    if (!wanted) return;
    const { query = '', filters = {}, from = '', to = '', pages = 1, sort = '', exact = false, languages = '' } = wanted;
    const asked = new URLSearchParams({ [this.#field()?.name || 'q']: query, from, to, p: pages, sort, exact, languages });
    for (const [name, values] of Object.entries(filters)) for (const value of values) asked.append(`f.${name}`, value);
    this.#with((widget) => widget.show(String(asked)));
  }

  search(query) {
    this.#with((widget) => widget.search(query));
  }

  clear() {
    this.state = {};
  }

  open() {
    this.#with((widget) => widget.open());
  }

  close() {
    this.#widget?.close();
  }

  async #with(act) {
    this.#isAsked = true;
    await this.#start();
    if (this.#widget) act(this.#widget);
  }

  #field() {
    return this.querySelector('input[type=search], input[name=q]');
  }

  /** The folder of the engine, which is undefined if nobody says where it is. */
  #beside() {
    if (BESIDE) return BESIDE;
    return this.hasAttribute('src') ? new URL(folder(this.getAttribute('src')), document.baseURI) : undefined;
  }

  #lang() {
    return (this.closest('[lang]')?.lang ?? '').slice(0, 2).toLowerCase();
  }

  /** Whether the field or the address of the page has something to search for. */
  #hasQuery() {
    const field = this.#field();
    const asked = [...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))];
    // What else a page calls `from` is mostly no day.
    const isOurs = ([name, value]) => name === (field?.name || 'q') || name.startsWith('f.')
      || (['from', 'to'].includes(name) && /^\d{4}-\d\d-\d\d$/.test(value));
    return Boolean(field?.value) || asked.some(isOurs);
  }

  /** Whether somebody already searches, or could not begin without us. */
  #isExpected() {
    const field = this.#field();
    const isModal = this.getAttribute('mode') === 'modal';
    return (field ? field === document.activeElement : !isModal) || this.hasAttribute('browse') || this.#isAsked;
  }

  /** Keeps room for the status from the first letter on: a page may move under somebody's keys, and not half a second later. */
  #reserve() {
    this.#isAsked = Boolean(this.#field()?.value);
    this.querySelector('[role=status]')?.classList.toggle('zoeklicht-asked', this.#isAsked);
    this.#tell();
  }

  #addStatus() {
    const status = document.createElement('p');
    status.className = 'zoeklicht-status';
    status.setAttribute('role', 'status');
    status.setAttribute('aria-atomic', 'true');
    this.append(status);
  }

  /** The button of the dialog, in the place of the form, which is there for who has no script. */
  #addOpener() {
    if (this.#opener) return;
    const opener = document.createElement('button');
    opener.type = 'button';
    opener.className = 'zoeklicht-open';
    opener.setAttribute('aria-haspopup', 'dialog');
    opener.textContent = OPEN[this.#lang()] ?? OPEN.en;
    // The widget listens itself, as soon as it is there.
    opener.addEventListener('click', () => this.#widget ?? this.open());
    this.querySelector('form')?.setAttribute('hidden', '');
    (this.shadowRoot ?? this).prepend(opener);
    this.#opener = opener;
  }

  #addShortcut() {
    const shortcut = this.getAttribute('shortcut')?.toLowerCase();
    if (!shortcut) return;
    const keys = shortcut.split('+');
    const key = keys.pop();
    const isMac = /mac|iphone|ipad/i.test(navigator.platform);
    const wanted = new Set(keys.map((name) => (name === 'mod' ? (isMac ? 'meta' : 'ctrl') : name)));
    if (!['ctrl', 'alt', 'meta'].some((name) => wanted.has(name))) {
      // WCAG 2.2, 2.1.4: a key alone is for typing, and for the commands of a screen reader or of speech.
      console.warn(`zoeklicht: shortcut="${shortcut}" has no Ctrl, Alt or Meta, and is left out`);
      return;
    }
    const names = { ctrl: 'Control', alt: 'Alt', meta: 'Meta', shift: 'Shift' };
    const place = this.#opener ?? this.#field();
    place?.setAttribute('aria-keyshortcuts', [...[...wanted].map((name) => names[name] ?? name), key.toUpperCase()].join('+'));
    const press = (event) => {
      const editable = event.composedPath()[0];
      const isElsewhere = editable.matches?.('input, textarea, select, [contenteditable]:not([contenteditable=false])')
        && !this.contains(editable);
      const isPressed = ['ctrl', 'alt', 'meta', 'shift'].every((name) => event[`${name}Key`] === wanted.has(name));
      if (!isPressed || event.key.toLowerCase() !== key || isElsewhere || event.isComposing) return;
      event.preventDefault();
      if (this.#opener) this.open();
      else (this.#field() ?? this.shadowRoot?.querySelector('input'))?.focus();
    };
    document.addEventListener('keydown', press, { signal: this.#life.signal });
  }

  /** Copies of the index, if any are wanted and possible. */
  #keep() {
    if (!this.hasAttribute('offline')) return undefined;
    const options = {
      all: this.getAttribute('offline') === 'all',
      maxMb: Number(this.getAttribute('offline-max-mb')) || undefined,
      code: BESIDE ? [BESIDE, ...CODE.map((name) => new URL(name, BESIDE))] : [],
    };
    return import('./offline.js').then(({ keep }) => keep(this.getAttribute('src'), options)).catch(() => undefined);
  }

  #showKept(kept) {
    const { signal } = this.#life;
    import('./offline-view.js').then(({ show }) => show(this, kept, this.#lang(), signal)).catch(() => {});
  }

  #style() {
    if (!this.hasAttribute('unstyled')) style(this.shadowRoot, this.#beside());
  }

  async #start() {
    if (this.#isLoading || this.#widget) return this.ready;
    this.#isLoading = true;
    this.#style();
    const form = this.querySelector('form');
    const status = this.querySelector('[role=status]');
    const say = (...nodes) => status?.replaceChildren(...nodes);
    const loading = new AbortController();
    let isSubmitted = false;
    const keep = (event) => {
      event.preventDefault();
      isSubmitted = true;
    };
    form?.addEventListener('submit', keep, { signal: loading.signal });
    let isSlow = false;
    this.#tell = () => {
      // Who has asked nothing yet does not wait for an answer.
      if (!isSlow || !this.#isAsked || !status || status.hasChildNodes()) return;
      const words = document.createElement('span');
      words.className = 'zoeklicht-notice';
      words.textContent = STARTING[this.#lang()] ?? STARTING.en;
      say(words);
      const progress = document.createElement('progress');
      progress.className = 'zoeklicht-progress';
      progress.setAttribute('aria-label', words.textContent);
      status.after(progress);
      loading.signal.addEventListener('abort', () => progress.remove());
    };
    const slow = setTimeout(() => {
      isSlow = true;
      this.#tell();
    }, SLOW_MS);
    let reason;
    try {
      // Before anything is fetched, or kept, in vain.
      assertWasm();
      // At the same time as the engine: it would ask for nothing else first.
      const index = this.hasAttribute('src') ? early(this.getAttribute('src'), this.#keep()) : undefined;
      const [{ mount }, { manifest, kept } = {}] = await Promise.all([load(this.#beside()), index]);
      // Text of ours in the status would stand beside that of the engine.
      say();
      if (this.isConnected) {
        try {
          // It listens to the form a moment after it is there; until then we do.
          const listens = new Promise((resolve) => this.addEventListener('zoeklicht:ready', resolve, { once: true }));
          this.#widget = mount(this, manifest, kept && ((url, init) => kept.fetch(url, init)));
          await Promise.race([listens, this.#gone]);
          if (kept) this.#showKept(kept);
          if (this.#slot && this.getAttribute('mode') !== 'modal') this.#slot.remove();
        } catch (error) {
          throw failure('usage', error);
        }
      }
    } catch (error) {
      say();
      reason = error.reason ?? 'network';
      // What was there before us works without us.
      this.#opener?.remove();
      this.#opener = undefined;
      form?.removeAttribute('hidden');
      const detail = { reason, message: error.message };
      this.dispatchEvent(new CustomEvent('zoeklicht:error', { bubbles: true, composed: true, detail }));
    }
    clearTimeout(slow);
    this.#tell = () => {};
    loading.abort();
    this.#isLoading = false;
    // A network may come back, and a damaged file be put right; a browser stays what it is.
    if (reason !== 'network' && reason !== 'integrity') this.#waiting.abort();
    this.#settle();
    // Taken off the page and put back in the meantime.
    if (!reason && this.isConnected && !this.#widget) return this.#start();
    if (isSubmitted) form.requestSubmit();
    return this.ready;
  }
}

/**
 * The manifest of an index, on its way, and its copies, as soon as they are known. The engine asks again for itself, and says
 * what is wrong, if the manifest comes to nothing.
 */
async function early(src, keeping) {
  const url = `${folder(src)}manifest.bin`;
  const asked = fetch(url, { cache: 'no-cache', referrerPolicy });
  // It may fail before anybody waits for it.
  asked.catch(() => {});
  const kept = await keeping;
  const answer = kept?.fetch(url, undefined, asked) ?? asked;
  const manifest = answer.then((response) => (response.ok ? response.arrayBuffer() : undefined)).catch(() => undefined);
  return { kept, manifest };
}

function folder(src) {
  return src.endsWith('/') ? src : `${src}/`;
}

/** Throws where there can be no engine. */
function assertWasm() {
  if (typeof WebAssembly !== 'object') throw failure('unsupported');
  try {
    // An instance, too: WebKit lets every module pass, and asks the policy only then.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch (error) {
    throw failure('csp-wasm', error);
  }
}

let engine;
let failures = 0;

/** The engine, loaded once for all elements on the page; again after a failure. */
function load(beside) {
  engine ??= start(beside).catch((error) => {
    engine = undefined;
    failures += 1;
    throw error;
  });
  return engine;
}

async function start(beside) {
  // An element may be there before the script that imports this one had its turn to `configure`.
  await undefined;
  const { wasmUrl, widget: imported } = chosen;
  if (!beside && !(wasmUrl && imported)) throw failure('usage', new Error('the element has no `src`'));
  // Side by side: neither has to wait for the other.
  const wasm = wasmUrl ? fetch(wasmUrl, { referrerPolicy }) : module(new URL('widget_bg.wasm', beside));
  const [widget, response] = await Promise.all([imported?.() ?? script(String(new URL('widget.js', beside))), wasm]);
  if (!response.ok) throw failure('network', new Error(`${response.url}: the server answered ${response.status}`));
  await widget.default({ module_or_path: response });
  return widget;
}

/** The WebAssembly of the engine, if it is what was published. */
async function module(url) {
  try {
    return await fetch(url, { integrity: INTEGRITY['widget_bg.wasm'] ?? '', referrerPolicy });
  } catch (error) {
    throw await told(url, error);
  }
}

/**
 * The script of the engine. A page that gives this file its `integrity` has that one held to its hash, too; elsewhere it may
 * have been bundled, or made smaller on its way. No policy that forbids scripts made by scripts is against a preload.
 */
async function script(file) {
  // A browser may remember that a module did not come. Under another fragment it is another module, and the same file.
  const href = failures ? `${file}#${failures}` : file;
  const isHeld = [...document.scripts].some(({ src, integrity }) => integrity && src === BESIDE);
  if (isHeld) {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href, integrity: INTEGRITY['widget.js'] ?? '', referrerPolicy });
    const loaded = new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
    document.head.append(link);
    try {
      await loaded;
    } catch {
      throw await told(href, new Error(`${href} is not what was published, or did not come`));
    } finally {
      link.remove();
    }
  }
  return import(/* webpackIgnore: true */ /* @vite-ignore */ href);
}

/** Tells a damaged file from a network that fails. What a cache has of it is replaced on the way, for the next attempt. */
async function told(url, error) {
  const isThere = await fetch(url, { cache: 'reload', referrerPolicy }).then(({ ok }) => ok, () => false);
  return failure(isThere ? 'integrity' : 'network', error);
}

function failure(reason, cause) {
  return Object.assign(new Error(cause?.message ?? reason, { cause }), { reason });
}

/** Loads zoeklicht.css, unless the page already does. It styles what we add, so nothing moves when it comes in. */
function style(shadow, beside) {
  if (!beside) return;
  const href = new URL('zoeklicht.css', beside);
  if (shadow) {
    // A link would work too, but flashes; a sheet is shared by all elements, and no policy is against it.
    sheet ??= fetch(href, { referrerPolicy }).then((response) => response.text()).then((text) => new CSSStyleSheet().replace(text));
    sheet.then((css) => (shadow.adoptedStyleSheets = [css])).catch(() => (sheet = undefined));
    return;
  }
  if (document.querySelector('link[rel~=stylesheet][href$="zoeklicht.css"]')) return;
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href, referrerPolicy, fetchPriority: 'low' });
  document.head.append(link);
}

let sheet;

// Loaded twice, or in two versions: the first one stays.
if (globalThis.customElements?.get('zoeklicht-search')) {
  console.warn(`zoeklicht: ${BESIDE ?? 'another copy'} is left out: <zoeklicht-search> is there already`);
} else {
  globalThis.customElements?.define('zoeklicht-search', ZoeklichtSearch);
}
