// The element; with the types beside this file, for React.

export * from './element.js';
