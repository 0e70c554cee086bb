// What the environment tells the tests, which `cargo xtask test` sets, and where the demo is.

import { fileURLToPath } from 'node:url';

/** A variable of the environment. */
export function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run \`cargo xtask test\``);
  return value;
}

/** The address of the demo, without a slash at the end. */
export const BASE = required('BASE_URL').replace(/\/$/, '');

/** The demo, as `cargo xtask demo` builds it, and its index. */
export const DEMO = fileURLToPath(new URL('../../www/dist/demo', import.meta.url));
export const DEMO_INDEX = `${DEMO}/zoeklicht/`;

/** The search pages: the same widget over an index beside it and over one inside its WASM. */
export const SEARCH_PAGES = ['/zoeken/', '/ingebed/'];

/** Longer than the status waits after the last letter. */
export const SETTLED_MS = 1_700;
