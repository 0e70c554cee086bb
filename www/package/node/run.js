// The command for the plugins beside this file.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('command.js', import.meta.url));

/** The name of the folder in the site that the index goes to. */
export const FOLDER = 'zoeklicht';

/** Indexes a built site. `given` are further arguments of `zoeklicht index`. */
export async function index(site, given = []) {
  const child = spawn(process.execPath, [COMMAND, 'index', site, ...given], { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`zoeklicht index ended with ${code}`);
}
