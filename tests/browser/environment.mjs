// What the environment tells the tests; `cargo xtask test` sets it.

/** A variable of the environment. */
export function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run \`cargo xtask test\``);
  return value;
}

/** The address of the demo, without a slash at the end. */
export const BASE = required('BASE_URL').replace(/\/$/, '');

/** The search pages: the same widget over an index beside it and over one inside its WASM. */
export const SEARCH_PAGES = ['/zoeken/', '/ingebed/'];

/** Longer than the status waits after the last letter. */
export const SETTLED_MS = 1_700;
