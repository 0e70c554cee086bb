// A service worker for a site that has none: its search page opens without a network.
//
// registerOfflineWorker of offline-register.js registers it and keeps the page; offline.js keeps the index and the engine. It
// answers for the pages in its scope and all they use from this site: from the network and, if that does not answer, with a
// copy. A site with a worker of its own takes sw-helper.js instead.

// For when nothing newer has a copy: what pages need besides search.
const PAGES = 'zoeklicht-pages';

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && new URL(url).origin === self.location.origin) event.respondWith(answer(event.request));
});

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const versions = (await caches.keys()).filter((name) => name.startsWith('zoeklicht-') && name !== PAGES);
    // A page is kept without what was searched for.
    const options = { ignoreSearch: request.mode === 'navigate' };
    for (const cacheName of [...versions.reverse(), PAGES]) {
      const copy = await caches.match(request.url, { cacheName, ...options });
      if (copy) return copy;
    }
    throw error;
  }
}
