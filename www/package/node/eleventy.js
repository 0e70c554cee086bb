// A plugin for Eleventy: indexes the site after each build, while it is served too.

import { index } from './run.js';

/** The plugin. `args` are further arguments of `zoeklicht index`, such as `['--strict']`. */
export default function zoeklicht(config, { args = [] } = {}) {
  config.on('eleventy.after', async ({ directories, outputMode }) => {
    if (outputMode === 'fs') await index(directories.output, args, config.pathPrefix);
  });
}
