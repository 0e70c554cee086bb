// For the service worker of a site, so that search works without a network: it answers for the files of search, from the
// copies that pages with `offline` keep, and leaves everything else to the worker.
//
//   importScripts('/zoeklicht/sw-helper.js');
//   serveZoeklicht('/zoeklicht/');
//
// A worker that is a module imports sw-helper.mjs. Call it once, with the folders of all indexes, and before the worker adds
// listeners of its own: the first answer to a request is the one that counts.

{
  /** Adds one listener for `fetch`, which answers for what is in these folders. */
  self.serveZoeklicht = (...folders) => {
    const own = folders.map((folder) => new URL(folder.replace(/\/?$/, '/'), self.location).href);
    self.addEventListener('fetch', (event) => {
      const { method, url } = event.request;
      if (method === 'GET' && own.some((folder) => url.startsWith(folder))) event.respondWith(answer(event.request));
    });
  };

  /** From the network; a page looks for copies itself before it asks. If that does not answer, the newest copy. */
  const answer = async (request) => {
    try {
      return await fetch(request);
    } catch (error) {
      const names = (await caches.keys()).filter((name) => name.startsWith('zoeklicht-'));
      for (const name of names.reverse()) {
        const copy = await caches.match(request.url, { cacheName: name });
        if (copy) return copy;
      }
      throw error;
    }
  };
}
