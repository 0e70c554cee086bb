// The command for the plugins beside this file.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('command.js', import.meta.url));

/** The name of the folder in the site that the index goes to. */
export const FOLDER = 'zoeklicht';

/**
 * Indexes a built site. `given` are further arguments of `zoeklicht index`; `base` is the path that the site will have on its
 * server, which the tools know that build it.
 */
export async function index(site, given = [], base = '/') {
  const path = `/${base}/`.replace(/\/+/g, '/');
  // A relative base, and an address of another server for scripts and images, say nothing of the pages.
  const isKnown = !/^\.|:|^\/\//.test(base) && path !== '/' && !given.some((argument) => argument.startsWith('--base-url'));
  const places = isKnown ? ['--base-url', path] : [];
  const child = spawn(process.execPath, [COMMAND, 'index', site, ...places, ...given], { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`zoeklicht index ended with ${code}`);
}
