// The element; with the types beside this file, for Svelte.

export * from './element.js';
