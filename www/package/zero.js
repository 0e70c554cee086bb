// What is searched for in vain, counted on this device: for a device that many people use, such as one in a library.
//
// Nothing is sent, and nothing is kept unless a page asks for it with `countZeroQueries()`. The element has to have
// `event-query="true"`. What was asked only a few times could tell who asked it: `exportZeroQueries` leaves that out.

const KEY = 'zoeklicht-zero';
// As many as a person would read.
const QUERIES_MAX = 500;

function read() {
  try {
    const counts = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return new Map(Object.entries(counts).filter(([, count]) => Number.isInteger(count)));
  } catch {
    return new Map();
  }
}

/** Counts the queries of a page that find nothing, each once in a visit of the page. Gives a function that ends it. */
export function countZeroQueries() {
  const seen = new Set();
  const count = ({ detail }) => {
    const query = detail.query?.trim().toLowerCase().replace(/\s+/g, ' ');
    if (!query || seen.has(query)) return;
    seen.add(query);
    const counts = read();
    counts.set(query, (counts.get(query) ?? 0) + 1);
    const kept = [...counts].sort(([, a], [, b]) => b - a).slice(0, QUERIES_MAX);
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
    } catch {
      // A browser that stores nothing counts nothing.
    }
  };
  document.addEventListener('zoeklicht:zero', count);
  return () => document.removeEventListener('zoeklicht:zero', count);
}

/** The queries that found nothing at least `atLeast` times, the most frequent first. */
export function exportZeroQueries({ atLeast = 5 } = {}) {
  const often = [...read()].filter(([, count]) => count >= Math.max(2, atLeast));
  return often.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([query, count]) => ({ query, count }));
}

/** Forgets what was counted. */
export function clearZeroQueries() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
