// The engine without a view, for bundlers.

export * from './index.js';
