// An integration for Astro: indexes what was built, and serves that index during development.

import { fileURLToPath } from 'node:url';
import { index } from './run.js';
import { serve } from './serve.js';

/** The integration. `args` are further arguments of `zoeklicht index`, such as `['--strict']`. */
export default function zoeklicht({ args = [] } = {}) {
  let site;
  let base;
  return {
    name: 'zoeklicht',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { optimizeDeps: { exclude: ['zoeklicht'] } } });
      },
      'astro:config:done': ({ config }) => {
        site = fileURLToPath(config.outDir);
        base = config.base;
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use(serve(site, base));
      },
      'astro:build:done': ({ dir }) => index(fileURLToPath(dir), args, base),
    },
  };
}
