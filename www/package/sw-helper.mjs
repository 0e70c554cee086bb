// sw-helper.js for a service worker that is a module:
//
//   import { serveZoeklicht } from '/zoeklicht/sw-helper.mjs';
//   serveZoeklicht('/zoeklicht/');

import './sw-helper.js';

/** Adds one listener for `fetch`, which answers for what is in these folders. */
export const { serveZoeklicht } = self;
