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
//   load           when to load the engine: "focus" (default: at the first focus or pointer), "idle" or "eager"
//   url-state      "query": keep searches in the address of the page; "hash": in its fragment; "none": do not. Default:
//                  "query" on the page that the form leads to, "none" elsewhere
//   update-title   say in the title of the page what was searched for
//   heading-level  of the titles of results (default 3)
//   page-size      how many results at first, and at each "show more" (default 10)
//   filters        names of the filters to offer, in order, separated by spaces (default: all)
//   browse         offer the filters before anything is typed
//   sort           sort key for "newest first" (default: date, datum or updated, whichever the index has)
//   suggest        suggest queries while typing, in the other modes too
//   recent         "session" or "local": offer the last searches again, kept on the device for so long (default: not kept)
//   contact        address where people can ask for help when nothing is found
//   highlight      "fragment": links show what was found on the page that they lead to
//   link-target    target of the links of results, such as "_top"
//   shortcut       key combination that leads to the field or opens the dialog, such as "mod+k" (default: none)
//   lang           language of the messages: nl, fr, de or en (default: that of the page)
//   strings        other texts than ours, as JSON: {"submit": "Zoek"}
//   event-query    "true": events tell the query itself
//   shadow         draw in a shadow tree
//   unstyled       do not load zoeklicht.css
//
// Properties and methods: `state`, `ready`, `search(query)`, `clear()`, `open()`, `close()` (see zoeklicht.d.ts).
//
// Events, which bubble and leave shadow trees; none tells the query unless `event-query` asks for it
//   zoeklicht:ready                                                         the engine listens
//   zoeklicht:search, zoeklicht:results, zoeklicht:zero, zoeklicht:select   what happens; detail has numbers
//   zoeklicht:statechange                                                   `state` is another
//   zoeklicht:error   there is no answer, or no engine; detail.reason is "unsupported", "csp-wasm", "network",
//                     "integrity", "too-old", "too-new" or "usage"

// The smallest module there is, to ask whether the page's content security policy allows any.
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
// A wait that people notice.
const SLOW_MS = 500;
const STARTING = {
  nl: 'De zoekfunctie start. Even geduld.',
  fr: 'La recherche démarre. Veuillez patienter.',
  de: 'Die Suche wird gestartet. Bitte warten.',
  en: 'Search is starting. Please wait.',
};

const OPEN = { nl: 'Zoeken', fr: 'Rechercher', de: 'Suchen', en: 'Search' };

/** The search element. */
export class ZoeklichtSearch extends (globalThis.HTMLElement ?? class {}) {
  #widget;
  #isLoading = false;
  #waiting;
  #life;
  #gone;
  #slot;
  #opener;
  #settle;
  #ready = new Promise((resolve) => (this.#settle = resolve));

