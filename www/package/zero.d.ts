/** Counts the queries of a page that find nothing, on this device. Gives a function that ends it. */
export function countZeroQueries(): () => void;
/** The queries that found nothing at least `atLeast` times (default 5, never less than 2), the most frequent first. */
export function exportZeroQueries(options?: { atLeast?: number }): { query: string; count: number }[];
/** Forgets what was counted. */
export function clearZeroQueries(): void;
