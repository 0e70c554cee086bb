import type { Plugin } from 'vite';

/** A plugin for Vite: indexes what was built, and serves the index of the last build during development. */
export default function zoeklicht(options?: {
  /** Further arguments of `zoeklicht index`, such as `['--strict']`. */
  args?: string[];
}): Plugin;
