/** Adds one listener for `fetch` to this worker, which answers for what is in the folders of these indexes. */
export function serveZoeklicht(...folders: string[]): void;
