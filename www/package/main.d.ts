export * from './index.js';
export { renderFallback, type FallbackOptions } from './fallback.js';
