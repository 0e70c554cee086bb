// A plugin for Vite: indexes what was built, and serves that index during development.

import { resolve } from 'node:path';
import { index } from './run.js';
import { serve } from './serve.js';

/** The plugin. `args` are further arguments of `zoeklicht index`, such as `['--strict']`. */
export default function zoeklicht({ args = [] } = {}) {
  let site;
  let base;
  let isSite;
  return {
    name: 'zoeklicht',
    // Bundled ahead of time, a module does not find the WebAssembly beside it.
    config: () => ({ optimizeDeps: { exclude: ['zoeklicht'] } }),
    configResolved(config) {
      site = resolve(config.root, config.build.outDir);
      base = config.base;
      isSite = config.command === 'build' && !config.build.ssr;
    },
    configureServer(server) {
      server.middlewares.use(serve(site, base));
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (isSite) await index(site, args, base);
      },
    },
  };
}