  connectedCallback() {
    if (this.hasAttribute('shadow') && !this.shadowRoot) this.attachShadow({ mode: 'open' });
    if (!this.hasAttribute('unstyled')) style(this.shadowRoot);
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
    const load = this.getAttribute('load');
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

  /** What is searched for: `{ query, filters, … }`. */
  get state() {
    const asked = new URLSearchParams(this.#widget?.shown() ?? '');
    const name = this.#field()?.name || 'q';
    const filters = {};
    for (const [key, value] of asked) if (key.startsWith('f.')) (filters[key.slice(2)] ??= []).push(value);
    return {
      query: asked.get(name) ?? '',
      filters,
      pages: Number(asked.get('p') ?? 1),
      sort: asked.get('sort') ?? 'relevance',
      exact: asked.has('exact'),
      languages: asked.get('languages') ?? 'page',
    };
  }

  set state({ query = '', filters = {}, pages = 1, sort = '', exact = false, languages = '' }) {
    const asked = new URLSearchParams({ [this.#field()?.name || 'q']: query, p: pages, sort, exact, languages });
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
    await this.#start();
    if (this.#widget) act(this.#widget);
  }

  #field() {
    return this.querySelector('input[type=search], input[name=q]');
  }

  #lang() {
    return (this.closest('[lang]')?.lang ?? '').slice(0, 2).toLowerCase();
  }

  /** Whether somebody already searches, or could not begin without us. */
  #isExpected() {
    const field = this.#field();
    const isModal = this.getAttribute('mode') === 'modal';
    const names = [...new URLSearchParams(location.search).keys(), ...new URLSearchParams(location.hash.slice(1)).keys()];
    return (!field && !isModal) || (field && (field.value !== '' || field === document.activeElement))
      || this.hasAttribute('browse') || names.some((name) => name === (field?.name || 'q') || name.startsWith('f.'));
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

  async #start() {
    if (this.#isLoading || this.#widget) return this.ready;
    this.#isLoading = true;
    const form = this.querySelector('form');
    const status = this.querySelector('[role=status]');
    const say = (text) => status && (status.textContent = text);
    const loading = new AbortController();
    let isSubmitted = false;
    const keep = (event) => {
      event.preventDefault();
      isSubmitted = true;
    };
    form?.addEventListener('submit', keep, { signal: loading.signal });
    const slow = setTimeout(() => {
      const words = STARTING[this.#lang()] ?? STARTING.en;
      say(words);
      const progress = document.createElement('progress');
      progress.className = 'zoeklicht-progress';
      progress.setAttribute('aria-label', words);
      status?.after(progress);
      loading.signal.addEventListener('abort', () => progress.remove());
    }, SLOW_MS);
    let reason;
    try {
      // At the same time as the engine: it would ask for nothing else first.
      const manifest = this.hasAttribute('src') ? early(this.getAttribute('src')) : undefined;
      const { mount } = await load();
      // Text of ours in the status would stand beside that of the engine.
      say('');
      if (this.isConnected) {
        try {
          // It listens to the form a moment after it is there; until then we do.
          const listens = new Promise((resolve) => this.addEventListener('zoeklicht:ready', resolve, { once: true }));
          this.#widget = mount(this, manifest);
          await Promise.race([listens, this.#gone]);
          if (this.#slot && this.getAttribute('mode') !== 'modal') this.#slot.remove();
        } catch (error) {
          throw failure('usage', error);
        }
      }
    } catch (error) {
      say('');
      reason = error.reason ?? 'network';
      // What was there before us works without us.
      this.#opener?.remove();
      this.#opener = undefined;
      form?.removeAttribute('hidden');
      const detail = { reason, message: error.message };
      this.dispatchEvent(new CustomEvent('zoeklicht:error', { bubbles: true, composed: true, detail }));
    }
    clearTimeout(slow);
    loading.abort();
    this.#isLoading = false;
    // A network may come back, a browser stays what it is.
    if (reason !== 'network') this.#waiting.abort();
    this.#settle();
    if (isSubmitted) form.requestSubmit();
    return this.ready;
  }
}

/** The manifest of an index; the engine asks again for itself, and says what is wrong, if this comes to nothing. */
function early(src) {
  const folder = src.endsWith('/') ? src : `${src}/`;
  const asked = fetch(`${folder}manifest.bin`, { cache: 'no-cache' });
  return asked.then((response) => (response.ok ? response.arrayBuffer() : undefined)).catch(() => undefined);
}

let engine;

/** The engine, loaded once for all elements on the page; again after a failure. */
function load() {
  engine ??= start().catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

async function start() {
  if (typeof WebAssembly !== 'object') throw failure('unsupported');
  try {
    // An instance, too: WebKit lets every module pass, and asks the policy only then.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch (error) {
    throw failure('csp-wasm', error);
  }
  // Side by side: neither has to wait for the other.
  const wasm = fetch(new URL('widget_bg.wasm', import.meta.url));
  const [widget, response] = await Promise.all([import('./widget.js'), wasm]);
  if (!response.ok) throw failure('network', new Error(`${response.url}: the server answered ${response.status}`));
  await widget.default({ module_or_path: response });
  return widget;
}

function failure(reason, cause) {
  return Object.assign(new Error(cause?.message ?? reason, { cause }), { reason });
}

/** Loads zoeklicht.css, unless the page already does. It styles what we add, so nothing moves when it comes in. */
function style(shadow) {
  const href = new URL('zoeklicht.css', import.meta.url);
  if (shadow) {
    // A link would work too, but flashes; a sheet is shared by all elements, and no policy is against it.
    sheet ??= fetch(href).then((response) => response.text()).then((text) => new CSSStyleSheet().replace(text));
    sheet.then((css) => (shadow.adoptedStyleSheets = [css])).catch(() => (sheet = undefined));
    return;
  }
  if (document.querySelector('link[rel~=stylesheet][href$="zoeklicht.css"]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  document.head.append(link);
}

let sheet;

// Loaded twice, or in two versions: the first one stays.
if (globalThis.customElements && !customElements.get('zoeklicht-search')) {
  customElements.define('zoeklicht-search', ZoeklichtSearch);
}
