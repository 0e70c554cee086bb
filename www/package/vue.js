// The element; with the types beside this file, for Vue.

export * from './element.js';
