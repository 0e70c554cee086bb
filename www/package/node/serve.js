// The index of the last build, for the servers that are used while a site is written.

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FOLDER } from './run.js';

const TYPES = { '.css': 'text/css', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** What Vite takes as middleware: answers for the folder of the index in `site`, below the path `base`. */
export function serve(site, base) {
  const start = `${base.replace(/\/$/, '')}/${FOLDER}/`;
  return async (request, response, next) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = pathname.startsWith(start) ? decodeURIComponent(pathname.slice(start.length)) : '..';
    if (name.split(/[/\\]/).includes('..')) return next();
    try {
      const content = await readFile(join(site, FOLDER, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-cache' });
      response.end(content);
    } catch {
      next();
    }
  };
}
