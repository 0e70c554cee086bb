/** What to fetch before a search asks for it. */
export type Prefetch =
  /** The list of all words, which corrects typing errors: when the page is idle after an answer, unless the visitor saves data. */
  | 'auto'
  /** The whole index, as far as it fits in 12 MB of memory, as soon as the page is idle: for a small index. */
  | 'all'
  /** Nothing. */
  | 'none';

export interface OpenOptions {
  /** What to fetch before a search asks for it; `auto` if not given. */
  prefetch?: Prefetch;
  /**
   * What to keep in Cache Storage, so that searches are answered without a network: what they used, or the whole index.
   * Nothing if not given, and where the browser has no such storage.
   */
  cache?: 'used' | 'all';
  /** How many megabytes of the index to keep at most, those first that were used last; 20 if not given. */
  cacheMaxMb?: number;
}

/**
 * Opens the index in a folder, at an address that is absolute or relative to the page.
 *
 * Rejects with a `ZoeklichtError`.
 */
export function open(url: string | URL, options?: OpenOptions): Promise<Index>;

/**
 * Opens several indexes as one. Their scores are compared as they are, times the weight of the index, 1 unless given; a sort
 * key must stand in the metadata of the hits, as `date` does.
 *
 * Rejects with a `ZoeklichtError` if one of them cannot be opened.
 */
export function open(
  urls: readonly (string | URL | { url: string | URL; weight?: number })[],
  options?: OpenOptions,
): Promise<Index>;

/**
 * Says where `headless_bg.wasm` is. Needed only with bundlers that leave `new URL(…, import.meta.url)` as it is, such as Rollup
 * and esbuild, and before the first index is opened.
 */
export function configure(files: { wasmUrl: string | URL }): void;

/** An open index. */
export class Index {
  private constructor();
  /** Answers a query. Rejects with a `ZoeklichtError`. */
  search(query: string, options?: SearchOptions): Promise<Answer>;
  /**
   * Suggests how to go on from what was typed: words, then titles and headings that have all of it. The first time it
   * fetches the list of words, the largest file of the index. Rejects with a `ZoeklichtError`.
   */
  suggest(typed: string, options?: SuggestOptions): Promise<Suggestion[]>;
  /** Languages, documents, filters, sort keys and dates of the index. Rejects with a `ZoeklichtError`. */
  info(): Promise<Info>;
  /** Ends what is under way, with the code `aborted`, and lets go of the memory. */
  close(): void;
}

/** What to search for besides the query. */
export interface SearchOptions {
  /** How many hits; 10 if not given. */
  limit?: number;
  /** How many of the best to leave out, for a further page. */
  offset?: number;
  /** Values by filter: a document needs one of each. */
  filters?: Record<string, string[]>;
  /**
   * Only documents of this day, such as `2020-03-31`, and later. With an empty query all of them are found. A date without a
   * day counts as its first day.
   */
  from?: string;
  /** Only documents of this day and earlier. */
  to?: string;
  /** The sort key that `from` and `to` go by; `date` if not given. */
  dateKey?: string;
  /** A sort key, with `:desc` for the largest first. */
  sort?: string;
  /** Only documents in this language. */
  lang?: string;
  /** Whether the last word may be unfinished; true if not given. */
  prefix?: boolean;
  /**
   * Whether to propose another spelling, as `did_you_mean`, when almost nothing is found; false if not given. It takes the
   * list of all words, which is larger than all else that a search fetches.
   */
  spelling?: boolean;
  /** Whether each hit has the whole text of its page; false if not given. Of a long page that takes more files. */
  text?: boolean;
  /** Ends the search at once, with the code `aborted`. */
  signal?: AbortSignal;
}

export interface Answer {
  /** The query as it was asked. */
  query: string;
  /** How many documents match, not only those in `hits`. */
  total: number;
  /** The query that was answered instead, because words of the one asked stand nowhere. */
  corrected: string | null;
  /** With `spelling`: a query with more to find, if this one finds almost nothing. */
  did_you_mean?: string;
  /** What was searched for besides the words asked. */
  also: string[];
  /** How long the answer took, in microseconds. */
  took_us: number;
  hits: Hit[];
  /** How many documents have which filter value. */
  facets: Record<string, Record<string, number>>;
  /** With `lang`: how many documents there are in each language. */
  langs?: Record<string, number>;
}

export interface SuggestOptions {
  /** How many, 8 unless given. */
  limit?: number;
  signal?: AbortSignal;
}

/** Something to search for, or a page to go to. */
export interface Suggestion {
  /** What was typed with its last word complete, the rest of it in lower case and without diacritics; or a title or heading. */
  text: string;
  /** Where the page is; not there for words. */
  url?: string;
}

/** A document that matches. */
export interface Hit {
  id: string;
  url: string;
  title: string;
  lang: string;
  /** How well it matches; comparable within one answer only. */
  score: number;
  /** A piece of its text around the best match. It is text, not HTML. */
  excerpt: Span[];
  /** Headings under which the query stands, at most three. */
  sections: { title: string; url: string }[];
  /** The other headings under which it stands, as far as the text was read. */
  more_sections?: { title: string; url: string }[];
  /** Why it comes before documents that match better: the site's owner chose it, or it has the identifier that was asked. */
  label?: 'pinned' | 'identifier';
  filters: Record<string, string[]>;
  meta: Record<string, string>;
  /** With `text`: all that stands on the page. */
  text?: Passage[];
}

/** What stands on a page under its title or under a heading. */
export interface Passage {
  /** The level of the heading, 1 to 6; 0 for the title, which comes first, and for a page of a PDF. */
  level: number;
  title: Span[];
  /** The address of its place. */
  url: string;
  /** The text, up to the next heading. */
  text: Span[];
}

/** A piece of text; `mark` is whether it is a form of a word of the query. */
export interface Span {
  text: string;
  mark: boolean;
}

export interface Info {
  generator: string;
  documents: number;
  languages: Record<string, number>;
  filters: Record<string, Record<string, number>>;
  sorts: string[];
  /** Of the sort keys that are dates: the days of the oldest and the newest document, such as `2020-03-31`. */
  dates: Record<string, { first: string; last: string }>;
}

/** Why something could not be done: `code` is for scripts, `message` for people. */
export class ZoeklichtError extends Error {
  private constructor();
  name: 'ZoeklichtError';
  code: ZoeklichtErrorCode;
}

export type ZoeklichtErrorCode =
  /** A file could not be fetched; the next search tries again. */
  | 'network'
  /** A file is not what the index promised: damaged, cut short, or another file. */
  | 'integrity'
  /** The index was written by a version that is too old for this engine: build it again. */
  | 'too-old'
  /** The index was written by a later version: publish the scripts that came with it. */
  | 'too-new'
  /** The content security policy of the page does not allow `'wasm-unsafe-eval'`, or the browser has no WebAssembly. */
  | 'csp-wasm'
  /** The signal was aborted, or the index closed. */
  | 'aborted'
  /** An option that cannot be, or a closed index. */
  | 'usage';
