// The API of Pagefind 1.6 over an index of Zoeklicht. MIGRATING.md says what is the same and what is not.

/** Filters that are combined as Pagefind does: all of several, unless `any`, `none` or `not` says otherwise. */
export type PagefindFilter = string | PagefindFilter[] | { [name: string]: PagefindFilter };

export type PagefindFilterCounts = Record<string, Record<string, number>>;

export interface PagefindIndexOptions {
  /** The folder of the index; that of this script, else `/zoeklicht/`. */
  basePath?: string;
  /** What stands before the addresses of pages; the folder around that of the index. */
  baseUrl?: string;
  /** The weight of an index among several. */
  indexWeight?: number;
  /** Values to filter by that all pages of an index have. */
  mergeFilter?: Record<string, string | string[]>;
  /** A parameter for the words of the search in the addresses of pages. */
  highlightParam?: string;
  /** The language to search; that of the page. */
  language?: string;
  /** How many words an excerpt has; one or two sentences, and 30 words for sub-results, if not given. */
  excerptLength?: number;
  /** What stands where an excerpt leaves out text. */
  excerptEllipsis?: string;
  /** Taken, and without effect, as are all others of Pagefind. */
  [other: string]: unknown;
}

export interface PagefindSearchOptions {
  filters?: Record<string, PagefindFilter>;
  /** One sort key. */
  sort?: Record<string, 'asc' | 'desc'>;
}

export interface PagefindAnchor {
  element: string;
  id: string;
  text: string;
  location: number;
}

export interface PagefindSubResult {
  title: string;
  url: string;
  anchor?: PagefindAnchor;
  excerpt: string;
  plain_excerpt: string;
  locations: number[];
  weighted_locations: { weight: number; balanced_score: number; location: number }[];
}

export interface PagefindSearchFragment {
  url: string;
  raw_url: string;
  content: string;
  raw_content: string;
  /** HTML: the text is escaped, the words that were found are in `<mark>`. */
  excerpt: string;
  plain_excerpt: string;
  word_count: number;
  filters: Record<string, string[]>;
  meta: Record<string, string>;
  anchors: PagefindAnchor[];
  sub_results: PagefindSubResult[];
  locations: number[];
  weighted_locations: { weight: number; balanced_score: number; location: number }[];
}

export interface PagefindSearchResult {
  id: string;
  score: number;
  words: number[];
  data(): Promise<PagefindSearchFragment>;
}

export interface PagefindSearchResults {
  results: PagefindSearchResult[];
  unfilteredResultCount: number;
  filters: PagefindFilterCounts;
  totalFilters: PagefindFilterCounts;
  timings: { preload: number; search: number; total: number }[];
}

export interface Pagefind {
  options(options: PagefindIndexOptions): Promise<void>;
  init(): Promise<void>;
  search(term: string | null, options?: PagefindSearchOptions): Promise<PagefindSearchResults>;
  /** Gives null if another search was asked for meanwhile. */
  debouncedSearch(term: string | null, options?: PagefindSearchOptions, waitMs?: number): Promise<PagefindSearchResults | null>;
  preload(term: string | null, options?: PagefindSearchOptions): Promise<void>;
  filters(): Promise<PagefindFilterCounts>;
  mergeIndex(folder: string, options?: PagefindIndexOptions): Promise<void>;
  destroy(): Promise<void>;
}

export const options: Pagefind['options'];
export const init: Pagefind['init'];
export const search: Pagefind['search'];
export const debouncedSearch: Pagefind['debouncedSearch'];
export const preload: Pagefind['preload'];
export const filters: Pagefind['filters'];
export const mergeIndex: Pagefind['mergeIndex'];
export const destroy: Pagefind['destroy'];
/** A search of its own, beside the one of this module. */
export function createInstance(options?: PagefindIndexOptions): Pagefind;
