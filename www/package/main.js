// What `import … from 'zoeklicht'` gives: the engine, and the form for pages that a server renders. It does nothing when it
// is imported, so that it can be imported anywhere.

export * from './index.js';
export { renderFallback } from './fallback.js';
