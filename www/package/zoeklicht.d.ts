/** Why there is no answer, or no search engine. The form inside the element keeps working as it is. */
export type ZoeklichtErrorReason =
  /** The browser has no WebAssembly. */
  | 'unsupported'
  /** The page's content security policy does not allow `'wasm-unsafe-eval'`. */
  | 'csp-wasm'
  /** A file could not be fetched; the next focus tries again. */
  | 'network'
  /** A file of the index, or of the engine, is not what it should be. */
  | 'integrity'
  /** The index is of another version than the engine. */
  | 'too-old'
  | 'too-new'
  /** The element lacks something, such as `src`. */
  | 'usage';

/** The event `zoeklicht:error`. It bubbles and leaves shadow trees, as all of them do. */
export type ZoeklichtErrorEvent = CustomEvent<{ reason: ZoeklichtErrorReason; message?: string }>;

/** What was asked, and the language of the page; `query` is there only with the attribute `event-query="true"`. */
export type ZoeklichtSearchEvent = CustomEvent<{ length: number; lang: string; query?: string }>;

/** The event `zoeklicht:results`, or `zoeklicht:zero` if nothing was found. */
export type ZoeklichtResultsEvent = CustomEvent<{
  length: number;
  lang: string;
  query?: string;
  total: number;
  took_ms: number;
}>;

/** A result was followed: its place, from 1. */
export type ZoeklichtSelectEvent = CustomEvent<{ rank: number }>;

/** What is searched for. */
export interface ZoeklichtState {
  query: string;
  /** Chosen values by the name of their filter. */
  filters: Record<string, string[]>;
  /** The first and the last day of the documents, such as `2020-03-31`; empty for none. */
  from: string;
  to: string;
  /** How many times `page-size` results are shown. */
  pages: number;
  sort: 'relevance' | 'newest' | 'oldest';
  /** Whether only the words themselves are searched for. */
  exact: boolean;
  /** Whether only pages in the language of this one are searched, or all. */
  languages: 'page' | 'all';
}

/**
 * `<zoeklicht-search>`: search for the form inside it, in the visitor's browser. Its attributes are those of
 * `ZoeklichtAttributes` in attributes.d.ts.
 */
export class ZoeklichtSearch extends HTMLElement {
  /** Settled once the engine is there and listens, or cannot be. */
  readonly ready: Promise<void>;
  /** What is searched for; setting it searches. What is left out is as at the beginning. */
  get state(): ZoeklichtState;
  set state(state: Partial<ZoeklichtState> | null | undefined);
  /** Searches for a query, as if it had been typed and submitted. */
  search(query: string): void;
  /** Empties the field and lets all filters go. */
  clear(): void;
  /** Opens the panel or the dialog. */
  open(): void;
  /** Closes it. */
  close(): void;
}

/**
 * Says where the engine is, if a bundler has put it elsewhere than beside the index: the address of `widget_bg.wasm`, and a
 * function that imports `zoeklicht/widget`. To be called by the script that imports this one, before it waits for anything.
 */
export function configure(files: { wasmUrl: string | URL; widget: () => Promise<unknown> }): void;

/** The events of the element by name. */
export interface ZoeklichtEventMap {
  'zoeklicht:ready': CustomEvent<Record<string, never>>;
  'zoeklicht:search': ZoeklichtSearchEvent;
  'zoeklicht:results': ZoeklichtResultsEvent;
  'zoeklicht:zero': ZoeklichtResultsEvent;
  'zoeklicht:select': ZoeklichtSelectEvent;
  'zoeklicht:statechange': CustomEvent<null>;
  'zoeklicht:error': ZoeklichtErrorEvent;
}

declare global {
  interface HTMLElementTagNameMap {
    'zoeklicht-search': ZoeklichtSearch;
  }
  interface HTMLElementEventMap extends ZoeklichtEventMap {}
}
