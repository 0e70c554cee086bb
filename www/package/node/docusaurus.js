// A plugin for Docusaurus: a search in the navigation bar, over an index of what was built, which the server for development
// has too.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FOLDER, index } from './run.js';

/** The plugin. `args` are further arguments of `zoeklicht index`, such as `['--strict']`. */
export default function zoeklicht({ outDir, baseUrl }, { args = [] } = {}) {
  const built = { directory: join(outDir, FOLDER), publicPath: `${baseUrl}${FOLDER}/`, watch: false };
  return {
    name: 'zoeklicht',
    getThemePath: () => fileURLToPath(new URL('docusaurus', import.meta.url)),
    configureWebpack: () => ({ devServer: { static: [built] } }),
    postBuild: () => index(outDir, args, baseUrl),
  };
}
