// <zoeklicht-search>: search for the page's own form, in the visitor's browser.
//
// Without scripts, without WebAssembly, or without network the form inside the element does what it always did. This
// file loads the search engine only when somebody is about to search, and then hands the element over to it. It does
// nothing when it is imported outside of a browser.
//
// Attributes
//   src            folder of the index; the bundle, with its index inside, needs none
//   load           when to load the engine: "focus" (default: at the first focus or pointer), "idle" or "eager"
//   url-state      "query": keep searches in the address of the page; "none": do not. Default: "query" on the page that
//                  the form leads to, "none" elsewhere
//   heading-level  of the titles of results (default 3)
//   page-size      how many results at first, and at each "show more" (default 10)
//   filters        names of the filters to offer, in order, separated by spaces (default: all)
//   lang           language of the messages: nl, fr, de or en (default: that of the page)
//   unstyled       do not load zoeklicht.css
//
// Event
//   zoeklicht:error  the engine could not be loaded; detail.reason is "unsupported", "csp-wasm", "network" or "usage"

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

/** The search element. */
export class ZoeklichtSearch extends (globalThis.HTMLElement ?? class {}) {
  #widget;
  #isLoading = false;
  #waiting;

  connectedCallback() {
    if (!this.hasAttribute('unstyled')) style();
    // A live region has to be there, empty, before there is anything to say.
    if (!this.querySelector('[role=status]')) this.#addStatus();
    this.#waiting = new AbortController();
    const start = () => this.#start();
    for (const event of ['focusin', 'pointerenter']) {
      this.addEventListener(event, start, { signal: this.#waiting.signal });
    }
    const load = this.getAttribute('load');
    if (load === 'eager' || this.#isExpected()) start();
    else if (load === 'idle') (globalThis.requestIdleCallback ?? setTimeout)(start);
  }

  disconnectedCallback() {
    this.#waiting.abort();
    this.#widget?.destroy();
    this.#widget = undefined;
  }

  /** Whether somebody already searches, or could not begin without us. */
  #isExpected() {
    const field = this.querySelector('input[type=search], input[name=q]');
    const asked = new URLSearchParams(location.search);
    return !field || field.value !== '' || field === document.activeElement || asked.has(field.name || 'q')
      || [...asked.keys()].some((name) => name.startsWith('f.'));
  }

  #addStatus() {
    const status = document.createElement('p');
    status.className = 'zoeklicht-status';
    status.setAttribute('role', 'status');
    status.setAttribute('aria-atomic', 'true');
    this.append(status);
  }

  async #start() {
    if (this.#isLoading || this.#widget) return;
    this.#isLoading = true;
    const form = this.querySelector('form');
    const status = this.querySelector('[role=status]');
    const loading = new AbortController();
    let isSubmitted = false;
    const keep = (event) => {
      event.preventDefault();
      isSubmitted = true;
    };
    form?.addEventListener('submit', keep, { signal: loading.signal });
    const slow = setTimeout(() => {
      const lang = (this.closest('[lang]')?.lang ?? '').slice(0, 2).toLowerCase();
      status.textContent = STARTING[lang] ?? STARTING.en;
    }, SLOW_MS);
    let reason;
    try {
      // At the same time as the engine: it would ask for nothing else first.
      const manifest = this.hasAttribute('src') ? early(this.getAttribute('src')) : undefined;
      const { mount } = await load();
      // Text of ours in the status would stand beside that of the engine.
      status.textContent = '';
      if (this.isConnected) {
        try {
          this.#widget = mount(this, manifest);
        } catch (error) {
          throw failure('usage', error);
        }
      }
    } catch (error) {
      status.textContent = '';
      reason = error.reason ?? 'network';
      const detail = { reason, message: error.message };
      this.dispatchEvent(new CustomEvent('zoeklicht:error', { bubbles: true, composed: true, detail }));
    }
    clearTimeout(slow);
    loading.abort();
    this.#isLoading = false;
    // A network may come back, a browser stays what it is.
    if (reason !== 'network') this.#waiting.abort();
    // After the engine has begun to listen, which it does before the next task.
    if (isSubmitted) setTimeout(() => form.requestSubmit());
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
function style() {
  if (document.querySelector('link[rel~=stylesheet][href$="zoeklicht.css"]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('zoeklicht.css', import.meta.url);
  document.head.append(link);
}

// Loaded twice, or in two versions: the first one stays.
if (globalThis.customElements && !customElements.get('zoeklicht-search')) {
  customElements.define('zoeklicht-search', ZoeklichtSearch);
}
