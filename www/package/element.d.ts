export * from './zoeklicht.js';
export type { ZoeklichtAttributes } from './attributes.js';
