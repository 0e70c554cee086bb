import type { LoadContext, Plugin } from '@docusaurus/types';

/**
 * A plugin for Docusaurus: a search in the navigation bar, over an index of what was built, which the server for development has
 * too.
 */
export default function zoeklicht(
  context: LoadContext,
  options?: {
    /** Further arguments of `zoeklicht index`, such as `['--strict']`. */
    args?: string[];
  },
): Plugin;
