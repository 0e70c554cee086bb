/** A plugin for Eleventy: indexes the site after each build, while it is served too. */
export default function zoeklicht(
  config: { on(event: string, listener: (built: any) => unknown): unknown },
  options?: {
    /** Further arguments of `zoeklicht index`, such as `['--strict']`. */
    args?: string[];
  },
): void;
